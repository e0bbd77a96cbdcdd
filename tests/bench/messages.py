"""Classifying real messages, beside bare jieba over the same texts."""

from __future__ import annotations

import sys
import tempfile
from itertools import product
from pathlib import Path
from statistics import median

from analysis.runs.manifest import versions
from tests.bench.page import Section, table
from tests.bench.process import REPOSITORY, run

_TIMES = 5  # that each way of labelling is run
FEEDBACK = REPOSITORY.parent / "shared" / "feedback"
CLASSIFY = """
import sys
from analysis.cli import main
from tests.bench.process import peak_mb
code = main(["classify", *sys.argv[1:]])
print(peak_mb())
sys.exit(code)
"""
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

# Processor seconds of cutting all texts with jieba, and of cutting and labelling them; the words after -c: with rjieba
# or without, the taxonomy, the files.
_LABEL = """
import sys, time, jieba
import pandas as pd
from pathlib import Path
import analysis.text.accelerator as accelerator
if sys.argv[1] == "pure":
    accelerator.accelerated = lambda: None
from analysis.intake.comments import read_file
from analysis.layout import REFERENCE
from analysis.tasks.label import label_comments
from analysis.themes.engine import ThemeEngine
from analysis.themes.taxonomy import load_taxonomy
comments = pd.concat([read_file(Path(name)).accepted for name in sys.argv[3:]], ignore_index=True)
engine = ThemeEngine(load_taxonomy(REFERENCE / sys.argv[2]))
label_comments(comments.head(20), engine)
jieba.initialize()
begun = time.process_time()
for title, text in zip(comments["title"], comments["text"]):
    jieba.lcut(title + chr(10) + text)
cut = time.process_time()
label_comments(comments, engine)
print(len(comments), cut - begun, time.process_time() - cut)
"""


def _labelling() -> list[tuple[str, str]]:
    """Each way several times, one after the other in turn: single runs on a busy machine differ by a fifth."""
    files = [str(FEEDBACK / name) for name in ("messages.xlsx", "messages-with-replies.xlsx")]
    ways = {"pure": "只装 jieba", "fast": "另装 rjieba"}
    taxonomies = {"themes.yml": "评议十一类", "themes-信访七类.yml": "信访七类"}
    runs: dict[tuple[str, str], list[tuple[float, ...]]] = {each: [] for each in product(taxonomies, ways)}
    for _ in range(_TIMES):
        for (taxonomy, how), own in runs.items():
            done = run([sys.executable, "-c", _LABEL, how, taxonomy, *files], one_thread=True)
            own.append(tuple(map(float, done.output.split())))
    rows = []
    for (taxonomy, how), own in runs.items():
        cut, labelled = (median(one[place] for one in own) for place in (1, 2))
        ratios = sorted(one[2] / one[1] for one in own)
        rows.append(
            (
                f"{own[0][0]:.0f} 条留言分词并判定类别、性质、地点、单位，一个核，{taxonomies[taxonomy]}，{ways[how]}，{_TIMES} 次的中位数",
                f"处理器 {labelled:.1f} 秒，jieba.lcut 分词 {cut:.1f} 秒，"
                f"{median(ratios):.2f} 倍（{ratios[0]:.2f}～{ratios[-1]:.2f}）",
            )
        )
    return rows


def classify(file: Path, out: Path, *options: str, one_thread: bool = False) -> tuple[float, float]:
    """Seconds and peak memory (MB) of one `minyi classify`, from start to end."""
    command = [sys.executable, "-c", CLASSIFY, str(file), "--out", str(out), *options]
    done = run(command, one_thread=one_thread)
    return done.seconds, float(done.output.splitlines()[-1])


def measure(say) -> Section:
    file = FEEDBACK / "messages.xlsx"
    if not file.is_file():
        return Section("真实留言", ["未测：没有 ../shared/feedback。"], versions())
    say("真实留言……")
    bare = float(run([sys.executable, "-c", _JIEBA, str(file)]).output)
    with tempfile.TemporaryDirectory() as scratch:
        whole, peak = classify(file, Path(scratch) / "o.csv")
    rows = [
        ("4326 条留言 `minyi classify`（含启动、读表、类别、性质、地点、单位、写出）", f"{whole:.1f} 秒"),
        ("同样文字只用 jieba.lcut 分词", f"{bare:.1f} 秒"),
        ("倍数", f"{whole / bare:.1f}"),
        ("进程内存峰值", f"{peak:.0f} MB"),
        *_labelling(),
    ]
    return Section("真实留言", table(("项目", "结果"), rows), versions())
