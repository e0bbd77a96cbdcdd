"""Groups inside a theme: what was planted is found and steady, chance is not, and nothing depends on the order."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis.themes.discover import FEW, LITTLE_DATA, SCATTERED, Discovery, discover, subthemes_beside
from tests.themes.planted import BUSES, DITCHES, LAMPS, TAXONOMY, comments, noise

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def planted() -> pd.DataFrame:
    return comments(LAMPS, BUSES, DITCHES)


@pytest.fixture(scope="module")
def found(planted) -> Discovery:
    return discover(planted, TAXONOMY)


def named(found: Discovery) -> pd.DataFrame:
    return found.groups[found.groups["topic"] != ""]


def by_planted(planted: pd.DataFrame, found: Discovery) -> pd.DataFrame:
    """The groups found, indexed by the topic that their first typical comment was planted with."""
    first = found.typical[found.typical["order"] == 1].set_index("topic")["id"]
    return named(found).assign(about=list(first[named(found)["topic"]].str[:2])).set_index("about")


def test_planted_groups_are_found_whole(planted, found):
    together = planted.groupby("topic")["id"].agg(frozenset)
    groups = found.members[found.members["topic"] != ""].groupby("topic")["id"].agg(frozenset)
    assert set(groups) == set(together)
    assert list(found.groups["comments"]) == [24, 24, 24]
    assert list(found.groups["share"]) == pytest.approx([1 / 3] * 3)


def test_a_planted_structure_is_steady_and_noise_is_not(found):
    assert named(found)["stability"].min() > 0.9
    chance = discover(noise(72), TAXONOMY)
    assert chance.tried["stability"].max() < 0.6
    # A word that some happen to share may hold a few together, never as the planted groups hold.
    assert (named(chance)["stability"] < 0.75).all()
    assert named(chance)["comments"].sum() <= 72 / 4


def test_names_are_said_in_the_groups_comments_and_tell_what_was_planted(planted, found):
    texts = planted.merge(found.members[["id", "topic"]], on="id", suffixes=("", "_found"))
    for about, group in by_planted(planted, found).iterrows():
        own, name = texts[texts["topic_found"] == group["topic"]], group["name"]
        assert about in name
        for phrase in re.split("[、（]", name.removesuffix("等）")):
            assert own["text"].str.contains(phrase, regex=False).any(), phrase


def test_praise_and_empty_comments_never_take_part(planted):
    praise = comments(LAMPS).assign(nature="表扬", id=lambda frame: "赞" + frame["id"])
    empty = comments(BUSES).assign(nature="空泛", id=lambda frame: "空" + frame["id"])
    found = discover(pd.concat([praise, planted, empty], ignore_index=True), TAXONOMY)
    silent = found.members["id"].str.contains("赞|空")
    assert silent.sum() == 48
    assert (found.members.loc[silent, "topic"] == "").all()
    assert found.groups["comments"].sum() == 72
    assert not found.typical["id"].str.contains("赞|空").any()
    alone = discover(pd.concat([praise, empty], ignore_index=True), TAXONOMY)
    assert alone.groups.empty and (alone.members["topic"] == "").all()


def test_the_order_of_rows_changes_nothing(planted, found):
    mixed = pd.concat([planted, noise(20)], ignore_index=True)
    once = discover(mixed, TAXONOMY)
    again = discover(mixed.sample(frac=1, random_state=3), TAXONOMY)
    pd.testing.assert_frame_equal(once.groups, again.groups)
    pd.testing.assert_frame_equal(once.typical.reset_index(drop=True), again.typical.reset_index(drop=True))
    pd.testing.assert_frame_equal(once.members, again.members.sort_index())


def test_the_hash_seed_changes_nothing():
    program = (
        "import pandas as pd\n"
        "from analysis.themes.discover import discover\n"
        "from tests.themes.planted import *\n"
        "found = discover(pd.concat([comments(LAMPS, BUSES), noise(20)], ignore_index=True), TAXONOMY)\n"
        "print(found.groups.to_csv(), found.members.to_csv(), found.typical.to_csv())"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            stdout=subprocess.PIPE,
            cwd=REPOSITORY,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(REPOSITORY)},
        )
        for seed in ("1", "2")
    ]
    said = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert LAMPS.encode() in said[0]
    assert said[0] == said[1]


def test_three_typical_comments_of_each_group_and_no_text_twice(planted):
    twice = pd.concat([planted, planted.assign(id="又" + planted["id"])], ignore_index=True)
    found = discover(twice, TAXONOMY)
    for topic, own in found.typical.groupby("topic"):
        assert list(own["order"]) == [1, 2, 3]
        assert own["text"].nunique() == 3
        assert set(own["id"]) <= set(found.members.loc[found.members["topic"] == topic, "id"])
    assert list(found.groups["comments"]) == [48, 48, 48]


def test_sizes_tell_comments_people_and_issues_apart(planted):
    lamps = planted["topic"] == LAMPS
    # Of the 24 on lamps two are by one user; one comment on buses holds two issues.
    rows = planted.assign(no=1, respondent=["A001", "A001"] + [""] * 70)
    other = rows[~lamps].iloc[[1]].assign(id=rows[~lamps].iloc[0]["id"], no=2)
    rows = pd.concat([rows.drop(other.index), other])
    found = discover(rows, TAXONOMY)
    counts = by_planted(rows, found)[["comments", "people", "issues"]]
    assert list(counts.loc[LAMPS]) == [24, 23, 24]
    assert list(counts.loc[BUSES]) == [23, 23, 24]


def test_small_groups_are_marked_and_what_fits_nowhere_comes_last(planted):
    few = planted.groupby("topic").head(FEW - 2)
    odd = pd.DataFrame([{"id": "外", "text": "鹦鹉会唱歌", "theme": "基建", "nature": "建设性", "topic": ""}])
    found = discover(pd.concat([odd, few], ignore_index=True), TAXONOMY)
    assert list(named(found)["remark"]) == [LITTLE_DATA] * 3
    last = found.groups.iloc[-1]
    assert (last["name"], last["comments"], last["topic"], last["remark"]) == (SCATTERED, 1, "", "")


def test_themes_are_divided_apart(planted):
    both = pd.concat([planted, comments(LAMPS, BUSES, theme="教育").assign(id=lambda f: "校" + f["id"])])
    found = discover(both.reset_index(drop=True), TAXONOMY)
    assert list(dict.fromkeys(found.groups["theme"])) == ["基建", "教育"]
    members = found.members[found.members["topic"] != ""]
    assert (members["topic"].str.split("-").str[0] == members["theme"]).all()


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_too_few_comments_give_no_groups_and_no_error(planted, rows):
    found = discover(planted.head(rows), TAXONOMY)
    assert named(found).empty
    assert found.groups["comments"].sum() == rows


def test_texts_without_a_word_are_scattered():
    rows = comments(LAMPS).assign(text=["？？", "12345", "……"] * 8)
    assert list(discover(rows, TAXONOMY).groups["name"]) == [SCATTERED]


def test_named_subthemes_stand_beside_the_groups(planted, found):
    labels = planted["topic"].map({LAMPS: "照明", BUSES: "客运", DITCHES: ""})
    labels[planted["id"] == f"{LAMPS}00"] = "客运"
    beside = subthemes_beside(found, planted.assign(subtheme=labels))
    topics = by_planted(planted, found)["topic"]
    assert {about: beside[topic] for about, topic in topics.items()} == {
        LAMPS: "照明 23、客运 1",
        BUSES: "客运 24",
        DITCHES: "",
    }


def test_the_frame_given_is_not_changed(planted):
    before = planted.copy(deep=True)
    discover(planted, TAXONOMY)
    pd.testing.assert_frame_equal(planted, before)


def test_without_named_subthemes_nothing_stands_beside_the_groups(planted, found):
    beside = subthemes_beside(found, planted.assign(subtheme=""))
    assert list(beside.index) == list(named(found)["topic"])
    assert list(beside) == ["", "", ""]
