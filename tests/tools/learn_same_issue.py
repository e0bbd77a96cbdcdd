"""Learn the weights of `data/reference/same_issue.yml` anew: run it after a change of signs and put in what it prints.

Learned from invented comments only: groups told by several writers
(`same_issue_groups.csv`, part learn), pairs of both kinds, and as what the
most of a year's comments are, each on its own, every fourth exemplar.  The
sample year and part check are never looked at.  Pairs at two places, of two
objects or of troubles that contradict each other are left out, as no weight
could allow them; what else `never` forbids stays, as most of what is no issue.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from analysis.layout import REFERENCE
from analysis.tasks.alike import pair_of
from analysis.tasks.compared import Comment, comment_of
from analysis.tasks.meeting import Meeting
from analysis.tasks.strength import evidence, weights
from analysis.themes.exemplars import load_exemplars

DATA = Path(__file__).resolve().parents[1] / "data"
_PENALTY = 0.3  # C, on signs of equal spread


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a file of `tests/data`."""
    with open(DATA / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told() -> Iterator[tuple[Comment, Comment, bool]]:
    """Pairs of comments and whether they are one issue; comments of two writers are never compared."""
    writers: dict[str, list[tuple[str, Comment]]] = {}
    for row in rows("same_issue_groups"):
        if row["part"] == "learn":
            writers.setdefault(row["id"][0], []).append((row["issue"], comment_of(row["text"])))
    for own in writers.values():
        for (issue, one), (another, other) in combinations(own, 2):
            yield one, other, issue == another
    for name, same in (("near_misses", False), ("same_issue", True)):
        for row in rows(name):
            yield comment_of(row["text_a"]), comment_of(row["text_b"]), same
    alone = [comment_of(example.text) for example in load_exemplars(REFERENCE / "exemplars.csv")[::4]]
    for one, other in combinations(alone, 2):
        yield one, other, False


def main() -> None:
    names = [name for name in weights() if name != "constant"]
    signs, truth = [], []
    for one, other, same in told():
        pair = pair_of(one, other)
        if one.silent or other.silent or pair.place.meeting == Meeting.APART:
            continue
        if pair.agreed.contradict or pair.agreed.differ:
            continue
        found = evidence(pair)
        if unknown := found.keys() - set(names):
            sys.exit(f"not in the file yet: {unknown}")
        signs.append([found.get(name, 0.0) for name in names])
        truth.append(same)
    table = np.array(signs)
    spread = np.maximum(table.std(axis=0), 1e-9)
    model = LogisticRegression(C=_PENALTY, max_iter=5000).fit(table / spread, truth)
    lines = [f"# {len(truth)} pairs, {sum(truth)} of one issue"]
    lines += [f"  {name}: {weight:.2f}" for name, weight in zip(names, model.coef_[0] / spread, strict=True)]
    lines += [f"  constant: {model.intercept_[0]:.2f}", ""]
    sys.stdout.write("\n".join(lines))


if __name__ == "__main__":
    main()
