"""`make bench`: ours beside the usual way, in one run; writes docs/benchmarks.md.

Numbers are seconds of this machine at this moment; read the ratios.
`--pages N` converts only the first N pages the usual way, and says so.
"""

from __future__ import annotations

import argparse
import datetime as dt
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from analysis.layout import ReportFolder
from analysis.runs.manifest import versions
from analysis.runs.month import run_month
from tests.bench import quality

REPOSITORY = Path(__file__).resolve().parents[2]
YEAR = REPOSITORY / "data" / "sample" / "2019"
MONTH = "2020-11"
FEEDBACK = REPOSITORY.parent / "shared" / "feedback" / "messages.xlsx"
BIN = Path(sys.executable).parent


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def timed(work) -> tuple[float, object]:
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def month_ours(out: Path):
    return timed(lambda: run_month(MONTH, YEAR, out, force=True, quiet=True))


def pages_of(folder: ReportFolder) -> list[tuple[str, str]]:
    """(column, value) of every page the month wrote."""
    pages = [("lead_unit", path.stem) for path in sorted((folder.root / "units").glob("*.html"))]
    pages += [("theme", path.stem) for path in sorted((folder.root / "themes").glob("*.html"))]
    pages += [("lead_unit", path.stem) for path in sorted((folder.root / "counties").glob("*.html"))]
    return [*pages, *[("lead_unit", "")] * 4]  # briefing, index and the public edition's two


def month_stock(folder: ReportFolder, pages: list[tuple[str, str]], out: Path) -> float:
    """The usual way: for every page one stock papermill run and one nbconvert."""
    begun = time.perf_counter()
    for number, (column, value) in enumerate(pages, start=1):
        target = out / f"{number}.ipynb"
        parameters = ["-p", "tables", str(folder.tables), "-p", "column", column, "-p", "value", value]
        source = str(REPOSITORY / "tests" / "bench" / "stock.ipynb")
        quiet = ["--no-progress-bar", "--log-level", "ERROR", "-k", "python3"]
        for command in (
            [str(BIN / "papermill"), source, str(target), *parameters, *quiet],
            [str(BIN / "jupyter"), "nbconvert", "--to", "html", "--no-input", "--log-level", "ERROR", str(target)],
        ):
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if number % 10 == 0:
            say(f"  通常的做法：{number}/{len(pages)} 页，{time.perf_counter() - begun:.0f} 秒")
    return time.perf_counter() - begun


_CLASSIFY = "import sys; from analysis.cli import main; sys.exit(main(['classify', sys.argv[1], '--out', sys.argv[2]]))"
_JIEBA = """
import sys, time, jieba
from pathlib import Path
from analysis.intake.comments import read_file
texts = [t + chr(10) + x for t, x in read_file(Path(sys.argv[1])).accepted[['title', 'text']].itertuples(index=False)]
jieba.initialize()
begun = time.perf_counter()
for text in texts:
    jieba.lcut(text)
print(time.perf_counter() - begun)
"""


def feedback(out: Path) -> list[tuple[str, str]]:
    """Classifying 4,326 real messages, beside bare jieba over the same texts."""
    if not FEEDBACK.is_file():
        return [("真实留言", "没有 ../shared/feedback，未测")]
    bare = float(
        subprocess.run([sys.executable, "-c", _JIEBA, str(FEEDBACK)], check=True, capture_output=True, text=True).stdout
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    whole, _ = timed(
        lambda: subprocess.run(
            [sys.executable, "-c", _CLASSIFY, str(FEEDBACK), str(out / "o.csv")], stdout=subprocess.DEVNULL
        )
    )
    peak = max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    return [
        ("4326 条留言 `minyi classify`（含启动、读表、类别、性质、地点、单位、写出）", f"{whole:.1f} 秒"),
        ("同样文字只用 jieba.lcut 分词", f"{bare:.1f} 秒"),
        ("倍数", f"{whole / bare:.1f}"),
        ("子进程内存峰值", f"{peak / 1024:.0f} MB"),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description="Benchmarks")
    parser.add_argument("--pages", type=int, default=0, help="convert only this many pages the usual way (0: all)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch)
        say("本软件：整月（五个笔记本、全部页面、表格）……")
        month_ours(out / "warm")  # once for caches of both ways (trained models, jieba's dictionary)
        ours, result = month_ours(out / "ours")
        pages = pages_of(result.folder)
        measured = pages[: options.pages] if options.pages else pages
        say(f"  {ours:.1f} 秒，{len(pages)} 页")
        (out / "stock").mkdir()
        stock = month_stock(result.folder, measured, out / "stock")
        say(f"  通常的做法：{stock:.0f} 秒")
        messages = feedback(out)
    write(ours, result.seconds, stock, len(measured), len(pages), messages, quality.measure())


def table(rows: list[tuple[str, str]], head: tuple[str, str]) -> list[str]:
    return [f"| {head[0]} | {head[1]} |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows), ""]


def write(
    ours: float,
    seconds: dict[str, float],
    stock: float,
    measured: int,
    pages: int,
    messages: list[tuple[str, str]],
    right: list[tuple[str, str]],
) -> None:
    month = [
        (f"本软件：五个笔记本、{pages} 页、四个工作簿、公示版", f"{ours:.1f} 秒"),
        (f"通常的做法：{measured} 页各一次 papermill + nbconvert（不含整理数据和工作簿）", f"{stock:.1f} 秒"),
        ("通常的做法平均每页", f"{stock / measured:.2f} 秒"),
        ("倍数" if measured == pages else f"倍数（只按实测的 {measured} 页算）", f"{stock / ours:.1f}"),
    ]
    lines = [
        "# 基准测试",
        "",
        "`make bench` 一次运行并排测得，由它改写这一页。秒数随机器和当时的忙闲变，看倍数。",
        "",
        f"日期：{dt.date.today().isoformat()}　系统：{platform.system()} {platform.machine()}　"
        + "　".join(f"{name} {version}" for name, version in versions().items()),
        "",
        "## 整月",
        "",
        *table(month, ("做法", "用时")),
        "本软件的时间花在哪里（每个笔记本从取内核到存盘；其余是启动、核对和写清单）：",
        "",
        *table([(name, f"{value:.1f} 秒") for name, value in seconds.items()], ("笔记本", "用时")),
        "## 真实留言",
        "",
        *table(messages, ("项目", "结果")),
        "## 判得对不对",
        "",
        "样例年度 435 件意见，由没有见过程序的人写好答案（data/sample/gold-2019.csv），程序没有从中学过：",
        "",
        *table(right, ("项目", "结果")),
    ]
    path = REPOSITORY / "docs" / "benchmarks.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
    say(f"已写 {path.relative_to(REPOSITORY)}")


if __name__ == "__main__":
    main()
