"""The steps from one shape of the database to another, taken by Alembic. `storage.migrate` decides when."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from storage.migrations import UnknownRevisionError


def config(folder: Path) -> Config:
    """Alembic's configuration for a folder of migrations; no file of it is needed."""
    found = Config()
    found.set_main_option("script_location", str(folder).replace("%", "%%"))
    found.set_main_option("path_separator", "os")
    return found


def take(connection: Connection, folder: Path, revision: str, *, up: bool) -> None:
    """Take all steps to a revision within the open transaction; UnknownRevisionError when there is no way to it."""
    found = config(folder)
    found.attributes["connection"] = connection
    try:
        (command.upgrade if up else command.downgrade)(found, revision)
    except CommandError as error:
        raise UnknownRevisionError(error) from error
