"""A report whose every text is an attack, in a real browser: nothing of it runs, nothing leaves."""

from __future__ import annotations

import pytest

from analysis.layout import documents
from tests.browser import PHONE, open_browser, visit
from tests.small_year import ATTACKS, MARK, write_report, write_year

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser():
    with open_browser() as found:
        yield found


def test_no_script_of_a_text_runs_on_any_page(browser, hostile_report):
    pages = [path for path in documents(hostile_report.root) if path.suffix == ".html"]
    pages = [path for path in pages if MARK in path.read_text(encoding="utf-8")]
    assert len(pages) >= 12
    for path in pages:
        with visit(browser, path, PHONE) as page:
            assert page.ask("() => window.hacked === undefined"), path.name
            assert (
                page.ask("() => document.querySelectorAll('main img, main svg:not(.main-svg):not(.icon)').length") == 0
            )
            assert (page.requests, page.complaints) == ([], []), path.name
            assert page.ask("() => document.documentElement.scrollWidth") <= PHONE, path.name


def test_labels_of_charts_show_attacks_as_texts(browser, hostile_report):
    with visit(browser, hostile_report.briefing) as page:
        page.ask("() => window.dispatchEvent(new Event('beforeprint'))")
        labels = "\n".join(
            page.ask("() => Array.from(document.querySelectorAll('.chart text')).map(t => t.textContent)")
        )
        # Labels are cut after a few characters; what is there is the attack's own.
        assert [attack[:9] for attack in ATTACKS if attack[:9] not in labels] == []
        assert page.ask("() => document.querySelectorAll('.chart a[href], .chart image[href^=http]').length") == 0
        assert page.ask("() => window.hacked === undefined")


def test_names_of_any_length_leave_room_for_their_bars(browser, tmp_path):
    theme, unit = "教育与医疗" * 20, "很长很长的单位名称" * 20
    tasks = [("1", "1", theme, "板房" * 500, "2020-07-31", unit, ""), ("2", "2", "教育", "x", "", "防城港市教育局", "")]
    report = write_report(write_year(tmp_path / "2019", tasks=tasks), tmp_path / "out")
    for path in (report.briefing, report.public / "briefing.html", report.index):
        with visit(browser, path, PHONE) as page:
            assert page.ask("() => document.documentElement.scrollWidth") <= PHONE, path.name
            assert [chart["labels_outside"] for chart in page.charts if chart["labels_outside"]] == []
            assert [chart for chart in page.charts if chart["bars_outside"]] == []
