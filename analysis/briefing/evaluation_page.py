"""The page of an evaluation: how right the program's labels are, where they go wrong, and how sure it was."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from analysis.briefing.document import Column, Document
from analysis.briefing.evaluation_text import (
    HEADINGS,
    agreement_table,
    headline,
    pair_text,
    share_text,
    summary_table,
    told,
)
from analysis.briefing.render import render, write_page
from analysis.charts.evaluation import calibration, confusion_map, coverage_curve
from analysis.columns import Nature
from analysis.errors import Fault
from analysis.privacy.mask import mask
from analysis.store import write_table
from analysis.tasks.coding import FIELDS
from analysis.tasks.evaluation import (
    COVERED,
    ERRORS_LEAST_SURE,
    Evaluation,
)
from analysis.themes import evaluation as measure

TITLE = "程序判得对不对"
_SHOWN = 30  # disputed comments and confused units on the page; all of them are in tables/
_CONFUSED = (Column("true", "应该是"), Column("given", "程序判成"), Column("count", "件数", "n"))


def write_evaluation(found: Evaluation, folder: Path, themes: Sequence[str], source: str) -> Path:
    """Write `index.html` and its tables into *folder*; returns the page's path.

    themes: in the taxonomy's order.  source: names of the files, for the page.
    """
    _write_tables(found, folder / "tables", themes)
    doc = Document()
    parts = [_whole(doc, found), _readers(doc, found)]
    order = {"theme": themes, "nature": [nature.value for nature in Nature]}
    parts += [
        _field(doc, found, field, order.get(field))
        for field in ("theme", "nature", "lead_unit")
        if field in found.fields
    ]
    if "theme" in found.fields:
        parts.append(_confidence(doc, found))
    if len(found.disputed):
        parts.append(_disputed(doc, found))
    numerals = "一二三四五六七八"
    for numeral, part in zip(numerals, parts, strict=False):
        part["title"] = f"{numeral}、{part['title']}"
    text = render(
        "evaluation.html.j2",
        doc,
        title=TITLE,
        invented="",
        office="",
        edition="内部版",
        footer=f"来源：{source}",
        headline=headline(found),
        lines=_notes(found),
        parts=parts,
    )
    return write_page(folder / "index.html", text)


def _write_tables(found: Evaluation, folder: Path, themes: Sequence[str]) -> None:
    write_table(folder, "summary", found.summary.astype({"right": object}), HEADINGS)
    write_table(folder, "agreement", found.agreement, HEADINGS)
    write_table(folder, "disputed", found.disputed, HEADINGS)
    write_table(folder, "told", told(found))
    write_table(folder, "faults", faults_table(found))
    write_table(folder, "rejected", found.rejected)
    for field, frame in ((name, found.judged[name]) for name in found.fields):
        write_table(folder, f"judged_{field}", frame, HEADINGS)
        write_table(folder, f"confused_{field}", measure.confused(frame), HEADINGS)
        write_table(folder, f"worst_{field}", measure.worst(frame), HEADINGS)
    if "theme" in found.fields:
        theme = found.judged["theme"]
        write_table(folder, "confusion_theme", measure.confusion(theme, themes), HEADINGS)
        write_table(folder, "coverage", measure.coverage_curve(theme), HEADINGS)
        write_table(folder, "reliability", measure.reliability(theme), HEADINGS)


def faults_table(found: Evaluation) -> pd.DataFrame:
    """What couldn't be used: one row a fault, `Fault.record` with the level and the whole sentence."""
    records = [fault.record() | {"一句话": fault.sentence()} for fault in found.faults]
    return pd.DataFrame(records, columns=[*Fault("coded_empty").record(), "一句话"])


def _whole(doc: Document, found: Evaluation) -> dict[str, object]:
    columns = (
        Column("field", "判定项", "keep"),
        Column("n", "件数", "n"),
        Column("accuracy", "判对（95% 区间）", "n"),
        Column("f1", "宏平均 F1", "n"),
        Column("caught", "错误里在待复核的", "n"),
    )
    return {"title": "总的情况", "tables": [doc.table("各项判对多少", summary_table(found), columns)]}


def _readers(doc: Document, found: Evaluation) -> dict[str, object]:
    columns = (
        Column("field", "判定项", "keep"),
        Column("pair", "谁与谁", "", "words"),
        Column("n", "件数", "n"),
        Column("same", "一致率", "n"),
        Column("kappa", "卡帕系数", "n"),
    )
    two = len(found.readers) > 1
    line = (
        "两位标注人互相之间一致多少，是程序能达到的上限：程序与人的一致率接近两人之间的一致率，就和再请一个人差不多。"
        if two
        else "只有一份标注，不知道两个人之间会有多少分歧；再请一位互不商量地标注同一批意见，才有可比的上限。"
    )
    table = doc.table("一致率和卡帕系数", agreement_table(found), columns)
    return {"title": "程序与人、人与人", "lines": [line], "tables": [table]}


def _worst_columns(style: str) -> tuple[Column, ...]:
    return (
        Column("id", "编号", "keep", "words"),
        Column("text", "意见", "", "quote"),
        Column("true", "应该是", style),
        Column("given", "程序判成", style),
        Column("confidence", "把握", "n"),
        Column("evidence", "依据", "", "words"),
    )


