"""The settings: `AFTERGLOW_…` from the environment or `.env`, frozen once read. A bad value stops the start."""

import os
import re
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "AFTERGLOW_"
_SECRETS = ("BOT_TOKEN", "DATABASE_URL")
_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,}")


class SettingsError(Exception):
    """A setting cannot be used; the message is one sentence that names it."""


class Settings(BaseSettings):
    """What whoever runs Afterglow can choose."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", frozen=True, extra="ignore")

    bot_token: SecretStr | None = None
    database_url: str = "sqlite:///data/afterglow.sqlite"
    api_base_url: str = "https://api.telegram.org"
    content_dir: Path | None = None
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    log_level: str = "INFO"

    @field_validator("bot_token", mode="before")
    @classmethod
    def _no_token(cls, value: object) -> object:
        """An empty token means: none."""
        return value or None

    @field_validator("bot_token")
    @classmethod
    def _token_looks_right(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("does not look like a token from BotFather (digits, a colon, then letters)")
        return value

    @field_validator("api_base_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if not re.fullmatch(r"https?://[^\s/]+[^\s]*", value):
            raise ValueError("must be an address such as https://api.telegram.org")
        return value.rstrip("/")

    @field_validator("content_dir")
    @classmethod
    def _is_a_folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError(f"is not a folder: {value}")
        return value

    @field_validator("log_level")
    @classmethod
    def _is_a_level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("must be one of DEBUG, INFO, WARNING, ERROR")
        return value.upper()


def read_settings() -> Settings:
    """Read the settings; raises SettingsError with one sentence for the first that cannot be used."""
    from_files = {name.lower(): _from_file(name) for name in _SECRETS if os.environ.get(f"{PREFIX}{name}_FILE")}
    try:
        return Settings(**from_files)  # type: ignore[arg-type]  # pydantic turns the strings into the field types
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise SettingsError(f"{name} {first['msg'].removeprefix('Value error, ')}.") from error


def _from_file(name: str) -> str:
    path = Path(os.environ[f"{PREFIX}{name}_FILE"])
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"{PREFIX}{name}_FILE cannot be read: {path}.") from error
