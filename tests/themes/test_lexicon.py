"""What the listed words say: weights, excludes, places, praise, titles."""

import pytest

from analysis.text.normalise import normalise
from analysis.themes.lexicon import LexiconEngine
from analysis.themes.taxonomy import Subtheme, Taxonomy, Theme

TAXONOMY = Taxonomy(
    "1",
    (
        Theme("教育", "", ("学校", "学位", "老师"), ("驾校",), "", (Subtheme("入学", ("学位",)),)),
        Theme("城管", "", ("摆摊", "路灯…不亮", "垃圾"), (), "", ()),
        Theme("基建", "", ("路灯", "没有…路灯", "坑洼", "积水"), (), "", ()),
        Theme("社保", "", ("合作医疗",), (), "", ()),
        Theme("医疗", "", ("医疗", "老师"), (), "", ()),
    ),
    "其他",
)
ENGINE = LexiconEngine(TAXONOMY)


def scores(text, title=""):
    return ENGINE.assign(normalise(text), normalise(title)).scores


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("学位不够，排了两年", "教育"),
        ("路灯坏了三盏一直不亮", "城管"),  # the gapped phrase uses up 路灯
        ("屯里没有一盏路灯", "基建"),
        ("合作医疗年年涨", "社保"),  # the longer word keeps 医疗 from counting
        ("学校门口摆摊", "城管"),  # a school that only tells the place
        ("路面积水到膝盖", "基建"),  # 积水, not 面积
        ("学费贵，但是路上坑洼多", "基建"),
    ],
)
def test_the_theme_with_most_weight_comes_first(text, theme):
    assert ENGINE.assign(normalise(text)).best == theme


def test_no_listed_word_gives_nothing():
    assert scores("今天天气很好") == {}
    assert ENGINE.assign("").best == ""


def test_an_excluded_phrase_uses_up_its_characters_and_counts_for_nobody():
    assert scores("驾校收费高") == {}


def test_a_gap_stays_within_ten_characters_and_one_sentence():
    assert "城管" in scores("路灯又是不亮")
    assert "城管" not in scores("路灯装好了。水管不亮")
    assert "城管" not in scores("路灯在村口第一棵大榕树下面的那根杆上不亮")


def test_a_word_of_two_themes_counts_half_for_each():
    both = scores("老师")
    assert both["教育"] == both["医疗"]
    assert both["教育"] == pytest.approx(ENGINE._weights["老师"] / 2)


def test_repeating_a_word_counts_less_each_time():
    once, thrice = scores("垃圾")["城管"], scores("垃圾，垃圾，垃圾")["城管"]
    assert thrice == pytest.approx(once * (1 + 1 / 2 + 1 / 3))


def test_a_place_word_counts_a_quarter():
    assert scores("学校旁边")["教育"] == pytest.approx(scores("学校")["教育"] / 4)


def test_a_title_counts_twice_the_text():
    assert scores("情况如上", "积水")["基建"] == pytest.approx(2 * scores("积水")["基建"])


def test_praise_counts_less_where_another_clause_complains():
    mixed = scores("学校修得很好，就是垃圾没人管")
    assert mixed["城管"] > mixed["教育"]
    assert mixed["教育"] < scores("学校修得很好")["教育"]


def test_words_are_told_heaviest_first_with_their_subtheme():
    verdict = ENGINE.assign("学校学位，学位")
    assert list(verdict.words["教育"]) == sorted(verdict.words["教育"], key=lambda w: -verdict.words["教育"][w])
    assert ENGINE.subtheme("教育", verdict.words["教育"]) == "入学"
    assert ENGINE.subtheme("城管", {"摆摊": 1.0}) == ""


def test_a_rarer_word_weighs_more():
    assert ENGINE._weights["坑洼"] > ENGINE._weights["学校"]
