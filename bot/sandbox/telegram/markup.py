"""Keyboards under messages: checked as Telegram checks them, in its words where they are known."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.telegram.entities import link_error
from bot.sandbox.telegram.errors import bad_request

DATA_BYTES = 64
COPIED_TEXT = 256
PLACEHOLDER = 64
MOST_BUTTONS = 100
MOST_IN_ROW = 8
STYLES = ("danger", "success", "primary")
_ACTIONS = frozenset(
    {"url", "login_url", "callback_data", "web_app", "copy_text", "pay", "callback_game"}
    | {"switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat"}
)
_LOOKS = frozenset({"text", "style", "icon_custom_emoji_id"})
_REPLY_ACTIONS = frozenset(
    {"request_users", "request_chat", "request_contact", "request_location", "request_poll", "web_app"}
)
_KINDS: dict[str, frozenset[str]] = {
    "inline_keyboard": frozenset({"inline_keyboard"}),
    "keyboard": frozenset(
        ["keyboard", "is_persistent", "resize_keyboard", "one_time_keyboard", "input_field_placeholder", "selective"]
    ),
    "remove_keyboard": frozenset({"remove_keyboard", "selective"}),
    "force_reply": frozenset({"force_reply", "input_field_placeholder", "selective"}),
}


def inline_only(markup: Mapping[str, Any]) -> dict[str, Any]:
    """The inline keyboard, checked; {} for none. Raises Telegram's refusals, also of other kinds of markup."""
    if markup and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    return any_markup(markup)


def any_markup(markup: Mapping[str, Any]) -> dict[str, Any]:
    """The markup, checked; {} for none. Raises Telegram's refusals."""
    if not markup:
        return {}
    kind = next((name for name in _KINDS if name in markup), None)
    if kind is None:
        raise bad_request("fake: reply_markup is of no known kind")
    if unknown := sorted(set(markup) - _KINDS[kind]):
        raise bad_request(f'fake: reply_markup with {kind} has no field "{unknown[0]}"')
    for name, value in markup.items():
        _check_field(name, value)
    if kind in ("inline_keyboard", "keyboard"):
        rows = _rows(markup[kind], _inline_button if kind == "inline_keyboard" else _reply_button)
        return {**markup, kind: rows} if rows else {}
    return dict(markup)


def _check_field(name: str, value: Any) -> None:
    if name in ("inline_keyboard", "keyboard"):
        if not isinstance(value, list):
            raise bad_request(f'field "{name}" must be of type Array')
    elif name == "input_field_placeholder":
        if not isinstance(value, str) or len(value) > PLACEHOLDER:
            raise bad_request("fake: input_field_placeholder must be a string of 1-64 characters")
    elif not isinstance(value, bool):
        raise bad_request(f'field "{name}" must be of type Boolean')


def _rows(given: list[Any], check: Callable[[Any], dict[str, Any]]) -> list[list[dict[str, Any]]]:
    rows = []
    for row in given:
        if not isinstance(row, list):
            raise bad_request("can't parse keyboard: each row must be of type Array")
        if row:
            rows.append([check(button) for button in row])
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_ROW for row in rows):
        raise bad_request("reply markup is too long")
    return rows


def _text_of(button: Any, where: str) -> str:
    if not isinstance(button, Mapping):
        raise bad_request(f"can't parse {where}: expected an Object")
    if "text" not in button:
        raise bad_request(f"can't parse {where}: Can't find field \"text\"")
    text = button["text"]
    if not isinstance(text, str):
        raise bad_request(f'can\'t parse {where}: Field "text" must be of type String')
    if not text.strip():
        raise bad_request(f"{where} text must be non-empty")
    return text


def _inline_button(button: Any) -> dict[str, Any]:
    where = "inline keyboard button"
    _text_of(button, where)
    if unknown := sorted(set(button) - _ACTIONS - _LOOKS):
        raise bad_request(f'fake: an inline button has no field "{unknown[0]}"')
    if button.get("style", "primary") not in STYLES:
        raise bad_request("fake: a button's style is danger, success or primary")
    actions = [name for name in button if name in _ACTIONS and button[name] not in ("", None)]
    if not actions:
        raise bad_request(f"can't parse {where}: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"fake: an inline button needs exactly one action, not {' and '.join(sorted(actions))}")
    _check_action(actions[0], button[actions[0]])
    return {name: value for name, value in button.items() if value is not None}


def _check_action(action: str, value: Any) -> None:
    match action:
        case "callback_data":
            if not isinstance(value, str) or len(value.encode()) > DATA_BYTES:
                raise bad_request("BUTTON_DATA_INVALID")
        case "url":
            if error := link_error(str(value)):
                raise bad_request(f"inline keyboard button URL '{value}' is invalid: {error}")
        case "web_app":
            _check_web_app(value, "inline keyboard button")
        case "copy_text":
            text = value.get("text", "") if isinstance(value, Mapping) else ""
            if not 0 < len(text) <= COPIED_TEXT:
                raise bad_request("BUTTON_COPY_TEXT_INVALID")
        case "pay" | "callback_game":
            raise bad_request("BUTTON_TYPE_INVALID")


def _check_web_app(value: Any, where: str) -> None:
    url = str(value.get("url", "")) if isinstance(value, Mapping) else ""
    if not url.startswith("https://"):
        raise bad_request(f"{where} Web App URL '{url}' is invalid: Only HTTPS links are allowed")


def _reply_button(button: Any) -> dict[str, Any]:
    if isinstance(button, str):
        button = {"text": button}
    _text_of(button, "keyboard button")
    if unknown := sorted(set(button) - _REPLY_ACTIONS - _LOOKS):
        raise bad_request(f'fake: a keyboard button has no field "{unknown[0]}"')
    if "web_app" in button:
        _check_web_app(button["web_app"], "keyboard button")
    return dict(button)
