"""Bring the database to the shape that the code expects, safely. A new one is made in its newest shape at once.

Runs on a plain synchronous connection with foreign keys off (batch migrations copy tables; with keys on, the copy
would cascade-delete the children) and checks every key before the change is committed.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - fills SQLModel.metadata
from storage.migrations import UnknownRevisionError

FOLDER = Path(__file__).parent / "migrations"
_ONLY_OURS = 0o600


class MigrationError(Exception):
    """The database could not be brought to the shape that this version needs."""


def head() -> str:
    """The newest revision that the code knows; the migrations are named by theirs."""
    return max(path.stem.split("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))


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
        is_new = up and not at and revision == head() and _is_empty(path)
        _change(url, _make if is_new else partial(_migrate, revision=revision, up=up))
    except UnknownRevisionError as error:
        raise MigrationError(f"The database {path} is not of this version of Afterglow: {error}.") from error
    except (sqlite3.Error, SQLAlchemyError) as error:
        reason = getattr(error, "orig", None) or error
        raise MigrationError(f"The database {path} cannot be used: {reason}.") from error


def _change(url: URL, work: Callable[[Connection], None]) -> None:
    """Do the work in one transaction with foreign keys off, and check every key before it is committed."""
    engine = create_engine(url.set(drivername="sqlite"), poolclass=NullPool)
    event.listen(engine, "connect", lambda c, _: setattr(c, "isolation_level", None))
    event.listen(engine, "begin", lambda c: c.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            work(connection)
            _check_keys(connection)
            connection.commit()
    finally:
        engine.dispose()


def _make(connection: Connection) -> None:
    """Make a new database in its newest shape at once, marked as such for the migrations to come."""
    SQLModel.metadata.create_all(connection)
    version = "version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)"
    connection.exec_driver_sql(f"CREATE TABLE alembic_version ({version})")
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (head(),))


def _migrate(connection: Connection, revision: str, *, up: bool) -> None:
    """Take the steps of the migrations."""
    from storage.migrations import steps  # noqa: PLC0415 - Alembic is large, and most starts have nothing to migrate

    steps.take(connection, FOLDER, revision, up=up)


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


def _is_empty(path: Path) -> bool:
    """Whether a database file has no tables at all."""
    with closing(sqlite3.connect(path)) as connection:
        return not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _copy(path: Path) -> None:
    """Keep a copy of a database that is about to change shape, beside it."""
    copy = path.with_name(f"{path.name}.before-{head()}")
    copy.unlink(missing_ok=True)
    copy.touch(mode=_ONLY_OURS)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
