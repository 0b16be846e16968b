"""The sandbox's clock: it can be turned forward, and it keeps what it was turned by, so that it survives a restart."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

STILL = timedelta(0)


class TurnableClock:
    """A `bot.clock.Clock` that moves when somebody turns it and, given a `running` source, by itself in between."""

    def __init__(
        self,
        start: datetime,
        *,
        running: Callable[[], float] | None = None,
        offset: timedelta = STILL,
        on_turn: Callable[[timedelta], None] | None = None,
    ) -> None:
        """Start at the aware instant `start`; `running` counts seconds, without it time stands still.

        To go on after a restart, pass the stored offset and a start that already includes it
        (`TurnableClock(machine_now + stored, offset=stored, ...)`); `on_turn` is told every new offset.
        """
        self._running = running
        self._on_turn = on_turn
        self._offset = offset
        self._set(start)

    @property
    def offset(self) -> timedelta:
        """By how much the clock has been turned in all, the time that ran by itself not counted."""
        return self._offset

    @property
    def runs(self) -> bool:
        """Whether time flows on between turns."""
        return self._running is not None

    def now(self) -> datetime:
        """The present instant in UTC, as the sandbox knows it."""
        return self._base + timedelta(seconds=self._seconds() - self._origin)

    def turn_to(self, at: datetime) -> None:
        """Make it `at`. Raises ValueError for an instant that is over, or a naive one."""
        if at < self.now():
            raise ValueError("Time only goes forward.")
        self.reach(at)

    def reach(self, at: datetime) -> None:
        """Make it `at` unless it is later already: a running clock may have got there by itself."""
        ahead = at - self.now()
        if ahead > STILL:
            self._turned(at, self._offset + ahead)

    def restart(self, start: datetime) -> None:
        """Forget every turn and begin again at `start`: the only way back."""
        self._turned(start, STILL)

    def _turned(self, at: datetime, offset: timedelta) -> None:
        self._set(at)
        self._offset = offset
        if self._on_turn is not None:
            self._on_turn(offset)

    def _set(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("An instant must carry its time zone.")
        self._base = at.astimezone(UTC)
        self._origin = self._seconds()

    def _seconds(self) -> float:
        return self._running() if self._running is not None else 0.0
