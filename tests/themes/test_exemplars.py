"""The shipped examples meet what the project asks of them, and a bad file is told."""

from __future__ import annotations

import csv
from collections import Counter

import pytest
from rapidfuzz import fuzz, process

from analysis.columns import Nature
from analysis.errors import InputFaults
from analysis.layout import REFERENCE, REPOSITORY
from analysis.reference import channels, find_channel, units
from analysis.text.cues import bare
from analysis.text.normalise import normalise
from analysis.themes.exemplars import load_exemplars
from analysis.themes.taxonomy import load_taxonomy

PATH = REFERENCE / "exemplars.csv"
NEAR = 80.0  # likeness of characters (0–100) that two comments written apart don't have


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with open(PATH, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_there_are_enough_of_each_theme_nature_channel_and_length(rows):
    assert len(rows) >= 2500
    themes = Counter(row["theme"] for row in rows)
    assert set(themes) == set(load_taxonomy().names) and min(themes.values()) >= 150
    assert {row["nature"] for row in rows} == {nature.value for nature in Nature}
    assert {find_channel(row["channel"]) for row in rows} == set(channels())
    lengths = sorted(len(row["text"]) for row in rows)
    assert lengths[len(rows) // 20] <= 30 and lengths[-len(rows) // 20] >= 100


def test_each_says_that_it_is_invented_and_names_a_known_unit(rows):
    assert {row["origin"] for row in rows} == {"编造"}
    assert len({row["id"] for row in rows}) == len(rows)
    unknown = {row["lead_unit"] for row in rows if row["lead_unit"] and units().find(row["lead_unit"]) is None}
    assert unknown == set()


def test_none_nearly_repeats_another_or_a_comment_of_the_sample(rows):
    texts = [bare(normalise(row["text"])) for row in rows]
    alike = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=NEAR)
    assert [(rows[a]["id"], rows[b]["id"]) for a, b in zip(*alike.nonzero(), strict=True) if a < b] == []
    sample = []
    for path in sorted((REPOSITORY / "data" / "sample" / "source").glob("*.jsonl")):
        sample += [bare(normalise(line)) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(sample) > 100
    assert not process.cdist(texts, sample, scorer=fuzz.ratio, score_cutoff=NEAR).any()


def test_some_are_kept_from_those_who_wrote_the_word_lists():
    checking = [example for example in load_exemplars(PATH) if example.checking]
    assert min(Counter(example.theme for example in checking).values()) >= 50


def test_a_missing_file_or_column_is_one_sentence(tmp_path):
    with pytest.raises(InputFaults, match=r"《ex\.csv》找不到这个文件"):
        load_exemplars(tmp_path / "ex.csv")
    (tmp_path / "no.csv").write_text("文字,theme\n路坏了,路\n", encoding="utf-8")
    with pytest.raises(InputFaults, match="text"):
        load_exemplars(tmp_path / "no.csv")
