"""Fixtures shared by all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def sample_year() -> Path:
    """The invented sample year of the repository."""
    return REPOSITORY / "data" / "sample" / "2019"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The team's shared folder; tests that need it skip where it isn't there."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip("没有 ../shared，跳过用真实留言的测试")
    return folder
