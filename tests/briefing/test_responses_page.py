"""The page of response times: counts that agree, small groups told together, nothing live."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.briefing.responses_page import LEAST, write_responses
from analysis.store import read_table
from tests.pagetext import Page
from tests.small_year import FORMULA, IMAGE


def messages(groups: dict[tuple[str, str, str], list[float]]) -> pd.DataFrame:
    """One row a message; groups: (theme, unit, kind of unit) → days to each reply."""
    rows = [
        (f"{theme}-{unit}-{n}", theme, unit, kind, "落款", day)
        for (theme, unit, kind), days in groups.items()
        for n, day in enumerate(days)
    ]
    return pd.DataFrame(rows, columns=["id", "theme", "unit", "unit_kind", "unit_found_by", "days"])


@pytest.fixture
def page(tmp_path):
    frame = messages(
        {
            ("教育", "市教育局", "教育局"): [10.0] * 30,
            ("城市管理", "市城管局", "城管局"): [40.0] * 20,
            (IMAGE, FORMULA, FORMULA): [5.0] * 3,
            ("医疗", "", ""): [float("nan")] * 2,
        }
    )
    return Page.of(write_responses(frame, tmp_path / "out", f"{IMAGE}.xlsx"))


def test_the_headline_counts_all_and_names_slowest_and_fastest(page):
    assert "55件留言，有答复时间的53件，一半在10天内答复，30 天内答复33件（62.3%），最长40天" in page.text
    assert "中位数最长的是城管局（40天），最短的是教育局（10天）" in page.text


def test_small_groups_are_told_together_so_that_counts_add_up(page, tmp_path):
    rest = page.row("其他（1 个）")
    assert (rest[1], rest[-1]) == ("3", "3/3")
    for name in ("unit_kinds", "themes"):
        table = read_table(tmp_path / "out" / "tables", name)
        assert table["count"].sum() == 53
        assert table["count"].iloc[:-1].min() >= LEAST
    assert len(read_table(tmp_path / "out" / "tables", "responses")) == 55


def test_texts_of_the_file_are_texts_on_the_page(page):
    assert f"来源：{IMAGE}.xlsx" in page.text
    assert "img" not in {tag for tag, _ in page.tags}


@pytest.mark.parametrize("unit", ["", "未写明", "本局（未具名）"])
def test_a_file_without_named_units_still_has_its_page(unit, tmp_path):
    frame = messages({("教育", unit, "未写明" if unit else ""): [3.0, 4.0]})
    page = Page.of(write_responses(frame, tmp_path, "留言.xlsx"))
    assert "2件留言，有答复时间的2件" in page.text
    assert "三、按具体单位" not in page.text
