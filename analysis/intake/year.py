"""A year's settings (`year.yml`), completed with the reference calendar."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from analysis.errors import Fault, InputFaults, UsageError
from analysis.intake.values import half_width, parse_date, text_of
from analysis.layout import YearFolder
from analysis.params import parse_month
from analysis.reference import Units, find_channel, read_yaml, settings, suggest_channels, units


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
    """The year kept in *root*.  Raises InputFaults listing what year.yml and units.csv lack or have wrong."""
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
    due = data if data.get("monthly_return_due_day") else settings("calendar")
    year = Year(
        folder=folder,
        evaluation_year=_number(data, "evaluation_year", faults),
        rectification_year=_number(data, "rectification_year", faults),
        city=str(data.get("city") or ""),
        office=str(data.get("office") or ""),
        issued_on=_date(data, "issued_on", faults),
        expected=_expected(data, faults),
        milestones=_milestones(data, faults),
        plan_due=_date(data, "plan_due", faults),
        monthly_return_due_day=_number(due, "monthly_return_due_day", faults),
        invented=str(data.get("invented") or ""),
        method_changed=_months(data, faults),
    )
    try:
        _ = year.units
    except InputFaults as error:
        faults += error.faults
    if faults:
        raise InputFaults(faults)
    return year


def _fault(key: str, column: str, value: object = "", found: str = "") -> Fault:
    return Fault(key, file="year.yml", column=column, value=str(value), found=found)


def _list(data: dict, name: str, kind: type, faults: list[Fault]):
    """The entries under *name*; empty, with a fault, where they aren't written as *kind*."""
    value = data.get(name) or kind()
    if isinstance(value, kind):
        return value
    faults.append(_fault("year_list", name, value))
    return kind()


def _number(data: dict, name: str, faults: list[Fault]) -> int:
    value = data.get(name) or 0
    try:
        return int(half_width(str(value)))
    except ValueError:
        faults.append(_fault("year_number", name, value))
        return 0


def _date(data: dict, name: str, faults: list[Fault]) -> dt.date | None:
    value = data.get(name)
    day = parse_date(text_of(value))
    if value and day is None:
        faults.append(_fault("not_a_date", name, value))
    return day


def _milestones(data: dict, faults: list[Fault]) -> tuple[Milestone, ...]:
    found = []
    for entry in _list(data, "milestones", list, faults):
        written = entry.get("date") if isinstance(entry, dict) else entry
        day = parse_date(text_of(written))
        if day is None or not isinstance(entry, dict):
            faults.append(_fault("year_list" if day else "not_a_date", "milestones", written))
        else:
            found.append(Milestone(day, str(entry.get("name", ""))))
    return tuple(sorted(found, key=lambda milestone: milestone.date))


def _expected(data: dict, faults: list[Fault]) -> dict[str, int]:
    counts = _list(data, "expected", dict, faults)
    found = {}
    for name in counts:
        channel = find_channel(name)
        if channel is None:
            faults.append(_fault("channel_unknown", "expected", name, "、".join(suggest_channels(name))))
        else:
            found[channel.name] = _number(counts, name, faults)
    return found


def _months(data: dict, faults: list[Fault]) -> tuple[str, ...]:
    months = []
    for value in _list(data, "method_changed", list, faults):
        try:
            months.append(parse_month(value))
        except UsageError:
            faults.append(_fault("month_bad", "method_changed", value))
    return tuple(months)
