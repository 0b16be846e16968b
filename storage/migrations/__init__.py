"""The Alembic migrations, shipped with the package and run at start-up by `storage.migrate`."""


class UnknownRevisionError(Exception):
    """There is no way from the revision of a database to the one that is wanted."""
