"""Bring the database to the shape that the code expects, safely.

Runs on a plain synchronous connection with foreign keys off (batch migrations copy tables; with keys on, the copy
would cascade-delete the children) and checks every key before the change is committed.
"""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

_FOLDER = Path(__file__).parent / "migrations"
_ONLY_OURS = 0o600


class MigrationError(Exception):
    """The database could not be brought to the shape that this version needs."""


def config() -> Config:
    """Alembic's configuration; no file of it is needed."""
    found = Config()
    found.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    found.set_main_option("path_separator", "os")
    return found


def head() -> str:
    """The newest revision that the code knows."""
    return ScriptDirectory.from_config(config()).get_current_head() or ""


def upgrade(url: URL, revision: str = "head") -> None:
    """Upgrade the database at this address. Raises MigrationError and leaves it as it was when that fails.

    A database that is to change shape is copied first; one that is not there is made, readable for this user only.
    """
    _run(url, head() if revision == "head" else revision, up=True)


def downgrade(url: URL, revision: str) -> None:
    """Take the database back to an older revision; for tests and for operators who know why."""
    _run(url, revision, up=False)


def drop_old_copies(url: URL, before: datetime) -> None:
    """Delete the copies from before migrations that were made before an instant: they hold what was erased since."""
    path = Path(url.database or "")
    for copy in path.parent.glob(f"{path.name}.before-*"):
        if copy.stat().st_mtime < before.timestamp():
            copy.unlink()


def _run(url: URL, revision: str, *, up: bool) -> None:
    path = Path(url.database or "")
    try:
        path.touch(mode=_ONLY_OURS)
        at = _revision(path)
        if at == revision:
            return
        if at:
            _copy(path)
        _migrate(url, revision, up=up)
    except CommandError as error:
        raise MigrationError(f"The database {path} is not of this version of Afterglow: {error}.") from error
    except (sqlite3.Error, SQLAlchemyError) as error:
        reason = getattr(error, "orig", None) or error
        raise MigrationError(f"The database {path} cannot be used: {reason}.") from error


def _migrate(url: URL, revision: str, *, up: bool) -> None:
    engine = create_engine(url.set(drivername="sqlite"), poolclass=NullPool)
    event.listen(engine, "connect", lambda c, _: setattr(c, "isolation_level", None))
    event.listen(engine, "begin", lambda c: c.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            found = config()
            found.attributes["connection"] = connection
            (command.upgrade if up else command.downgrade)(found, revision)
            _check_keys(connection)
            connection.commit()
    finally:
        engine.dispose()


def _check_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise MigrationError(f"The migration would break {len(broken)} references, first in table {broken[0][0]}.")


def _revision(path: Path) -> str:
    """The revision that a database file is at; empty for one without tables."""
    with closing(sqlite3.connect(path)) as connection:
        known = connection.execute("SELECT name FROM sqlite_master WHERE name = 'alembic_version'").fetchall()
        at = connection.execute("SELECT version_num FROM alembic_version").fetchone() if known else None
    return str(at[0]) if at else ""


def _copy(path: Path) -> None:
    """Keep a copy of a database that is about to change shape, beside it."""
    copy = path.with_name(f"{path.name}.before-{head()}")
    copy.unlink(missing_ok=True)
    copy.touch(mode=_ONLY_OURS)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
