"""Keeps the fake Telegram over restarts: one SQLite file, one row of JSON per thing, written through at once."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_TABLES = """
CREATE TABLE IF NOT EXISTS things (kind TEXT, key TEXT, value TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS contents (file_id TEXT PRIMARY KEY, content BLOB NOT NULL);
"""


class Store:
    """A small file of things. It survives `kill -9` (what was committed stays), not a power cut."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.executescript(_TABLES)
        self._depth = 0

    @contextmanager
    def change(self) -> Iterator[None]:
        """Makes all writes inside one commit, so that a kill between two of them leaves neither."""
        self._depth += 1
        if self._depth == 1:
            self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._depth -= 1
            if self._depth == 0:
                self._db.execute("COMMIT")

    def put(self, kind: str, key: str, value: Mapping[str, Any]) -> None:
        """Writes or overwrites one thing."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        self._db.execute("INSERT OR REPLACE INTO things VALUES (?, ?, ?)", (kind, key, text))

    def drop(self, kind: str, key: str) -> None:
        """Removes one thing, if it is there."""
        self._db.execute("DELETE FROM things WHERE kind = ? AND key = ?", (kind, key))

    def load(self, kind: str) -> list[dict[str, Any]]:
        """All things of one kind, in no particular order."""
        rows = self._db.execute("SELECT value FROM things WHERE kind = ?", (kind,))
        return [json.loads(value) for (value,) in rows]

    def put_content(self, file_id: str, content: bytes) -> None:
        """Keeps the bytes of a file."""
        self._db.execute("INSERT OR REPLACE INTO contents VALUES (?, ?)", (file_id, content))

    def content(self, file_id: str) -> bytes:
        """The bytes of a file; empty if they are gone."""
        row = self._db.execute("SELECT content FROM contents WHERE file_id = ?", (file_id,)).fetchone()
        return bytes(row[0]) if row else b""

    def clear(self) -> None:
        """Removes everything."""
        self._db.execute("DELETE FROM things")
        self._db.execute("DELETE FROM contents")

    def close(self) -> None:
        """Closes the file."""
        self._db.close()
