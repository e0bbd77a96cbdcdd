"""What a page says: its text without what is quoted, its tags, its tables and numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

_VOID = {"meta", "br", "hr", "img", "link", "input"}
_QUOTED = {"words", "quote"}  # other people's words: their numbers are theirs
_UNSEEN = {"script", "style", "title"}
NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass
class Page(HTMLParser):
    """A parsed page.  texts: what it says itself; quoted: others' words; tags: (name, attributes); scripts: their text."""

    texts: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, set[str]]] = []

    @classmethod
    def of(cls, path: Path) -> Page:
        page = cls()
        page.feed(path.read_text(encoding="utf-8"))
        page.close()
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))
        if tag == "tr":
            self.cells.append([])
        if tag in ("td", "th"):
            self.cells[-1].append("")
        if tag not in _VOID:
            self._open.append((tag, set(attributes.get("class", "").split())))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tags = {tag for tag, _ in self._open}
        if tags & {"td", "th"}:
            self.cells[-1][-1] += data
        if "script" in tags:
            self.scripts.append(data)
        elif not tags & _UNSEEN:
            quoted = any(classes & _QUOTED for _, classes in self._open)
            (self.quoted if quoted else self.texts).append(data)

    @property
    def text(self) -> str:
        return "\n".join(text.strip() for text in self.texts if text.strip())

    def row(self, first: str) -> list[str]:
        """The first table row that begins with *first*."""
        return next(cells for cells in self.cells if cells and cells[0] == first)


def said_numbers(text: str) -> list[tuple[float, str]]:
    """Numbers of a page's text with the line they stand in; dates, 图1, 表1 and list numbers aside."""
    found = []
    for line in text.splitlines():
        plain = re.sub(
            r"\d{4}年度|\d{4}年\d{1,2}月(?:\d{1,2}日)?|\d{4}-\d\d(?:-\d\d)?|(?:[图表]|附件)\d+|^\d+\. ", "", line
        )
        found += [(float(number), line) for number in NUMBER.findall(plain)]
    return found
