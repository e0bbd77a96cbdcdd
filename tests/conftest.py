"""Fixtures shared by all tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from analysis.layout import ReportFolder
from tests.tools.once import made_once

# Timings say nothing on a busy machine; the same cases every time, so that a red run can be repeated.
settings.register_profile("minyi", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("minyi")

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


@pytest.fixture(scope="session")
def sample_report(tmp_path_factory, sample_year) -> ReportFolder:
    """The report of the sample's newest month, made by the command's own way once a test run; to be read only."""
    from analysis.runs.month import run_month

    with made_once(tmp_path_factory, "sample-report") as folder:
        report = ReportFolder(folder / "2020-11")
        return report if report.manifest.is_file() else run_month("2020-11", sample_year, folder, quiet=True).folder
