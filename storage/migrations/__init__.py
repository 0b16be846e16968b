"""The Alembic migrations, shipped with the package and run at start-up by `storage.migrate`."""
