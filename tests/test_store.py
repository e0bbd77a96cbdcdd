"""Tables as files: a spreadsheet runs nothing of them, and reading gives back what was written."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.store import csv_bytes, has_table, inert, read_table, write_table

TRICKY = st.sampled_from(
    [
        "=1+1",
        "+x",
        "-x",
        "@a",
        "'a",
        "''",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "NA",
        "nan",
        "",
        "1",
        "-5",
        "-5%",
        "True",
        "a\rb",
        '"',
        "a,b",
        "-\n1",
    ]
)
# Cells never hold NUL or half a character: values.text_of and the readers drop them.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")) | TRICKY
ROWS = st.lists(st.tuples(TEXTS, TEXTS, st.floats() | st.none(), st.integers(-(2**63), 2**63 - 1), st.booleans()))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+86-0770", "'+86-0770"),
        ("-2+3|cmd", "'-2+3|cmd"),
        ("-5\n=1", "'-5\n=1"),
        ("\t=1", "'\t=1"),
        ("＝1+1", "'＝1+1"),
        ("'引", "''引"),
        ("-5", "-5"),
        ("+3.5%", "+3.5%"),
        ("-", "-"),
        ("希望修路=1", "希望修路=1"),
        (5, 5),
        (None, None),
    ],
)
def test_only_what_a_spreadsheet_would_run_gets_an_apostrophe(text, cell):
    assert inert(text) == cell


@given(ROWS)
def test_a_table_read_is_the_table_written(rows):
    frame = pd.DataFrame(rows, columns=["id", "text", "rate", "count", "closed"])
    frame = frame.astype({"id": object, "text": object, "rate": float, "count": "int64", "closed": bool})
    before = frame.copy()
    with tempfile.TemporaryDirectory() as folder:
        write_table(Path(folder), "意见", frame)
        pd.testing.assert_frame_equal(read_table(Path(folder), "意见"), before, check_exact=True)
    pd.testing.assert_frame_equal(frame, before)


@given(st.lists(TEXTS, min_size=1))
def test_no_cell_of_the_file_begins_a_formula(texts):
    frame = pd.DataFrame({"text": texts}).map(inert)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(csv_bytes(frame))
        with open(path, encoding="utf-8-sig", newline="") as file:
            cells = [row[0] for row in csv.reader(file)][1:]
    assert len(cells) == len(texts)
    assert not [cell for cell in cells if cell.startswith(("=", "@", "\t", "\r", "\n", "＝"))]


def test_people_find_chinese_headings_and_excel_finds_the_encoding(tmp_path):
    frame = pd.DataFrame({"lead_unit": ["市教育局"], "rank": [1]})
    path = write_table(tmp_path / "tables", "by_unit", frame, {"rank": "名次"})
    assert path.read_bytes() == b"\xef\xbb\xbf" + "牵头单位,名次\r\n市教育局,1\r\n".encode()


def test_tables_of_one_folder_keep_their_own_types(tmp_path):
    write_table(tmp_path, "b", pd.DataFrame({"count": [1]}))
    write_table(tmp_path, "a", pd.DataFrame({"count": ["1"]}))
    assert read_table(tmp_path, "a")["count"][0] == "1" and read_table(tmp_path, "b")["count"][0] == 1
    assert has_table(tmp_path, "a") and not has_table(tmp_path, "c")


def test_the_same_frame_gives_the_same_bytes(tmp_path):
    frame = pd.DataFrame({"text": ["甲", "乙"], "rate": [0.1, float("nan")]})
    files = []
    for name in ("一", "二"):
        path = write_table(tmp_path / name, "t", frame)
        files.append([path.read_bytes(), (path.parent / "schema.json").read_bytes()])
    assert files[0] == files[1]
