"""Render the pages of a month from templates; everything is escaped, nothing is fetched."""

from __future__ import annotations

from typing import Any

from analysis.briefing import concerns, content
from analysis.briefing.data import Month
from analysis.briefing.details import county_page, theme_page, unit_page
from analysis.briefing.document import Document, plotly_gzip
from analysis.briefing.figures import Facts
from analysis.briefing.narrative import names_of, narrate
from analysis.briefing.render import INTERNAL, SHARED_SCRIPT, render_month, write_page
from analysis.columns import SEPARATOR, UnitGroup
from analysis.layout import ReportFolder, unique_names
from analysis.params import chinese_month
from analysis.reference import counties
from analysis.store import write_table


def write_month(month: Month, folder: ReportFolder) -> Facts:
    """Write all internal pages of *month* into *folder* and the facts they say; returns the facts."""
    facts = Facts(month.params.cutoff.isoformat())
    links = _page_names(month)
    write_page(folder.root / SHARED_SCRIPT, f'window.PLOTLY_GZIP="{plotly_gzip()}";\n')
    write_page(folder.briefing, briefing_page(month, facts, links["units"]))
    for unit, name in links["units"].items():
        write_page(folder.root / "units" / f"{name}.html", unit_page(month, unit))
    for theme, name in links["themes"].items():
        write_page(folder.root / "themes" / f"{name}.html", theme_page(month, theme, links))
    for county, name in links["counties"].items():
        write_page(folder.root / "counties" / f"{name}.html", county_page(month, county, links))
    write_page(folder.index, index_page(month, facts, links))
    write_table(folder.tables, "facts", facts.frame())
    return facts


def _page_names(month: Month) -> dict[str, dict[str, str]]:
    """File names of the unit, theme and county pages, by what they are about."""
    support = [unit for cell in month.tasks["support_units"] for unit in cell.split(SEPARATOR) if unit]
    return {
        "units": unique_names([*month.by_unit["lead_unit"], *support]),
        "themes": unique_names(month.themes),
        "counties": unique_names(list(counties())),
    }


def briefing_page(month: Month, facts: Facts, links: dict[str, str] | None) -> str:
    """The leadership briefing, one self-contained page."""
    doc = Document()
    narrative = narrate(month, facts)
    cards = content.cards(month, facts)
    content.total_facts(month, facts)
    charts: dict[str, Any] = {"burn_up": content.burn_up_chart(doc, month)}
    tables: dict[str, Any] = {"channels": content.channel_table(doc, month)}
    charts["themes"] = content.theme_chart(doc, month)
    charts["comments"] = content.comment_chart(doc, month)
    charts["shares"] = concerns.share_chart(doc, month)
    for key, group in (("city", UnitGroup.CITY), ("county", UnitGroup.COUNTY)):
        frame = month.by_unit[month.by_unit["group"] == group]
        caption = f"{group.value}任务完成情况"
        charts[key] = content.unit_chart(doc, month, frame, caption, links) if len(frame) else None
    charts["matrix"] = content.matrix_chart(doc, month) if len(month.matrix) else None
    tables["hot"] = concerns.hot_table(doc, month)
    tables["alerts"] = content.alert_tables(doc, month, links)
    return render_month(
        "briefing.html.j2",
        month,
        doc,
        INTERNAL,
        title=f"{month.year.title}情况（{chinese_month(month.name)}）",
        public=False,
        n=narrative,
        cards=cards,
        charts=charts,
        tables=tables,
        shares=concerns.share_lines(month),
        hot=concerns.tell_hot(month, facts),
        basis=content.basis(month),
    )


def index_page(month: Month, facts: Facts, links: dict[str, dict[str, str]]) -> str:
    """The month's table of contents."""
    doc = Document()
    tasks = {row["lead_unit"]: f"{row['closed']}/{row['tasks']}" for row in month.by_unit.to_dict("records")}
    theme_count = dict(zip(month.theme_counts["theme"], month.theme_counts["count"], strict=True))
    county_count = dict(zip(month.county_counts["county"], month.county_counts["count"], strict=True))
    review = int((month.comments["needs_review"] == "是").sum())

    def link(href: str, text: str, note: str = "") -> dict[str, str]:
        return {"href": href, "text": text, "note": note}

    sections = [
        {
            "title": "表格",
            "intro": "",
            "links": [
                link("附件1.xlsx", "附件1 整改任务清单", f"{len(month.tasks)}项"),
                link("附件2.xlsx", "附件2 整改完成情况一览表", f"{len(month.states)}项"),
                link("待复核.xlsx", "待复核意见", f"{review}件"),
                link("退回清单.xlsx", "退回清单", f"{len(month.faults)}处"),
                link("public/index.html", "公示版"),
                link("tables/facts.csv", "全部数字（tables 文件夹）"),
            ],
        },
        {
            "title": "各单位",
            "intro": "右边为已销号/牵头任务；只配合、不牵头的写“配合”。",
            "links": [
                link(f"units/{name}.html", names_of(month, [unit]), tasks.get(unit, "配合"))
                for unit, name in links["units"].items()
            ],
        },
        {
            "title": "各领域",
            "intro": "右边为意见件数。",
            "links": [
                link(f"themes/{name}.html", theme, f"{theme_count.get(theme, 0)}件")
                for theme, name in links["themes"].items()
            ],
        },
        {
            "title": "各县（市、区）",
            "intro": "右边为意见件数。",
            "links": [
                link(f"counties/{name}.html", county, f"{county_count.get(county, 0)}件")
                for county, name in links["counties"].items()
            ],
        },
    ]
    return render_month(
        "index.html.j2",
        month,
        doc,
        INTERNAL,
        shared=SHARED_SCRIPT,
        title=f"{month.year.title}（{chinese_month(month.name)}）",
        n=narrate(month, facts),
        cards=content.cards(month, facts),
        sections=sections,
    )
