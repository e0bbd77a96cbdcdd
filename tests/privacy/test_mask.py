"""Personal data: found in whatever way people write it, masked, and nothing else touched."""

from __future__ import annotations

import csv

import pytest

from analysis.privacy.mask import find_personal, mask
from tests.conftest import REPOSITORY


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("打我手机13877012346。", "打我手机138****2346。"),
        ("138 7701 4426找我", "138****4426找我"),
        ("138-7701-4426", "138****4426"),
        ("+86 13877014426", "138****4426"),
        ("１３５１７８０２６４９", "135****2649"),
        ("身份证450621199803150417断了补贴", "身份证45*************417断了补贴"),
        ("45062119980315041X", "45*************41X"),
        ("老证450621980315041", "老证[证件号]"),
        ("打0770-2823456问", "打0770-****456问"),
        ("联系电话：2826655，盼复", "联系电话：****655，盼复"),
        ("座机2826655", "座机****655"),
        ("卡号6222021234567890128", "卡号[银行卡号]"),
        ("桂P·3K729闯灯", "桂P***29闯灯"),
        ("写信到 wang.li@example.com", "写信到 [邮箱]"),
        ("QQ：12345678", "[QQ号]"),
        ("加微信abcdef_99", "加[微信号]"),
    ],
)
def test_numbers_by_which_a_person_is_reached_are_masked_in_every_edition(text, masked):
    assert mask(text, people=False) == masked
    assert mask(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我叫黄月娇，住村里", "我叫某某，住村里"),
        ("联系人：韦志强", "联系人：某某"),
        ("韦主任说没有", "某主任说没有"),
        ("苏副局长不理", "某副局长不理"),
        ("覃志明书记推行河长制", "某书记推行河长制"),
        ("王局长制定方案", "某局长制定方案"),
        ("锦禾苑6栋1单元802漏水", "锦禾苑[住址]漏水"),
        ("安置点3栋402", "安置点[住址]"),
        ("那果屯17号", "那果屯[住址]"),
    ],
)
def test_names_addresses_and_named_officials_are_masked_for_the_public_only(text, masked):
    assert mask(text).replace(":", "：") == masked
    assert mask(text, people=False) == text


@pytest.mark.parametrize(
    "text",
    [
        "打12345、12340和120都没用",
        "防绩办发〔2020〕6号",
        "交了2826655元，2020年12月11日前",
        "农村老师少，高中老师也少",
        "村主任不在，镇长没来",
        "桂海路3公里，209国道旁",
        "那果屯2号路没修",
        "",
    ],
)
def test_what_is_nobodys_stays(text):
    assert mask(text) == text


def test_places_of_what_is_found_are_those_of_the_text_as_written():
    text = "电话：１３８７７０１２３４６，韦主任"
    phone, person = find_personal(text)
    assert text[phone.start : phone.end] == "１３８７７０１２３４６"
    assert (person.kind, text[person.start : person.end]) == ("被点名干部", "韦主任")
    assert [item.kind for item in find_personal(text, people=False)] == ["手机号"]


def test_masking_twice_changes_nothing_more():
    text = "我叫黄月娇，13877012346，锦禾苑6栋1单元802，桂P·3K729，韦主任，0770-2823456"
    assert mask(mask(text)) == mask(text)


def test_every_number_planted_in_the_sample_is_found():
    """The gold list was written before any program; names in running text are not found by patterns alone."""
    with open(REPOSITORY / "data" / "sample" / "gold-2019.csv", encoding="utf-8-sig", newline="") as stream:
        entries = [
            entry.split(":", 1) for row in csv.DictReader(stream) for entry in row["personal"].split("|") if entry
        ]
    numbers = [value for kind, value in entries if kind in ("手机号", "身份证", "车牌", "被点名干部", "住址")]
    assert len(numbers) >= 35
    assert [value for value in numbers if value in mask(f"找{value}。")] == []
