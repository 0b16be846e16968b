"""How a process prepares, beside its work, what it will keep: politely, and leaving nothing behind."""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

TURN = 0.00005
"""Seconds that a thread may go on while another one waits; a hundred times less than usual."""


@contextmanager
def polite() -> Iterator[None]:
    """Let the event loop take its turn at once while this thread works hard: a tap then waits a moment, not a second.

    What is made here stays, so the collector, whose rounds stop everything, does not look through it now or ever.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        sys.setswitchinterval(usual)
        _give_back()


def _give_back() -> None:
    """Give freed memory back to the system; the C library of most Linux systems keeps it until it is asked."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
