"""The `minyi` command, in Chinese."""

from __future__ import annotations

import argparse
import errno
import os
import re
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import __version__
from analysis.errors import ERROR, BrokenRun, InputFaults, MinyiError, UsageError

if TYPE_CHECKING:
    from analysis.classify import Written
    from analysis.merge import Merged

DONE, FAULTS, WRONG_USE, OUR_FAULT = 0, 1, 2, 3

# argparse speaks English; these are all the sentences it has for wrong use.
_ARGPARSE = (
    (r"the following arguments are required: (.+)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"argument (.+): ignored explicit argument (.+)", r"参数 \1 后面不跟值，不要写 \2"),
    (r"argument (.+): expected one argument", r"参数 \1 后面要跟一个值"),
    (r"argument (.+): expected at least one argument", r"参数 \1 后面至少要跟一个值"),
    (r"argument (.+): invalid choice: (.+?) \(choose from (.+)\)", r"参数 \1 不能是 \2，可选：\3"),
    (r"argument (.+): invalid int value: (.+)", r"参数 \1 要填整数，不是 \2"),
    (r"ambiguous option: (.+) could match (.+)", r"参数 \1 不明确，可能是 \2"),
)


_OS_ERRORS = (
    (FileNotFoundError, "找不到"),
    (PermissionError, "没有权限，或者文件正在 Excel 里打开"),
    (IsADirectoryError, "这是一个文件夹"),
    (NotADirectoryError, "上一级不是文件夹"),
    (FileExistsError, "同名的文件已经在了"),
)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """A parser whose help and errors are Chinese; wrong use exits with 2."""

    def __init__(self, **options):
        options.setdefault("formatter_class", _Formatter)
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str):
        for pattern, chinese in _ARGPARSE:
            message = re.sub(pattern, chinese, message)
        raise UsageError(f"{message}。用 {self.prog} --help 看用法。")


