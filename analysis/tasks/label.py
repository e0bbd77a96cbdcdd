"""Treatment of comments: nature, place and units, and whether a person should look.

One row in, one row out, same order; people's corrections come last and win
(see `corrections`).
"""

from __future__ import annotations

import pandas as pd

from analysis.columns import NO, SEPARATOR, YES, Nature
from analysis.tasks.nature import NatureVerdict, natures_of
from analysis.tasks.places import place_of
from analysis.tasks.units import UnitVerdict, units_of
from analysis.themes.assign import THEMES, assign_themes
from analysis.themes.engine import ThemeEngine
from analysis.themes.taxonomy import Taxonomy

TREATMENT = [
    "nature",
    "nature_reason",
    "county",
    "place",
    "lead_unit",
    "support_units",
    "unit_reason",
    "needs_review",
    "reason",
]
LABELS = [*(name for name in THEMES if name != "theme_doubt"), *TREATMENT]


def label_comments(comments: pd.DataFrame, engine: ThemeEngine) -> pd.DataFrame:
    """Themes and treatment of comments in one go: column id and `LABELS`, same rows, same order."""
    return treat(comments, assign_themes(comments, engine), engine.taxonomy)


def treat(comments: pd.DataFrame, themes: pd.DataFrame, taxonomy: Taxonomy) -> pd.DataFrame:
    """Nature, place and units of comments whose themes are assigned.

    comments: columns id, text and, where there are, title and county_given.
    themes: as `assign_themes` returns them for the same rows.
    Returns: column id and `LABELS`; support_units are joined by `|`;
    needs_review is 是/否 with the reasons in `reason`.
    """
    blank = [""] * len(comments)
    rows = [
        _treat(text, title, county, theme, nature, taxonomy)
        for text, title, county, theme, nature in zip(
            comments["text"],
            comments.get("title", blank),
            comments.get("county_given", blank),
            themes.to_dict("records"),
            natures_of(list(comments["text"])),
            strict=True,
        )
    ]
    treatment = pd.DataFrame(rows, columns=TREATMENT, index=comments.index)
    return pd.concat([themes.drop(columns="theme_doubt"), treatment], axis=1)


def _treat(
    text: str, title: str, county_given: str, theme: dict, nature: NatureVerdict, taxonomy: Taxonomy
) -> dict[str, object]:
    whole = f"{title}\n{text}" if title and title != text else text
    place = place_of(whole, county_given)
    if nature.nature in (Nature.PRAISE, Nature.EMPTY):
        unit = UnitVerdict("", (), "不需要承办")
    else:
        entry = taxonomy.theme(theme["theme"])
        unit = units_of(whole, theme["theme"], entry.lead if entry else "", place)
    doubts = []
    if nature.nature != Nature.EMPTY:
        if theme["theme_doubt"] and (theme["evidence"] or nature.nature != Nature.PRAISE):
            doubts.append(theme["theme_doubt"])
        if nature.nature != Nature.PRAISE and not unit.lead:
            doubts.append(unit.reason)
    if not nature.sure:
        doubts.append(f"性质拿不准（{nature.reason}）")
    return {
        "nature": nature.nature.value,
        "nature_reason": nature.reason,
        "county": place.county,
        "place": place.place,
        "lead_unit": unit.lead,
        "support_units": SEPARATOR.join(unit.support),
        "unit_reason": unit.reason,
        "needs_review": YES if doubts else NO,
        "reason": "；".join(doubts),
    }
