"""Names that stay inside their folder, and the files of a year."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.layout import ReportFolder, YearFolder, documents, safe_name, unique_names

HOSTILE = st.sampled_from(
    [
        "..",
        "../..",
        "/etc/passwd",
        "C:\\x",
        "CON",
        "con.txt",
        "NUL .x",
        "aux",
        "COM¹",
        "a:b",
        ".hidden",
        "．．／",
        "\u202e.",
        "市" * 300,
    ]
)
NAMES = st.text() | HOSTILE | st.text(alphabet="./\\ ．／＼‥․cCoOnN市-2")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("防城港市教育局", "防城港市教育局"),
        ("../../etc/passwd", "etc_passwd"),
        ("党代表、人大代表/政协委员", "党代表、人大代表_政协委员"),
        ("=HYPERLINK(1)", "HYPERLINK(1)"),
        ("<script>", "script"),
        ("con", "_con"),
        ("．．／市", "市"),
        ("..", "未命名"),
        ("", "未命名"),
    ],
)
def test_a_text_becomes_a_harmless_name(text, name):
    assert safe_name(text) == name


@given(NAMES)
def test_no_name_leaves_its_folder_or_is_refused_by_windows(text):
    name = safe_name(text)
    assert name and name == name.strip(" .") and name == safe_name(name)
    assert ".." not in name and not set(name) & set('/\\<>:"|?*')
    assert not any(unicodedata.category(ch) in ("Cc", "Cf", "Cs") for ch in name)
    assert not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)", name)
    assert len(f"{name}-99.html".encode()) <= 255


@given(st.lists(NAMES))
def test_names_never_collide_not_even_where_case_does_not_count(texts):
    names = unique_names(texts)
    assert list(names) == list(dict.fromkeys(texts))
    for fold in (str.lower, str.upper, str.casefold):
        assert len({unicodedata.normalize("NFD", fold(name)) for name in names.values()}) == len(names)


def test_the_second_taker_of_a_name_gets_a_number():
    assert unique_names(["甲/乙", "甲:乙", "甲_乙", "甲/乙", "甲_乙-2"]) == {
        "甲/乙": "甲_乙",
        "甲:乙": "甲_乙-2",
        "甲_乙": "甲_乙-3",
        "甲_乙-2": "甲_乙-2-2",
    }


def test_names_that_differ_in_case_only_get_different_files():
    assert unique_names(["B超室", "b超室"]) == {"B超室": "B超室", "b超室": "b超室-2"}


def test_only_real_months_are_months_and_the_rest_is_named(tmp_path):
    for name in ("2020-08", "2020-07", "2020-13", "0000-01", "2020-9", ".git"):
        (tmp_path / "progress" / name).mkdir(parents=True)
    (tmp_path / "progress" / "散.xlsx").touch()
    year = YearFolder(tmp_path)
    assert year.progress_months() == ["2020-07", "2020-08"]
    assert year.stray_progress() == ["progress/0000-01", "progress/2020-13", "progress/2020-9", "progress/散.xlsx"]


def test_a_year_without_progress_has_no_months(tmp_path):
    assert YearFolder(tmp_path).progress_months() == YearFolder(tmp_path).stray_progress() == []


def test_documents_are_what_people_put_there_in_a_fixed_order(tmp_path):
    (tmp_path / "乙").mkdir()
    for name in ("b.xlsx", "乙/a.csv", "a.xlsx", "~$a.xlsx", ".DS_Store"):
        (tmp_path / name).touch()
    assert [path.relative_to(tmp_path).as_posix() for path in documents(tmp_path)] == ["a.xlsx", "b.xlsx", "乙/a.csv"]
    assert documents(tmp_path / "没有") == []


def test_the_parts_of_a_year_and_of_a_report_lie_where_the_design_says(tmp_path):
    year, report = YearFolder(tmp_path), ReportFolder(tmp_path)
    parts = (
        year.settings,
        year.comments,
        year.corrections,
        year.tasks,
        year.plans,
        year.evidence,
        year.progress("2020-09"),
    )
    assert [part.relative_to(tmp_path).as_posix() for part in parts] == [
        "year.yml",
        "comments",
        "corrections.csv",
        "tasks.xlsx",
        "plans",
        "evidence",
        "progress/2020-09",
    ]
    parts = (report.briefing, report.index, report.tables, report.notebooks, report.public, report.manifest)
    assert [part.name for part in parts] == [
        "briefing.html",
        "index.html",
        "tables",
        "notebooks",
        "public",
        "manifest.json",
    ]
