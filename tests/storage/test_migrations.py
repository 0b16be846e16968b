"""Migrations on real files with rows in every table: up, down and up again, and what happens when one fails."""

import re
import shutil
import sqlite3
import stat
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, create_engine
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - fills SQLModel.metadata
from storage import migrate
from storage.database import database_url
from storage.migrate import MigrationError
from storage.migrations import steps
from tests.storage.ground import rows

SCRIPTS = ScriptDirectory.from_config(steps.config(migrate.FOLDER))
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]
STEPS = list(zip(["base", *REVISIONS], REVISIONS, strict=False))
VALUES = {"DATETIME": "2026-03-01 05:00:00.000000", "DATE": "2026-03-01", "JSON": "{}", "VARCHAR": "x"}

WITH_A_COLUMN = """
revision, down_revision, branch_labels, depends_on = "9001", "{head}", None, None
import sqlalchemy as sa
from alembic import op
def upgrade():
    with op.batch_alter_table("patient", recreate="always") as table:
        table.add_column(sa.Column("nickname", sa.String(), nullable=True))
    {then}
def downgrade():
    with op.batch_alter_table("patient", recreate="always") as table:
        table.drop_column("nickname")
"""


@pytest.fixture
def url(tmp_path: Path) -> URL:
    return database_url(f"sqlite:///{tmp_path / 'afterglow.sqlite'}")


def tables(url: URL) -> dict[str, str]:
    found = rows(url, "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name != 'alembic_version'")
    return {name: " ".join(sql.split()) for name, sql in found}


def indexes(url: URL) -> set[str]:
    return {sql for (sql,) in rows(url, "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")}


def counts(url: URL) -> dict[str, int]:
    return {name: rows(url, f"SELECT count(*) FROM {name}")[0][0] for name in tables(url)}  # noqa: S608 - our tables


def fill(url: URL) -> None:
    """Put three rows into every table, each pointing at a row of every table that it names."""
    with closing(sqlite3.connect(str(url.database))) as connection, connection:
        for table in tables(url):
            parents = {row[3] for row in connection.execute(f"PRAGMA foreign_key_list({table})")}
            for number in (1, 2, 3):
                row = {}
                for _, name, kind, required, _, is_key in connection.execute(f"PRAGMA table_info({table})"):
                    if required or is_key or name in parents:
                        row[name] = number if is_key or name in parents else VALUES.get(kind.split("(")[0], number)
                names, marks = ", ".join(row), ", ".join("?" for _ in row)
                connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))  # noqa: S608 - our tables
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize(("before", "after"), STEPS, ids=REVISIONS)
def test_each_step_goes_up_down_and_up_again_without_losing_a_row(url: URL, before: str, after: str) -> None:
    if before != "base":
        migrate.upgrade(url, before)
        fill(url)
    old_shape, old_rows = (tables(url), indexes(url)), counts(url)
    migrate.upgrade(url, after)
    new_shape, new_rows = (tables(url), indexes(url)), counts(url)
    assert {name: new_rows[name] for name in old_rows if name in new_rows} == {
        name: count for name, count in old_rows.items() if name in new_rows
    }
    migrate.downgrade(url, before)
    assert (tables(url), indexes(url)) == old_shape
    assert counts(url) == old_rows
    migrate.upgrade(url, after)
    assert (tables(url), indexes(url)) == new_shape
    assert rows(url, "PRAGMA foreign_key_check") == []


def test_the_newest_shape_takes_rows_in_every_table_and_can_be_taken_down_with_them(url: URL) -> None:
    migrate.upgrade(url)
    fill(url)
    assert set(counts(url).values()) == {3}
    migrate.downgrade(url, "base")
    assert tables(url) == {}


def test_the_models_are_what_the_migrations_make(url: URL) -> None:
    migrate.upgrade(url)
    engine = create_engine(url.set(drivername="sqlite"))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    engine.dispose()
    made = {index.name for table in SQLModel.metadata.tables.values() for index in table.indexes}
    assert {sql.split()[2 if "UNIQUE" not in sql else 3] for sql in indexes(url)} == made


def test_a_database_that_is_up_to_date_is_left_alone(url: URL, tmp_path: Path) -> None:
    migrate.upgrade(url)
    with closing(sqlite3.connect(str(url.database))) as busy:
        busy.execute("BEGIN IMMEDIATE")
        migrate.upgrade(url)  # the bot may be in the middle of a transaction when somebody asks `afterglow outbox`
    assert list(tmp_path.glob("*.before-*")) == []


