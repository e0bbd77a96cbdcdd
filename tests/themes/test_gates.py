"""What is wrong with a set of themes is found where it was planted, and a sound set passes."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.themes.gates import (
    EMPTY,
    MISTAKEN,
    PAIRS,
    SMALL,
    VOCABULARY,
    VOCABULARY_LIMIT,
    WORDS,
    check_themes,
    listed_words,
    theme_pairs,
    verdict,
)
from analysis.themes.taxonomy import Subtheme, Taxonomy, Theme
from tests.themes.planted import BUSES, DITCHES, LAMPS, comments

SOUND = ("照明", "客运", "农田")


@pytest.fixture(scope="module")
def sound() -> pd.DataFrame:
    """Three themes of 24 comments each, about three things."""
    topics = zip((LAMPS, BUSES, DITCHES), SOUND, strict=True)
    return pd.concat([comments(topic, theme=theme) for topic, theme in topics], ignore_index=True)


def checked(frame: pd.DataFrame, names: tuple[str, ...], words: dict[str, list[str]] | None = None) -> pd.DataFrame:
    return check_themes(frame, names, theme_pairs(frame, names), words)


def found(findings: pd.DataFrame) -> set[tuple[str, str, str]]:
    return set(findings[["check", "a", "b"]].itertuples(index=False, name=None))


def test_a_sound_set_passes_and_is_said_to(sound):
    findings = checked(sound, SOUND, {"照明": ["路灯"], "客运": ["公交"], "农田": ["水渠"]})
    assert findings.empty
    assert verdict(findings, SOUND, theme_pairs(sound, SOUND)) == [
        "核对了 3 个类、3 对类：没有空类，没有件数太少的类，词表不重叠，每两类都分得开。"
    ]


def test_an_empty_theme_is_found(sound):
    findings = checked(sound, (*SOUND, "房屋"))
    assert found(findings) == {(EMPTY, "房屋", "")}
    assert "“房屋”没有一件意见" in findings["sentence"].iloc[0]


def test_a_theme_of_praise_alone_is_empty(sound):
    praise = comments(LAMPS, theme="表扬信").assign(nature="表扬")
    findings = checked(pd.concat([sound, praise], ignore_index=True), (*SOUND, "表扬信"))
    assert found(findings) == {(EMPTY, "表扬信", "")}


@pytest.mark.parametrize(("size", "small"), [(9, True), (10, False)])
def test_a_theme_below_ten_comments_is_too_small(sound, size, small):
    frame = sound[(sound["theme"] != "农田") | (sound.groupby("theme").cumcount() < size)]
    assert found(checked(frame, SOUND)) == ({(SMALL, "农田", "")} if small else set())


def test_issues_of_one_comment_make_no_theme_large(sound):
    ditches = sound["theme"] == "农田"
    frame = sound.assign(id=sound["id"].where(~ditches, "一件"))
    assert found(checked(frame, SOUND)) == {(SMALL, "农田", "")}


def test_two_themes_about_the_same_are_too_alike(sound):
    halves = sound["theme"].where(sound.index % 2 == 0, sound["theme"].replace("客运", "公交车"))
    frame, names = sound.assign(theme=halves), (*SOUND, "公交车")
    findings = checked(frame, names)
    assert (MISTAKEN, "客运", "公交车") in found(findings)
    assert (VOCABULARY, "客运", "公交车") in found(findings)
    assert {(a, b) for _, a, b in found(findings) if b} == {("客运", "公交车")}
    told = verdict(findings, names, theme_pairs(frame, names))
    assert told[0] == f"核对了 4 个类、6 对类，有 {len(findings)} 处要看："
    assert any("“客运”和“公交车”" in sentence and "每 100 件" in sentence for sentence in told)
    said = findings.loc[findings["check"] == VOCABULARY, "detail"].iloc[0]
    assert "公交" in said or "班次" in said


def test_word_lists_that_overlap_are_found_with_the_words(sound):
    words = {"照明": ["路灯", "灯杆", "电线"], "客运": ["公交", "电线", "灯杆", "站牌"], "农田": ["水渠"]}
    findings = checked(sound, SOUND, words)
    assert found(findings) == {(WORDS, "照明", "客运")}
    row = findings.iloc[0]
    assert (row["value"], row["detail"]) == (0.667, "灯杆、电线")
    assert "2 个词相同，占较短一方的 67%（灯杆、电线）" in row["sentence"]


def test_pairs_are_all_pairs_in_the_themes_order(sound):
    pairs = theme_pairs(sound, SOUND)
    assert list(pairs.columns) == PAIRS
    assert list(zip(pairs["a"], pairs["b"], strict=True)) == [("照明", "客运"), ("照明", "农田"), ("客运", "农田")]
    assert pairs["overlap"].between(0, VOCABULARY_LIMIT, inclusive="left").all()
    assert (pairs["mistaken"] < 0.1).all()


def test_the_order_of_rows_changes_nothing(sound):
    pd.testing.assert_frame_equal(theme_pairs(sound, SOUND), theme_pairs(sound.sample(frac=1, random_state=5), SOUND))


def test_themes_too_small_to_compare_are_left_out_of_the_pairs(sound):
    frame = sound[(sound["theme"] != "农田") | (sound.groupby("theme").cumcount() < 4)]
    assert list(theme_pairs(frame, SOUND)["b"]) == ["客运"]
    assert theme_pairs(sound.head(0), SOUND).empty


def test_listed_words_are_those_of_theme_and_subthemes():
    theme = Theme("照明", "", ("路灯",), (), "", (Subtheme("高杆灯", ("高杆灯", "路灯")),))
    assert listed_words(Taxonomy("1", (theme,), "其他")) == {"照明": ("路灯", "高杆灯")}
