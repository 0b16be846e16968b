"""The one door for background tasks: it keeps each task, reports its failure, and stops them all in order."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog

from bot.logs import where

log = structlog.get_logger(__name__)


class Supervisor:
    """Owns the background tasks of a process. A failed task is logged and told to `on_failure`, never lost."""

    def __init__(self, on_failure: Callable[[str, BaseException], None] | None = None) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._on_failure = on_failure

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Run `work` in the background until it ends or the supervisor is stopped."""
        task = asyncio.create_task(work, name=name)  # noqa: TID251 - this is the door
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            log.error("background task failed", action="task_failed", task=task.get_name(), error=type(error).__name__)
            if self._on_failure is not None:
                self._on_failure(task.get_name(), error)

    async def stop(self, patience: float = 10) -> None:
        """Cancel every task, also those begun meanwhile, and wait `patience` seconds at the most for their ends."""
        while tasks := list(self._tasks):
            for task in tasks:
                task.cancel()
            _, stubborn = await asyncio.wait(tasks, timeout=patience)
            if stubborn:
                log.error("a task does not end", action="task_stubborn", tasks=[task.get_name() for task in stubborn])
                return


async def never_fail(work: Callable[[], Awaitable[object]]) -> None:
    """Do this work, its failure logged instead of raised: the next knock tries again."""
    try:
        await work()
    except Exception as error:  # noqa: BLE001 - a loop must outlive whatever goes wrong in one round
        name = type(error).__name__
        log.error("a round failed", action="round_failed", work=work.__qualname__, error=name, where=where(error))  # noqa: TRY400 - its text may carry a patient's words
