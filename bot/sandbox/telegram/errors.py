"""What the fake Telegram refuses: to the bot in the Bot API's form, to a person in a plain sentence."""

import json
from collections.abc import Mapping
from typing import Any


class FakeTelegramError(Exception):
    """A person did what no Telegram client would let them do, such as tapping a button that is not there."""


class ApiError(Exception):
    """A refusal of the Bot API: an HTTP status, Telegram's description, and the parameters of some."""

    def __init__(self, status: int, description: str, parameters: Mapping[str, Any] | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = dict(parameters or {})

    def body(self) -> bytes:
        """The answer's JSON as the Bot API writes it."""
        answer: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return json.dumps(answer, ensure_ascii=False).encode()


def bad_request(message: str) -> ApiError:
    """A 400 in Telegram's form: "Bad Request: " and the message."""
    return ApiError(400, f"Bad Request: {message}")


def forbidden(message: str) -> ApiError:
    """A 403 in Telegram's form: "Forbidden: " and the message."""
    return ApiError(403, f"Forbidden: {message}")


def conflict(message: str) -> ApiError:
    """A 409 in Telegram's form: "Conflict: " and the message."""
    return ApiError(409, f"Conflict: {message}")


def too_many_requests(seconds: int) -> ApiError:
    """A 429 that asks to wait so many whole seconds."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def not_found() -> ApiError:
    """The 404 for an unknown method or a token that is none."""
    return ApiError(404, "Not Found")


def unauthorized() -> ApiError:
    """The 401 for a token of the right form that no bot has."""
    return ApiError(401, "Unauthorized")
