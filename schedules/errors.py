"""The broken rules of the domain. The docstring of each error is the sentence an engineer reads."""


class ScheduleError(Exception):
    """Something that the schedule was asked for cannot be."""

    def __str__(self) -> str:
        return super().__str__() or (self.__doc__ or "").strip()


class NaiveInstantError(ScheduleError):
    """An instant must carry its time zone; this one does not."""


class UnknownKindError(ScheduleError):
    """No protocol is known for this kind of treatment."""


class IllegalMoveError(ScheduleError):
    """A delivery was asked to make a move that its life cycle does not know."""
