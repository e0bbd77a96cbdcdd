"""Themes of any file or year, as the notebooks on themes show them."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.errors import InputFaults, UsageError
from analysis.runs.theme_set import ThemeSet, load_themes, save
from analysis.store import read_table
from tests.themes.planted import BUSES, DITCHES, LAMPS, comments

THEMES = """
other: 其他
themes:
  - {name: 水利, words: [水渠, 淤泥], subthemes: [{name: 清淤, words: [淤泥]}, {name: 水库, words: [水库]}]}
  - {name: 公用, words: [路灯, 公交, 班次, 照明]}
"""


def count(loaded: ThemeSet, theme: str) -> int:
    """Comments of *theme* that take part; which do is the nature's business, tested there."""
    return loaded.issues.loc[loaded.issues["theme"] == theme, "id"].nunique()


@pytest.fixture(scope="module")
def loaded(tmp_path_factory) -> ThemeSet:
    folder = tmp_path_factory.mktemp("themes")
    taxonomy = folder / "themes.yml"
    taxonomy.write_text(THEMES, encoding="utf-8")
    asked = comments(LAMPS, BUSES, DITCHES)["text"] + "，反映几次都没人管，请尽快解决"
    texts = [*asked, "路灯修得很好，感谢政府！", "无"]
    frame = pd.DataFrame({"编号": range(1, len(texts) + 1), "意见建议": texts})
    frame.to_csv(folder / "意见.csv", index=False)
    return load_themes("", "", folder, folder / "意见.csv", taxonomy)


def test_praise_and_empty_comments_are_counted_apart(loaded):
    taking_part = set(loaded.issues["id"])
    assert (loaded.comments, loaded.rejected) == (74, 0)
    assert loaded.silent == 74 - len(taking_part)
    assert not taking_part & {"73", "74"}
    assert loaded.line().startswith(
        f"收下 74 件，退回 0 件；{loaded.silent} 件只是表扬或者空泛，不参加；其余 {len(taking_part)} 件说了"
    )
    assert list(loaded.sizes()["theme"]) == ["水利", "公用", "其他"]
    assert list(loaded.sizes()["comments"]) == [count(loaded, "水利"), count(loaded, "公用"), 0]


def test_the_set_is_judged_in_sentences(loaded):
    pairs = loaded.pairs()
    told = loaded.verdict(loaded.findings(pairs), pairs)
    assert list(told["check"]) == ["总的看", "没有意见"]
    assert told["sentence"].iloc[1].startswith("“其他”没有一件意见")
    assert loaded.map_line(loaded.map(pairs), pairs) == "意见够多的类不到三个，画不成图。"
    assert list(loaded.nearest(pairs)["a"]) == ["水利"]


def test_groups_of_a_theme_are_named_sized_and_set_beside_its_subthemes(loaded):
    one = loaded.discovered("公用")
    shown = one.shown()
    assert one.line().startswith(f"“公用”有 {count(loaded, '公用')} 件，试了 ")
    assert shown["comments"].sum() == count(loaded, "公用")
    named = shown[shown["name"] != "零散意见"]
    assert ["路灯" in name or "照明" in name for name in sorted(named["name"])].count(True) == 1
    assert all(value.endswith("%") for value in shown["share"])
    assert named["stability"].str.fullmatch(r"[01]\.\d\d").all()
    assert list(one.typical()["name"]) == [name for name in named["name"] for _ in range(3)]
    assert (one.tried()["chosen"] == "选用").sum() == 1
    assert list(loaded.subthemes("水利")["subtheme"])[:2] == ["清淤", "水库"]


def test_few_comments_are_shown_as_x_of_n(loaded):
    few = ThemeSet(loaded.taxonomy, loaded.issues.groupby("theme").head(12), 24, 0, 0)
    assert set(few.discovered("水利").shown()["share"]) <= {f"{n}/12" for n in range(1, 13)}


def test_an_unknown_theme_is_told_with_those_there_are(loaded):
    with pytest.raises(UsageError, match="没有“交通”这一类；请在这些里选一个：水利、公用、其他。"):
        loaded.discovered("交通")
    with pytest.raises(UsageError, match="没有“交通”这一类"):
        loaded.subthemes("交通")


def test_a_theme_without_comments_has_no_groups(loaded):
    one = loaded.discovered("其他")
    assert one.line() == "“其他”没有一件意见。"
    assert one.shown().empty and one.typical().empty and one.scattered().empty and one.tried().empty


def test_tables_are_written_with_chinese_headings(loaded, tmp_path):
    pairs = loaded.pairs()
    (path,) = save(tmp_path, "主题总览", {"两两相像": pairs})
    assert path == str(tmp_path / "jupyter" / "主题总览" / "两两相像.csv")
    pd.testing.assert_frame_equal(read_table(tmp_path / "jupyter" / "主题总览", "两两相像"), pairs, check_dtype=False)
    with open(path, encoding="utf-8-sig") as stream:
        assert stream.readline().strip() == "类,另一类,用词重合,分错的比例,常用词"


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(InputFaults, match=r"没有\.csv"):
        load_themes("", "", tmp_path, tmp_path / "没有.csv")


def test_the_sample_year_brings_its_corrected_issues(sample_year, tmp_path):
    year = load_themes("2020-11", sample_year, tmp_path)
    assert year.comments == 435
    assert year.comments - year.silent == year.issues["id"].nunique()
    assert len(year.issues) > year.issues["id"].nunique()
    assert not year.issues["nature"].isin(["表扬", "空泛"]).any()
