"""What a run depends on: the files it reads and the code, in one digest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from analysis.intake.grid import digest
from analysis.layout import REFERENCE, REPOSITORY, YearFolder, documents


def input_paths(year_dir: Path, month: str) -> dict[str, Path]:
    """Every file a month's run reads, by its place in the year folder or the reference data."""
    folder = YearFolder(year_dir)
    paths = [p for p in (folder.settings, folder.root / "units.csv", folder.corrections, folder.tasks) if p.is_file()]
    paths += documents(folder.comments) + documents(folder.plans)
    for name in folder.progress_months():
        if name <= month:
            paths += documents(folder.progress(name))
    files = {path.relative_to(year_dir).as_posix(): path for path in paths}
    files |= {f"reference/{path.name}": path for path in documents(REFERENCE)}
    return dict(sorted(files.items()))


def input_files(year_dir: Path, month: str) -> dict[str, str]:
    """SHA-256 of every file a month's run reads, by its place in the year folder or the reference data."""
    return {name: digest(path) for name, path in input_paths(year_dir, month).items()}


def code_digest() -> str:
    """SHA-256 over the package's and the monthly notebooks' files: other code may give another report."""
    total = hashlib.sha256()
    for folder in (REPOSITORY / "analysis", REPOSITORY / "notebooks" / "monthly"):
        for path in documents(folder):
            if path.suffix in {".py", ".j2", ".css", ".js", ".ipynb"} and ".ipynb_checkpoints" not in path.parts:
                total.update(path.relative_to(REPOSITORY).as_posix().encode())
                total.update(path.read_bytes())
    return total.hexdigest()


def fingerprint(year_dir: Path, month: str) -> str:
    """One digest of all inputs, the month and the code."""
    text = json.dumps([month, code_digest(), input_files(year_dir, month)])
    return hashlib.sha256(text.encode()).hexdigest()
