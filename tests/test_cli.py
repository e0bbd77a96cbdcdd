"""The command speaks Chinese: every command and option is explained, every wrong use told, exit codes as designed."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from messy import book, csv
from small_year import write_year

import analysis.classify
from analysis import cli
from analysis.cli import main
from analysis.layout import REPOSITORY

GOOD = [["编号", "意见建议"], ["1", "希望修路"], ["2", "学校门口车太多"]]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# What argparse and Python say when nobody translates them.
ENGLISH = re.compile(
    r"usage|error|argument|option|show|positional|expected|invalid|required|default|No such|denied|Trace", re.I
)


def parsers() -> dict[str, argparse.ArgumentParser]:
    """The parser of every command, by the words that call it."""
    top = cli._parser()
    (commands,) = (action for action in top._actions if isinstance(action, argparse._SubParsersAction))
    return {"minyi": top} | {f"minyi {name}": parser for name, parser in commands.choices.items()}


@pytest.fixture
def given(tmp_path, monkeypatch) -> Path:
    """A folder to stand in, with 意见.xlsx in it."""
    monkeypatch.chdir(tmp_path)
    return book(tmp_path / "意见.xlsx", GOOD)


# --- documentation ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", parsers())
def test_every_command_and_option_is_explained_in_chinese(name):
    parser = parsers()[name]
    assert CHINESE.search(parser.description or ""), "没有说明"
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
            assert set(helps) == set(action.choices)
            assert all(CHINESE.search(text) for text in helps.values()), helps
            continue
        assert CHINESE.search(action.help or ""), f"{action.option_strings or action.dest} 没有说明"
        assert not action.required or not action.option_strings or action.metavar, "必填项要写明填什么"


@pytest.mark.parametrize("name", parsers())
def test_help_is_chinese_throughout(name, capsys):
    with pytest.raises(SystemExit) as left:
        main([*name.split()[1:], "--help"])
    shown = capsys.readouterr().out
    assert left.value.code == 0 and shown.startswith("用法：minyi")
    assert not ENGLISH.search(shown.replace("--debug", ""))


def test_readme_or_handbook_name_every_command():
    pages = [REPOSITORY / "README.md", *(REPOSITORY / "docs").glob("*.md")]
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    assert [name for name in parsers() if name not in text] == []


# --- wrong use ------------------------------------------------------------------------------------------

WRONG = {
    "": None,
    "foo": "参数 命令 不能是 'foo'，可选：",
    "--foo": "不认识的参数：--foo。用 minyi --help 看用法。",
    "check a b": "不认识的参数：b。用 minyi --help 看用法。",
    "check": "缺少参数：年度文件夹。用 minyi check --help 看用法。",
    "classify": "缺少参数：文件, --out。用 minyi classify --help 看用法。",
    "classify 意见.xlsx --out": "参数 --out 后面要跟一个值。用 minyi classify --help 看用法。",
    "classify 意见.xlsx --out o.csv --text": "参数 --text 后面至少要跟一个值。用 minyi classify --help 看用法。",
    "classify 意见.xlsx --ou o.csv": "缺少参数：--out。用 minyi classify --help 看用法。",
    "classify 意见.xlsx --out o.csv --profile 报表": "没有叫“报表”的来源格式；现有：意见汇总表、网络留言。",
    "month 2020-09": "缺少参数：--year-dir。用 minyi month --help 看用法。",
    "month 2020-09 --year-dir . --jobs 两个": "参数 --jobs 要填整数，不是 '两个'。用 minyi month --help 看用法。",
    "month 2020-09 --year-dir . --jobs 0": "--jobs 至少是 1。",
    "month 2020-09 --year-dir . --force=1": "参数 --force 后面不跟值，不要写 '1'。用 minyi month --help 看用法。",
    "month 九月 --year-dir .": "月份“九月”不对；请写成 2020-09 这样。",
    "month 2020-09 --year-dir 没有": "找不到年度文件夹 没有；请检查 --year-dir。",
    "check 没有": "找不到文件夹 没有。",
    "sample 意见.xlsx": "缺少参数：--out。用 minyi sample --help 看用法。",
    "sample 意见.xlsx --out x.xlsx --coders 3": "参数 --coders 不能是 3，可选：1, 2。用 minyi sample --help 看用法。",
    "evaluate": "缺少参数：标注表。用 minyi evaluate --help 看用法。",
}


@pytest.mark.parametrize(("words", "sentence"), WRONG.items(), ids=WRONG)
def test_wrong_use_is_told_in_one_chinese_sentence_with_exit_code_2(given, capsys, words, sentence):
    assert main(words.split()) == 2
    said = capsys.readouterr()
    if sentence is None:  # no command at all: the help
        assert said.out.startswith("用法：minyi") and said.err == ""
    else:
        assert said.err.startswith(sentence) and said.err.count("\n") == 1 and said.out == ""
    assert not ENGLISH.search(re.sub(r"--\w[\w-]*", "", said.err))


@pytest.mark.parametrize("out", ["意见.xlsx", "./意见.xlsx"])
def test_the_original_is_never_written_over(given, capsys, out):
    before = given.read_bytes()
    assert main(["classify", "意见.xlsx", "--out", out]) == 2
    assert capsys.readouterr().err == "--out 会覆盖原件 意见.xlsx；请换一个文件名。\n"
    assert given.read_bytes() == before


def test_not_even_by_the_file_of_rejected_rows(given):
    original = csv(given.with_name("a.rejected.csv"), "编号,意见建议\n1,修路\n")
    assert main(["classify", "a.rejected.csv", "--out", "a.csv"]) == 2
    assert original.read_text(encoding="utf-8").startswith("编号") and not given.with_name("a.csv").exists()


# --- what the input, the disk and the program may do -----------------------------------------------------


def test_classify_says_how_many_rows_came_and_where_they_went(given, capsys):
    assert main(["classify", "意见.xlsx", "--out", "结果/out.csv"]) == 0
    said = capsys.readouterr()
    first, second = said.out.splitlines()
    assert first.startswith("收到 2 行（格式：意见汇总表），归类 2 行，没有收下 0 行；其中待复核 ") and said.err == ""
    assert second == "结果：" + str(Path("结果") / "out.csv")
    assert pd.read_csv("结果/out.rejected.csv").empty


def test_classify_names_the_file_of_rejected_rows_where_there_are_some(given, capsys):
    book(given, [*GOOD, ["1", "重号"]])
    assert main(["classify", "意见.xlsx", "--out", "out.csv"]) == 1
    assert capsys.readouterr().out.endswith("结果：out.csv；没有收下的：out.rejected.csv\n")


def test_check_of_a_sound_year_says_so(tmp_path, capsys):
    assert main(["check", str(write_year(tmp_path / "2019"))]) == 0
    assert capsys.readouterr().out == "没有发现问题。\n"


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (PermissionError(13, "Permission denied", "out.csv"), 1, "没有权限，或者文件正在 Excel 里打开（out.csv）"),
        (IsADirectoryError(21, "Is a directory", "out"), 1, "这是一个文件夹（out）"),
        (OSError(28, "No space left on device", "out.csv"), 1, "磁盘空间不足（out.csv）"),
        (ZeroDivisionError("坏了"), 3, "程序出错（ZeroDivisionError: 坏了）；请加 --debug 再运行一次"),
    ],
)
def test_what_fails_underneath_is_told_without_a_traceback(given, capsys, monkeypatch, error, code, sentence):
    def fail(*_):
        raise error

    monkeypatch.setattr(analysis.classify, "write_classified", fail)
    words = ["classify", "意见.xlsx", "--out", "out.csv"]
    assert main(words) == code
    said = capsys.readouterr().err
    assert sentence in said and said.count("\n") == 1
    with pytest.raises(type(error)):
        main([*words, "--debug"])


def test_a_real_folder_in_the_way_is_told(given, capsys):
    assert main(["classify", "意见.xlsx", "--out", str(given.parent)]) == 1
    assert "这是一个文件夹" in capsys.readouterr().err


def test_a_console_that_cannot_show_chinese_does_not_stop_the_command(given):
    command = [sys.executable, "-m", "analysis.cli", "check", "没有这个文件夹"]
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(command, cwd=given.parent, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "?" in done.stderr and "Error" not in done.stderr


def test_the_version_is_shown(capsys):
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0 and re.fullmatch(r"minyi \d+\.\d+\.\d+\n", capsys.readouterr().out)
