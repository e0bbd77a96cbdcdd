"""What the briefing says of the figures: conclusion first, units named, nobody both fastest and slowest."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from frames import (
    CITY,
    DONGXING,
    EDUCATION,
    FANGCHENG,
    GANGKOU,
    SHANGSI,
    WATER,
    comment,
    month_of,
    several,
    state,
    states_frame,
)

from analysis.briefing.data import Month
from analysis.briefing.figures import Facts
from analysis.briefing.narrative import Narrative, names_of, narrate
from analysis.columns import State


def told(*rows: dict, before: list[dict] | None = None, **given: object) -> Narrative:
    """The narrative of September with these tasks."""
    return narrate(a_month(*rows, before=before, **given), Facts("2020-09-30"))


def a_month(*rows: dict, before: list[dict] | None = None, **given: object) -> Month:
    months = {"2020-08": states_frame(*before)} if before is not None else {}
    return month_of(months | {"2020-09": states_frame(*rows)}, **given)


# --- headline ------------------------------------------------------------------------


def test_the_headline_states_cutoff_total_closed_rate_and_change_in_points():
    found = told(*several(49, closed=48), before=several(49, closed=30))
    assert found.headline == "截至2020年9月30日，49项整改任务已销号48项，销号率98.0%，较上月提高36.8个百分点。"


def test_without_a_month_before_nothing_is_said_of_a_change():
    assert told(*several(49, closed=48)).headline == "截至2020年9月30日，49项整改任务已销号48项，销号率98.0%。"


def test_where_the_method_changed_nothing_is_said_of_a_change():
    found = told(*several(49, closed=48), before=several(49, closed=30), method_changed=("2020-09",))
    assert "较上月" not in found.headline


def test_few_tasks_are_told_as_a_pair_without_percentage_or_points():
    found = told(*several(5, closed=3), before=several(5, closed=1))
    assert found.headline == "截至2020年9月30日，5项整改任务已销号3项，销号率3/5。"


def test_no_tasks_give_a_dash_and_never_0_percent():
    assert told().headline == "截至2020年9月30日，0项整改任务已销号0项，销号率—。"


# --- the points ------------------------------------------------------------------------


def test_the_points_name_the_worst_first():
    found = told(
        state("1", overdue_days=3),
        state("2", WATER, reported="未报"),
        state("3", SHANGSI, State.DECLARED, proof="照片"),
        state("4", CITY, State.REOPENED),
    )
    assert found.points == [
        "逾期未完成1项，涉及市教育局。",
        "本月应报未报1个单位：市水利局。",
        "另有1项单位已申报完成，等待核验销号。",
        "核验不通过或销号后反弹、正在重新整改1项（市市政局）。",
    ]


def test_where_nothing_is_wrong_the_points_say_so():
    found = told(*several(3, closed=3))
    assert found.points == ["没有逾期、未报和核验不通过的任务。"]
    assert found.warnings == ["本月没有需要预警的任务。"]
    assert found.suggestions == ["保持进度，按月报送。"]


def test_many_units_are_named_up_to_five_and_counted():
    month = a_month(*several(3))
    names = [EDUCATION, WATER, CITY, SHANGSI, DONGXING, GANGKOU]
    assert names_of(month, names).endswith("等6个单位")
    assert names_of(month, names).count("、") == 4
    assert "等" not in names_of(month, names[:5])


# --- fastest and slowest ------------------------------------------------------------------


def ends(found: Narrative) -> tuple[str, str]:
    """What is said of the fastest and of the slowest counties."""
    match = re.search(r"销号较快的是(.+)，较慢的是(.+)。", found.county_units[0])
    return (match[1], match[2]) if match else ("", "")


@pytest.mark.parametrize(
    ("closed", "expected"),
    [
        # of 4 tasks each, in the order 港口区 防城区 上思县 东兴市
        ((4, 3, 1, 0), ("港口区（4/4）、防城区（3/4）", "东兴市（0/4）、上思县（1/4）")),
        ((2, 2, 2, 1), ("港口区（2/4）、防城区（2/4）、上思县（2/4）", "东兴市（1/4）")),
        ((3, 1, 1, 1), ("港口区（3/4）", "防城区（1/4）、上思县（1/4）、东兴市（1/4）")),
        ((2, 2, 2, 2), ("", "")),  # all alike
    ],
)
def test_the_fastest_and_the_slowest_with_all_who_tie_and_none_at_both_ends(closed, expected):
    counties = (GANGKOU, FANGCHENG, SHANGSI, DONGXING)
    rows = [row for name, n in zip(counties, closed, strict=True) for row in several(4, name, n)]
    assert ends(told(*rows)) == expected


def test_of_three_the_middle_one_is_not_both():
    found = told(*several(3, GANGKOU, 3), *several(3, SHANGSI, 2), *several(3, DONGXING, 1))
    assert ends(found) == ("港口区（3/3）、上思县（2/3）", "东兴市（1/3）")


def test_more_who_tie_than_are_named_are_counted():
    units = ["防城港市教育局", "防城港市水利局", "防城港市民政局", "防城港市公安局"]
    rows = [row for name in units for row in several(3, name, 3)]
    text = told(*rows, *several(3, CITY, 0)).city_units[0]
    assert re.search(r"销号较快的是[^，]*（3/3）、[^，]*（3/3）、[^，]*（3/3）等4个，较慢的是市市政局（0/3）", text)


def test_units_with_too_few_tasks_are_not_compared():
    assert ends(told(*several(2, GANGKOU, 2), *several(3, SHANGSI, 1), *several(2, DONGXING, 0))) == ("", "")


def test_a_list_without_units_says_so():
    assert told(*several(3)).county_units == ["本年度没有县（市、区）牵头的任务。"]


# --- the whole --------------------------------------------------------------------------


def test_received_is_accepted_and_handed_back_and_each_account_is_told():
    comments = [comment("1", "形成任务"), comment("2", "表扬"), comment("3", "表扬"), comment("4", "解释答复")]
    first = told(*several(3), comments=comments, rejected=2).overall[0]
    assert "收到意见建议6件，有效4件，退回核对2件" in first
    assert "1件意见形成3项整改任务" in first
    assert "其余解释答复1件、表扬2件" in first


def test_long_term_and_not_yet_are_told_as_part_of_the_denominator():
    second = told(
        state("1", state=State.LONG_TERM), state("2", state=State.NOT_YET), state("3", state=State.CLOSED)
    ).overall[1]
    assert "申报完成率1/3" in second
    assert "另有1项长期推进、1项暂不具备条件，计入分母、不计完成" in second


def test_the_warnings_add_up():
    rows = [state("1", overdue_days=3, reported="未报"), state("2", published_on="")]
    assert (
        told(*rows)
        .warnings[0]
        .startswith("本月预警3项次，其中红色2项次、黄色1项次：逾期1项次、未报1项次、未公示1项次。")
    )


def test_every_number_the_narrative_says_is_a_registered_fact():
    rows = [
        *several(24, closed=11),
        *several(4, WATER, 2),
        *several(5, SHANGSI, 1, overdue_days=9),
        *several(6, DONGXING, 6),
        state("x", CITY, State.LONG_TERM, reported="未报", published_on=""),
    ]
    facts = Facts("2020-09-30")
    found = narrate(a_month(*rows, before=rows[:30]), facts)
    texts = [found.headline, *found.points, *found.overall, *found.themes, *found.city_units, *found.county_units]
    texts += [*found.warnings, *found.suggestions]
    said = set(re.findall(r"\d+(?:\.\d+)?", re.sub(r"\d{4}年\d+月\d+日|\d{4}年度", "", "".join(texts))))
    frame = facts.frame()
    known = set(re.findall(r"\d+(?:\.\d+)?", " ".join(frame["text"])))
    known |= {f"{n:g}" for n in pd.concat([frame["value"], frame["numerator"], frame["denominator"]]).dropna()}
    assert said <= known
