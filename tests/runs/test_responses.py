"""Response times: an export with replies in, one page out."""

from __future__ import annotations

import pytest

from analysis.cli import main
from analysis.errors import InputFaults, UsageError
from analysis.runs.responses import load_answered, run_responses, write_page

HEADINGS = "留言编号,留言用户,留言主题,留言时间,留言详情,答复意见,答复时间\n"
ROWS = [
    "1,甲,<b>路灯</b>不亮,2020-01-01,路灯坏了一个月没人修,已转至市城管局处理。,2020-01-11",
    "2,乙,学位不够,2020-01-01,娃儿没有学位,市教育局 2020年1月31日,2020-01-31",
    "3,丙,水黄,2020-01-01,水龙头出黄水,,",
    "4,丁,问路,2020-01-05,怎么走,答复在前,2020-01-01",
]


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "留言.csv"
    path.write_text(HEADINGS + "\n".join(ROWS) + "\n", encoding="utf-8")
    return path


def test_every_message_is_kept_and_only_plausible_times_count(export):
    answered = load_answered(export)
    assert answered.line() == "收到 4 件，收下 4 件，退回 0 件；有答复时间的 2 件。"
    assert list(answered.messages["days"].fillna(-1)) == [10, 30, -1, -1]


def test_an_export_without_replies_is_refused_with_the_missing_columns(tmp_path):
    path = tmp_path / "无答复.csv"
    path.write_text("留言编号,留言主题,留言详情\n1,路灯,不亮\n", encoding="utf-8")
    with pytest.raises(InputFaults, match=r"《无答复\.csv》缺少“答复意见、答复时间”列"):
        load_answered(path)


def test_the_page_says_counts_and_names_its_source(export, tmp_path):
    page = write_page(load_answered(export), export, tmp_path / "out")
    text = page.read_text(encoding="utf-8")
    assert "4件留言，有答复时间的2件，一半在20天内答复，30 天内答复2件（100.0%），最长30天" in text
    assert "来源：留言.csv" in text
    assert sorted(path.stem for path in (tmp_path / "out" / "tables").glob("*.csv")) == [
        *("responses", "themes", "unit_kinds", "units"),
    ]


def test_a_page_without_any_usable_time_says_so(export, tmp_path):
    export.write_text(HEADINGS + ROWS[3] + "\n", encoding="utf-8")
    page = write_page(load_answered(export), export, tmp_path / "out")
    assert "1件留言，没有一件有可用的答复时间" in page.read_text(encoding="utf-8")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputFaults, match=r"《没有\.xlsx》找不到这个文件"):
        run_responses(tmp_path / "没有.xlsx", tmp_path / "out")


def test_a_folder_of_other_things_is_never_replaced(export, tmp_path):
    # --out pointed at the folder of all reports, or at the file's own folder
    with pytest.raises(UsageError, match="已经有别的内容"):
        run_responses(export, tmp_path)
    assert export.is_file()


@pytest.mark.slow
def test_the_command_runs_the_notebook_and_may_run_it_again(export, tmp_path, capsys):
    out = tmp_path / "答复"
    assert main(["responses", str(export), "--out", str(out)]) == 0
    assert str(out / "index.html") in capsys.readouterr().out
    first = {path.name: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert main(["responses", str(export), "--out", str(out)]) == 0
    assert {path.name: path.read_bytes() for path in out.rglob("*") if path.is_file()} == first
    assert str(tmp_path) not in (out / "notebooks" / "response_time.ipynb").read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["留言.csv", "答复"]


@pytest.mark.slow
def test_the_command_leaves_nothing_of_a_file_without_replies(tmp_path, capsys):
    path = tmp_path / "无答复.csv"
    path.write_text("留言编号,留言主题,留言详情\n1,路灯,不亮\n", encoding="utf-8")
    assert main(["responses", str(path), "--out", str(tmp_path / "out")]) == 1
    assert "缺少“答复意见、答复时间”列" in capsys.readouterr().err
    assert [entry.name for entry in tmp_path.iterdir()] == ["无答复.csv"]
