"""Issues with labels of their own: 件 and 问题 side by side."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.tasks.issues import ISSUES, is_problem, issues_of
from analysis.tasks.label import label_comments
from analysis.themes.engine import ThemeEngine
from analysis.themes.taxonomy import load_taxonomy


@pytest.fixture(scope="module")
def engine() -> ThemeEngine:
    return ThemeEngine(load_taxonomy())


TWO = "一是江平镇的路灯坏了半年没人修，二是卫生院晚上没有医生值班。"


def issues(engine: ThemeEngine, *texts: str, labels: dict | None = None) -> pd.DataFrame:
    comments = pd.DataFrame({"id": [f"a{n}" for n in range(len(texts))], "text": texts})
    found = label_comments(comments, engine)
    return issues_of(comments, found.assign(**labels) if labels else found, engine)


def test_each_issue_has_labels_of_its_own_and_takes_the_place_it_leaves_unsaid(engine):
    found = issues(engine, TWO)
    assert list(found.columns) == ISSUES
    assert found[["id", "no", "theme", "county", "place"]].to_numpy().tolist() == [
        ["a0", 1, "城市管理", "东兴市", "江平镇"],
        ["a0", 2, "医疗", "东兴市", "江平镇"],
    ]
    assert found["lead_unit"].nunique() >= 1 and (found["lead_unit"] != "").all()


def test_a_part_that_names_another_place_keeps_it(engine):
    found = issues(engine, "一是江平镇的路灯坏了没人修，二是企沙镇的卫生院没有医生。")
    assert found["place"].tolist() == ["江平镇", "企沙镇"]
    assert found["county"].tolist() == ["东兴市", "港口区"]


def test_a_comment_of_one_thing_has_its_labels_and_its_whole_text(engine):
    comments = pd.DataFrame({"id": ["1"], "text": ["卫生院晚上没有医生值班"]})
    labels = label_comments(comments, engine)
    (row,) = issues_of(comments, labels, engine).to_dict("records")
    assert (row["text"], row["start"], row["end"]) == ("卫生院晚上没有医生值班", 0, 11)
    assert all(row[name] == labels[name].iloc[0] for name in ("theme", "nature", "lead_unit", "subtheme"))


def test_praise_and_empty_are_no_problems_and_never_divided(engine):
    found = issues(engine, "无", "都挺好的", TWO, labels={"nature": ["空泛", "表扬", "表扬"]})
    assert found["id"].tolist() == ["a0", "a1", "a2"]
    assert is_problem(found).tolist() == [False] * 3


def test_the_main_theme_that_a_person_gave_is_among_the_issues(engine):
    found = issues(engine, TWO, labels={"theme": "社会治安"})
    assert "社会治安" in set(found["theme"]) and len(found) == 2


def test_no_comments_no_issues(engine):
    comments = pd.DataFrame({"id": pd.Series(dtype=str), "text": pd.Series(dtype=str)})
    assert issues_of(comments, label_comments(comments, engine), engine).empty
