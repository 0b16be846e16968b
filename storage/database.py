"""The database: one engine for writing, one for reading, and the unit of work around each transaction.

SQLite is the default: WAL, `synchronous=FULL`, foreign keys on, every write in `BEGIN IMMEDIATE` through one
connection, so that nothing is read, decided and then overwritten by somebody else.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.steady import steady_connection

_BUSY_TIMEOUT = "busy_timeout=5000"
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    f"PRAGMA {_BUSY_TIMEOUT}",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA secure_delete=ON",
    "PRAGMA journal_size_limit=16777216",
)


class DatabaseUrlError(Exception):
    """The database address is not one that Afterglow can use."""


def database_url(text: str) -> URL:
    """The checked address of the database; its folder is made where it is missing, for this user only.

    Raises DatabaseUrlError with one sentence for an address that cannot be used.
    """
    try:
        url = make_url(text)
    except Exception as error:
        raise DatabaseUrlError("AFTERGLOW_DATABASE_URL is not a database address.") from error
    if url.get_backend_name() != "sqlite":
        raise DatabaseUrlError("AFTERGLOW_DATABASE_URL: this version keeps its data in SQLite only (sqlite:///…).")
    if not url.database or url.database == ":memory:":
        raise DatabaseUrlError("AFTERGLOW_DATABASE_URL must name a file: what is kept in memory would be lost.")
    if url.query:
        raise DatabaseUrlError("AFTERGLOW_DATABASE_URL must name a file and nothing else, without “?…” at its end.")
    _check_place(Path(url.database))
    return url.set(drivername="sqlite+aiosqlite")


def _check_place(file: Path) -> None:
    if file.is_dir():
        raise DatabaseUrlError(f"AFTERGLOW_DATABASE_URL must name a file, and {file} is a folder.")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUrlError(
            f"AFTERGLOW_DATABASE_URL: the folder {file.parent} cannot be made ({error.strerror})."
        ) from error


def _engine(url: URL, *, pool_size: int, begin: str, extra: tuple[str, ...] = ()) -> AsyncEngine:
    engine = create_async_engine(
        url,
        async_creator=lambda: steady_connection(url.database or ""),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=30,
        hide_parameters=True,  # what patients wrote does not belong into the texts of errors
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (*_PRAGMAS, *extra):
            cursor.execute(pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _on_begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


class Database:
    """Opens the engines and hands out transactions. Close it, or the process will not end."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self._writer = _engine(url, pool_size=1, begin="BEGIN IMMEDIATE")
        self._reader = _engine(url, pool_size=4, begin="BEGIN", extra=("PRAGMA query_only=ON",))
        self._one_writer = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def fold_journal(self) -> None:
        """Write the journal into the file and empty it, so that what was erased is in neither.

        Does without when somebody reads at the moment: nobody else is to wait for it.
        """
        async with self._one_writer, self._writer.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            for pragma in ("busy_timeout=0", "wal_checkpoint(TRUNCATE)", _BUSY_TIMEOUT):
                await driver.execute_fetchall(f"PRAGMA {pragma}")

    async def close(self) -> None:
        """Close every connection."""
        await self._reader.dispose()
        await self._writer.dispose()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One write transaction: committed when the block ends, rolled back when it raises. Await no network in it."""
        async with self._one_writer, AsyncSession(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """One consistent view of the database; writing in it fails."""
        async with AsyncSession(self._reader, expire_on_commit=False) as session, session.begin():
            yield session
