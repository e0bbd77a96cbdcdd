"""Tables of texts in a notebook: whole, escaped, numbers to the right."""

import pandas as pd

from analysis.runs.reading import Reading

LONG = "水管漏水" * 100
FRAME = pd.DataFrame({"id": ["01-001"], "count": [3], "text": [f"{LONG}<script>alert(1)</script>"], "left": ["镇上"]})


def test_a_text_is_shown_whole_under_chinese_headings_and_escaped():
    shown = Reading(FRAME, {"left": "前文"})._repr_html_()
    assert LONG in shown
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown
    assert all(f"<th>{name}</th>" in shown for name in ("意见编号", "件数", "意见建议", "前文"))


def test_numbers_and_what_is_asked_for_stand_to_the_right_texts_to_the_left():
    shown = Reading(FRAME, right=["left"])._repr_html_()
    assert "right-2-4" in shown
    assert ".right-2-4 td:nth-child(3)" not in shown
    plain = Reading(FRAME[["id", "text"]])._repr_html_()
    assert "text-align: right" not in plain


def test_it_reads_as_plain_text_where_no_page_is_shown():
    assert "意见编号" in repr(Reading(FRAME))
