"""The catalogue of matters: whole, invented, apart from the sample year, and what it tells alike."""

from __future__ import annotations

from collections import Counter

import pytest
from rapidfuzz import fuzz, process

from analysis.errors import Fault, InputFaults
from analysis.intake.comments import read_folder
from analysis.intake.year import read_year
from analysis.layout import REFERENCE, REPOSITORY
from analysis.reference import read_rows
from analysis.tasks import catalogue as module
from analysis.tasks.catalogue import catalogue, foremost, in_common, kinds
from analysis.text.normalise import normalise
from analysis.themes import cases

EXAMPLES = read_rows(REFERENCE / "matter_examples.csv")
MATTERS = read_rows(REFERENCE / "matter_catalogue.csv")
NEAR = 80.0  # likeness of characters (0–100) that two comments written apart don't have


def test_every_matter_is_told_by_many_and_every_example_tells_a_matter():
    told = Counter(row["matter"] for row in EXAMPLES)
    assert told.keys() == {row["matter"] for row in MATTERS} and len(MATTERS) == len(told)
    assert min(told.values()) >= 20
    assert {row["scope"] for row in MATTERS} == {"点", "片", "市"}
    assert {row["origin"] for row in EXAMPLES} == {"编造"}
    assert len({normalise(row["text"]) for row in EXAMPLES}) == len(EXAMPLES)


def test_no_example_is_a_comment_of_the_sample_year():
    sample = read_folder(read_year(REPOSITORY / "data" / "sample" / "2019").folder.comments).accepted["text"]
    texts = [normalise(row["text"]) for row in EXAMPLES]
    near = process.cdist([normalise(text) for text in sample], texts, scorer=fuzz.ratio, score_cutoff=NEAR, workers=-1)
    assert not near.any()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("渔船油补这两年砍得太多", "柴油补贴一年比一年少，出一趟海都亏"),
        ("村里自来水又黄又浑", "打开水龙头一股泥腥味，洗白衣服都洗黄了"),
        ("电梯三天两头坏", "抱着孩子从一楼爬到十六楼，又停在半中间"),
    ],
)
def test_one_matter_told_twice_is_nearer_than_another_of_its_theme(one, other):
    near, sharp, _ = catalogue().bearings([one, other, "办营业执照跑了五趟", "蔗款拖了半年没发"])
    rows = list(zip(near, sharp, strict=True))
    same = in_common(rows[0], rows[1])
    assert all(same.near > 2 * in_common(rows[0], row).near for row in rows[2:])


def test_most_matters_have_a_kind_and_every_kind_has_several_matters():
    told = Counter(row["kind"] for row in MATTERS)
    assert told.pop("") < len(MATTERS) / 8
    assert min(told.values()) >= 3


@pytest.mark.parametrize(
    ("one", "same", "other"),
    [
        ("高龄津贴一个月才五十块", "村医的补贴太低了", "高龄津贴拖了三个月还没发"),
        ("公积金提取要跑四趟交一堆证明", "办残疾证材料要了一样又一样", "公积金能贷的额度太少"),
        ("养老院一个月三千多住不起", "幼儿园学费一年涨一次", "养老院护工骂老人"),
    ],
)
def test_one_kind_of_trouble_is_told_apart_whatever_it_is_about(one, same, other):
    near = kinds().bearings([one, same, other]).near
    assert near[0] @ near[1] > 1.5 * (near[0] @ near[2])


def test_a_catalogue_without_kinds_is_told(tmp_path, monkeypatch):
    (tmp_path / "matter_catalogue.csv").write_text("matter,scope\n没装路灯,点\n", encoding="utf-8")
    (tmp_path / "matter_examples.csv").write_text("matter,text\n没装路灯,没有灯\n", encoding="utf-8")
    monkeypatch.setattr(cases, "REFERENCE", tmp_path)
    kept = (kinds, cases.load_cases)
    for each in kept:
        each.cache_clear()
    try:
        with pytest.raises(InputFaults) as told:
            kinds()
        assert [str(fault) for fault in told.value.faults] == [str(Fault("matter_kinds", "matter_catalogue.csv"))]
    finally:
        for each in kept:
            each.cache_clear()


def test_an_example_of_no_matter_a_unit_there_is_not_and_an_unknown_scope_are_told_with_their_row(
    tmp_path, monkeypatch
):
    (tmp_path / "matter_catalogue.csv").write_text(
        "matter,scope,lead_unit\n没装路灯,点,路灯处\n路坏了,处,\n", encoding="utf-8"
    )
    (tmp_path / "matter_examples.csv").write_text("matter,text\n没装路灯,没有灯\n没灯,黑\n", encoding="utf-8")
    monkeypatch.setattr(cases, "REFERENCE", tmp_path)
    kept = (module.catalogue, module._scopes, cases.load_cases)
    for each in kept:
        each.cache_clear()
    try:
        with pytest.raises(InputFaults) as told:
            module.catalogue()
        assert [str(fault) for fault in told.value.faults] == [
            str(Fault("matter_unknown", "matter_examples.csv", row=3, value="没灯")),
            str(Fault("matter_unit", "matter_catalogue.csv", row=2, value="路灯处")),
        ]
        (tmp_path / "matter_catalogue.csv").write_text("matter,scope\n没装路灯,处\n没灯,点\n", encoding="utf-8")
        cases.load_cases.cache_clear()
        with pytest.raises(InputFaults) as told:
            module.catalogue()
        assert [str(fault) for fault in told.value.faults] == [
            str(Fault("matter_scope", "matter_catalogue.csv", row=2, value="处"))
        ]
    finally:
        for each in kept:
            each.cache_clear()


def test_a_text_points_to_the_matters_of_its_object_and_an_empty_one_nowhere():
    bearings = catalogue().bearings(["路灯坏了半年没人修", ""])
    assert all("路灯" in name for name in foremost(bearings.near[0], 0.3, 3))
    assert len(foremost(bearings.near[0], 0.3, 3)) == 3
    assert not foremost(bearings.near[1], 0.3, 3)
