"""The taxonomy file (themes.yml): themes with their words, excludes and sub-themes.

Any city's file works; nothing in code names a theme.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import yaml

from analysis.errors import Fault, InputFaults
from analysis.layout import REFERENCE
from analysis.reference import YAML_LOADER, read_yaml
from analysis.themes.cases import load_cases

DEFAULT = REFERENCE / "themes.yml"


@dataclass(frozen=True)
class Subtheme:
    """A named part of a theme with its words."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Theme:
    """One theme; `all_words` are its own and its sub-themes' words, `matters` those of the catalogue that belong to it."""

    name: str
    description: str
    words: tuple[str, ...]
    excludes: tuple[str, ...]
    lead: str
    subthemes: tuple[Subtheme, ...]
    matters: tuple[str, ...] = ()

    @property
    def all_words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.words, *(word for sub in self.subthemes for word in sub.words))))


@dataclass(frozen=True)
class Taxonomy:
    """The themes of one file, in its order; `other` takes what fits none.

    exemplars: a csv of labelled example comments beside the file, where it names one.
    A theme that bears the name of `other` is scored like the rest and may
    have words of its own (干部作风, 调查本身 …).
    """

    version: str
    themes: tuple[Theme, ...]
    other: str
    exemplars: Path | None = None
    hints: tuple[Fault, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All theme names in order, `other` last."""
        return (*(theme.name for theme in self.themes if theme.name != self.other), self.other)

    def theme(self, name: str) -> Theme | None:
        return next((theme for theme in self.themes if theme.name == name), None)


def load_taxonomy(path: Path = DEFAULT) -> Taxonomy:
    """The taxonomy of *path*.

    Raises InputFaults listing every fault: not YAML, no theme, a theme
    without name or words, two themes of one name, a matter that the catalogue
    lacks or another theme has.  A word in several themes is only hinted at (`Taxonomy.hints`); it counts for each in part.
    """
    data = read_yaml(path)
    faults: list[Fault] = []
    entries = data.get("themes") if isinstance(data, dict) else None
    if not isinstance(entries, list) or not entries:
        raise InputFaults([Fault("theme_empty", file=path.name)])
    themes: list[Theme] = []
    lines = _lines(path)
    for number, entry in enumerate(entries, start=1):
        theme, at = _theme(entry), {"file": path.name, "row": lines.themes[number - 1]}
        if theme is None:
            faults.append(Fault("theme_name", **at, value=str(number)))
            continue
        if any(theme.name == other.name for other in themes):
            faults.append(Fault("theme_twice", **at, value=theme.name))
        if not theme.all_words:
            faults.append(Fault("theme_words", **at, value=theme.name))
        for matter in theme.matters:
            if matter not in load_cases():
                faults.append(Fault("matter_unknown", **at, value=matter))
            faults += [
                Fault("matter_twice", **at, value=matter, found=other.name)
                for other in themes
                if matter in other.matters
            ]
        themes.append(theme)
    if faults:
        raise InputFaults(faults)
    return Taxonomy(
        version=str(data.get("version", "")),
        themes=tuple(themes),
        other=str(data.get("other") or "其他"),
        exemplars=path.parent / str(data["exemplars"]) if data.get("exemplars") else None,
        hints=tuple(_shared(themes, path.name, lines)),
    )


def _theme(entry: object) -> Theme | None:
    if not isinstance(entry, dict) or not str(entry.get("name") or "").strip():
        return None
    return Theme(
        name=str(entry["name"]).strip(),
        description=str(entry.get("description") or ""),
        words=_words(entry.get("words")),
        excludes=_words(entry.get("excludes")),
        lead=str(entry.get("lead") or ""),
        subthemes=tuple(
            Subtheme(str(sub["name"]), _words(sub.get("words")))
            for sub in entry.get("subthemes") or []
            if isinstance(sub, dict) and sub.get("name")
        ),
        matters=tuple(str(matter).strip() for matter in entry.get("matters") or ()),
    )


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list):
        return ()
    return tuple(dict.fromkeys(text for word in value if word is not None and (text := str(word).strip().lower())))


@dataclass(frozen=True)
class _Lines:
    """Where things stand in the file: the line of each theme, and the last line of each word."""

    themes: list[int]
    words: dict[str, int]


def _lines(path: Path) -> _Lines:
    """Line numbers, from 1, of a file that is known to be YAML with a list of themes."""
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=YAML_LOADER)
    found = next(value for key, value in root.value if key.value == "themes")
    words: dict[str, int] = {}

    def walk(node: yaml.Node) -> None:
        if isinstance(node, yaml.ScalarNode):
            words[str(node.value).strip().lower()] = node.start_mark.line + 1
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value in ("words", "subthemes"):
                    walk(value)
        else:
            for value in node.value:
                walk(value)

    walk(found)
    return _Lines([entry.start_mark.line + 1 for entry in found.value], words)


def _shared(themes: list[Theme], file: str, lines: _Lines) -> list[Fault]:
    holders: dict[str, list[str]] = defaultdict(list)
    for theme in themes:
        for word in theme.all_words:
            holders[word].append(theme.name)
    return [
        Fault("word_shared", file=file, row=lines.words.get(word), value=word, found="、".join(names))
        for word, names in holders.items()
        if len(names) > 1
    ]
