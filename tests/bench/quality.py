"""How right the labels are on the sample year's hand-written gold, which nothing was trained on."""

from __future__ import annotations

import csv
from pathlib import Path

from sklearn.metrics import accuracy_score, f1_score

from analysis.columns import SEPARATOR
from analysis.intake.comments import read_folder
from analysis.intake.year import read_year
from analysis.tasks.label import label_comments
from analysis.themes.engine import ThemeEngine
from analysis.themes.taxonomy import load_taxonomy

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample"


def measure() -> list[tuple[str, str]]:
    """Rows of (what, value) for the benchmark page."""
    with open(SAMPLE / "gold-2019.csv", encoding="utf-8", newline="") as stream:
        gold = {row["id"]: row for row in csv.DictReader(stream)}
    comments = read_folder(read_year(SAMPLE / "2019").folder.comments).accepted
    engine = ThemeEngine(load_taxonomy())
    labels = label_comments(comments, engine).set_index("id").loc[list(gold)]

    def truth(name: str) -> list[str]:
        return [row[name] for row in gold.values()]

    units = [
        (said == row["lead_unit"] or said in row["lead_also"].split(SEPARATOR))
        for said, row in zip(labels["lead_unit"], gold.values(), strict=True)
    ]
    needing = [right for right, row in zip(units, gold.values(), strict=True) if row["lead_unit"]]
    wrong = [said != right for said, right in zip(labels["theme"], truth("theme"), strict=True)]
    order = sorted(range(len(wrong)), key=lambda i: labels["confidence"].iloc[i])[: len(wrong) // 5]
    return [
        ("类别：准确率", f"{accuracy_score(truth('theme'), labels['theme']):.3f}"),
        ("类别：宏平均 F1", f"{f1_score(truth('theme'), labels['theme'], average='macro'):.3f}"),
        ("类别：学习部分所占的比重", f"{engine.mix:g}"),
        ("性质：准确率", f"{accuracy_score(truth('nature'), labels['nature']):.3f}"),
        ("性质：宏平均 F1", f"{f1_score(truth('nature'), labels['nature'], average='macro'):.3f}"),
        ("县（市、区）：准确率", f"{accuracy_score(truth('county'), labels['county']):.3f}"),
        ("牵头单位可接受（全部 435 件）", f"{sum(units) / len(units):.3f}"),
        ("牵头单位可接受（需要承办的）", f"{sum(needing) / len(needing):.3f}（{sum(needing)}/{len(needing)}）"),
        ("待复核的比例", f"{(labels['needs_review'] == '是').mean():.3f}"),
        ("把握最低的五分之一里有多少类别错误", f"{sum(wrong[i] for i in order)}/{sum(wrong)}"),
    ]
