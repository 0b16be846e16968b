"""The settings: `AFTERGLOW_…` from the environment or `.env`, frozen once read. A bad value stops the start."""

import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "AFTERGLOW_"
_SECRETS = ("bot_token", "database_url")
_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,}")


class SettingsError(Exception):
    """A setting cannot be used; the message is one sentence that names it."""


class Settings(BaseSettings):
    """What whoever runs Afterglow can choose. What is set to nothing counts as not set."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    bot_token: SecretStr | None = None
    bot_token_file: Path | None = None
    database_url: str = "sqlite:///data/afterglow.sqlite"
    database_url_file: Path | None = None
    api_base_url: str = "https://api.telegram.org"
    content_dir: Path | None = None
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    log_level: str = "INFO"

    @model_validator(mode="before")
    @classmethod
    def _secrets_from_files(cls, values: dict[str, Any]) -> dict[str, Any]:
        """A secret may stand in a file of its own, which `…_FILE` names; that one counts."""
        found = {name: _from_file(name, str(path)) for name in _SECRETS if (path := values.get(f"{name}_file"))}
        return values | found

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

    @field_validator("log_level")
    @classmethod
    def _is_a_level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("must be one of DEBUG, INFO, WARNING, ERROR")
        return value.upper()


def read_settings() -> Settings:
    """Read the settings; raises SettingsError with one sentence for the first that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        said = first["msg"].removeprefix("Value error, ").removeprefix("Input ")
        raise SettingsError(f"{PREFIX}{str(first['loc'][0]).upper()} {said}.") from None
    except UnicodeDecodeError:
        raise SettingsError("The file .env is not text in UTF-8.") from None


def _from_file(name: str, path: str) -> str:
    variable = f"{PREFIX}{name.upper()}_FILE"
    try:
        found = Path(path).read_text(encoding="utf-8").strip()
    except OSError:
        raise SettingsError(f"{variable} cannot be read: {path}.") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{variable} names a file that is not text in UTF-8: {path}.") from None
    if not found:
        raise SettingsError(f"{variable} names an empty file: {path}.")
    return found
