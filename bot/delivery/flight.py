"""The flight recorder: how far each message in the air had got when the process was killed.

Telegram has no idempotency key. After a `kill -9` the database only says that a delivery was `sending`; whether the
patient got it depends on how far the request had come, and that is known to nobody but the dead process. So each
flight leaves notes in a small file next to the database:

1. `BOARDED`: nothing of the request was written to the socket. Surely not sent.
2. `WRITING`: bytes may have left, and no answer was read. Unknown.
3. `ANSWERED`: Telegram answered with a message id that the database may not have yet. Sent.

The order that makes this true: board, commit `sending`, write (the transport notes stage 2 before its first byte),
read the answer, note stage 3, commit the outcome, leave. A note only ever speaks about a row that still says `sending`
with the same attempt; a `sending` row without a legible note is unknown.

Notes are written with `pwrite` and never synced: the page cache outlives a killed process and costs microseconds. It
does not outlive the machine, so each note carries the boot id, and after a reboot, or where there is no boot id, every
note counts as unknown. One file belongs to one process at a time.
"""

import os
import struct
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from uuid import UUID

SLOT_SIZE = 64
"""Bytes per slot; a power of two, so that no slot crosses a page."""

_MAGIC = b"AGF1"
_NOTE = struct.Struct("<4sBqqq16s")
_CHECK = struct.Struct("<I")
_EMPTY = bytes(SLOT_SIZE)
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Stage(IntEnum):
    """How far a flight had come."""

    BOARDED = 1
    WRITING = 2
    ANSWERED = 3


@dataclass(frozen=True, kw_only=True)
class Landing:
    """What the notes say about one attempt; `message_id` is given exactly when the stage is `ANSWERED`."""

    stage: Stage
    message_id: int | None = None


def boot_id(source: Path = _BOOT_ID) -> UUID | None:
    """The id of this run of the machine's kernel, None where it does not tell."""
    try:
        return UUID(source.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None


class Flight:
    """One attempt to send one delivery, and its notes."""

    def __init__(self, recorder: "FlightRecorder", slot: int | None, delivery_id: int, attempt: int) -> None:
        self._recorder = recorder
        self._slot = slot
        self._key = (delivery_id, attempt)
        self._note(Landing(stage=Stage.BOARDED))

    def writing(self) -> None:
        """Note that bytes are about to leave. Raises OSError when it cannot: then nothing may be written."""
        if self._noted.stage is Stage.BOARDED:
            self._note(Landing(stage=Stage.WRITING))

    def answered(self, message_id: int) -> None:
        """Note that Telegram took the message under this id."""
        # Without this note a kill means unknown, which is safe; an error here would lose the answer itself.
        with suppress(OSError):
            self._note(Landing(stage=Stage.ANSWERED, message_id=message_id))

    def _note(self, landing: Landing) -> None:
        if self._slot is not None:
            self._recorder.write(self._slot, self._key, landing)
        self._noted = landing


_on_board: ContextVar[Flight | None] = ContextVar("flight_on_board", default=None)


def note_writing() -> None:
    """Note stage 2 of the flight on board; nothing for a request that is not a delivery."""
    flight = _on_board.get()
    if flight is not None:
        flight.writing()


class FlightRecorder:
    """The file of notes: one slot per delivery in flight."""

    def __init__(self, path: Path, slots: int = 64, *, boot: Callable[[], UUID | None] = boot_id) -> None:
        """Open or create the file, keeping the notes of the last run; it is never made smaller."""
        self._boot = boot()
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        found = os.fstat(self._file).st_size
        self._size = max(found, slots * SLOT_SIZE)
        os.pwrite(self._file, bytes(self._size - found), found)
        self._free = deque(range(slots))

    @contextmanager
    def board(self, delivery_id: int, attempt: int) -> Iterator[Flight]:
        """Take a slot for this attempt; enter before `sending` is committed, leave after the outcome is.

        Left by an exception, the notes stay, because the row may still say `sending`; their slot is the last to be
        used again. With every slot taken the flight goes unrecorded, which a kill turns into unknown.
        """
        slot = self._free.popleft() if self._free else None
        flight = Flight(self, slot, delivery_id, attempt)
        token = _on_board.set(flight)
        landed = False
        try:
            yield flight
            landed = True
        finally:
            _on_board.reset(token)
            self._release(slot, landed=landed)

    def recover(self) -> dict[tuple[int, int], Landing]:
        """What the last run left in the air, by delivery and attempt. Notes that cannot be trusted say `WRITING`."""
        found: dict[tuple[int, int], Landing] = {}
        for offset in range(0, self._size - SLOT_SIZE + 1, SLOT_SIZE):
            note = _decode(os.pread(self._file, SLOT_SIZE, offset), self._boot)
            if note is not None:
                key, landing = note
                found[key] = max(landing, found.get(key, landing), key=lambda each: each.stage)
        return found

    def clear(self) -> None:
        """Forget the last run's notes: after what they said is committed, and before the first flight."""
        os.pwrite(self._file, bytes(self._size), 0)

    def close(self) -> None:
        """Close the file; the notes stay in it."""
        # Never a number that another file may get: a late note would be written into that.
        file, self._file = self._file, -1
        os.close(file)

    def write(self, slot: int, key: tuple[int, int], landing: Landing) -> None:
        """Write one note; the flights call this."""
        os.pwrite(self._file, _encode(key, landing, self._boot), slot * SLOT_SIZE)

    def _release(self, slot: int | None, *, landed: bool) -> None:
        if slot is None:
            return
        if not landed:
            self._free.append(slot)
            return
        self._free.appendleft(slot)
        # The outcome is committed, so a note that cannot be wiped misleads nobody.
        with suppress(OSError):
            os.pwrite(self._file, _EMPTY, slot * SLOT_SIZE)


def _encode(key: tuple[int, int], landing: Landing, boot: UUID | None) -> bytes:
    body = _NOTE.pack(_MAGIC, landing.stage, *key, landing.message_id or 0, boot.bytes if boot else bytes(16))
    return (body + _CHECK.pack(zlib.crc32(body))).ljust(SLOT_SIZE, b"\0")


def _decode(slot: bytes, boot: UUID | None) -> tuple[tuple[int, int], Landing] | None:
    body, check = slot[: _NOTE.size], slot[_NOTE.size : _NOTE.size + _CHECK.size]
    if len(slot) < SLOT_SIZE or check != _CHECK.pack(zlib.crc32(body)):
        return None
    magic, stage, delivery_id, attempt, message_id, noted_boot = _NOTE.unpack(body)
    if magic != _MAGIC:
        return None
    if boot is None or noted_boot != boot.bytes:
        return (delivery_id, attempt), Landing(stage=Stage.WRITING)
    answered = stage == Stage.ANSWERED
    return (delivery_id, attempt), Landing(stage=Stage(stage), message_id=message_id if answered else None)
