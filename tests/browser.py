"""A real headless Chromium for page tests, and what it sees of a page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

PHONE, DESKTOP = 390, 1280  # px
A4_INSIDE = 590  # px between the margins: (210 − 28 − 26) mm at 96 dpi

# Of each chart: width, bars with an area, numbers and names that stick out of the drawing.
CHARTS = """() => Array.from(document.querySelectorAll('.chart')).map(node => {
  const drawing = node.querySelector('.main-svg');
  if (!drawing) { return {id: node.id, drawn: false}; }
  const frame = drawing.getBoundingClientRect();
  const box = element => element.getBoundingClientRect();
  const bars = Array.from(node.querySelectorAll('.bars .point path')).map(box).filter(b => b.width > .5 && b.height > .5);
  const outside = b => b.left < frame.left - 1 || b.right > frame.right + 1 || b.top < frame.top - 1 || b.bottom > frame.bottom + 1;
  const texts = Array.from(node.querySelectorAll('text')).filter(t => box(t).width > 0);
  return {
    id: node.id, drawn: true, width: frame.width, bars: bars.length, cells: node.querySelectorAll('.heatmap-label').length,
    bars_outside: bars.filter(outside).length, labels: texts.length,
    labels_outside: texts.filter(t => outside(box(t))).map(t => t.textContent),
  };
})"""


def find_browser() -> str | None:
    """The path of an installed Chromium or Chrome."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@contextmanager
def open_browser() -> Iterator[Any]:
    """A browser; the test is skipped where there is none, and fails on CI, where there must be one."""
    path = find_browser()
    if path is None:
        reason = "没有 Chromium 或 Chrome，网页没有在浏览器里测试"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Visit:
    """One page opened at one width: requests that left the machine, complaints, and the open page."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def ask(self, script: str) -> Any:
        return self.page.evaluate(script)

    @property
    def charts(self) -> list[dict[str, Any]]:
        return self.ask(CHARTS)


@contextmanager
def visit(browser: Any, path: Path, width: int = DESKTOP, before: str = "") -> Iterator[Visit]:
    """*path* opened with its charts drawn.  before: a script run before the page's own."""
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    found = Visit(page)
    page.on("request", lambda request: _note(found, request.url))
    page.on("console", lambda message: found.complaints.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    page.on("dialog", lambda dialog: (found.complaints.append(dialog.message), dialog.dismiss()))
    if before:
        page.add_init_script(before)
    page.goto(path.as_uri())
    page.evaluate("() => window.chartsReady")
    yield found
    context.close()


def _note(found: Visit, url: str) -> None:
    if not url.startswith(("file:", "data:", "blob:")):
        found.requests.append(url)
