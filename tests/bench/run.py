"""`make bench`: ours beside the usual way and beside peers; writes docs/benchmarks.md section by section.

Numbers are seconds of this machine at this moment; read the ratios.
`--only NAME …` measures these sections anew and leaves the others of the page
as they were; `--pages N` converts only the first N pages of the month the
usual way, and says so.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import sys

from analysis.runs.manifest import versions
from tests.bench.page import Section, table, with_section
from tests.bench.process import REPOSITORY

PAGE = REPOSITORY / "docs" / "benchmarks.md"


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _month(options: argparse.Namespace) -> Section:
    return importlib.import_module("tests.bench.month").measure(say, options.pages)


def _messages(options: argparse.Namespace) -> Section:
    return importlib.import_module("tests.bench.messages").measure(say)


def _quality(options: argparse.Namespace) -> Section:
    say("判得对不对……")
    quality = importlib.import_module("tests.bench.quality")
    readers = importlib.import_module("tests.bench.readers")
    lines = [
        "样例年度 435 件意见，由没有见过程序的人写好答案（data/sample/gold-2019.csv），程序没有从中学过：",
        "",
        *table(("项目", "结果"), [*quality.measure(), *readers.issues()]),
        "两位标注者各自标注、互不知道对方标了什么，一致的程度（例句随机 300 件，样例年度随机 150 件）：",
        "",
        *table(("项目", "结果"), readers.agreement()),
        "「是不是同一事项」的答案原由一人写；2026-11-23 请两位读者盲判 319 对（tests/data/second_reader_pairs.csv），"
        "两人一致而答案不同的照两人的改：补 12 对，去 6 对。一条里说几件事的两对，只因其中一件相同，没有改。",
        "",
        *quality.details(),
        *readers.worst_pairs(),
    ]
    return Section("判得对不对", lines, versions())


def _peers(options: argparse.Namespace) -> Section:
    return importlib.import_module("tests.bench.peers").measure(say)


def _scale(options: argparse.Namespace) -> Section:
    say("量大时……")
    rows = importlib.import_module("tests.bench.scale").measure(options.sizes)
    return Section("量大时", table(("项目", "结果"), rows), versions())


SECTIONS = {"month": _month, "messages": _messages, "quality": _quality, "peers": _peers, "scale": _scale}


def main() -> None:
    parser = argparse.ArgumentParser(description="Benchmarks")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS), help="only these sections")
    parser.add_argument("--pages", type=int, default=0, help="convert only this many pages the usual way (0: all)")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], help="comments of `scale`"
    )
    options = parser.parse_args()
    for name in options.only:
        section = SECTIONS[name](options).text(name, dt.date.today())
        say(section)
        page = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(with_section(page, name, section, list(SECTIONS)), encoding="utf-8", newline="\n")
        say(f"已写 {PAGE.relative_to(REPOSITORY)}：{name}")


if __name__ == "__main__":
    main()
