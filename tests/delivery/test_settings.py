"""The settings: where they come from, and one sentence that names the variable for each that cannot be used."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings, SettingsError, read_settings

TOKEN = "123456789:AAaaBBbbCCccDDddEEeeFFffGGgg"


@pytest.fixture(autouse=True)
def _nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"AFTERGLOW_{name.upper()}", raising=False)


def token() -> str | None:
    found = read_settings().bot_token
    return found.get_secret_value() if found else None


def test_with_nothing_set_it_is_the_sandbox_on_this_machine_only() -> None:
    settings = read_settings()
    assert (settings.bot_token, settings.host, settings.port, settings.log_level) == (None, "127.0.0.1", 8080, "INFO")
    assert settings.database_url == "sqlite:///data/afterglow.sqlite"
    assert settings.api_base_url == "https://api.telegram.org"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "abc", "AFTERGLOW_PORT should be a valid integer, unable to parse string as an integer."),
        ("PORT", "-1", "AFTERGLOW_PORT should be greater than or equal to 0."),
        ("PORT", "65536", "AFTERGLOW_PORT should be less than or equal to 65535."),
        (
            "BOT_TOKEN",
            "secret-nonsense",
            "AFTERGLOW_BOT_TOKEN does not look like a token from BotFather (digits, a colon, then letters).",
        ),
        ("API_BASE_URL", "ftp://a", "AFTERGLOW_API_BASE_URL must be an address such as https://api.telegram.org."),
        ("API_BASE_URL", "http://", "AFTERGLOW_API_BASE_URL must be an address such as https://api.telegram.org."),
        ("LOG_LEVEL", "loud", "AFTERGLOW_LOG_LEVEL must be one of DEBUG, INFO, WARNING, ERROR."),
        ("BOT_TOKEN_FILE", "nowhere", "AFTERGLOW_BOT_TOKEN_FILE cannot be read: nowhere."),
        ("BOT_TOKEN_FILE", "empty", "AFTERGLOW_BOT_TOKEN_FILE names an empty file: empty."),
        ("BOT_TOKEN_FILE", "binary", "AFTERGLOW_BOT_TOKEN_FILE names a file that is not text in UTF-8: binary."),
        ("DATABASE_URL_FILE", "nowhere", "AFTERGLOW_DATABASE_URL_FILE cannot be read: nowhere."),
    ],
)
@pytest.mark.parametrize("where", ["environment", ".env"])
def test_a_bad_value_is_one_sentence_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, where: str, name: str, value: str, sentence: str
) -> None:
    Path("empty").write_text("\n", encoding="utf-8")
    Path("binary").write_bytes(b"\xff\xfe")
    if where == "environment":
        monkeypatch.setenv(f"AFTERGLOW_{name}", value)
    else:
        Path(".env").write_text(f"AFTERGLOW_{name}={value}\n", encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert str(caught.value) == sentence
    assert "secret-nonsense" not in str(caught.value)


@pytest.mark.parametrize("where", ["environment", ".env"])
def test_a_secret_may_come_from_a_file_which_counts_more(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    Path("token").write_text(f"{TOKEN}\n", encoding="utf-8")
    Path("url").write_text("sqlite:///elsewhere.sqlite\n", encoding="utf-8")
    named = {"AFTERGLOW_BOT_TOKEN_FILE": "token", "AFTERGLOW_DATABASE_URL_FILE": "url"}
    monkeypatch.setenv("AFTERGLOW_BOT_TOKEN", "1234567:another-token-altogether")
    for name, value in named.items():
        if where == "environment":
            monkeypatch.setenv(name, value)
    if where == ".env":
        Path(".env").write_text("".join(f"{name}={value}\n" for name, value in named.items()), encoding="utf-8")
    assert token() == TOKEN
    assert read_settings().database_url == "sqlite:///elsewhere.sqlite"


def test_the_environment_counts_more_than_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("AFTERGLOW_PORT=1111\nAFTERGLOW_HOST=::1\nSOMETHING_ELSE=5\n", encoding="utf-8")
    monkeypatch.setenv("AFTERGLOW_PORT", "2222")
    assert (read_settings().port, read_settings().host) == (2222, "::1")


@pytest.mark.parametrize("name", [name.upper() for name in Settings.model_fields])
def test_what_is_set_to_nothing_is_not_set(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    usual = read_settings()
    monkeypatch.setenv(f"AFTERGLOW_{name}", "")
    assert read_settings() == usual


def test_a_file_of_settings_that_is_no_text_is_one_sentence() -> None:
    Path(".env").write_bytes(b"AFTERGLOW_PORT=\xff\xfe")
    with pytest.raises(SettingsError, match=r"^The file \.env is not text in UTF-8\.$"):
        read_settings()


def test_the_token_is_in_no_text_that_somebody_may_print(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFTERGLOW_BOT_TOKEN", TOKEN)
    assert TOKEN not in repr(read_settings())
    with pytest.raises(ValidationError) as caught:
        Settings(bot_token=TOKEN + "!", port=1)  # type: ignore[arg-type]  # as it comes from the environment
    assert TOKEN not in str(caught.value)


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        read_settings().port = 1  # type: ignore[misc]  # that is the point
