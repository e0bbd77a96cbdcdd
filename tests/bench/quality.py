"""How right the labels are on the sample year's hand-written gold, which nothing was trained on."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from analysis.briefing.evaluation_text import pair_text, share_text, summary_table
from analysis.columns import Nature
from analysis.privacy.mask import mask
from analysis.runs.evaluation import load_evaluation
from analysis.tasks.coding import FIELDS
from analysis.tasks.evaluation import COVERED, ERRORS_IN_QUEUE, ERRORS_LEAST_SURE, IN_QUEUE, Evaluation
from analysis.themes.engine import ThemeEngine
from analysis.themes.evaluation import calibration_error, confused, confusion, worst
from analysis.themes.taxonomy import load_taxonomy
from tests.bench.page import table

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"


@cache
def _found() -> Evaluation:
    return load_evaluation(SAMPLE / "gold-2019.csv", against=SAMPLE / "2019").evaluation


def measure() -> list[tuple[str, str]]:
    """Rows of (what, value) for the benchmark page, with 95 % intervals."""
    found = _found()
    rows = []
    for row in summary_table(found).itertuples():
        rows.append((f"{row.field}：准确率（{row.n} 件）", row.accuracy))
        rows.append((f"{row.field}：宏平均 F1", row.f1))
        rows.append((f"{row.field}：错误里在待复核的", row.caught))
    theme = FIELDS["theme"]
    return [
        *rows,
        ("待复核的比例", share_text(found.figure(theme, IN_QUEUE))),
        ("类别错误里在待复核的比例", share_text(found.figure(theme, ERRORS_IN_QUEUE))),
        ("把握最低的五分之一里有多少类别错误", pair_text(found.figure(theme, ERRORS_LEAST_SURE))),
        (f"类别：{COVERED}", share_text(found.figure(theme, COVERED))),
        ("把握与实际平均相差", f"{calibration_error(found.judged['theme']):.3f}"),
        ("类别：学习部分所占的比重", f"{ThemeEngine(load_taxonomy()).mix:g}"),
    ]


def details() -> list[str]:
    """Confusion table and ten worst errors of theme, nature and lead unit, as Markdown lines."""
    judged = _found().judged
    lines = []
    for field, names in (
        ("theme", load_taxonomy().names),
        ("nature", tuple(nature.value for nature in Nature)),
        ("lead_unit", None),
    ):
        frame = judged[field]
        lines += [f"### {FIELDS[field]}：混淆和最糟的十个错", ""]
        if names is not None:
            lines += ["一行是应该归的，一列是程序判成的。", "", *_matrix(frame, names)]
        else:
            pairs = confused(frame)
            lines += table(("应该是", "程序判成", "件数"), [(cell(a), cell(b), str(n)) for a, b, n in pairs.to_numpy()])
        cases = worst(frame)[["id", "text", "true", "given", "confidence", "evidence"]]
        cases = cases.assign(text=[mask(text, people=False) for text in cases["text"]])
        lines += ["没有列进待复核的在前，其中类别的把握大的在前。", ""]
        head = ("编号", "意见", "应该是", "程序判成", "把握", "依据")
        lines += table(head, [tuple(cell(value) for value in row) for row in cases.itertuples(index=False)])
    return lines


def _matrix(frame: pd.DataFrame, names: tuple[str, ...]) -> list[str]:
    counts = confusion(frame, names).pivot_table(index="true", columns="given", values="count", aggfunc="sum")
    rows = [(name, *(str(counts.at[name, given] or "") for given in names)) for name in names]
    return table(("应该是＼判成", *names), rows)


def cell(value: object) -> str:
    """*value* as a cell of a Markdown table."""
    return str(value).replace("|", "｜").replace("\n", " ")
