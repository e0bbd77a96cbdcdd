"""The second shipped taxonomy: seven official categories of citizens' letters."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from analysis.layout import REFERENCE
from analysis.themes.engine import ThemeEngine
from analysis.themes.exemplars import load_exemplars
from analysis.themes.taxonomy import Taxonomy, load_taxonomy

NAMES = ("城乡建设", "环境保护", "交通运输", "教育文体", "劳动和社会保障", "商贸旅游", "卫生计生")
LETTERS = Path(__file__).resolve().parent.parent / "data" / "letters-七类.csv"


@pytest.fixture(scope="module")
def taxonomy() -> Taxonomy:
    return load_taxonomy(REFERENCE / "themes-信访七类.yml")


def test_it_has_the_seven_categories_with_full_lists_and_no_word_in_two(taxonomy):
    assert taxonomy.names[:7] == NAMES and taxonomy.other == "其他"
    assert taxonomy.hints == ()
    for theme in taxonomy.themes[:7]:
        assert len(theme.all_words) >= 600
        assert 4 <= len(theme.subthemes) <= 8
        assert theme.description


def test_its_examples_are_of_its_categories_and_partly_kept_for_checking(taxonomy):
    examples = load_exemplars(taxonomy.exemplars)
    counts = Counter(example.theme for example in examples)
    assert set(counts) == set(NAMES) and min(counts.values()) >= 100
    assert min(Counter(example.theme for example in examples if example.checking).values()) >= 30


def test_it_tells_the_letters_that_its_lists_were_tried_on(taxonomy):
    with open(LETTERS, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    engine = ThemeEngine(taxonomy)
    found = engine.assign([row["text"] for row in rows], [row["title"] for row in rows])
    right = sum(verdict.theme == row["category"] for verdict, row in zip(found, rows, strict=True))
    assert len(rows) == 140 and right >= 133
