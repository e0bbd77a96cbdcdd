"""Where the comments that were taken stand, by their ids: beyond a hundred thousand on disk, so that memory stays."""

from __future__ import annotations

import sqlite3
import weakref
from typing import NamedTuple

_CACHE_KB = 8_000


class Place(NamedTuple):
    """Where a comment stands."""

    file: str
    sheet: str
    number: int


class Taken:
    """The places of the comments taken so far; nothing of it outlives this object."""

    def __init__(self) -> None:
        # A database without a name is SQLite's own temporary file, written only when the cache is full.
        self._rows = sqlite3.connect("", isolation_level=None)
        weakref.finalize(self, self._rows.close)
        self._rows.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        self._rows.execute("PRAGMA journal_mode = OFF")
        self._rows.execute("CREATE TABLE taken (id BLOB PRIMARY KEY, file, sheet, number) WITHOUT ROWID")
        self._rows.execute("BEGIN")

    def get(self, comment_id: str) -> Place | None:
        """Where the comment of this id stands; None where none has it yet."""
        query = "SELECT file, sheet, number FROM taken WHERE id = ?"
        found = self._rows.execute(query, (_key(comment_id),)).fetchone()
        return Place(*found) if found else None

    def add(self, comment_id: str, place: Place) -> None:
        """Take note of an id that nobody has yet."""
        self._rows.execute("INSERT INTO taken VALUES (?, ?, ?, ?)", (_key(comment_id), *place))


def _key(comment_id: str) -> bytes:
    return comment_id.encode("utf-8", "surrogatepass")
