"""The catalogue of matters (事项) with invented ways to tell each: what taxonomies, units and merging learn from.

`data/reference/matter_catalogue.csv` has a row for each matter that residents
complain of (放学太早要托管, 渔船油补减少), `matter_examples.csv` some two dozen
ways to tell it, all invented and none from the sample year.  A taxonomy says
in its file which matters belong to which theme.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from analysis.errors import Fault, InputFaults
from analysis.layout import REFERENCE
from analysis.reference import read_rows, units
from analysis.text.normalise import normalise

CATALOGUE, EXAMPLES = "matter_catalogue.csv", "matter_examples.csv"


@dataclass(frozen=True)
class Case:
    """A matter of the catalogue.

    scope: 点, 片 or 市, how far one such trouble reaches.  lead_unit: full name
    of the department in charge where no place is told, or empty.  kind: what
    is wrong with it, whatever it is (贵, 办得慢, 拖欠未发), or empty where that
    can't be said.  examples: normalised texts, in the file's order.
    """

    name: str
    scope: str
    lead_unit: str
    kind: str
    examples: tuple[str, ...]


@cache
def load_cases() -> dict[str, Case]:
    """The matters by name, in the catalogue's order.

    Raises InputFaults for an example of no matter there is, and for a unit that the register lacks.
    """
    rows, told = read_rows(REFERENCE / CATALOGUE), read_rows(REFERENCE / EXAMPLES)
    names = {row["matter"] for row in rows}
    faults = [
        Fault("matter_unknown", file=EXAMPLES, row=number, value=row.get("matter", ""))
        for number, row in enumerate(told, 2)
        if row.get("matter") not in names
    ]
    faults += [
        Fault("matter_unit", file=CATALOGUE, row=number, value=row["lead_unit"])
        for number, row in enumerate(rows, 2)
        if row.get("lead_unit") and units().find(row["lead_unit"]) is None
    ]
    if faults:
        raise InputFaults(faults)
    examples: dict[str, list[str]] = defaultdict(list)
    for row in told:
        examples[row["matter"]].append(normalise(row["text"]))
    return {
        row["matter"]: Case(
            row["matter"],
            row.get("scope", ""),
            row.get("lead_unit") or "",
            row.get("kind") or "",
            tuple(examples[row["matter"]]),
        )
        for row in rows
    }


def examples_of(matters: Iterable[str]) -> list[str]:
    """All ways to tell *matters*, which the catalogue holds."""
    return [text for matter in matters for text in load_cases()[matter].examples]
