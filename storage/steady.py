"""A database connection that a cancelled task cannot leave half-way.

Cancelled in the middle of a statement, a task would be gone while its thread still opens a transaction that nobody
closes, and everybody else would find the database locked. Here a call always runs to its end, and the cancellation
takes effect at the next await that is none of the database: a unit of work is done whole, or not begun.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any, Self

import aiosqlite


class SteadyConnection(aiosqlite.Connection):
    """An aiosqlite connection whose calls run to their end."""

    # aiosqlite sends every call of its connections and cursors through here; the tests of storage notice if it stops.
    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if not self._running or self._connection is None:
            raise ValueError("The connection is closed.")
        return await self._called(partial(fn, *args, **kwargs))

    async def _connect(self) -> Self:
        try:
            self._connection = await self._called(self._connector)
        except BaseException:
            self.stop()
            raise
        return self

    async def close(self) -> None:
        """Close it and end its thread; does nothing when it is closed."""
        if self._connection is not None and (closed := self.stop()) is not None:
            await _to_the_end(closed)

    async def _called(self, function: Callable[[], Any]) -> Any:
        future = asyncio.get_running_loop().create_future()
        self._tx.put_nowait((future, function))
        return await _to_the_end(future)


def steady_connection(database: str) -> SteadyConnection:
    """A connection, to be awaited, whose thread does not keep the process from ending."""
    connection = SteadyConnection(lambda: sqlite3.connect(database), iter_chunk_size=64)
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does with the connections that it makes
    return connection


async def _to_the_end(future: asyncio.Future[Any]) -> Any:
    """Await this whole; whoever is cancelled meanwhile learns of it at their next await."""
    cancelled = 0
    while not future.done():
        try:
            await asyncio.shield(future)
        except asyncio.CancelledError:
            cancelled += 1
        except Exception:  # noqa: BLE001 - raised below, once the cancellations are passed on
            break
    if (task := asyncio.current_task()) is not None:
        for _ in range(cancelled):
            # Told again, but not counted twice: timeouts and task groups compare the number with what they asked for.
            task.uncancel()
            task.cancel()
    return future.result()
