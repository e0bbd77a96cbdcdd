"""Small reports for tests of pages: a plain one, and one whose every text is an attack; to be read only."""

from __future__ import annotations

import pytest

from analysis.layout import ReportFolder
from tests.small_year import write_hostile_year, write_report, write_year


@pytest.fixture(scope="session")
def small_report(tmp_path_factory) -> ReportFolder:
    base = tmp_path_factory.mktemp("small")
    return write_report(write_year(base / "2019"), base / "out")


@pytest.fixture(scope="session")
def hostile_report(tmp_path_factory) -> ReportFolder:
    base = tmp_path_factory.mktemp("hostile")
    return write_report(write_hostile_year(base / "2019"), base / "inner" / "out")
