"""Bring the database to the shape that the code expects, safely.

Runs on a plain synchronous connection with foreign keys off (batch migrations copy tables; with keys on, the copy
would cascade-delete the children) and checks every key before the change is committed.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.pool import NullPool

_FOLDER = Path(__file__).parent / "migrations"


class MigrationError(Exception):
    """The database could not be brought to the shape that this version needs."""


def config() -> Config:
    """Alembic's configuration; no file of it is needed."""
    found = Config()
    found.set_main_option("script_location", str(_FOLDER))
    found.set_main_option("path_separator", "os")
    return found


def head() -> str:
    """The newest revision that the code knows."""
    return ScriptDirectory.from_config(config()).get_current_head() or ""


def upgrade(url: URL, revision: str = "head") -> None:
    """Upgrade the database at this address. Raises MigrationError and leaves it as it was when that fails."""
    _run(url, revision, up=True)


def downgrade(url: URL, revision: str) -> None:
    """Take the database back to an older revision; for tests and for operators who know why."""
    _run(url, revision, up=False)


def _run(url: URL, revision: str, *, up: bool) -> None:
    _back_up(url, revision)
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
    except sqlite3.DatabaseError as error:
        raise MigrationError(f"The database {url.database} could not be upgraded: {error}.") from error
    finally:
        engine.dispose()


def _check_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise MigrationError(f"The migration would break {len(broken)} references, first in table {broken[0][0]}.")


def _back_up(url: URL, revision: str) -> None:
    """Keep a copy of a database that is about to change shape, beside it."""
    path = Path(url.database or "")
    if not path.exists() or path.stat().st_size == 0:
        return
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE name = 'alembic_version'").fetchall()
        at = connection.execute("SELECT version_num FROM alembic_version").fetchone() if rows else None
        if at is None or at[0] == (head() if revision == "head" else revision):
            return
        copy = path.with_name(f"{path.name}.before-{head()}")
        copy.unlink(missing_ok=True)
        connection.execute("VACUUM INTO ?", (str(copy),))