def _field(doc: Document, found: Evaluation, field: str, names: Sequence[str] | None) -> dict[str, object]:
    frame, name = found.judged[field], FIELDS[field]
    wrong = measure.confused(frame)
    charts, tables = [], []
    if names is not None:
        shown = [n for n in names if n in set(frame["true"]) | set(frame["given"])]
        chart = confusion_map(measure.confusion(frame, shown), shown)
        charts.append(
            doc.chart(
                chart,
                f"{name}：应该是什么，判成了什么",
                wrong,
                _CONFUSED,
                ["格里的数是件数；蓝色判对，橙色判错，越深占这一行的比例越大。"],
            )
        )
    else:
        note = [f"只列最多的 {_SHOWN} 对，全部在 tables/confused_{field}.csv。"] if len(wrong) > _SHOWN else []
        tables.append(doc.table(f"{name}：判错的都判成了什么", wrong.head(_SHOWN), _CONFUSED, note))
    worst = measure.worst(frame)
    worst = worst.assign(
        text=[mask(text, people=False) for text in worst["text"]],
        confidence=worst["confidence"].map("{:.2f}".format),
    )
    if len(worst):
        note = "没有列进待复核的在前，其中把握大的在前：这些错最不容易被人发现。把握是类别的把握。"
        tables.append(
            doc.table(f"{name}：最糟的 {len(worst)} 个错", worst, _worst_columns("keep" if names else ""), [note])
        )
    return {"title": name, "charts": charts, "tables": tables}


def _confidence(doc: Document, found: Evaluation) -> dict[str, object]:
    frame = found.judged["theme"]
    curve, bins = measure.coverage_curve(frame), measure.reliability(frame)
    percent = ["coverage", "accuracy", "low", "high"]
    shown = curve.assign(**{name: curve[name].map("{:.1%}".format) for name in percent})
    curve_columns = (
        Column("coverage", "交给程序的比例", "n"),
        Column("count", "件数", "n"),
        Column("confidence", "把握不低于", "n"),
        Column("accuracy", "准确率", "n"),
        Column("low", "区间下限", "n"),
        Column("high", "区间上限", "n"),
    )
    bins_shown = bins.assign(
        band=[f"{start:g}～{end:g}" for start, end in zip(bins["from"], bins["to"], strict=True)],
        **{name: bins[name].map("{:.1%}".format) for name in ("confidence", "accuracy", "low", "high")},
    )
    bins_columns = (
        Column("band", "把握", "keep"),
        Column("count", "件数", "n"),
        Column("confidence", "平均把握", "n"),
        Column("right", "判对", "n"),
        Column("accuracy", "实际对的比例", "n"),
        Column("low", "区间下限", "n"),
        Column("high", "区间上限", "n"),
    )
    covered, least = (found.figure(FIELDS["theme"], name) for name in (COVERED, ERRORS_LEAST_SURE))
    lines = [
        f"只让程序判最有把握的 90%，其余交给人：准确率{share_text(covered)}。"
        f"把握最低的五分之一里有全部类别错误的{pair_text(least)}。"
        f"把握与实际平均相差 {measure.calibration_error(frame) * 100:.1f} 个百分点。"
    ]
    charts = [
        doc.chart(coverage_curve(curve), "让程序判多少，准确率是多少", shown, curve_columns),
        doc.chart(calibration(bins), "程序说的把握可信不可信", bins_shown, bins_columns),
    ]
    return {"title": "类别的把握", "lines": lines, "charts": charts}


def _disputed(doc: Document, found: Evaluation) -> dict[str, object]:
    first, second = found.readers[:2]
    columns = (
        Column("id", "编号", "keep", "words"),
        Column("text", "意见", "", "quote"),
        Column("field", "判定项", "keep"),
        Column("first", first, "", "words"),
        Column("second", second, "", "words"),
        Column("given", "程序"),
    )
    shown = found.disputed.head(_SHOWN).assign(text=lambda rows: [mask(text, people=False) for text in rows["text"]])
    note = f"共 {len(found.disputed)} 处" + (
        f"，只列前 {_SHOWN} 处，全部在 tables/disputed.csv。" if len(found.disputed) > _SHOWN else "。"
    )
    return {"title": "两位标注人的分歧，请商定", "tables": [doc.table("分歧", shown, columns, [note])]}


def _notes(found: Evaluation) -> list[str]:
    unused = sum(fault.is_error for fault in found.faults)
    weighted = any((frame["weight"] != frame["weight"].iloc[0]).any() for frame in found.judged.values() if len(frame))
    notes = [
        "判对：程序的判定与标注一致。牵头单位与标注人写的任何一个可接受的单位一致都算对；标注人没有写牵头单位的不计。",
        "宏平均 F1：每一类各算一个 F1（查准率和查全率的调和平均）再平均，小类与大类一样重。卡帕系数：除去碰巧一致以后的一致程度，1 是完全一致，0 是与碰巧一样。",
        "区间：比例用威尔逊区间，宏平均 F1 和卡帕系数用固定种子的重抽样；同样抽 100 次样，约 95 次的区间会包含真值。",
        f"以第一份标注（{found.readers[0]}）为准。",
    ]
    if weighted:
        notes.append("疑难意见是多抽的，比例、F1 和卡帕系数按抽样底稿里的权重折算成全部意见的情况；件数没有折算。")
    if unused:
        notes.append(f"有 {unused} 处没有用上，见 tables/faults.csv。")
    return notes
