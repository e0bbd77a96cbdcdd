"""Source profiles: recognise what kind of sheet this is from its headings."""

from __future__ import annotations

from functools import cache

from analysis.errors import UsageError
from analysis.intake.grid import Sheet
from analysis.intake.table import HEADER_ROWS, Profile, find_header
from analysis.intake.values import text_of
from analysis.reference import settings


@cache
def profiles(kind: str) -> tuple[Profile, ...]:
    """The profiles of *kind* (comments, tasks, plan, return, verification) in the file's order."""
    return tuple(
        Profile(
            name=entry["name"],
            kind=entry["kind"],
            columns={name: tuple(headings) for name, headings in entry["columns"].items()},
            required=tuple(entry["required"]),
            note=entry.get("note", ""),
        )
        for entry in settings("profiles")["profiles"]
        if entry["kind"] == kind
    )


def profile_named(name: str, kind: str = "comments") -> Profile:
    """The profile called *name*.  Raises UsageError listing those there are."""
    for profile in profiles(kind):
        if profile.name == name:
            return profile
    raise UsageError(f"没有叫“{name}”的来源格式；现有：{'、'.join(p.name for p in profiles(kind))}。")


def recognise(sheet: Sheet, kind: str) -> Profile | None:
    """The profile of *kind* that fits *sheet*: all required columns found, most columns known; None if none fits."""
    best, best_known = None, 0
    for profile in profiles(kind):
        header = find_header(sheet, profile)
        if header and set(profile.required) <= header.known and len(header.known) > best_known:
            best, best_known = profile, len(header.known)
    return best


def seen_headings(sheet: Sheet) -> str:
    """The row that looks most like a heading, for a message: the widest of the first rows."""
    rows = [[text_of(cell) for cell in row if text_of(cell)] for row in sheet.rows[:HEADER_ROWS]]
    widest = max(rows, key=len, default=[])
    return "、".join(cell[:12] for cell in widest[:12])
