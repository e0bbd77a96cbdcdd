"""Where files lie: the repository's reference data, a year folder, and what a month writes.

A year folder is read, never written; a month is written to a temporary folder
beside its place and renamed when whole (see `runs.month`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
REFERENCE = REPOSITORY / "data" / "reference"
NOTEBOOKS = REPOSITORY / "notebooks"

MONTHLY_NOTEBOOKS = ("01_intake", "02_themes", "03_tasks", "04_progress", "05_briefing")

# Windows refuses these in names; dots and blanks at the ends are refused or dropped there as well.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*=\'&;`$%#!]+')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)")

_MONTH = re.compile(r"[1-9][0-9]{3}-(0[1-9]|1[0-2])")


def safe_name(text: str, fallback: str = "未命名") -> str:
    """A file name made of *text* that stays inside its folder on Linux and Windows.

    Separators, `..`, control and format characters and formula signs are
    dropped; at most 60 characters are kept.
    """
    text = unicodedata.normalize("NFKC", str(text))
    text = "".join(ch for ch in text if unicodedata.category(ch) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    text = _UNSAFE.sub("_", text).strip(" ._")
    text = re.sub(r"\.{2,}", "_", text)[:60].strip(" ._")
    if not text:
        return fallback
    return f"_{text}" if _RESERVED.match(text) else text


def unique_names(texts: list[str]) -> dict[str, str]:
    """Each of *texts* with a safe file name of its own, in order; a second taker gets `-2`, and so on."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for text in texts:
        if text in names:
            continue
        base = safe_name(text)
        name, number = base, 1
        while name.casefold() in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name.casefold())
        names[text] = name
    return names


@dataclass(frozen=True)
class YearFolder:
    """The files of one evaluation year, as the office keeps them."""

    root: Path

    @property
    def settings(self) -> Path:
        return self.root / "year.yml"

    @property
    def comments(self) -> Path:
        return self.root / "comments"

    @property
    def corrections(self) -> Path:
        return self.root / "corrections.csv"

    @property
    def tasks(self) -> Path:
        return self.root / "tasks.xlsx"

    @property
    def plans(self) -> Path:
        return self.root / "plans"

    @property
    def evidence(self) -> Path:
        return self.root / "evidence"

    def progress(self, month: str) -> Path:
        return self.root / "progress" / month

    def progress_months(self) -> list[str]:
        """Months that have a folder of returns, oldest first."""
        folder = self.root / "progress"
        if not folder.is_dir():
            return []
        return sorted(p.name for p in folder.iterdir() if p.is_dir() and _MONTH.fullmatch(p.name))

    def stray_progress(self) -> list[str]:
        """What lies in `progress/` but in no month's folder, so that nobody reads it: 2020-9, 九月, a loose file."""
        folder = self.root / "progress"
        if not folder.is_dir():
            return []
        months = set(self.progress_months())
        return sorted(
            f"progress/{p.name}"
            for p in folder.iterdir()
            if p.name not in months and not p.name.startswith((".", "~$"))
        )


def documents(folder: Path) -> list[Path]:
    """Files people put into *folder*, by name; hidden files and Office lock files (`~$…`) are not theirs."""
    if not folder.is_dir():
        return []
    return sorted(
        (p for p in folder.rglob("*") if p.is_file() and not p.name.startswith((".", "~$"))),
        key=lambda p: p.relative_to(folder).as_posix(),
    )


@dataclass(frozen=True)
class ReportFolder:
    """What a month writes."""

    root: Path

    @property
    def tables(self) -> Path:
        return self.root / "tables"

    @property
    def notebooks(self) -> Path:
        return self.root / "notebooks"

    @property
    def public(self) -> Path:
        return self.root / "public"

    @property
    def manifest(self) -> Path:
        return self.root / "manifest.json"

    @property
    def briefing(self) -> Path:
        return self.root / "briefing.html"

    @property
    def index(self) -> Path:
        return self.root / "index.html"
