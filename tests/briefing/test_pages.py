"""Pages as files: every text escaped, nothing fetched, links that lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from analysis.layout import ReportFolder, documents
from tests.pagetext import Page
from tests.small_year import ATTACKS, CLIMB, FORMULA, IMAGE, MARK, SCRIPT

OURS = ("application/json", "text/plain")  # data, not programs


def pages(report: ReportFolder) -> list[Path]:
    found = [path for path in documents(report.root) if path.suffix == ".html"]
    assert len(found) > 15
    return found


@pytest.fixture(scope="module")
def hostile_pages(hostile_report) -> dict[str, Page]:
    return {path.relative_to(hostile_report.root).as_posix(): Page.of(path) for path in pages(hostile_report)}


def test_no_text_becomes_markup(hostile_pages):
    for name, page in hostile_pages.items():
        tags = {tag for tag, _ in page.tags}
        assert not tags & {"img", "svg", "iframe", "object", "embed", "form"}, name
        attributes = {attribute for _, attributes in page.tags for attribute in attributes}
        assert not [attribute for attribute in attributes if attribute.startswith("on")], name


def test_no_text_becomes_a_script(hostile_pages):
    for name, page in hostile_pages.items():
        programs = [attrs for tag, attrs in page.tags if tag == "script" and attrs.get("type") not in OURS]
        assert len(programs) <= 2, name  # ours, and the shared plotly
        assert all(attrs.keys() <= {"src"} for attrs in programs), name
        assert not [text for text in page.scripts if f"<script>{MARK}" in text], name


def test_attacks_are_shown_as_the_texts_they_are(hostile_pages):
    briefing = hostile_pages["briefing.html"]
    said = briefing.text + "".join(briefing.quoted)
    assert [attack for attack in ATTACKS if attack not in said] == []
    theme = next(page for name, page in hostile_pages.items() if "img src" in name and name.startswith("themes/"))
    assert IMAGE in theme.text


def test_comments_are_quoted_whole_on_the_pages_that_tell_them(hostile_pages):
    quoted = "".join(text for name, page in hostile_pages.items() if name.startswith("themes/") for text in page.quoted)
    assert [attack for attack in ATTACKS if f"学校门口的路坏了{attack}" not in quoted] == []
    assert f"{SCRIPT}村里没有水" in quoted


def test_file_names_made_of_texts_stay_in_their_folder_and_are_harmless(hostile_report):
    base = hostile_report.root.parents[2]
    assert [path for path in base.rglob("*") if path.name.startswith("逃出去") and path.parent.name != "themes"] == [
        hostile_report.root / "units" / "逃出去局.html"
    ]
    for path in documents(hostile_report.root):
        assert not re.search(r"[<>:\"|?*=\\]|\.\.", path.name), path.name
    assert len(list((hostile_report.root / "units").iterdir())) == 7  # five attacks, 市教育局, one supporting attack


def test_links_lead_to_files_of_the_report(hostile_report):
    for path in pages(hostile_report):
        for tag, attributes in Page.of(path).tags:
            if tag == "a":
                target = (path.parent / unquote(attributes["href"])).resolve()
                assert target.is_file(), (path.name, attributes["href"])
                assert target.is_relative_to(hostile_report.root)


def test_nothing_is_loaded_from_anywhere_else(small_report):
    for path in pages(small_report):
        page = Page.of(path)
        assert not [attributes for tag, attributes in page.tags if tag == "link"]
        sources = [attributes["src"] for _, attributes in page.tags if "src" in attributes]
        assert sources in ([], ["assets/charts.js"], ["../assets/charts.js"])
        assert "url(" not in path.read_text(encoding="utf-8").split("</style>")[0]
        (policy,) = [a["content"] for tag, a in page.tags if tag == "meta" and "http-equiv" in a]
        assert "default-src 'none'" in policy
        assert "connect-src 'none'" in policy


def test_the_briefings_are_single_files(small_report):
    for path in (small_report.briefing, small_report.public / "briefing.html"):
        page = Page.of(path)
        assert not [attributes for _, attributes in page.tags if "src" in attributes]
        assert "plotly-gzip" in [attributes.get("id") for tag, attributes in page.tags if tag == "script"]


def test_every_page_says_edition_cutoff_and_that_the_sample_is_invented(small_report):
    for path in pages(small_report):
        text = Page.of(path).text
        public = "public" in path.parts
        assert "测试数据" in text
        assert f"数据截至2020年8月31日　{'公示版' if public else '内部版'}" in text


def test_the_briefing_has_its_five_sections_in_order_and_the_conclusion_first(small_report):
    text = Page.of(small_report.briefing).text
    places = [text.index(part) for part in ("一、总体", "二、分领域", "三、分单位", "四、重点", "五、下步")]
    assert places == sorted(places)
    assert text.index("截至2020年8月31日，3项整改任务已销号1项") < places[0]


def test_every_chart_and_table_is_referred_to_or_captioned_once(small_report):
    text = Page.of(small_report.briefing).text
    captions = re.findall(r"^([图表]\d+)　", text, flags=re.MULTILINE)
    assert captions == sorted(set(captions), key=captions.index)
    charts = [caption for caption in captions if caption.startswith("图")]
    assert charts == [f"图{n}" for n in range(1, len(charts) + 1)]
    assert [chart for chart in charts if f"见{chart}" not in text] == []


def test_numbers_by_which_a_person_is_reached_are_masked_on_every_page(tmp_path):
    from tests.small_year import WATER, write_report, write_year

    text = "通屯路烂了，打13877012346或桂P·3K729，身份证450621199803150417"
    tasks = [("1", "1", "教育", text, "2020-07-31", "防城港市教育局", "")]
    report = write_report(write_year(tmp_path / "2019", [("1", WATER, text)], tasks), tmp_path / "out")
    shown = [path for path in pages(report) if "通屯路烂了" in path.read_text(encoding="utf-8")]
    assert {path.name for path in shown} >= {"briefing.html", "防城港市教育局.html"}
    for path in shown:
        page = path.read_text(encoding="utf-8")
        assert not [value for value in ("13877012346", "3K729", "199803150417") if value in page], path.name


def test_a_formula_is_a_text_in_a_page_title_and_the_climb_names_no_folder(hostile_pages):
    titles = [name for name in hostile_pages if "HYPERLINK" in name or "逃出去" in name]
    assert len(titles) == 4
    assert all(FORMULA in hostile_pages[name].text or CLIMB in hostile_pages[name].text for name in titles)
