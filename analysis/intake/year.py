"""A year's settings (`year.yml`), completed with the reference calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from analysis.errors import Fault, InputFaults
from analysis.intake.values import parse_date, text_of
from analysis.layout import YearFolder
from analysis.reference import Units, find_channel, read_yaml, settings, units


@dataclass(frozen=True)
class Milestone:
    """A deadline of the year's calendar."""

    date: dt.date
    name: str


@dataclass(frozen=True)
class Year:
    """What `year.yml` says.

    expected: comments by channel as the covering letter states them, may be empty.
    invented: shown on every page where not empty (the sample year).
    method_changed: months from which the way of counting changed; month-on-month across them is void.
    """

    folder: YearFolder
    evaluation_year: int
    rectification_year: int
    city: str
    office: str
    issued_on: dt.date | None
    expected: dict[str, int]
    milestones: tuple[Milestone, ...]
    plan_due: dt.date | None
    monthly_return_due_day: int
    invented: str
    method_changed: tuple[str, ...]

    @cached_property
    def units(self) -> Units:
        """The unit register with the year's own `units.csv` laid over it."""
        return units(self.folder.root / "units.csv")

    @property
    def title(self) -> str:
        return f"{self.city}{self.evaluation_year}年度社会评价意见建议整改"


def read_year(root: Path) -> Year:
    """The year kept in *root*.  Raises InputFaults listing what year.yml lacks or has wrong."""
    folder = YearFolder(root)
    if not folder.settings.is_file():
        raise InputFaults([Fault("year_missing", file=root.name)])
    data = read_yaml(folder.settings)
    data = data if isinstance(data, dict) else {}
    faults = [
        Fault("year_field", file="year.yml", value=name)
        for name in ("evaluation_year", "rectification_year", "city")
        if not data.get(name)
    ]
    milestones = []
    for entry in data.get("milestones") or settings("calendar")["milestones"]:
        day = parse_date(text_of(entry.get("date")))
        if day is None:
            faults.append(Fault("not_a_date", file="year.yml", column="milestones", value=str(entry.get("date"))))
        else:
            milestones.append(Milestone(day, str(entry.get("name", ""))))
    expected = {}
    for name, count in (data.get("expected") or {}).items():
        channel = find_channel(name)
        if channel is None:
            faults.append(
                Fault("channel_unknown", file="year.yml", column="expected", value=name, found="channels.csv")
            )
        else:
            expected[channel.name] = int(count)
    if faults:
        raise InputFaults(faults)
    return Year(
        folder=folder,
        evaluation_year=int(data["evaluation_year"]),
        rectification_year=int(data["rectification_year"]),
        city=str(data["city"]),
        office=str(data.get("office") or ""),
        issued_on=parse_date(text_of(data.get("issued_on"))),
        expected=expected,
        milestones=tuple(sorted(milestones, key=lambda m: m.date)),
        plan_due=parse_date(text_of(data.get("plan_due"))),
        monthly_return_due_day=int(
            data.get("monthly_return_due_day") or settings("calendar")["monthly_return_due_day"]
        ),
        invented=str(data.get("invented") or ""),
        method_changed=tuple(str(month) for month in data.get("method_changed") or ()),
    )
