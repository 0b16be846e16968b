"""What each method takes: a small table, and the checks of names and types."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.telegram.errors import ApiError, bad_request
from bot.sandbox.telegram.files import Upload

_SEND = (
    "chat_id:chat! business_connection_id:str message_thread_id:int direct_messages_topic_id:int "
    "disable_notification:bool protect_content:bool allow_paid_broadcast:bool message_effect_id:str "
    "suggested_post_parameters:object reply_parameters:object reply_markup:object"
)
_CAPTION = "caption:str parse_mode:str caption_entities:array"
_EDIT = "chat_id:chat message_id:int inline_message_id:str business_connection_id:str reply_markup:object"
_COPY = "from_chat_id:chat! video_start_timestamp:int"
_TABLE = {
    "getMe": "",
    "logOut": "",
    "close": "",
    "getUpdates": "offset:int limit:int timeout:int allowed_updates:array",
    "setWebhook": "url:str certificate:file ip_address:str max_connections:int allowed_updates:array "
    "drop_pending_updates:bool secret_token:str",
    "deleteWebhook": "drop_pending_updates:bool",
    "getWebhookInfo": "",
    "sendMessage": f"{_SEND} text:str parse_mode:str entities:array link_preview_options:object",
    "sendPhoto": f"{_SEND} {_CAPTION} photo:file has_spoiler:bool show_caption_above_media:bool",
    "sendDocument": f"{_SEND} {_CAPTION} document:file thumbnail:file disable_content_type_detection:bool",
    "sendVoice": f"{_SEND} {_CAPTION} voice:file duration:int",
    "sendVideo": f"{_SEND} {_CAPTION} video:file thumbnail:file cover:file duration:int width:int height:int "
    "start_timestamp:int has_spoiler:bool supports_streaming:bool show_caption_above_media:bool",
    "sendSticker": f"{_SEND} sticker:file emoji:str",
    "sendMediaGroup": f"{_SEND} media:array!",
    "copyMessage": f"{_SEND} {_COPY} {_CAPTION} message_id:int! show_caption_above_media:bool",
    "forwardMessage": f"{_SEND} {_COPY} message_id:int!",
    "editMessageText": f"{_EDIT} text:str parse_mode:str entities:array link_preview_options:object",
    "editMessageCaption": f"{_EDIT} {_CAPTION} show_caption_above_media:bool",
    "editMessageMedia": f"{_EDIT} media:object!",
    "editMessageReplyMarkup": _EDIT,
    "deleteMessage": "chat_id:chat! message_id:int!",
    "deleteMessages": "chat_id:chat! message_ids:array!",
    "answerCallbackQuery": "callback_query_id:str! text:str show_alert:bool url:str cache_time:int",
    "sendChatAction": "chat_id:chat! action:str! message_thread_id:int business_connection_id:str",
    "setMyCommands": "commands:array! scope:object language_code:str",
    "getMyCommands": "scope:object language_code:str",
    "deleteMyCommands": "scope:object language_code:str",
    "setMyName": "name:str language_code:str",
    "getMyName": "language_code:str",
    "setMyDescription": "description:str language_code:str",
    "getMyDescription": "language_code:str",
    "setMyShortDescription": "short_description:str language_code:str",
    "getMyShortDescription": "language_code:str",
    "setChatMenuButton": "chat_id:int menu_button:object",
    "getChatMenuButton": "chat_id:int",
    "getFile": "file_id:str!",
    "getChat": "chat_id:chat!",
    "getChatMember": "chat_id:chat! user_id:int!",
    "getChatAdministrators": "chat_id:chat! return_bots:bool",
    "leaveChat": "chat_id:chat!",
    "setMessageReaction": "chat_id:chat! message_id:int! reaction:array is_big:bool",
    "pinChatMessage": "chat_id:chat! message_id:int! disable_notification:bool business_connection_id:str",
    "unpinChatMessage": "chat_id:chat! message_id:int business_connection_id:str",
    "unpinAllChatMessages": "chat_id:chat!",
    "getUserProfilePhotos": "user_id:int! offset:int limit:int",
}
_MISSING = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "from_chat_id is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "user_id": "invalid user_id specified",
    "file_id": "file_id not specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "action": "wrong parameter action in request",
}
_MALFORMED = {
    "reply_markup": "can't parse reply keyboard markup JSON object",
    "entities": "can't parse entities JSON object",
    "caption_entities": "can't parse entities JSON object",
    "media": "can't parse media JSON object",
    "commands": "can't parse list of bot commands JSON object",
}
METHODS = {name.lower(): name for name in _TABLE}


@dataclass(frozen=True)
class _Param:
    type: str
    needed: bool


def _params(line: str) -> dict[str, _Param]:
    pairs = (word.split(":") for word in line.split())
    return {name: _Param(kind.rstrip("!"), kind.endswith("!")) for name, kind in pairs}


SPEC = {name: _params(line) for name, line in _TABLE.items()}


@dataclass(frozen=True)
class Args:
    """The checked parameters of one call, and the files that came with it."""

    method: str
    values: Mapping[str, Any]
    files: Mapping[str, Upload]

    def __contains__(self, name: object) -> bool:
        return name in self.values

    def get(self, name: str, default: Any = None) -> Any:
        """The value, of whatever type the table says."""
        return self.values.get(name, default)

    def text(self, name: str) -> str:
        """A string; "" if it was not given."""
        value: str = self.values.get(name, "")
        return value

    def number(self, name: str, default: int = 0) -> int:
        """An integer."""
        value: int = self.values.get(name, default)
        return value

    def flag(self, name: str) -> bool:
        """A boolean; false if it was not given."""
        return bool(self.values.get(name, False))

    def list(self, name: str) -> list[Any]:
        """A list; empty if it was not given."""
        value: list[Any] = self.values.get(name, [])
        return value


def checked(method: str, params: Mapping[str, Any], files: Mapping[str, Upload]) -> Args:
    """The parameters in their types. Raises a 400 for what is unknown, missing or of the wrong type."""
    spec = SPEC[method]
    values: dict[str, Any] = {}
    for name, value in params.items():
        if name not in spec:
            if name in files:
                continue
            raise bad_request(f'fake: {method} has no parameter "{name}"')
        if value is not None:
            values[name] = _typed(name, spec[name].type, value)
    for name, param in spec.items():
        if param.type == "file" and name in files:
            values[name] = f"attach://{name}"
        if param.needed and values.get(name, "") in ("", []):
            raise _missing(method, name)
    return Args(method, values, files)


def _missing(method: str, name: str) -> ApiError:
    return bad_request(_MISSING.get(name, f'fake: {method} needs the parameter "{name}"'))


def _typed(name: str, kind: str, value: Any) -> Any:
    match kind:
        case "int":
            return _integer(name, value)
        case "bool":
            return _boolean(name, value)
        case "chat":
            return _chat(value)
        case "object" | "array":
            return _json(name, kind, value)
        case _:
            return _string(name, value)


def _string(name: str, value: Any) -> str:
    if isinstance(value, bool | dict | list):
        raise bad_request(f'field "{name}" must be of type String')
    text = str(value)
    if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
        raise bad_request("strings must be encoded in UTF-8")
    return text


def _integer(name: str, value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        return int(str(value))
    except ValueError:
        raise bad_request(f'fake: "{name}" must be an integer') from None


def _boolean(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    if word not in ("true", "false", "1", "0", "yes", "no"):
        raise bad_request(f'fake: "{name}" must be true or false')
    return word in ("true", "1", "yes")


def _chat(value: Any) -> int | str:
    text = str(value).strip()
    return int(text) if text.lstrip("-").isdigit() else text


def _json(name: str, kind: str, value: Any) -> Any:
    if isinstance(value, str):
        if not value:
            return {} if kind == "object" else []
        try:
            value = json.loads(value)
        except ValueError:
            raise bad_request(_MALFORMED.get(name, f"can't parse {name} JSON object")) from None
    else:
        value = json.loads(json.dumps(value))
    if not isinstance(value, dict if kind == "object" else list):
        if name == "reply_markup":
            raise bad_request("object expected as reply markup")
        raise bad_request(f'field "{name}" must be of type {"Object" if kind == "object" else "Array"}')
    return value
