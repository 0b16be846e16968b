"""The sandbox and the real bot share no data: playing writes to no patient, and starting afresh deletes nobody."""

from pathlib import Path

from bot.sandbox.run import sandbox_url
from storage.database import database_url


def test_the_sandbox_has_a_database_of_its_own_beside_the_real_one(tmp_path: Path) -> None:
    real = database_url(f"sqlite:///{tmp_path}/data/afterglow.sqlite")
    played = sandbox_url(real)
    assert played.database == str(tmp_path / "data" / "sandbox.sqlite")
    assert played.set(database=real.database) == real


def test_a_new_data_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    database_url(f"sqlite:///{tmp_path}/data/afterglow.sqlite")
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
