"""Each fault of a year folder through `minyi check`: its exact sentence, all of them at once, exit code 1."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from messy import book, csv, cut, locked
from small_year import RETURNS, TASKS, YEAR, write_year

from analysis.cli import main

EDUCATION = "防城港市教育局"
FORM = ["任务编号", "完成情况", "完成比例"]
ASK_WHOLE = "请对方用 Excel 重新保存后再发一次。"


@pytest.fixture
def year(tmp_path: Path) -> Path:
    return write_year(tmp_path / "2019")


def checked(year: Path, capsys) -> tuple[int, list[str]]:
    """Exit code and lines of `minyi check`, without the last one that counts them."""
    code = main(["check", str(year)])
    said = capsys.readouterr()
    assert said.err == ""
    *lines, count = said.out.splitlines()
    errors = sum(line.startswith("错误：") for line in lines)
    hints = sum(line.startswith("提示：") for line in lines)
    assert count == (f"共 {errors} 处错误、{hints} 处提示。" if lines else "没有发现问题。")
    return code, lines


def returned(
    year: Path, *rows: list, head: str = f"填报单位：{EDUCATION}　月份：2020-08", columns=FORM, name="来件"
) -> None:
    book(year / "progress" / "2020-08" / f"{name}.xlsx", [[head], columns, *rows], "附件2")


def test_a_sound_folder_has_nothing_to_mend(year, capsys):
    assert checked(year, capsys) == (0, [])


# --- what a unit's return may have wrong ------------------------------------------------------------

HERE = "错误：《来件.xlsx》工作表“附件2”"
RETURN_FAULTS = {
    "wrong month": (
        {"head": f"填报单位：{EDUCATION}　月份：2020年7月"},
        HERE + "“月份”写的是 2020-07，文件却放在 2020-08 的文件夹里；请核对月份；补报以前月份的，请在表头注明“补报”。",
    ),
    "no month": (
        {"head": f"填报单位：{EDUCATION}　月份：2020年13月"},
        HERE + "“月份”是“2020年13月”，不是月份；请填成 2020-09 这样的月份。",
    ),
    "missing column": (
        {"columns": ["任务编号", "完成比例", "佐证材料"]},
        HERE + "第 2 行缺少“完成情况”列；找到的列是：任务编号、完成比例、佐证材料；请补上或改成规定的列名。",
    ),
    "another form": (
        {"columns": ["姓名", "电话", "住址"]},
        HERE + "认不出这张表：找到的表头是 姓名、电话、住址；请用下发的表式填报，保留列名那一行。",
    ),
}
ROW_FAULTS = {
    "unknown task": (
        ["9", "已完成", "100"],
        "第 3 行“任务编号”是“9”，附件1里没有这个任务；最接近的编号是：1、2、3；请核对。",
    ),
    "another unit's task": (
        ["2", "已完成", "100"],
        "第 3 行“任务编号”是“2”，这项任务由防城港市卫生健康委员会牵头，不是本表单位；"
        "请核对；确需移交请先向绩效办报退办。",
    ),
    "a percentage in words": (
        ["1", "正在整改", "一半"],
        "第 3 行“完成比例”是“一半”，不是 0 到 100 的百分数；请填 0 到 100 的数，例如 60。",
    ),
    "a formula without a result": (
        ["1", "正在整改", "=1/2"],
        "第 3 行“完成比例”是公式，没有算出来的值；请选中后“复制—选择性粘贴—数值”。",
    ),
    "a state of one's own": (
        ["1", "差不多了", "90"],
        "第 3 行“完成情况”是“差不多了”，不在规定的选项里；可填：未启动、正在整改、已完成、长期推进、暂不具备条件。",
    ),
    "no number": (["", "已完成", "100"], "第 3 行“任务编号”没有编号；请补上编号。"),
}


@pytest.mark.parametrize(("change", "sentence"), RETURN_FAULTS.values(), ids=RETURN_FAULTS)
def test_a_return_that_cannot_be_used_gets_its_sentence(tmp_path, capsys, change, sentence):
    year = write_year(tmp_path / "2019", returns={"2020-08": []}, verified={})
    returned(year, ["1", "已完成", "100"], **change)
    assert checked(year, capsys) == (1, [sentence])


@pytest.mark.parametrize(("row", "sentence"), ROW_FAULTS.values(), ids=ROW_FAULTS)
def test_a_row_of_a_return_gets_its_sentence(tmp_path, capsys, row, sentence):
    year = write_year(tmp_path / "2019", returns={"2020-08": []}, verified={})
    returned(year, row)
    assert checked(year, capsys) == (1, [HERE + sentence])


def test_an_unknown_unit_is_told_with_the_nearest_names(tmp_path, capsys):
    year = write_year(tmp_path / "2019", returns={"2020-08": []}, verified={})
    returned(year, ["1", "已完成", "100"], head="填报单位：市教育厅　月份：2020-08")
    code, (line,) = checked(year, capsys)
    nearest = "防城港市教育局、防城港市[^、；]+、防城港市[^、；]+"
    remedy = f"最接近的是：{nearest}；请改成全称，或先在 units\\.csv 登记。"
    assert code == 1 and re.fullmatch(f"{HERE}“填报单位”里的“市教育厅”不在单位名录里；{remedy}", line)


def test_the_same_return_twice_is_taken_once(year, capsys):
    first = year / "progress" / "2020-08" / "0.xlsx"
    shutil.copy(first, first.with_name("0 - 副本.xlsx"))
    code, lines = checked(year, capsys)
    assert code == 1
    assert lines == [
        "错误：《0.xlsx》工作表“表”第 3 行“任务编号”“1”在本表《0 - 副本.xlsx》第 3 行已经填过；请只留一行。"
    ]


# --- the other files -----------------------------------------------------------------------------------


def test_every_fault_is_told_at_once(year, capsys):
    book(
        year / "comments" / "2.xlsx",
        [["意见编号", "来源渠道", "意见建议"], ["1", "饮水安全", "重号"], ["8", "饮水工程", "x"]],
    )
    book(year / "plans" / "方案.xlsx", [["填报单位：市住建局"], ["任务编号", "整改措施"], ["1", "修路"]])
    returned(year, ["9", "已完成", "100"])
    code, lines = checked(year, capsys)
    assert code == 1
    assert lines == [
        "错误：《2.xlsx》工作表“意见”第 3 行“来源渠道”“饮水工程”不是 15 个来源渠道之一；"
        "最接近的是：工程报建、饮水安全；请改成规定的渠道名。",
        "错误：《意见.xlsx》工作表“表”第 2 行编号“1”已在《2.xlsx》“意见”第 2 行用过；请改成不重复的编号。",
        "错误：《方案.xlsx》工作表“意见”第 3 行“任务编号”是“1”，这项任务由防城港市教育局牵头，不是本表单位；"
        "请核对；确需移交请先向绩效办报退办。",
        HERE + "第 3 行“任务编号”是“9”，附件1里没有这个任务；最接近的编号是：1、2、3；请核对。",
    ]


def test_the_same_file_of_comments_twice_counts_once_and_its_rows_are_kept(year, capsys):
    shutil.copy(year / "comments" / "意见.xlsx", year / "comments" / "意见（再发）.xlsx")
    assert checked(year, capsys) == (
        0,
        ["提示：《意见（再发）.xlsx》与《意见.xlsx》内容完全相同；只用前一个，这一个没有再计入。"],
    )


def test_a_date_in_words_in_the_task_list_is_told_and_the_task_kept(tmp_path, capsys):
    tasks = [(*TASKS[0][:4], "年底前", *TASKS[0][5:]), *TASKS[1:]]
    assert checked(write_year(tmp_path / "2019", tasks=tasks), capsys) == (
        1,
        ["错误：《tasks.xlsx》工作表“表”第 2 行“整改时限”是“年底前”，不是日期；请填成 2020-12-11 这样的日期。"],
    )


@pytest.mark.parametrize("name", ["2020-9", "2020-13", "2020年9月", "零散.xlsx"])
def test_returns_outside_a_months_folder_are_not_passed_over_in_silence(year, capsys, name):
    stray = year / "progress" / name
    shutil.copytree(year / "progress" / "2020-08", stray) if "." not in name else csv(stray, "x")
    code, lines = checked(year, capsys)
    assert code == 1
    assert lines == [
        f"错误：《progress/{name}》不是一个月份的文件夹，里面的材料没有读；"
        "请改名为 2020-09 这样的月份，文件放在月份文件夹里。"
    ]


@pytest.mark.parametrize("gone", ["missing", "truncated", "locked"])
def test_without_a_task_list_only_that_is_told(year, capsys, gone, tmp_path):
    path = year / "tasks.xlsx"
    whole = path.rename(tmp_path / "原件.xlsx")
    if gone == "truncated":
        cut(path, whole, 0.5)
    elif gone == "locked":
        locked(path, whole)
    sentence = {
        "missing": "找不到这个文件；请检查路径和文件名。",
        "truncated": f"文件损坏或没有传完，打不开；{ASK_WHOLE}",
        "locked": "文件加了密码，打不开；请去掉打开密码后再发一次。",
    }[gone]
    assert checked(year, capsys) == (1, [f"错误：《tasks.xlsx》{sentence}"])


def test_without_comments_only_that_is_told(year, capsys):
    shutil.rmtree(year / "comments")
    assert checked(year, capsys) == (1, ["错误：《comments》找不到这个文件；请检查路径和文件名。"])


def test_a_channel_with_fewer_comments_than_the_covering_letter_says_is_told(year, capsys):
    (year / "year.yml").write_text(f"{YEAR}expected: {{棚户区改造: 2}}\n", encoding="utf-8")
    book(year / "comments" / "棚改.xlsx", [["意见编号", "来源渠道", "意见建议"], ["8", "棚改", "围挡围了一年"]])
    assert checked(year, capsys) == (
        0,
        ["提示：《comments》“棚户区改造”合计写的是 2，实际有 1 行；请与来件单位核对是否漏发。"],
    )


CORRECTIONS = {
    "1,类别,医疗": "",
    "99,类别,医疗": "第 2 行更正的意见编号“99”不存在；请核对 corrections.csv。",
    "1,心情,好": "第 2 行不能更正“心情”；可更正：类别、涉及类别、意见性质、县（市、区）、地点、牵头单位、配合单位。",
    "1": "第 2 行不能更正“”；可更正：类别、涉及类别、意见性质、县（市、区）、地点、牵头单位、配合单位。",
}


@pytest.mark.parametrize(("line", "sentence"), CORRECTIONS.items())
def test_corrections_are_checked_against_the_comments(year, capsys, line, sentence):
    csv(year / "corrections.csv", f"时间,意见编号,更正项,改为\n2020-08-03,{line}\n")
    expected = [f"错误：《corrections.csv》{sentence}"] if sentence else []
    assert checked(year, capsys) == (int(bool(sentence)), expected)


def test_a_file_named_in_another_systems_encoding_is_read_and_named_readably(year, capsys):
    folder = year / "progress" / "2020-08"
    try:
        (folder / "0.xlsx").rename(folder / os.fsdecode("教育局.xlsx".encode("gb18030")))
    except OSError:
        pytest.skip("这台机器的文件名只能是 UTF-8")
    assert checked(year, capsys) == (0, [])
    for month in RETURNS:
        shutil.rmtree(year / "progress" / month)
    (year / "comments" / "意见.xlsx").unlink()
    (year / "comments" / os.fsdecode(b"\xb7\xc0.csv")).write_bytes(b"\xff\xff\x00")
    code, lines = checked(year, capsys)
    assert code == 1 and lines[0].startswith("错误：《防.csv》文字编码认不出来")
