"""Where a report goes: never over what isn't ours, never half."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.errors import BrokenRun, MinyiError, UsageError


def check_place(final: Path, mark: Path) -> None:
    """Raise UsageError where *final* holds something other than an earlier report of ours.

    mark: a file that every such report has.  A report replaces its folder
    whole, so a folder of somebody's own files would be lost.
    """
    if final.is_dir() and (mark.is_file() or not any(final.iterdir())):
        return
    if final.exists():
        raise UsageError(f"{final} 已经有别的内容，不能把结果放在那里；请用 --out 另指一个文件夹。")


@contextmanager
def workshop(partial: Path) -> Iterator[Path]:
    """An empty folder *partial* to make a report in; taken away again where the input is at fault."""
    if partial.exists():
        shutil.rmtree(partial)
    partial.mkdir(parents=True)
    try:
        yield partial
    except BrokenRun:
        raise  # its message names the notebook to look at
    except MinyiError:
        shutil.rmtree(partial)
        raise


def put_in_place(partial: Path, final: Path) -> None:
    """Rename a whole report into its place; a reader sees the old one or the new one, never half."""
    old = final.with_name(f".{final.name}.old")
    if old.exists():
        shutil.rmtree(old)
    if final.exists():
        final.replace(old)
    partial.replace(final)
    if old.exists():
        shutil.rmtree(old)
