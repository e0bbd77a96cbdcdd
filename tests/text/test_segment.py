"""Segmentation: municipal cases word by word, and what holds for names, listed words and every text."""

from __future__ import annotations

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.layout import REFERENCE, REPOSITORY
from analysis.reference import counties, places, read_rows, units
from analysis.reference import settings as settings_file
from analysis.tasks.units import duties
from analysis.text.dictionary import FUNCTION_SIGN, cuts, general_frequency, tokenizer
from analysis.text.normalise import normalise
from analysis.text.segment import _cut_all, content_words, cut_alike, rarity, segment, word_begins
from analysis.themes.taxonomy import load_taxonomy
from tests.pieces import PIECES

CASES = read_rows(REPOSITORY / "tests" / "data" / "segmentation.csv")
EXEMPLARS = [normalise(row["text"]) for row in read_rows(REFERENCE / "exemplars.csv")]
BASIC = {name for place in places() for name in (place.name, *place.aliases) if ord(max(name)) <= 0xFFFF}
OFFICES = [name for unit in units().units for name in unit.short_names]

TEXTS = st.lists(PIECES, max_size=12).map("".join)


def words_of(text: str) -> tuple[str, ...]:
    return segment(normalise(text))


# --- cases ------------------------------------------------------------------------------


def test_every_municipal_case_is_cut_as_written():
    cut = {row["words"]: "/".join(words_of(row["text"])) for row in CASES}
    assert {wanted: words for wanted, words in cut.items() if words != wanted} == {}


def test_the_cases_are_many_different_and_explained():
    texts = [row["text"] for row in CASES]
    assert len(texts) >= 240 and len(set(texts)) == len(texts)
    assert all(row["why"] for row in CASES)
    assert all(row["words"].replace("/", "") == normalise(row["text"]) for row in CASES)


def test_bare_jieba_gets_many_of_the_cases_wrong():
    bare = jieba.Tokenizer()
    assert sum("/".join(bare.lcut(normalise(row["text"]))) != row["words"] for row in CASES) > len(CASES) / 2


# --- what holds for names and listed words ------------------------------------------------


@pytest.mark.parametrize("name", sorted(BASIC))
def test_every_place_name_is_a_word_at_the_start_and_within(name):
    name = normalise(name)
    assert words_of(f"{name}的路灯坏了")[0] == name
    assert words_of(f"他到{name}去")[2] == name


@pytest.mark.parametrize("name", OFFICES)
def test_every_short_name_of_a_unit_is_a_word(name):
    assert words_of(f"请{name}来看看")[1] == normalise(name)


@pytest.mark.parametrize("county", [*counties(), "防城港市"])
def test_an_office_after_a_county_belongs_to_the_county(county):
    """东兴市教育局 is the county's office, 东兴|市教育局 would be the city's."""
    own = [
        name for name in OFFICES if name[0] != "市" and not name.startswith((*counties(), "防城港", "东兴", "自治区"))
    ]
    assert own
    assert [name for name in own if words_of(county + name) != (county, normalise(name))] == []


def test_every_listed_short_word_lies_on_word_boundaries_at_the_start():
    """The phrase matcher finds words of two signs on word boundaries only."""
    listed = [word for theme in load_taxonomy().themes for word in theme.all_words]
    listed += [str(word) for cue in settings_file("nature").values() for word in cue]
    listed += [word for duty in duties() for word in duty.words]
    short = [word for word in dict.fromkeys(listed) if len(word) == 2 and word[-1] not in "埋陷淹出"]  # 淹|没
    assert len(short) > 1000
    assert [word for word in short if words_of(f"{word}没人管")[-2:] != ("没人", "管")] == []


def test_an_entry_with_a_slash_is_cut_there():
    assert cuts()["马路上"] == ("马路", "上")
    assert {text: words for text, words in cuts().items() if segment(text) != words} == {}


# --- what holds for every text ------------------------------------------------------------


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_words_joined_give_the_text_again(text):
    text = normalise(text)
    words = segment(text)
    assert "".join(words) == text
    assert all(words)


@given(TEXTS, TEXTS)
@settings(max_examples=100, deadline=None)
def test_a_line_is_cut_by_itself(first, second):
    assert segment(f"{first}\n{second}") == segment(f"{first}\n") + segment(second)


@given(st.lists(TEXTS, max_size=5))
@settings(max_examples=100, deadline=None)
def test_texts_cut_in_one_go_are_cut_as_each_alone(texts):
    together = _cut_all(texts)
    assert [own.tolist() for own in together] == [_cut_all([text])[0].tolist() for text in texts]


@given(st.lists(TEXTS, min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_parts_are_cut_alike_only_where_they_would_be_by_themselves(parts):
    parts = [normalise(part) for part in parts]
    cut_alike(normalise("".join(parts)), parts)
    assert [word_begins(part).tolist() for part in parts] == [_cut_all([part])[0].tolist() for part in parts]


def test_no_word_that_jieba_guesses_holds_a_function_sign():
    known = tokenizer().FREQ
    guessed = {word for text in EXEMPLARS for word in segment(text) if len(word) > 1 and not known.get(word)}
    assert len(guessed) > 100
    assert [word for word in sorted(guessed) if FUNCTION_SIGN.search(word) or word in cuts()] == []


def test_a_rare_compound_is_cut_and_stays_as_rare_as_general_chinese_has_it():
    general = jieba.Tokenizer()
    general.initialize()
    assert segment("手机信号") == ("手机", "信号")
    assert general_frequency("手机信号") == general.FREQ["手机信号"] == 3
    assert rarity("手机信号") > rarity("手机") > rarity("的")


def test_content_words_are_neither_numbers_with_measures_nor_stop_words():
    assert content_words(segment("三个月没人修的路灯")) == ["没人", "路灯"]
