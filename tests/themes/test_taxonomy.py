"""Taxonomy files, good and bad."""

import pytest

from analysis.errors import InputFaults
from analysis.themes.taxonomy import load_taxonomy


def written(tmp_path, text):
    path = tmp_path / "themes.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_words_of_a_theme_and_its_subthemes_count_once_in_order(tmp_path):
    taxonomy = load_taxonomy(
        written(
            tmp_path,
            "version: 1\nother: 杂项\nthemes:\n  - name: 水\n    words: [自来水, 水管]\n    excludes: [水平]\n"
            "    lead: 水利局\n    subthemes:\n      - {name: 饮水, words: [水管, 水井]}\n  - name: 路\n    words: [KTV…坑, 123]\n",
        )
    )
    assert taxonomy.names == ("水", "路", "杂项")
    assert taxonomy.themes[0].all_words == ("自来水", "水管", "水井")
    assert taxonomy.themes[1].words == ("ktv…坑", "123")
    assert (taxonomy.theme("水").lead, taxonomy.theme("水").excludes) == ("水利局", ("水平",))
    assert taxonomy.theme("没有的类") is None


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", ["《themes.yml》没有任何类别；请至少写一个带 name 和 words 的类别。"]),
        ("themes: []", ["《themes.yml》没有任何类别；请至少写一个带 name 和 words 的类别。"]),
        ("- 教育\n- 医疗\n", ["《themes.yml》没有任何类别；请至少写一个带 name 和 words 的类别。"]),
        (
            "themes:\n  - name: 水\n    words: [水]\n  - words: [路]\n  - name: 水\n    words: [井]\n  - name: 灯\n",
            [
                "《themes.yml》第 4 行第 2 个类别没有名称；请补上 name。",
                "《themes.yml》第 5 行类别“水”写了两次；请合并成一个。",
                "《themes.yml》第 7 行类别“灯”没有词；请补上 words，每类至少一个。",
            ],
        ),
        (
            "themes:\n  - name: 水\n    words: [水]\n    matters: [水价太贵, 水太少]\n"
            "  - name: 钱\n    words: [钱]\n    matters: [水价太贵]\n",
            [
                "《themes.yml》第 2 行“水太少”不在事项目录里；请在事项目录里添一行，或改成目录里的名称。",
                "《themes.yml》第 5 行事项“水价太贵”已经归在类别“水”；一个事项只归一个类别，请留一处。",
            ],
        ),
        (
            "themes:\n  - name: 水\n   words: [水]\n",
            ["《themes.yml》第 3 行附近写得不对，不是正确的 YAML；请检查这一行和上一行的缩进、冒号、括号和引号。"],
        ),
    ],
)
def test_every_fault_of_a_file_is_told_with_its_line(tmp_path, text, sentences):
    with pytest.raises(InputFaults) as caught:
        load_taxonomy(written(tmp_path, text))
    assert [fault.sentence() for fault in caught.value.faults] == sentences


def test_a_word_in_two_themes_is_hinted_at_with_its_line_and_still_taken(tmp_path):
    taxonomy = load_taxonomy(
        written(
            tmp_path, "themes:\n  - name: 水\n    words: [水管]\n  - name: 路\n    words:\n      - 路灯\n      - 水管\n"
        )
    )
    (hint,) = taxonomy.hints
    assert hint.sentence().startswith("《themes.yml》第 7 行“水管”同时写在水、路里")
    assert not hint.is_error


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(InputFaults, match=r"《没有\.yml》找不到这个文件"):
        load_taxonomy(tmp_path / "没有.yml")


def test_the_shipped_taxonomy_meets_its_brief():
    taxonomy = load_taxonomy()
    assert taxonomy.other in taxonomy.names
    assert len(taxonomy.names) == 11
    for theme in taxonomy.themes:
        if theme.name != taxonomy.other:
            assert len(theme.all_words) >= 80
            assert 4 <= len(theme.subthemes) <= 8
            assert theme.description
            assert theme.lead
