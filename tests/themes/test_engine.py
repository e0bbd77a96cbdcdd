"""Words and learned examples together: any taxonomy, corrections, confidence, the same answer every time."""

import csv
import os
import subprocess
import sys

import pytest

from analysis.layout import REFERENCE
from analysis.themes.engine import BY_EXAMPLES, BY_RULE, BY_WORDS, ThemeEngine
from analysis.themes.taxonomy import load_taxonomy

WEAK = """
other: 其他
themes:
  - {name: 水, words: [自来水, 水管]}
  - {name: 路, words: [坑洼, 路面]}
"""


def weak(tmp_path, extra=""):
    path = tmp_path / "themes.yml"
    path.write_text(extra + WEAK, encoding="utf-8")
    return load_taxonomy(path)


@pytest.fixture(scope="module")
def shipped():
    return ThemeEngine(load_taxonomy())


def exemplars():
    with open(REFERENCE / "exemplars.csv", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_taxonomy_without_examples_uses_its_words_alone(tmp_path):
    engine = ThemeEngine(weak(tmp_path))
    assert engine.mix == 0
    first, second, third = engine.assign(["自来水管爆了", "没有见过的话", ""])
    assert (first.theme, first.labelled_by, first.evidence) == ("水", BY_WORDS, ("自来水",))
    assert (second.theme, second.confidence, second.evidence) == ("其他", 0, ())
    assert (third.theme, third.confidence, third.labelled_by) == ("其他", 1, BY_RULE)


def test_corrected_comments_teach_a_weak_taxonomy(tmp_path):
    rows = exemplars()
    names = {"民生改善": "水", "基础设施建设": "路"}
    known = [(row["text"], names[row["theme"]]) for row in rows if row["theme"] in names]
    taught, unseen = known[::3], known[1::3]

    def right(engine):
        return sum(
            v.theme == theme for v, (_, theme) in zip(engine.assign([t for t, _ in unseen]), unseen, strict=True)
        )

    before, engine = right(ThemeEngine(weak(tmp_path))), ThemeEngine(weak(tmp_path), taught)
    assert engine.mix > 0
    assert right(engine) >= before + 0.08 * len(unseen)


def test_corrections_that_teach_nothing_new_leave_a_good_taxonomy_as_it_was(tmp_path):
    taught = [("自来水管爆了", "水")] * 5 + [("路面坑洼", "路")] * 5
    engine = ThemeEngine(weak(tmp_path), taught)
    assert engine.mix == 0
    assert [v.theme for v in engine.assign(["水管漏", "路面烂"])] == ["水", "路"]


def test_a_theme_without_examples_is_found_by_its_words(tmp_path):
    taught = [(row["text"], "水") for row in exemplars() if row["theme"] == "民生改善"][:30]
    taught += [(row["text"], "其他") for row in exemplars() if row["theme"] == "其他"][:30]
    engine = ThemeEngine(weak(tmp_path), taught)
    assert engine.assign(["路面坑洼，路面积水"])[0].theme == "路"


def test_examples_of_unknown_themes_are_left_out(tmp_path):
    assert ThemeEngine(weak(tmp_path), [("随便", "没有的类")] * 9).model is None


def test_what_says_nothing_is_other_for_sure(shipped):
    for verdict in shipped.assign(["无", "没有意见。", "很满意！", "……"]):
        assert (verdict.theme, verdict.confidence) == ("其他", 1)


def test_confidence_is_higher_where_labels_are_right(shipped):
    rows = [row for row in exemplars() if row["checking"] == "yes"]
    held = shipped.held_out()
    assert len(held) == len(rows)
    high = [given == true for given, true, sure in held if sure >= 0.8]
    low = [given == true for given, true, sure in held if sure < 0.5]
    assert sum(high) / len(high) > 0.8
    assert sum(low) / len(low) < 0.6


def test_a_label_without_listed_words_still_has_evidence(shipped):
    learned = [v for v in shipped.assign([row["text"] for row in exemplars()[:400]]) if v.labelled_by == BY_EXAMPLES]
    assert learned
    assert sum(bool(v.evidence) for v in learned) / len(learned) > 0.9


def test_a_title_is_judged_as_a_text_of_its_own(shipped):
    long = "我是外地人，来这里三年了，前后找过几个部门，都说会处理，到现在也没有下文，不知道该找谁。" * 12
    (with_title,) = shipped.assign([long], ["学校食堂饭菜有虫"])
    assert with_title.theme == "教育"


def test_the_same_texts_get_the_same_labels_alone_together_and_with_another_hash_seed(shipped):
    texts = [row["text"] for row in exemplars()[::97]]
    together = [(v.theme, v.confidence, v.evidence) for v in shipped.assign(texts)]
    assert together == [(v.theme, v.confidence, v.evidence) for text in texts for v in shipped.assign([text])]
    assert together == [(v.theme, v.confidence, v.evidence) for v in reversed(shipped.assign(texts[::-1]))]
    program = (
        "import sys; from analysis.themes.engine import ThemeEngine; from analysis.themes.taxonomy import load_taxonomy\n"
        "texts = sys.stdin.buffer.read().decode().split('\\0')\n"
        "out = repr([(v.theme, v.confidence, v.evidence) for v in ThemeEngine(load_taxonomy()).assign(texts)])\n"
        "sys.stdout.buffer.write(out.encode())"
    )
    other = subprocess.run(
        [sys.executable, "-c", program],
        input="\0".join(texts).encode(),
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONHASHSEED": "7"},
    )
    assert other.stdout.decode() == repr(together)


def test_the_themes_alone_are_those_of_the_verdicts(tmp_path, shipped):
    texts = [row["text"] for row in exemplars()[::5]] + ["", "无", "没有见过的话"]
    for engine in (shipped, ThemeEngine(weak(tmp_path))):
        assert engine.themes(texts) == [verdict.theme for verdict in engine.assign(texts)]


def test_the_examples_of_a_taxonomys_matters_teach_what_no_listed_word_and_no_exemplar_says(tmp_path):
    (tmp_path / "ex.csv").write_text(
        "text,theme\n" + "".join(f"自来水停了{n}天,水\n路面坑洼第{n}年了,路\n" for n in range(8)), encoding="utf-8"
    )
    own = weak(tmp_path, "exemplars: ex.csv\n")
    (tmp_path / "themes.yml").write_text(
        ("exemplars: ex.csv\n" + WEAK).replace("words: [坑洼, 路面]", "words: [坑洼, 路面], matters: [路太窄会车难]"),
        encoding="utf-8",
    )
    taught = load_taxonomy(tmp_path / "themes.yml")
    text = ["太窄，两辆车对头就要倒回去让"]
    road = [ThemeEngine(each).model.probabilities(text)[0] for each in (own, taught)]
    labels = ThemeEngine(taught).model.labels
    assert road[1][labels.index("路")] > road[0][labels.index("路")]
