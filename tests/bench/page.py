"""docs/benchmarks.md as named sections, each with its own date; one can be measured anew while the others stay.

A section stands between `<!-- section: name -->` and `<!-- end: name -->`.
"""

from __future__ import annotations

import datetime as dt
import platform
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HEAD = """# 基准测试

`make bench` 测得并改写这一页；`python -m tests.bench.run --only 节名` 只重测一节，其余各节连同日期不动。秒数随机器和当时的忙闲变，看同一节里的倍数。
"""
_SECTION = re.compile(r"<!-- section: (?P<name>[\w-]+) -->\n.*?<!-- end: (?P=name) -->\n", re.DOTALL)


@dataclass(frozen=True)
class Section:
    """One part of the page: its heading, the lines below it, and what it was measured with (name → version)."""

    title: str
    lines: Sequence[str]
    versions: Mapping[str, str]

    def text(self, name: str, date: dt.date) -> str:
        made = [
            f"日期：{date.isoformat()}",
            f"系统：{platform.system()} {platform.machine()}",
            *(f"{package} {version}" for package, version in self.versions.items()),
        ]
        body = "\n".join([f"## {self.title}", "", "　".join(made), "", *self.lines]).rstrip()
        return f"<!-- section: {name} -->\n{body}\n<!-- end: {name} -->\n"


def with_section(page: str, name: str, section: str, order: Sequence[str]) -> str:
    """*page* with the text *section* as its section *name*, the sections sorted as in *order*.

    Sections of other names keep their text to the byte; the page's head is
    rewritten.  Text outside of all sections, but for the head, isn't kept.
    """
    held = {match["name"]: match[0] for match in _SECTION.finditer(page)} | {name: section}
    names = sorted(held, key=lambda known: order.index(known) if known in order else len(order))
    return "\n".join([HEAD, *(held[known] for known in names)])


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table and the blank line after it."""
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, *rows)]
    return [lines[0], "|---" * len(head) + "|", *lines[1:], ""]
