"""What may be asked of the sandbox API, as pydantic models: the bodies of its POST calls."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

MAX_TEXT = 20_000
MAX_TURN_DAYS = 400


class BadAskError(Exception):
    """The body of a call is not what the documentation says."""


class _Ask(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Nothing(_Ask):
    """An empty object, or no body at all."""


class TextAsk(_Ask):
    """A text to send."""

    text: str = Field(min_length=1, max_length=MAX_TEXT)
    reply_to: int | None = None


class StartAsk(_Ask):
    """Pressing Start, with the payload of a deep link if there is one."""

    payload: str = Field(default="", max_length=64, pattern=r"^[A-Za-z0-9_-]*$")


class TapAsk(_Ask):
    """A tap on an inline button: which message, and the button's data. `stale`: the button is no longer there."""

    message_id: int
    data: str
    stale: bool = False


class EditAsk(_Ask):
    """A new text for one of the person's own messages."""

    message_id: int
    text: str = Field(min_length=1, max_length=MAX_TEXT)


class MediaAsk(_Ask):
    """A sample of something that is no text."""

    kind: Literal["sticker", "voice", "photo", "document", "contact"]


class NextMessage(_Ask):
    """Turn to this person's next planned message."""

    turn: Literal["next_message"]
    person: int


class Advance(_Ask):
    """Turn by a length of time."""

    turn: Literal["advance"]
    hours: int = Field(default=0, ge=0, le=MAX_TURN_DAYS * 24)
    days: int = Field(default=0, ge=0, le=MAX_TURN_DAYS)


class GoToDay(_Ask):
    """Turn to the message of a care day of this person's latest treatment."""

    turn: Literal["day"]
    person: int
    day: int = Field(ge=0, le=MAX_TURN_DAYS)


Turn = Annotated[NextMessage | Advance | GoToDay, Field(discriminator="turn")]


class TurnAsk(BaseModel):
    """Any turn of the clock, told apart by `turn`."""

    model_config = ConfigDict(strict=True)
    ask: Turn


def sentence(error: ValidationError) -> str:
    """The first complaint of a validation as one plain sentence."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = str(first["loc"][-1]) if first["loc"] else ""
    place = "turn" if place == "ask" else place
    message = first["msg"][:1].lower() + first["msg"][1:]
    return f"The field {place!r} is wrong: {message}." if place else f"The call is wrong: {message}."
