"""Labels of a frame: one row in, one row out, and why a person should look."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.columns import Nature
from analysis.tasks import label
from analysis.tasks.label import LABELS, label_comments
from analysis.tasks.nature import NatureVerdict
from analysis.themes.engine import ThemeEngine
from analysis.themes.taxonomy import load_taxonomy

TEXTS = ["村口的路烂了半年没人修", "无", "很满意", "请问低保怎么申请？", "江平镇的路灯坏了，另外卫生院没有医生", ""]


@pytest.fixture(scope="module")
def engine() -> ThemeEngine:
    return ThemeEngine(load_taxonomy())


def frame(texts: list[str], **columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"id": [str(n) for n in range(len(texts))], "text": texts, **columns})


def test_each_row_is_labelled_once_in_its_place(engine):
    comments = frame(TEXTS).iloc[::-1]
    labels = label_comments(comments, engine)
    assert list(labels.columns) == ["id", *LABELS]
    assert labels["id"].tolist() == comments["id"].tolist() and labels.index.equals(comments.index)


def test_the_size_of_the_pieces_changes_nothing(engine, monkeypatch):
    comments = frame(TEXTS * 3)
    whole = label_comments(comments, engine)
    monkeypatch.setattr(label, "CHUNK", 4)
    pd.testing.assert_frame_equal(label_comments(comments, engine), whole)


def test_the_form_tells_the_district_where_the_text_names_none(engine):
    labels = label_comments(frame(["路灯坏了没人修", "江平镇的路灯坏了"], county_given=["港口区", "港口区"]), engine)
    assert labels["county"].tolist() == ["港口区", "东兴市"]


def test_praise_and_empty_need_no_unit_and_an_empty_one_no_review(engine):
    labels = label_comments(frame(["无", "很满意"]), engine)
    assert labels["lead_unit"].tolist() == ["", ""]
    assert labels["needs_review"].tolist() == ["否", "否"]


def test_a_row_to_look_at_says_why_and_the_others_say_nothing(engine):
    labels = label_comments(frame([*TEXTS, "那个东西老是这样，你们看着办"]), engine)
    assert ((labels["needs_review"] == "是") == (labels["reason"] != "")).all()
    assert (labels["needs_review"] == "是").any()


def test_main_theme_first_then_those_of_further_issues(engine):
    labels = label_comments(frame(["江平镇的路灯坏了没人修，另外卫生院晚上没有医生"]), engine)
    assert sorted(labels["themes"].iloc[0].split("|")) == ["医疗", "城市管理"]
    assert labels["themes"].iloc[0].split("|")[0] == labels["theme"].iloc[0]


def test_no_rows_give_no_rows(engine):
    labels = label_comments(frame([]), engine)
    assert labels.empty and list(labels.columns) == ["id", *LABELS]


def test_a_theme_that_hardly_any_of_many_has_is_worth_a_look(engine):
    rare = "江平镇卫生院晚上没有医生值班"
    labels = label_comments(frame(["桃花路的路灯坏了没人修"] * 100 + [rare]), engine).set_index("id")
    assert labels.loc["100", "theme"] == "医疗" and labels.loc["100", "needs_review"] == "是"
    assert "同批 101 件里归医疗的只有 1 件" in labels.loc["100", "reason"]
    assert label_comments(frame([rare]), engine)["needs_review"].tolist() == ["否"]


def test_praise_with_a_word_of_complaint_in_it_is_looked_at_and_the_word_named(engine, monkeypatch):
    verdict = NatureVerdict(Nature.PRAISE, "只有肯定：“窗口”", 0.9, ("爱理不理",))
    monkeypatch.setattr(label, "natures_of", lambda texts, titles: [verdict] * len(texts))
    labels = label_comments(frame(["办执照的窗口爱理不理"]), engine)
    assert labels["needs_review"].tolist() == ["是"]
    assert labels["reason"].tolist() == ["性质拿不准（只有肯定：“窗口”，但提到“爱理不理”）"]