def _parser() -> _Parser:
    parser = _Parser(prog="minyi", description="民意：从群众意见到整改销号。每月一条命令，出简报、表格和公示版。")
    parser.add_argument("--version", action="version", version=f"minyi {__version__}", help="显示版本")
    parser.add_argument("--debug", action="store_true", help="出错时显示详细的程序信息（给开发人员）")
    commands = parser.add_subparsers(title="命令", dest="command", metavar="命令", parser_class=_Parser)

    month = commands.add_parser(
        "month", help="运行一个月：五个笔记本，出简报和表格", description="运行一个月，结果在 OUT/月份/ 下。"
    )
    month.add_argument("month", metavar="月份", help="例如 2020-09")
    month.add_argument("--year-dir", required=True, metavar="文件夹", help="年度文件夹，例如 data/sample/2019")
    month.add_argument("--out", default="reports", metavar="文件夹", help="结果放在哪里（默认 reports）")
    month.add_argument(
        "--jobs", type=int, default=min(os.cpu_count() or 1, 2), metavar="N", help="同时开几个内核（默认 2）"
    )
    month.add_argument("--force", action="store_true", help="同样的材料已经出过报告，也重新运行")
    month.set_defaults(run=_month)

    classify = commands.add_parser(
        "classify", help="给任何一份意见归类", description="给一份意见表的每一行判定类别、性质、地点和单位。"
    )
    _add_file_options(classify)
    classify.add_argument("--taxonomy", metavar="THEMES.yml", help="类别词库（默认 data/reference/themes.yml）")
    classify.add_argument("--corrections", metavar="CSV", help="更正台账，照它改判")
    classify.set_defaults(run=_classify)

    merge = commands.add_parser(
        "merge",
        help="找出说同一件事的意见",
        description="找出重复提交、说同一件事和可能相关的意见：每一行给出事项编号、等级和理由，一行也不删。",
    )
    _add_file_options(merge)
    merge.set_defaults(run=_merge)

    check = commands.add_parser("check", help="检查一个年度文件夹", description="一次列出年度文件夹里所有要改的地方。")
    check.add_argument("year_dir", metavar="年度文件夹", help="例如 data/sample/2019")
    check.set_defaults(run=_check)

    correct = commands.add_parser(
        "correct",
        help="把填好的待复核表记进更正台账",
        description="核对填好的 待复核.xlsx，把能收的更正追加到年度文件夹的 corrections.csv。",
    )
    correct.add_argument("file", metavar="待复核.xlsx", help="填好“改为…”各列的待复核表")
    correct.add_argument("--year-dir", required=True, metavar="文件夹", help="年度文件夹，例如 data/sample/2019")
    correct.add_argument("--who", default="", metavar="姓名", help="表里没有写更正人时记谁")
    correct.add_argument("--date", default="", metavar="日期", help="更正日期（默认今天），例如 2020-09-30")
    correct.set_defaults(run=_correct)

    sample = commands.add_parser(
        "sample",
        help="抽一些意见，请人标注",
        description="从一份意见表或一个年度文件夹抽意见，写成给标注人填的表（每人一份，看不到程序的判定）和一份底稿。",
    )
    sample.add_argument("file", metavar="文件", help="意见表，或年度文件夹")
    sample.add_argument(
        "--out", required=True, metavar="抽样.xlsx", help="写出 抽样-甲.xlsx、抽样-乙.xlsx 和 抽样-底稿.csv"
    )
    sample.add_argument("--number", type=int, default=200, metavar="件数", help="一共抽多少件（默认 200）")
    sample.add_argument(
        "--coders", type=int, choices=(1, 2), default=2, metavar="人数", help="几个人标注：1 或 2（默认 2）"
    )
    sample.add_argument(
        "--doubtful", type=int, default=0, metavar="件数", help="其中多少件从待复核的里抽（默认 0：全部一样随机）"
    )
    sample.add_argument("--seed", type=int, default=1, metavar="N", help="换一个数就另抽一批（默认 1）")
    sample.add_argument("--taxonomy", metavar="THEMES.yml", help="类别词库（默认 data/reference/themes.yml）")
    sample.set_defaults(run=_sample)

    evaluate = commands.add_parser(
        "evaluate",
        help="看程序判得对不对",
        description="把填好的标注表与程序的判定核对，出一个网页：判对多少、错在哪里、把握可信不可信。",
    )
    evaluate.add_argument(
        "files", nargs="+", metavar="标注表", help="填好的标注表，一份或两份（两个人的）；以第一份为准"
    )
    evaluate.add_argument(
        "--against",
        metavar="文件",
        help="程序的判定：底稿或 minyi classify 的结果；也可以是意见表或年度文件夹，当场判（默认用标注表旁边的底稿）",
    )
    evaluate.add_argument("--taxonomy", metavar="THEMES.yml", help="类别词库（默认 data/reference/themes.yml）")
    evaluate.add_argument("--out", default="reports/核对", metavar="文件夹", help="结果放在哪里（默认 reports/核对）")
    evaluate.set_defaults(run=_evaluate)

    responses = commands.add_parser(
        "responses", help="从带答复的留言看各单位答复快慢", description="运行答复时间笔记本，出一个网页。"
    )
    responses.add_argument("file", metavar="文件", help="带答复意见、答复时间的留言表")
    responses.add_argument("--out", default="reports/答复时间", metavar="文件夹", help="结果放在哪里")
    responses.set_defaults(run=_responses)
    return parser


def _add_file_options(parser: _Parser) -> None:
    """The options of a command that reads any one file of texts and writes OUT.csv."""
    parser.add_argument("file", metavar="文件", help="xlsx、xls、csv 或 docx")
    parser.add_argument("--out", required=True, metavar="OUT.csv", help="结果文件；没有收下的行在 OUT.rejected.csv")
    parser.add_argument("--profile", metavar="名称", help="来源格式（默认按表头自动认）")
    parser.add_argument("--id", metavar="列名", help="编号列")
    parser.add_argument(
        "--text", nargs="+", default=[], metavar="列名", help="正文列；多列时最后一列是正文，前面的算标题"
    )


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _complain(text: str) -> None:
    sys.stderr.write(text + "\n")


