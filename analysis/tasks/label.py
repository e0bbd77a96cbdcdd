"""Treatment of comments: nature, place and units, and whether a person should look.

One row in, one row out, same order; people's corrections come last and win
(see `corrections`).
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pandas as pd

from analysis.columns import NO, SEPARATOR, YES, Nature
from analysis.tasks.nature import NatureVerdict, natures_of
from analysis.tasks.places import PlaceVerdict, places_of
from analysis.tasks.units import NOT_NEEDED, UnitVerdict, units_of
from analysis.text.memory import CHUNK
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
_FEW, _MANY = 2, 100  # comments of a theme that is rare, among so many
LABELS = [*(name for name in THEMES if name != "theme_doubt"), *TREATMENT]


def label_comments(comments: pd.DataFrame, engine: ThemeEngine) -> pd.DataFrame:
    """Themes and treatment of comments in one go: column id and `LABELS`, same rows, same order.

    Works through the rows by chunks, so that memory doesn't grow with texts in work.
    """
    with _uncollected():
        chunks = (comments.iloc[start : start + CHUNK] for start in range(0, max(len(comments), 1), CHUNK))
        parts = [treat(chunk, assign_themes(chunk, engine), engine.taxonomy) for chunk in chunks]
    return doubt_rare_themes(pd.concat(parts), engine.taxonomy.other)


def doubt_rare_themes(labels: pd.DataFrame, other: str) -> pd.DataFrame:
    """*labels* with those for review whose theme hardly any of many was given: there one wrong label is a large share.

    labels: as `treat` returns them, of all comments that are labelled together.  other: the theme for what fits none.
    """
    if len(labels) < _MANY:
        return labels
    counts = labels["theme"].map(labels["theme"].value_counts())
    rare = (counts <= _FEW) & (labels["theme"] != other) & (labels["nature"] != Nature.EMPTY)
    why = f"同批 {len(labels)} 件里归" + labels["theme"] + "的只有 " + counts.astype(str) + " 件"
    reason = why.where(labels["reason"] == "", labels["reason"] + "；" + why)
    return labels.assign(
        needs_review=labels["needs_review"].where(~rare, YES), reason=labels["reason"].where(~rare, reason)
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for cycles meanwhile: labelling makes none, only many small tuples that would set it off."""
    wanted = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if wanted:
            gc.enable()


def treat(comments: pd.DataFrame, themes: pd.DataFrame, taxonomy: Taxonomy) -> pd.DataFrame:
    """Nature, place and units of comments whose themes are assigned.

    comments: columns id, text and, where there are, title and county_given.
    themes: as `assign_themes` returns them for the same rows.
    Returns: column id and `LABELS`; support_units are joined by `|`;
    needs_review is 是/否 with the reasons in `reason`.
    """
    texts, titles, given = (
        comments[name].tolist() if name in comments else [""] * len(comments)
        for name in ("text", "title", "county_given")
    )
    natures = natures_of(texts, titles)
    heads = ["" if title == text else title for title, text in zip(titles, texts, strict=True)]
    places = places_of(texts, heads, given)
    named = themes["theme"].tolist()
    leads = {theme.name: theme.lead for theme in taxonomy.themes}
    units = units_of(texts, titles, named, [leads.get(theme, "") for theme in named], places)
    told = zip(themes["theme_doubt"].tolist(), themes["evidence"].tolist(), strict=True)
    rows = [
        _treatment(theme, nature, place, unit if nature.nature in _WITH_UNIT else NOT_NEEDED)
        for theme, nature, place, unit in zip(told, natures, places, units, strict=True)
    ]
    treatment = pd.DataFrame(rows, columns=TREATMENT, index=comments.index)
    return pd.concat([themes.drop(columns="theme_doubt"), treatment], axis=1)


_WITH_UNIT = (Nature.CONSTRUCTIVE, Nature.HARDSHIP, Nature.POLICY, Nature.PRIVATE)


def _treatment(
    theme: tuple[str, str], nature: NatureVerdict, place: PlaceVerdict, unit: UnitVerdict
) -> tuple[str, ...]:
    """The cells of `TREATMENT`; theme: why it is doubtful, if it is, and its evidence."""
    (doubt, evidence), doubts = theme, []
    if nature.nature != Nature.EMPTY:
        if doubt and (evidence or nature.nature != Nature.PRAISE):
            doubts.append(doubt)
        if nature.nature in _WITH_UNIT and not unit.lead:
            doubts.append(unit.reason)
    if not nature.sure:
        but = f"，但提到{'、'.join(f'“{word}”' for word in nature.but[:3])}" if nature.but else ""
        doubts.append(f"性质拿不准（{nature.reason}{but}）")
    return (
        nature.nature.value,
        nature.reason,
        place.county,
        place.place,
        unit.lead,
        SEPARATOR.join(unit.support),
        unit.reason,
        YES if doubts else NO,
        "；".join(doubts),
    )
