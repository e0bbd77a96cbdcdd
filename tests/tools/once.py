"""Something costly made once, however many workers run the tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

try:
    import fcntl
except ImportError:  # Windows: every worker makes its own
    fcntl = None


@contextmanager
def made_once(tmp_path_factory, name: str) -> Iterator[Path]:
    """A folder all workers share, held by one of them at a time: the first fills it, the others find it full."""
    base = tmp_path_factory.getbasetemp()
    if fcntl is None or "PYTEST_XDIST_WORKER" not in os.environ:
        yield base / name
        return
    with open(base.parent / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield base.parent / name


@contextmanager
def same_program(empty: Path) -> Iterator[None]:
    """Code and reference data count as unchanged: edits while the tests run are none of theirs.  empty: any empty folder."""
    from analysis.runs import inputs

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inputs, "code_digest", lambda: "the code")
        patch.setattr(inputs, "REFERENCE", empty)
        yield