def _month(options: argparse.Namespace) -> int:
    from analysis.runs.month import run_month
    from analysis.store import read_table

    if options.jobs < 1:
        raise UsageError("--jobs 至少是 1。")
    result = run_month(options.month, Path(options.year_dir), Path(options.out), options.jobs, options.force)
    if not result.fresh:
        _say("这个月的报告已经在了，材料没有变，没有重新运行（要重新运行请加 --force）。")
    stages = ("intake", "tasks", "progress")
    faults = sum(len(read_table(result.folder.tables, f"faults_{name}")) for name in stages)
    if faults:
        _say(f"有 {faults} 处要核对，见 {_near(result.folder.root / '退回清单.xlsx')}")
    _say(f"请打开：{_near(result.folder.briefing)}")
    return DONE


def _near(path: Path) -> str:
    """A path as the user would type it from here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _out_beside(originals: Sequence[str | None], name: str) -> Path:
    """OUT.csv as given.  Raises UsageError where it, or the rejected rows beside it, would overwrite an original."""
    from analysis.store import rejected_path

    out = Path(name)
    given = [Path(original).resolve() for original in originals if original]
    for path in (out, rejected_path(out)):
        if path.resolve() in given:
            raise UsageError(f"--out 会覆盖原件 {path}；请换一个文件名。")
    if out.suffix.lower() != ".csv" and not out.is_dir():
        raise UsageError(f"--out “{name}”要以 .csv 结尾：结果写成 csv，Excel 能直接打开。")
    return out


def _tell(result: Written | Merged, taken: int, rejected: int, done: str, out: Path) -> int:
    """Says what became of a file of texts; returns the exit code."""
    from analysis.store import rejected_path

    for fault in result.faults:
        _complain(fault.sentence())
    _say(f"收到 {taken + rejected} 行（格式：{'、'.join(result.profiles)}），{done}")
    _say(f"结果：{_near(out.resolve())}" + (f"；没有收下的：{_near(rejected_path(out).resolve())}" if rejected else ""))
    return FAULTS if any(fault.is_error for fault in result.faults) else DONE


def _classify(options: argparse.Namespace) -> int:
    from analysis.classify import classify_pieces, write_classified
    from analysis.themes.taxonomy import DEFAULT

    out = _out_beside((options.file, options.taxonomy, options.corrections), options.out)
    pieces = classify_pieces(
        Path(options.file),
        Path(options.taxonomy) if options.taxonomy else DEFAULT,
        options.profile,
        options.id,
        options.text,
        Path(options.corrections) if options.corrections else None,
    )
    result = write_classified(pieces, out)
    done = f"归类 {result.rows} 行，没有收下 {result.rejected} 行；其中待复核 {result.to_review} 行。"
    return _tell(result, result.rows, result.rejected, done, out)


def _merge(options: argparse.Namespace) -> int:
    from analysis.merge import merge, write_merged
    from analysis.tasks.alike import Level

    out = _out_beside((options.file,), options.out)
    result = merge(Path(options.file), options.profile, options.id, options.text)
    write_merged(result, out)
    levels = "、".join(f"{level.value} {result.at(level)} 件" for level in Level)
    done = f"{len(result.rows)} 件意见说的是 {result.issues} 件事（{levels}），没有收下 {len(result.rejected)} 行。"
    return _tell(result, len(result.rows), len(result.rejected), done, out)


def _check(options: argparse.Namespace) -> int:
    from analysis.check import check_year

    folder = Path(options.year_dir)
    if not folder.is_dir():
        raise UsageError(f"找不到文件夹 {options.year_dir}。")
    faults = check_year(folder)
    for fault in faults:
        _say(f"{fault.level}：{fault.sentence()}")
    errors = sum(fault.is_error for fault in faults)
    _say(f"共 {errors} 处错误、{len(faults) - errors} 处提示。" if faults else "没有发现问题。")
    return FAULTS if errors else DONE


def _reason(error: OSError) -> str:
    """Why a file could not be read or written, in Chinese where the case is a usual one."""
    for kind, reason in _OS_ERRORS:
        if isinstance(error, kind):
            return reason
    return "磁盘空间不足" if error.errno == errno.ENOSPC else str(error.strerror or error)


def _correct(options: argparse.Namespace) -> int:
    import datetime as dt

    from analysis.intake.comments import read_folder
    from analysis.intake.values import parse_date
    from analysis.intake.year import read_year
    from analysis.tasks.corrections import read_corrections
    from analysis.tasks.review import append, read_review
    from analysis.themes.taxonomy import load_taxonomy

    when = parse_date(options.date) if options.date else dt.date.today()
    if when is None:
        raise UsageError(f"--date “{options.date}”不是日期；请写成 2020-09-30 这样。")
    year = read_year(Path(options.year_dir))
    comments = read_folder(year.folder.comments).accepted
    ledger, _ = read_corrections(year.folder.corrections)
    review = read_review(
        Path(options.file), comments, ledger, load_taxonomy(), year.units, options.who, when.isoformat()
    )
    append(year.folder.corrections, review.corrections)
    for fault in review.faults:
        _complain(fault.sentence())
    _say(f"{review.line()}台账：{_near(year.folder.corrections.resolve())}")
    return FAULTS if any(fault.is_error for fault in review.faults) else DONE


def _responses(options: argparse.Namespace) -> int:
    from analysis.runs.responses import run_responses

    page = run_responses(Path(options.file), Path(options.out))
    _say(f"请打开：{_near(page)}")
    return DONE


def _sample(options: argparse.Namespace) -> int:
    from analysis.sample import sample, sample_paths
    from analysis.themes.taxonomy import DEFAULT

    out = Path(options.out)
    paths = sample_paths(out, options.coders)
    if existing := [path for path in paths if path.exists()]:
        raise UsageError(f"{existing[0]} 已经在了，可能有人正在填；请换一个 --out，或者先移走它。")
    taxonomy = Path(options.taxonomy) if options.taxonomy else DEFAULT
    found = sample(Path(options.file), out, options.number, options.coders, options.doubtful, options.seed, taxonomy)
    for fault in found.received.faults:
        _complain(fault.sentence())
    _say(
        f"从 {len(found.received.rows)} 件意见里抽了 {len(found.drawn)} 件"
        + (f"，其中 {found.doubtful} 件从待复核的里抽。" if found.doubtful else "。")
    )
    *books, key = (_near(path.resolve()) for path in paths)
    _say(f"请标注人填：{'、'.join(books)}；底稿 {key} 里有程序的判定，不要发给标注人。")
    return FAULTS if any(fault.is_error for fault in found.received.faults) else DONE


def _evaluate(options: argparse.Namespace) -> int:
    from analysis.runs.evaluation import run_evaluation
    from analysis.store import read_table

    if len(options.files) > 2:
        raise UsageError("标注表最多两份；多于两个人的，请两个两个地核对。")
    against, taxonomy = (Path(name) if name else None for name in (options.against, options.taxonomy))
    page = run_evaluation([Path(name) for name in options.files], against, taxonomy, Path(options.out))
    tables = page.parent / "tables"
    faults = read_table(tables, "faults")
    for sentence in faults["一句话"]:
        _complain(sentence)
    for row in read_table(tables, "told").itertuples():
        _say(f"{row.name}：{row.text}")
    _say(f"请打开：{_near(page)}")
    return FAULTS if (faults["级别"] == ERROR).any() else DONE


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit code (0 done, 1 faults in the input, 2 wrong use, 3 our fault)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console or file name of another encoding must not stop the command
            stream.reconfigure(errors="replace")
    words = sys.argv[1:] if arguments is None else arguments
    debug = "--debug" in words
    parser = _parser()
    try:
        options = parser.parse_args([word for word in words if word != "--debug"])
        if not options.command:
            parser.print_help()
            return WRONG_USE
        return options.run(options)
    except InputFaults as error:
        for fault in error.faults:
            _complain(fault.sentence())
        return error.exit_code
    except MinyiError as error:
        _complain(str(error))
        if debug:
            traceback.print_exc()
        return error.exit_code
    except KeyboardInterrupt:
        _complain("已中断；没有写完的结果不会出现在报告文件夹里。")
        return 130
    except OSError as error:
        if debug:
            raise
        _complain(f"读写文件出错：{_reason(error)}（{error.filename or ''}）；请检查路径和权限。")
        return FAULTS
    except Exception as error:
        if debug:
            raise
        broken = BrokenRun(
            f"程序出错（{type(error).__name__}: {error}）；请加 --debug 再运行一次，把显示的内容发给开发人员。"
        )
        _complain(str(broken))
        return broken.exit_code


if __name__ == "__main__":
    sys.exit(main())
