"""The sample's pages in a real browser: on a phone, on a desk, on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import A4_INSIDE, CHARTS, DESKTOP, PHONE, open_browser, visit

pytestmark = pytest.mark.slow

BEFORE_PRINT = f"""() => window.addEventListener('beforeprint', () => {{ window.printed = {{
  charts: ({CHARTS})(), open: Array.from(document.querySelectorAll('details')).map(node => node.open),
  below: document.querySelectorAll('details').length }}; }})"""


@pytest.fixture(scope="module")
def browser(sample_report):
    # The report first: its kernels and the browser's loop don't share a thread well.
    with open_browser() as found:
        yield found


def chosen(root: Path) -> list[Path]:
    """Both editions' own pages, and the longest of the units', themes' and districts'."""

    def longest(folder: str) -> Path:
        return max((root / folder).iterdir(), key=lambda path: path.stat().st_size)

    fixed = [
        root / "briefing.html",
        root / "index.html",
        root / "public" / "briefing.html",
        root / "public" / "index.html",
    ]
    return [*fixed, longest("units"), longest("themes"), longest("counties")]


@pytest.fixture(scope="module", params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def seen(request, browser, sample_report) -> dict[str, dict]:
    """What each page showed at one width."""
    found = {}
    for path in chosen(sample_report.root):
        with visit(browser, path, request.param) as page:
            found[path.relative_to(sample_report.root).as_posix()] = {
                "requests": page.requests,
                "complaints": page.complaints,
                "width": page.ask("() => document.documentElement.scrollWidth"),
                "wanted": request.param,
                "charts": page.charts,
                "config": page.ask("() => Array.from(document.querySelectorAll('.chart')).map(node => node._context)"),
                "buttons": page.ask(
                    "() => Array.from(document.querySelectorAll('.modebar-btn')).map(b => b.dataset.title)"
                ),
            }
    return found


def test_no_request_leaves_and_nothing_complains(seen):
    assert len(seen) == 7
    assert {name: entry["requests"] for name, entry in seen.items() if entry["requests"]} == {}
    assert {name: entry["complaints"] for name, entry in seen.items() if entry["complaints"]} == {}


def test_no_page_scrolls_sideways(seen):
    assert {name: entry["width"] for name, entry in seen.items() if entry["width"] > entry["wanted"]} == {}


def test_every_chart_is_drawn_within_its_place(seen):
    charts = [(name, chart) for name, entry in seen.items() for chart in entry["charts"]]
    assert len(charts) >= 11
    assert [entry for entry in charts if not entry[1]["drawn"] or not entry[1]["bars"] + entry[1]["cells"]] == []
    wanted = next(iter(seen.values()))["wanted"]
    assert [entry for entry in charts if entry[1]["width"] > wanted] == []


def test_every_label_and_bar_is_inside_its_chart(seen):
    charts = [(name, chart) for name, entry in seen.items() for chart in entry["charts"]]
    assert [(name, chart["id"], chart["labels_outside"]) for name, chart in charts if chart["labels_outside"]] == []
    assert [(name, chart["id"]) for name, chart in charts if chart["bars_outside"] or chart["labels"] < 5] == []


def test_no_chart_offers_to_send_anything_anywhere(seen):
    contexts = [context for entry in seen.values() for context in entry["config"]]
    assert {context["showSendToCloud"] for context in contexts} == {False}
    assert {context["locale"] for context in contexts} == {"zh-CN"}
    assert {title for entry in seen.values() for title in entry["buttons"]} == {"下载为图片"}


@pytest.mark.parametrize("name", ["briefing.html", "public/briefing.html", "counties/上思县.html"])
def test_paper_keeps_every_bar_and_opens_every_table(name, browser, sample_report):
    with visit(browser, sample_report.root / name, 1600) as page:
        wide = {chart["id"]: chart["bars"] for chart in page.charts}
        closed = page.ask("() => Array.from(document.querySelectorAll('details')).map(node => node.open)")
        assert not all(closed)
        page.ask(BEFORE_PRINT)
        paper = page.page.pdf(format="A4", prefer_css_page_size=True)
        printed = page.ask("() => window.printed")
        assert {chart["id"]: chart["bars"] for chart in printed["charts"]} == wide
        assert [chart for chart in printed["charts"] if chart["width"] > A4_INSIDE or chart["bars_outside"]] == []
        assert [chart["labels_outside"] for chart in printed["charts"] if chart["labels_outside"]] == []
        assert printed["open"] and all(printed["open"])
        assert paper.startswith(b"%PDF")
        # And the screen is as it was.
        assert page.ask("() => Array.from(document.querySelectorAll('details')).map(node => node.open)") == closed
        assert {chart["id"]: chart["width"] for chart in page.charts} == dict.fromkeys(wide, 780)


def test_a_browser_that_cannot_unpack_shows_the_tables_instead(browser, sample_report):
    with visit(browser, sample_report.briefing, before="delete window.DecompressionStream") as page:
        assert page.ask("() => Array.from(document.querySelectorAll('details')).every(node => node.open)")
        assert "请看下面的数据表" in page.ask(
            "() => getComputedStyle(document.querySelector('.chart'), '::before').content"
        )
        assert page.complaints == []


def test_a_turned_phone_draws_its_charts_anew(browser, sample_report):
    with visit(browser, sample_report.briefing, PHONE) as page:
        narrow = page.charts[0]["width"]
        page.page.set_viewport_size({"width": 844, "height": PHONE})
        page.page.wait_for_function(
            f"() => document.querySelector('.main-svg').getBoundingClientRect().width > {narrow}"
        )
        assert page.charts[0]["width"] <= 844
        assert page.charts[0]["bars"] > 5
