"""Learn `data/reference/same_issue.json` anew: run it after a change of signs, examples or lists; it writes the file.

Learned from invented comments only: groups told by several writers
(`same_issue_groups.csv`, part learn; I to W are piles as a year's is, where
most of what sounds alike is two issues); pairs of exemplars that look alike, with
what a reader said of them (`same_issue_pairs.csv`: in a year's pile most of
what looks alike is two issues); other pairs of every ninth exemplar as two.
The sample year, part check and the pairs of `near_misses.csv` and
`same_issue.csv` are never looked at.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from analysis.layout import REFERENCE
from analysis.reference import read_rows
from analysis.tasks.alike import pair_of
from analysis.tasks.compared import Comment, comments_of
from analysis.tasks.meeting import Meeting
from analysis.tasks.strength import Node, evidence

DATA = Path(__file__).resolve().parents[1] / "data"
_SHAPE = {
    "max_iter": 150,
    "learning_rate": 0.06,
    "max_leaf_nodes": 31,
    "min_samples_leaf": 60,
    "l2_regularization": 5.0,
    "max_features": 0.4,
    "random_state": 0,
}
_ALONE = 9  # every which exemplar
_JUDGED = 3.0  # what a judged pair of exemplars counts beside others: there are few, and they are what a year is like
# What a pair of one issue counts: between 1 and 2.5 writers left out in turn give the same F1, and the less it counts
# the fewer merges are wrong.
_ONE = 1.5
_DIGITS = 4
_SAYS = (
    "「同一件事」的综合判断：一组小决策树，每棵看几样迹象（地点怎么对上、词表里的对象和毛病、像事项目录里的哪些事项、"
    "共同的少见词、字数），叶子上的数相加（对数几率），超过 0 就并。由虚构的开发评语学得，不看样例年度；"
    "改了迹象、词表或例句，运行 tests/tools/learn_same_issue.py 重学。迹象的意思见 analysis/tasks/strength.py 的 evidence。"
)


def told() -> Iterator[tuple[Comment, Comment, bool, float]]:
    """Pairs of comments, whether they are one issue, and what they count; comments of two writers are never compared."""
    rows = [row for row in _rows("same_issue_groups") if row["part"] == "learn"]
    for writer in dict.fromkeys(row["id"][0] for row in rows):
        own = [row for row in rows if row["id"][0] == writer]
        comments = comments_of([(row["text"], "", "", "") for row in own])
        known = zip((row["issue"] for row in own), comments, strict=True)
        for (issue, one), (another, other) in combinations(known, 2):
            yield one, other, issue == another, 1.0
    examples = read_rows(REFERENCE / "exemplars.csv")
    comments = dict(
        zip((row["id"] for row in examples), comments_of([(row["text"], "", "", "") for row in examples]), strict=True)
    )
    judged = {(row["one"], row["other"]): row["same"] == "1" for row in _rows("same_issue_pairs")}
    for (one, other), same in judged.items():
        yield comments[one], comments[other], same, _JUDGED
    for one, other in combinations([row["id"] for row in examples][::_ALONE], 2):
        if (one, other) not in judged:
            yield comments[one], comments[other], False, 1.0


def _rows(name: str) -> list[dict[str, str]]:
    return read_rows(DATA / f"{name}.csv")


def main() -> None:
    found, truth, counts = [], [], []
    for one, other, same, count in told():
        pair = pair_of(one, other)
        if not (one.silent or other.silent or pair.place.meeting == Meeting.APART):
            found.append(evidence(pair))
            truth.append(same)
            counts.append(count * (_ONE if same else 1))
    names = sorted({name for signs in found for name in signs})
    table = np.array([[signs.get(name, 0.0) for name in names] for signs in found])
    model = HistGradientBoostingClassifier(**_SHAPE).fit(table, truth, sample_weight=counts)
    trees = [_nodes(predictors[0].nodes, names) for predictors in model._predictors]
    learned = {
        "说明": _SAYS,
        "pairs": len(truth),
        "of_one_issue": int(sum(truth)),
        "constant": round(float(model._baseline_prediction.item()), _DIGITS),
        "trees": trees,
    }
    _same_numbers(learned, model, table, names)
    head = json.dumps({key: value for key, value in learned.items() if key != "trees"}, ensure_ascii=False)
    lines = ",\n".join(map(json.dumps, trees))  # a tree a line, so that a change can be read
    (REFERENCE / "same_issue.json").write_text(f'{head[:-1]},\n"trees": [\n{lines}\n]}}\n', encoding="utf-8")


def _nodes(nodes: np.ndarray, names: list[str]) -> list[Node]:
    """A tree of scikit-learn as `strength` reads it."""
    return [
        round(float(node["value"]), _DIGITS)
        if node["is_leaf"]
        else [
            names[node["feature_idx"]],
            round(float(node["num_threshold"]), _DIGITS + 1),
            int(node["left"]),
            int(node["right"]),
        ]
        for node in nodes
    ]


def _same_numbers(learned: dict, model: HistGradientBoostingClassifier, table: np.ndarray, names: list[str]) -> None:
    """Stop unless the trees as written say what scikit-learn says, but for rounding."""
    for row, expected in zip(table[:500], model.decision_function(table[:500]), strict=True):
        signs, total = dict(zip(names, row, strict=True)), learned["constant"]
        for tree in learned["trees"]:
            node = tree[0]
            while isinstance(node, list):
                node = tree[node[2] if signs[node[0]] <= node[1] else node[3]]
            total += node
        if abs(total - expected) > 0.05:
            sys.exit(f"the trees as written give {total}, scikit-learn {expected}")


if __name__ == "__main__":
    main()
