"""A whole month beside the usual way: one papermill run and one nbconvert for every page."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from analysis.layout import ReportFolder
from analysis.runs.manifest import versions
from analysis.runs.month import run_month
from tests.bench.page import Section, table
from tests.bench.process import REPOSITORY

YEAR = REPOSITORY / "data" / "sample" / "2019"
MONTH = "2020-11"
BIN = Path(sys.executable).parent


def measure(say, limit: int = 0) -> Section:
    """Seconds of both ways.  limit: convert only so many pages the usual way (0: all)."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch)
        say("本软件：整月（五个笔记本、全部页面、表格）……")
        _ours(out / "warm")  # once for caches of both ways (trained models, jieba's dictionary)
        ours, result = _ours(out / "ours")
        pages = _pages(result.folder)
        measured = pages[:limit] if limit else pages
        say(f"  {ours:.1f} 秒，{len(pages)} 页")
        (out / "stock").mkdir()
        stock = _stock(result.folder, measured, out / "stock", say)
        say(f"  通常的做法：{stock:.0f} 秒")
    rows = [
        (f"本软件：五个笔记本、{len(pages)} 页、四个工作簿、公示版", f"{ours:.1f} 秒"),
        (f"通常的做法：{len(measured)} 页各一次 papermill + nbconvert（不含整理数据和工作簿）", f"{stock:.1f} 秒"),
        ("通常的做法平均每页", f"{stock / len(measured):.2f} 秒"),
        (
            "倍数" if len(measured) == len(pages) else f"倍数（只按实测的 {len(measured)} 页算）",
            f"{stock / ours:.1f}",
        ),
    ]
    lines = [
        *table(("做法", "用时"), rows),
        "本软件的时间花在哪里（每个笔记本从取内核到存盘；其余是启动、核对和写清单）：",
        "",
        *table(("笔记本", "用时"), [(name, f"{value:.1f} 秒") for name, value in result.seconds.items()]),
    ]
    return Section("整月", lines, versions())


def _ours(out: Path):
    begun = time.perf_counter()
    result = run_month(MONTH, YEAR, out, force=True, quiet=True)
    return time.perf_counter() - begun, result


def _pages(folder: ReportFolder) -> list[tuple[str, str]]:
    """(column, value) of every page the month wrote."""
    pages = [("lead_unit", path.stem) for path in sorted((folder.root / "units").glob("*.html"))]
    pages += [("theme", path.stem) for path in sorted((folder.root / "themes").glob("*.html"))]
    pages += [("lead_unit", path.stem) for path in sorted((folder.root / "counties").glob("*.html"))]
    return [*pages, *[("lead_unit", "")] * 4]  # briefing, index and the public edition's two


def _stock(folder: ReportFolder, pages: list[tuple[str, str]], out: Path, say) -> float:
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
