"""Words by comments: frequencies, what sets a group apart, a word in its context."""

import pandas as pd
import pytest
from scipy.stats import chi2_contingency

from analysis.text.normalise import spellings
from analysis.text.words import (
    CLEAR,
    FEW,
    NONE_APART,
    UNNAMED,
    concordance,
    frequencies,
    key_words,
    keyness,
    log_likelihood,
    names_place,
)


def comments(*texts, **columns):
    return pd.DataFrame({"id": [f"{n}" for n in range(1, len(texts) + 1)], "text": texts} | columns)


def grouped(**texts_by_group):
    rows = [(group, text) for group, texts in texts_by_group.items() for text in texts]
    return comments(*(text for _, text in rows), theme=[group for group, _ in rows])


def test_a_comment_counts_once_however_often_it_says_a_word():
    found = frequencies(comments("路灯坏了，路灯一直不亮，路灯没人修", "装了路灯", "学校没有食堂"))
    row = found.set_index("word").loc["路灯"]
    assert (row["count"], round(row["share"], 3)) == (2, 0.667)
    assert found["word"].iloc[0] == "路灯"


def test_the_title_is_part_of_what_was_said():
    found = frequencies(comments("一直不亮", title=["路灯坏了"]))
    assert "路灯" in list(found["word"])


def test_names_of_places_can_be_left_out():
    texts = comments("防城港的学校", "江平镇的学校")
    assert {"防城港", "江平镇"} <= set(frequencies(texts)["word"])
    assert set(frequencies(texts, with_places=False)["word"]) == {"学校"}
    assert names_place("港口区")
    assert not names_place("学校")


@pytest.mark.parametrize("cells", [(10, 20, 5, 80), (3, 4, 0, 300), (1, 30, 1, 30), (7, 7, 1, 9)])
def test_g2_is_the_log_likelihood_ratio_of_the_four_cells(cells):
    count, size, other, rest = cells
    table = [[count, size - count], [other, rest - other]]
    expected = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert log_likelihood(*cells) == pytest.approx(expected)


def test_a_word_that_sets_a_group_apart_is_told_with_its_counts():
    # 食堂: 10 of 20 in the group, 5 of 80 elsewhere: G² 19.41 (as above), share 8 times as large, that is 3 doublings.
    found = keyness(
        grouped(
            教育=["食堂很挤"] * 10 + ["操场太小"] * 10,
            医疗=["食堂很挤"] * 5 + ["看病很贵"] * 75,
        ),
        "theme",
    )
    row = found[(found["group"] == "教育") & (found["word"] == "食堂")].iloc[0]
    assert list(row[["count", "group_size", "rest_count", "rest_size"]]) == [10, 20, 5, 80]
    assert (row["log_ratio"], row["g2"], row["sureness"]) == (3.0, 19.41, CLEAR)
    assert "食堂" not in list(found[found["group"] == "医疗"]["word"])  # rarer there than elsewhere


def test_a_small_group_and_a_word_of_few_comments_are_flagged_and_less_is_not_shown():
    frame = grouped(
        小组=["高位水池漏水"] * 4,  # a group below 20
        大组=["食堂很挤"] * 4 + ["操场太小"] * 2 + ["学校门口很乱"] * 34,
    )
    found = keyness(frame, "theme").set_index("word")
    assert found.loc["漏水", "sureness"] == FEW
    assert "操场" not in found.index  # two comments
    assert keyness(grouped(甲=["食堂很挤"] * 30), "theme").empty  # nothing to compare with


def test_every_group_has_its_line_even_without_a_word_of_its_own():
    frame = grouped(教育=["食堂很挤"] * 25 + ["好"] * 5, 医疗=["看病很贵"] * 40)
    frame.loc[len(frame)] = ["x", "不知道", ""]
    lines = key_words(frame, "theme").set_index("group")
    assert list(lines.index) == ["医疗", "教育", UNNAMED]
    assert "食堂" in lines.loc["教育", "words"]
    assert lines.loc[UNNAMED, "words"] == NONE_APART


def test_the_order_of_rows_changes_nothing():
    frame = grouped(教育=["食堂很挤", "操场太小"] * 6, 医疗=["看病很贵", "没有医生"] * 6)
    for result in (lambda f: keyness(f, "theme"), frequencies, lambda f: key_words(f, "theme")):
        pd.testing.assert_frame_equal(result(frame), result(frame.iloc[::-1]))


def test_a_word_is_shown_between_what_stands_before_and_after_verbatim():
    found = concordance(
        comments("镇上没有医生，也没有护士", "医生！\n医生 在哪？", theme=["医疗", "其他"]), "医生", 4, ("theme",)
    )
    assert found.values.tolist() == [
        ["1", "镇上没有", "医生", "，也没有…", "医疗"],
        ["2", "", "医生", "！ 医生…", "其他"],
        ["2", "医生！ ", "医生", " 在哪？", "其他"],
    ]


def test_a_word_is_not_found_inside_another_but_any_string_is_found():
    texts = comments("路面积水很深", "绿化面积太小")
    assert list(concordance(texts, "面积")["id"]) == ["2"]
    assert list(concordance(texts, "积水很")["id"]) == ["1"]
    assert concordance(texts, " ").empty


def test_typos_and_full_width_letters_are_found_too():
    texts = comments("夜里燥音大", "噪音扰民", "手机４Ｇ信号差")
    assert list(concordance(texts, "噪音")["hit"]) == ["燥音", "噪音"]
    assert list(concordance(texts, "4g")["id"]) == ["3"]
    assert spellings("噪音") == ["噪音", "燥音"]


def test_every_comment_counted_is_found_in_context():
    texts = comments("路 灯坏了", "路灯不亮", "没有路灯，路灯呢")
    count = frequencies(texts).set_index("word").loc["路灯", "count"]
    assert concordance(texts, "路灯")["id"].nunique() == count == 3
