"""Templates and what every page shares: one self-contained file or one script for several, nothing from a network."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from analysis.briefing import content
from analysis.briefing.data import Month
from analysis.briefing.document import Document, plotly_gzip
from analysis.charts.house import CONFIG
from analysis.params import chinese_month

INTERNAL = "内部版"
SHARED_SCRIPT = "assets/charts.js"


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("analysis.briefing", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=False,
    )
    environment.filters["chinese"] = content.chinese_number
    return environment


@cache
def _source(name: str) -> str:
    return (Path(__file__).parent / "templates" / name).read_text(encoding="utf-8")


def render(template: str, doc: Document, shared: str = "", **context: Any) -> str:
    """One page as text.

    shared: relative address of the script with plotly, for pages that don't
    hold it themselves.  context: what the template tells; the base template
    needs title, invented, office, edition and footer.
    """
    # Only what is escaped already or our own constant is marked as safe.
    charts = [replace(chart, json=Markup(chart.json)) for chart in doc.charts]  # noqa: S704
    return (
        _environment()
        .get_template(template)
        .render(
            doc=Document(charts, doc.tables),
            shared=shared,
            css=Markup(_source("style.css")),  # noqa: S704
            js=Markup(_source("page.js")),  # noqa: S704
            chart_config=Markup(json.dumps(CONFIG, ensure_ascii=False)),  # noqa: S704
            plotly_gzip=Markup(plotly_gzip()) if doc.charts and not shared else "",  # noqa: S704
            **context,
        )
    )


def render_month(template: str, month: Month, doc: Document, edition: str, shared: str = "", **context: Any) -> str:
    """A page about *month*."""
    office = month.year.office or "绩效办"
    return render(
        template,
        doc,
        shared,
        month=month,
        month_text=chinese_month(month.name),
        invented=month.year.invented,
        office=office,
        edition=edition,
        footer=f"{office}　数据截至{month.cutoff_text}　{edition}",
        **context,
    )


def write_page(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path
