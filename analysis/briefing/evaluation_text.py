"""An evaluation in words: figures with their intervals, as the page, the notebook and the command tell them."""

from __future__ import annotations

import pandas as pd

from analysis.columns import headings
from analysis.reference import settings
from analysis.tasks.coding import FIELDS
from analysis.tasks.evaluation import (
    ACCURACY,
    COVERED,
    ERRORS_IN_QUEUE,
    ERRORS_LEAST_SURE,
    IN_QUEUE,
    MACRO_F1,
    Evaluation,
)
from analysis.themes import evaluation as measure

HEADINGS = {
    "field": "判定项",
    "figure": "指标",
    "value": "数值",
    "low": "区间下限",
    "high": "区间上限",
    "right": "判对",
    "n": "件数",
    "pair": "谁与谁",
    "agreement": "一致率",
    "kappa": "卡帕系数",
    "kappa_low": "卡帕下限",
    "kappa_high": "卡帕上限",
    "true": "应该是",
    "given": "程序判成",
    "doubtful": "在待复核里",
    "weight": "权重",
    "coverage": "交给程序的比例",
    "accuracy": "准确率",
    "from": "把握从",
    "to": "把握到",
    "first": "标注人甲",
    "second": "标注人乙",
    "f1": "宏平均 F1",
    "queue": "列在待复核里的",
    "caught": "错误里在待复核的",
    "same": "一致率（95% 区间）",
}


def shown(frame: pd.DataFrame, extra: dict[str, str] | None = None) -> pd.DataFrame:
    """A copy of *frame* with the headings of an evaluation."""
    return headings(frame, HEADINGS | (extra or {}))


def share_text(row: pd.Series | None) -> str:
    """A share with its interval, 87.4%（83.9%～90.2%）; x/n where there are few; — without any."""
    if row is None or not row["n"]:
        return "—"
    if row["n"] < settings("calendar")["small_n"]:
        return f"{row['right']}/{row['n']}"
    return f"{row['value']:.1%}（{row['low']:.1%}～{row['high']:.1%}）"


def figure_text(row: pd.Series | None) -> str:
    """A figure between 0 and 1 with its interval, 0.878（0.844～0.907）; — where comments are too few to tell."""
    if row is None or row["n"] < settings("calendar")["small_n"]:
        return "—"
    return f"{row['value']:.3f}（{row['low']:.3f}～{row['high']:.3f}）"


def headline(found: Evaluation) -> str:
    """The result in one or two sentences."""
    told = [
        f"{name}{share_text(found.figure(name, ACCURACY))}" for field, name in FIELDS.items() if field in found.fields
    ]
    text = f"{found.comments}件人工标注的意见，程序判对的：{'，'.join(told)}。"
    caught = found.figure(FIELDS["theme"], ERRORS_IN_QUEUE)
    if caught is not None and caught["n"]:
        text += f"类别判错{caught['n']}件，其中{caught['right']}件已经列在待复核里。"
    return text


def summary_table(found: Evaluation) -> pd.DataFrame:
    """The summary as people read it: one row a field, texts with intervals."""
    rows = []
    for field, name in FIELDS.items():
        if field in found.fields:
            rows.append(
                {
                    "field": name,
                    "n": len(found.judged[field]),
                    "accuracy": share_text(found.figure(name, ACCURACY)),
                    "f1": figure_text(found.figure(name, MACRO_F1)),
                    "queue": share_text(found.figure(name, IN_QUEUE)),
                    "caught": pair_text(found.figure(name, ERRORS_IN_QUEUE)),
                }
            )
    return pd.DataFrame(rows, columns=["field", "n", "accuracy", "f1", "queue", "caught"])


def pair_text(row: pd.Series | None) -> str:
    """A share as x/n; — without a base."""
    return f"{row['right']}/{row['n']}" if row is not None and row["n"] else "—"


_KAPPA = {"kappa": "value", "kappa_low": "low", "kappa_high": "high"}


def agreement_table(found: Evaluation) -> pd.DataFrame:
    """Agreement and kappa of each two of program and readers, as texts."""
    rows = []
    for _, row in found.agreement.iterrows():
        same = share_text(row.rename({"agreement": "value"}))
        beyond = figure_text(row.drop(["low", "high"]).rename(_KAPPA))
        rows.append({"field": row["field"], "pair": row["pair"], "n": row["n"], "same": same, "kappa": beyond})
    return pd.DataFrame(rows, columns=["field", "pair", "n", "same", "kappa"])


def told(found: Evaluation) -> pd.DataFrame:
    """What the command says on the screen: columns name, text, one row a line."""
    rows = [("标注", headline(found))]
    for row in summary_table(found).itertuples():
        rows.append((row.field, f"判对 {row.accuracy}，宏平均 F1 {row.f1}，错误里在待复核的 {row.caught}"))
    covered, least = (found.figure(FIELDS["theme"], name) for name in (COVERED, ERRORS_LEAST_SURE))
    if covered is not None:
        rows.append((COVERED, share_text(covered)))
        rows.append((ERRORS_LEAST_SURE, pair_text(least)))
    # With one reader the agreement is the share of right labels once more.
    for row in agreement_table(found).itertuples() if len(found.readers) > 1 else ():
        rows.append((f"{row.field}，{row.pair}", f"一致 {row.same}，卡帕系数 {row.kappa}"))
    for field in ("theme", "nature", "lead_unit"):
        wrong, worst = measure.confused(found.judged[field]), measure.worst(found.judged[field])
        pairs = "、".join(f"{row.true}→{row.given} {row.count}件" for row in wrong.head(5).itertuples(name="Pair"))
        cases = "、".join(worst["id"].head(10))
        if len(wrong):
            rows.append((f"{FIELDS[field]}，最常见的错（应该是→判成）", pairs))
            rows.append((f"{FIELDS[field]}，最糟的错（编号）", cases))
    return pd.DataFrame(rows, columns=["name", "text"])
