"""What a long-lived process does about its memory once everything that stays has been made."""

import ctypes
import gc


def settle() -> None:
    """Keep what there is out of the collector's way, and give the memory that was freed back to the system.

    Looking through all of the content would stop the event loop for a tenth of a second. The C library of most Linux
    systems keeps freed memory until it is asked (malloc_trim); elsewhere that is left out.
    """
    gc.collect()
    gc.freeze()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
