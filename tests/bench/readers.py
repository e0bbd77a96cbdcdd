"""How far two people agree on such comments, and how right same issues and divided comments are on the gold."""

from __future__ import annotations

import csv
from functools import cache
from itertools import combinations
from math import comb
from pathlib import Path

import pandas as pd
from sklearn.metrics import cohen_kappa_score

from analysis.columns import SEPARATOR
from analysis.intake.comments import read_folder
from analysis.intake.year import read_year
from analysis.layout import REFERENCE
from analysis.privacy.mask import mask
from analysis.tasks.alike import pair_of
from analysis.tasks.compared import comments_of
from analysis.tasks.merge import merge_issues
from analysis.tasks.strength import strength
from analysis.themes.engine import ThemeEngine
from analysis.themes.issues import split_all
from analysis.themes.taxonomy import load_taxonomy
from tests.bench.page import table
from tests.bench.process import REPOSITORY
from tests.bench.quality import cell

SAMPLE = REPOSITORY / "data" / "sample"
DATA = REPOSITORY / "tests" / "data"
_FIELDS = {"theme": "类别", "nature": "性质", "lead_unit": "牵头单位"}


def _rows(path: Path) -> dict[str, dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def agreement() -> list[tuple[str, str]]:
    """Rows of (what, value): a second reader, blind to the first one's labels, beside the writer's."""
    rows = []
    for name, first, second in (
        ("例句", REFERENCE / "exemplars.csv", DATA / "second_reader_exemplars.csv"),
        ("样例年度", SAMPLE / "gold-2019.csv", DATA / "second_reader_sample.csv"),
    ):
        one, other = _rows(first), _rows(second)
        for field, told in _FIELDS.items():
            pairs = [(one[row][field], other[row][field]) for row in other]
            same = sum(a == b for a, b in pairs)
            kappa = cohen_kappa_score(*zip(*pairs, strict=True))
            rows.append((f"{name}：{told}一致（{len(pairs)} 件）", f"{same / len(pairs):.3f}，卡帕系数 {kappa:.3f}"))
    return [*rows, *_agreement_on_pairs()]


def _agreement_on_pairs() -> list[tuple[str, str]]:
    """The same of two readers, blind to the gold and to each other, who judged pairs that sound alike as one issue or two.

    The pairs: all that the gold or the program put together, and the 160 others that the program thought likeliest.
    """
    gold = {row: labels["same_issue"] for row, labels in _rows(SAMPLE / "gold-2019.csv").items()}
    with open(DATA / "second_reader_pairs.csv", encoding="utf-8", newline="") as file:
        pairs = [(row["one"], row["other"], row["reader_1"], row["reader_2"]) for row in csv.DictReader(file)]
    answers = [str(int(bool(gold[one]) and gold[one] == gold[other])) for one, other, _, _ in pairs]
    readers = [[pair[2] for pair in pairs], [pair[3] for pair in pairs]]
    rows = []
    for told, one, other in (
        ("两位读者一致", *readers),
        ("答案与第一位一致", answers, readers[0]),
        ("答案与第二位一致", answers, readers[1]),
    ):
        same, kappa = sum(a == b for a, b in zip(one, other, strict=True)), cohen_kappa_score(one, other)
        rows.append(
            (f"样例年度：是不是同一事项，{told}（{len(pairs)} 对）", f"{same / len(pairs):.3f}，卡帕系数 {kappa:.3f}")
        )
    return rows


def _pairs(groups: dict[str, str]) -> set[tuple[str, str]]:
    members: dict[str, list[str]] = {}
    for comment, group in groups.items():
        if group:
            members.setdefault(group, []).append(comment)
    return {pair for own in members.values() for pair in combinations(sorted(own), 2)}


def _quality(right: int, found: int, wanted: int) -> str:
    return f"精确率 {right}/{found}，召回率 {right}/{wanted}，F1 {2 * right / (found + wanted):.3f}"


def _told(part: str, name: str) -> tuple[str, str]:
    """How the issues of invented comments are found again, each writer's by themselves."""
    rows = {key: row for key, row in _rows(DATA / "same_issue_groups.csv").items() if row["part"] == part}
    known = _pairs({key: row["issue"] for key, row in rows.items()})
    again: set[tuple[str, str]] = set()
    for writer in dict.fromkeys(key[0] for key in rows):
        own = {key: row["text"] for key, row in rows.items() if key[0] == writer}
        merged = merge_issues(pd.DataFrame({"id": list(own), "text": list(own.values())}))
        again |= _pairs(dict(zip(merged["id"], merged["issue"], strict=True)))
    return f"同一事项：{name} {len(rows)} 条虚构评语", _quality(len(known & again), len(again), len(known))


@cache
def _comments() -> pd.DataFrame:
    return read_folder(read_year(SAMPLE / "2019").folder.comments).accepted


@cache
def _same_issue() -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Pairs of the sample's comments that the program put into one issue, and those of the gold."""
    merged = merge_issues(_comments()).set_index("id")["issue"].to_dict()
    gold = _rows(SAMPLE / "gold-2019.csv")
    return _pairs(merged), _pairs({row: labels["same_issue"] for row, labels in gold.items()})


def worst_pairs() -> list[str]:
    """Confusion of pairs and the ten worst errors, as Markdown lines."""
    ours, theirs = _same_issue()
    frame = _comments()
    both, wrong, missed = len(ours & theirs), len(ours - theirs), len(theirs - ours)
    neither = comb(len(frame), 2) - both - wrong - missed
    columns = [frame.get(name, [""] * len(frame)) for name in ("text", "title", "place", "county_given")]
    told = dict(zip(frame["id"], comments_of(list(zip(*columns, strict=True))), strict=True))
    errors = []
    for pair in ours ^ theirs:
        weight = strength(pair_of(*(told[each] for each in pair)))
        errors.append((-weight if pair in ours else weight, pair, weight))
    texts = {row.id: cell(mask(row.text, people=False)) for row in frame.itertuples()}
    return [
        "### 同一事项：混淆和最糟的十个错",
        "",
        "成对数，一行是应该的，一列是程序判的。",
        "",
        *table(
            ("应该是＼判成", "同一件", "不是"), [("同一件", str(both), str(missed)), ("不是", str(wrong), str(neither))]
        ),
        "对数几率大于 0 是迹象偏向同一件；一组里的成员可能由别的意见连起来。错得最远的在前。",
        "",
        *table(
            ("编号", "意见", "编号", "意见", "程序", "对数几率"),
            [
                (one, texts[one], other, texts[other], "误并" if (one, other) in ours else "漏并", f"{weight:.1f}")
                for _, (one, other), weight in sorted(errors)[:10]
            ],
        ),
    ]


def issues() -> list[tuple[str, str]]:
    """Rows of (what, value): pairs of comments put into one issue, near misses merged, themes of divided comments."""
    gold, comments = _rows(SAMPLE / "gold-2019.csv"), _comments()
    ours, theirs = _same_issue()
    near = _rows_of_pairs(DATA / "near_misses.csv")
    together = sum(_merged(pair) for pair in near)
    engine = ThemeEngine(load_taxonomy())
    found = split_all(list(comments["text"]), list(comments["title"]), engine)
    main = engine.assign(list(comments["text"]), list(comments["title"]))
    said = {
        row: {verdict.theme, *(issue.theme for issue in own if issue.theme)}
        for row, verdict, own in zip(comments["id"], main, found, strict=True)
    }
    wanted = {row: set(labels["themes"].split(SEPARATOR)) for row, labels in gold.items()}
    right = sum(len(said[row] & wanted[row]) for row in gold)
    totals = (sum(map(len, said.values())), sum(map(len, wanted.values())))
    return [
        ("同一事项：两两比对", _quality(len(ours & theirs), len(ours), len(theirs))),
        *(_told(part, name) for part, name in (("learn", "用来学的"), ("check", "没有用来学的"))),
        ("貌似同一事项、其实不是的，误并", f"{together}/{len(near)}"),
        ("涉及的全部类别（拆成问题以后）", _quality(right, *totals)),
    ]


def _rows_of_pairs(path: Path) -> list[tuple[str, str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return [(row["text_a"], row["text_b"]) for row in csv.DictReader(file)]


def _merged(pair: tuple[str, str]) -> bool:
    return merge_issues(pd.DataFrame({"id": ["1", "2"], "text": pair}))["issue"].nunique() == 1
