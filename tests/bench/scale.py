"""A million short comments in one run: time, peak memory and how both grow.

The comments are the exemplars' sentences, each time with a sign more, less or
changed places, so that hardly any text comes twice.  Each size runs in a
process of its own; the growth exponent is the slope of the logarithms
(1: twice the comments take twice as long), of processor seconds, as other
programs' load would count in the clock's.
"""

from __future__ import annotations

import csv
import math
import random
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from analysis.layout import REFERENCE
from analysis.reference import read_rows
from tests.bench.process import run

_FIRST = 10  # comments of the run that tells what starting costs
_CLASSIFY = """
import sys, time
from analysis.cli import main
from tests.bench.process import peak_mb
code = main(["classify", sys.argv[1], "--out", sys.argv[2]])
print(time.process_time(), peak_mb())
sys.exit(code)
"""


def comments(count: int) -> Iterator[str]:
    """*count* short comments, the same in each run."""
    texts = [row["text"] for row in read_rows(REFERENCE / "exemplars.csv")]
    sentences = [part for text in texts for part in re.split(r"(?<=[。！？；])", text) if 6 <= len(part) <= 60]
    chance = random.Random(0)  # noqa: S311 — nothing secret
    for number in range(count):
        sentence = sentences[number % len(sentences)]
        place = chance.randrange(len(sentence) - 1)
        sign = chance.choice(chance.choice(sentences))
        changed = (sign, "", sentence[place + 1] + sentence[place])[chance.randrange(3)]
        yield sentence[:place] + changed + sentence[place + (2 if len(changed) == 2 else 1) :]


def write(path: Path, count: int) -> None:
    with open(path, "w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(["编号", "意见建议"])
        out.writerows(enumerate(comments(count), start=1))


def classified(count: int, folder: Path) -> tuple[float, float, float]:
    """Seconds by the clock, processor seconds and peak memory (MB) of `minyi classify` over *count* comments."""
    file, out = folder / "in.csv", folder / "out.csv"
    write(file, count)
    done = run([sys.executable, "-c", _CLASSIFY, str(file), str(out)], one_thread=True)
    seconds, peak = done.output.splitlines()[-1].split()
    return done.seconds, float(seconds), float(peak)


def exponent(sizes: Sequence[int], values: Sequence[float]) -> float:
    """The slope of ln *values* over ln *sizes*, from the first to the last."""
    return math.log(values[-1] / values[0]) / math.log(sizes[-1] / sizes[0])


def measure(sizes: Sequence[int]) -> list[tuple[str, str]]:
    """Rows of (what, value) for the benchmark page."""
    with tempfile.TemporaryDirectory() as scratch:
        classified(_FIRST, Path(scratch))  # once, so that what is learned is in the cache
        _, start, _ = classified(_FIRST, Path(scratch))
        runs = [classified(size, Path(scratch)) for size in sizes]
    rows = [
        (f"{size:,} 条短意见 `minyi classify`", f"{wall:.0f} 秒，处理器 {cpu:.0f} 秒，内存峰值 {peak:.0f} MB")
        for size, (wall, cpu, peak) in zip(sizes, runs, strict=True)
    ]
    if len(sizes) > 1:
        cpus, peaks = [cpu for _, cpu, _ in runs], [peak for _, _, peak in runs]
        net = [cpu - start for cpu in cpus]
        rows += [
            ("处理器时间的增长指数（1 即成正比）", f"{exponent(sizes, cpus):.3f}"),
            (f"扣除启动的 {start:.1f} 秒后", f"{exponent(sizes, net):.3f}"),
            ("内存峰值的增长指数", f"{exponent(sizes, peaks):.3f}"),
        ]
    return rows


if __name__ == "__main__":
    for row in measure([int(size) for size in sys.argv[1:]]):
        sys.stdout.write("  ".join(row) + "\n")
