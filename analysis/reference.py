"""Reference data: units with their successions, places, channels, settings lists.

Everything here is data in `data/reference/` (and, for one year, an overlay
`units.csv` in the year folder); nothing in code names a unit or a place.
Loaded once a process; the objects are read-only.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml
from rapidfuzz import fuzz, process

from analysis.columns import SEPARATOR, UnitGroup
from analysis.errors import Fault, InputFaults
from analysis.layout import REFERENCE

# The same safe loader in C, ten times as fast, where PyYAML was built with it.
YAML_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a csv as text, in UTF-8 or, as Excel saves it here, in GB18030.

    Raises InputFaults where it is neither.
    """
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return list(csv.DictReader(io.StringIO(text, newline=""), restval=""))
    raise InputFaults([Fault("file_encoding", file=path.name)])


def read_yaml(path: Path) -> object:
    """A YAML file's content.  Raises InputFaults naming the line where the file is not YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=YAML_LOADER)  # noqa: S506 — a safe loader
    except FileNotFoundError:
        raise InputFaults([Fault("file_missing", file=path.name)]) from None
    except UnicodeDecodeError:
        raise InputFaults([Fault("yaml_encoding", file=path.name)]) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        raise InputFaults([Fault("yaml_bad", file=path.name, row=line)]) from None


@cache
def word_list(name: str) -> tuple[str, ...]:
    """The words of `data/reference/<name>.txt`: one a line, `#` starts a comment."""
    lines = (REFERENCE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    words = (line.split("#", 1)[0].strip() for line in lines)
    return tuple(word for word in words if word)


@cache
def settings(name: str) -> dict:
    """A settings file of `data/reference/` as a dictionary; treat it as read-only."""
    return read_yaml(REFERENCE / f"{name}.yml")


def squeeze(name: object) -> str:
    """A name as compared: half-width, no blanks."""
    return "".join(unicodedata.normalize("NFKC", str(name)).split())


# --- units -----------------------------------------------------------------


@dataclass(frozen=True)
class Unit:
    """One responsible unit.

    `valid_from`/`valid_to` are months (YYYY-MM, both inclusive) or empty;
    `successor` names the unit that took over after `valid_to`.
    `confirmed` is "yes" only where a source names the unit; the rest is
    general knowledge and shown as such.
    """

    name: str
    short_names: tuple[str, ...]
    level: str
    group: str
    themes_lead: tuple[str, ...] = ()
    themes_support: tuple[str, ...] = ()
    confirmed: str = ""
    valid_from: str = ""
    valid_to: str = ""
    successor: str = ""
    note: str = ""

    @property
    def responsible(self) -> bool:
        """False for 绩效办 itself: it assigns and verifies, it never leads and is never ranked."""
        return self.group in (UnitGroup.CITY, UnitGroup.COUNTY)

    @property
    def short(self) -> str:
        """The name charts use."""
        return self.short_names[0] if self.short_names else self.name


@dataclass(frozen=True)
class Units:
    """The unit register, resolving every name people use to the unit in charge in a month."""

    units: tuple[Unit, ...]
    by_name: dict[str, Unit] = field(init=False, repr=False)
    _aliases: dict[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        by_name = {unit.name: unit for unit in self.units}
        aliases: dict[str, str] = {}
        for unit in self.units:
            for alias in (unit.name, *unit.short_names):
                aliases.setdefault(squeeze(alias), unit.name)
        object.__setattr__(self, "by_name", by_name)
        object.__setattr__(self, "_aliases", aliases)

    def find(self, name: str) -> Unit | None:
        """The unit that *name* (full, short or old) names, as it is written; None where none does."""
        found = self._aliases.get(squeeze(name))
        return self.by_name[found] if found else None

    def in_charge(self, name: str, month: str) -> Unit | None:
        """The unit that holds *name*'s duties in *month* (YYYY-MM), following successions forwards.

        A unit not yet founded in *month* is traced back to its predecessor.
        """
        unit = self.find(name)
        for _ in range(len(self.units)):
            if unit is None:
                return None
            if unit.valid_to and month > unit.valid_to and unit.successor in self.by_name:
                unit = self.by_name[unit.successor]
            elif unit.valid_from and month < unit.valid_from:
                earlier = [u for u in self.units if u.successor == unit.name]
                if not earlier:
                    return unit
                unit = earlier[0]
            else:
                return unit
        return unit

    def suggest(self, name: str, limit: int = 3) -> list[str]:
        """Full names nearest to *name*, best first, for a message."""
        return nearest(name, list(self._aliases), self._aliases, limit)


def nearest(
    name: str, choices: list[str], full: dict[str, str] | None = None, limit: int = 3, whole: bool = False
) -> list[str]:
    """The *choices* nearest to *name* (mapped through *full*), best first, without repeats.

    whole: compare whole strings (numbers of tasks and comments) rather than parts of names.
    """
    found = process.extract(squeeze(name), choices, scorer=fuzz.ratio if whole else fuzz.WRatio, limit=limit * 4)
    names = [full[choice] if full else choice for choice, _, _ in found]
    return list(dict.fromkeys(names))[:limit]


def _split(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(SEPARATOR) if part.strip())


def _unit(row: dict[str, str]) -> Unit:
    return Unit(
        name=row["unit"],
        short_names=_split(row.get("short_names", "")),
        level=row.get("level", ""),
        group=row.get("group", ""),
        themes_lead=_split(row.get("themes_lead", "")),
        themes_support=_split(row.get("themes_support", "")),
        confirmed=row.get("confirmed", ""),
        valid_from=row.get("valid_from", ""),
        valid_to=row.get("valid_to", ""),
        successor=row.get("successor", ""),
        note=row.get("note", ""),
    )


@cache
def units(overlay: Path | None = None) -> Units:
    """The unit register; rows of *overlay* (a year's own units.csv) replace or add units by name."""
    rows = {row["unit"]: row for row in read_rows(REFERENCE / "units.csv")}
    if overlay and overlay.is_file():
        own = read_rows(overlay)
        if own and "unit" not in own[0]:
            found = "、".join(str(name) for name in own[0] if name)
            raise InputFaults([Fault("column_missing", file=overlay.name, row=1, value="unit", found=found)])
        rows |= {row["unit"]: row for row in own}
    return Units(tuple(_unit(row) for row in rows.values()))


# --- places ----------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A district, town, village or site of the register.

    `suffix_required`: the bare word is a common noun or another place (马路,
    公正, 港口), so only the full name counts.
    """

    name: str
    level: str
    parent: str
    aliases: tuple[str, ...]
    suffix_required: bool
    confirmed: str = ""
    note: str = ""


@cache
def places() -> tuple[Place, ...]:
    """All places of the register, in its order (wide before narrow)."""
    return tuple(
        Place(
            name=row["name"],
            level=row["level"],
            parent=row["parent"],
            aliases=_split(row["aliases"]),
            suffix_required=row["suffix_required"] == "yes",
            confirmed=row["confirmed"],
            note=row["note"],
        )
        for row in read_rows(REFERENCE / "places.csv")
    )


@cache
def counties() -> tuple[str, ...]:
    """The county-level places, in the register's order."""
    return tuple(place.name for place in places() if place.level == "县级")


@cache
def _register() -> dict[str, Place]:
    return {place.name: place for place in places()}


def county_of(place: str) -> str:
    """The county-level place that *place* lies in; empty for the city, wide zones and unknown places."""
    register = _register()
    for _ in range(5):
        entry = register.get(place)
        if entry is None:
            return ""
        if entry.level == "县级":
            return entry.name
        place = entry.parent
    return ""


# --- channels --------------------------------------------------------------


@dataclass(frozen=True)
class Channel:
    """One of the 15 sources of comments [S]."""

    code: str
    name: str
    aliases: tuple[str, ...]


@cache
def channels() -> tuple[Channel, ...]:
    """The channels in the founding document's order."""
    return tuple(
        Channel(row["code"], row["channel"], _split(row["aliases"])) for row in read_rows(REFERENCE / "channels.csv")
    )


@cache
def _channel_names() -> dict[str, Channel]:
    return {squeeze(name): channel for channel in channels() for name in (channel.name, *channel.aliases)}


def find_channel(name: str) -> Channel | None:
    """The channel that *name* names, by its full name or an alias."""
    return _channel_names().get(squeeze(name))


def suggest_channels(name: str, limit: int = 2) -> list[str]:
    """Channel names nearest to *name*."""
    known = _channel_names()
    return nearest(name, list(known), {key: channel.name for key, channel in known.items()}, limit)
