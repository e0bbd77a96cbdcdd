"""What a form says above its table, however it is laid out."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.intake.forms import FormHead, form_head

NOTHING = FormHead("", "", None, False)
DAY = dt.date(2020, 8, 27)


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("附件2　整改完成情况一览表", NOTHING),
        ("填报单位：市教育局　　月份：2020年8月　填报日期：2020年8月27日", FormHead("市教育局", "2020-08", DAY, False)),
        (
            "报送单位（盖章）:市教育局\n所属月份：２０２０－０８\n报送时间：2020.8.27",
            FormHead("市教育局", "2020-08", DAY, False),
        ),
        ("填报单位：\n市教育局\n填报人：某某", FormHead("市教育局", "", None, False)),
        ("填报单位：\n月份：2020-08", FormHead("", "2020-08", None, False)),
        ("填报单位（盖章）：　月份：2020-08", FormHead("", "2020-08", None, False)),
        ("（补报）月份：2020年7月", FormHead("", "2020-07", None, True)),
        ("月份：八月", FormHead("", "", None, False, "八月")),
        ("月份：2020年13月", FormHead("", "", None, False, "2020年13月")),
        ("月份：\n填报日期：2020年8月27日", FormHead("", "", DAY, False)),
    ],
)
def test_the_head_of_a_form(title, head):
    assert form_head(title) == head