def shape(url: URL, table: str) -> tuple[Counter[object], ...]:
    """The columns, the keys and the indexes of a table, in any order."""
    columns = Counter(row[1:] for row in rows(url, f"PRAGMA table_info({table})"))
    keys = Counter(row[2:] for row in rows(url, f"PRAGMA foreign_key_list({table})"))
    return columns, keys, Counter(row[2:] for row in rows(url, f"PRAGMA index_list({table})"))


def clauses(sql: str) -> Counter[str]:
    """What stands between the commas and brackets of a statement, in any order."""
    return Counter(piece.strip() for piece in re.split(r"[(),]", sql) if piece.strip())


def test_a_new_database_has_the_shape_that_the_migrations_give(url: URL, tmp_path: Path) -> None:
    migrate.upgrade(url)
    migrated = url.set(database=str(tmp_path / "migrated.sqlite"))
    for revision in REVISIONS:
        migrate.upgrade(migrated, revision)
    assert rows(url, "SELECT * FROM alembic_version") == rows(migrated, "SELECT * FROM alembic_version")
    assert indexes(url) == indexes(migrated)
    assert {name: clauses(sql) for name, sql in tables(url).items()} == {
        name: clauses(sql) for name, sql in tables(migrated).items()
    }
    assert {name: shape(url, name) for name in tables(url)} == {name: shape(migrated, name) for name in tables(url)}


def test_the_newest_revision_is_told_by_the_names_of_the_files() -> None:
    assert migrate.head() == SCRIPTS.get_current_head()


def test_a_new_database_is_readable_for_its_user_only(url: URL) -> None:
    migrate.upgrade(url)
    assert stat.S_IMODE(Path(str(url.database)).stat().st_mode) == 0o600


class NextVersion:
    """A later version of the code, whose migrations are in a folder of the test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._head = migrate.head()

    def brings(self, then: str = "pass") -> None:
        script = WITH_A_COLUMN.format(head=self._head, then=then)
        (self._folder / "versions" / "9001_next.py").write_text(script, encoding="utf-8")


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: URL) -> NextVersion:
    """A filled database of this version, and the next version at its door."""
    migrate.upgrade(url)
    fill(url)
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    version = NextVersion(folder)
    monkeypatch.setattr(migrate, "FOLDER", folder)
    return version


def everything(url: URL) -> Counter[str]:
    with closing(sqlite3.connect(str(url.database))) as connection:
        return Counter(connection.iterdump())


def test_rebuilding_a_table_keeps_the_rows_that_hang_on_it(next_version: NextVersion, url: URL) -> None:
    next_version.brings()
    migrate.upgrade(url)
    assert set(counts(url).values()) == {3}
    assert "nickname" in tables(url)["patient"]
    assert rows(url, "PRAGMA foreign_key_check") == []


def test_a_copy_is_kept_from_before_a_migration(next_version: NextVersion, url: URL, tmp_path: Path) -> None:
    before = everything(url)
    next_version.brings()
    migrate.upgrade(url)
    (copy,) = tmp_path.glob("*.before-*")
    assert copy.name == "afterglow.sqlite.before-9001"
    assert everything(url.set(database=str(copy))) == before
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("then", "error"),
    [
        ('op.execute("INSERT INTO nowhere VALUES (1)")', MigrationError),
        ('op.execute("UPDATE treatment SET patient_id = 99")', MigrationError),
        ('raise RuntimeError("a fault in the migration")', RuntimeError),
    ],
    ids=["wrong SQL", "a broken reference", "a fault of its own"],
)
def test_a_migration_that_fails_half_way_leaves_everything_as_it_was(
    next_version: NextVersion, url: URL, then: str, error: type[Exception]
) -> None:
    before = everything(url)
    next_version.brings(then)
    with pytest.raises(error):
        migrate.upgrade(url)
    assert everything(url) == before


def test_a_database_of_a_later_version_is_refused_in_one_sentence(url: URL) -> None:
    migrate.upgrade(url)
    rows(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(MigrationError, match=r"^The database .* is not of this version of Afterglow: [^\n]*\.$"):
        migrate.upgrade(url)


def test_a_file_that_is_no_database_is_refused_in_one_sentence_and_kept(url: URL) -> None:
    path = Path(str(url.database))
    path.write_text("This is a letter, not a database. " * 50, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(MigrationError, match=r"^The database .* cannot be used: file is not a database\.$"):
        migrate.upgrade(url)
    assert path.read_bytes() == before
