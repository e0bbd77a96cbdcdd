"""Charts of themes: the map, how alike every two are, the groups found inside one."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.charts.house import (
    CLOSED,
    DECLARED,
    INK,
    NEUTRAL,
    OVERDUE,
    WIDTH,
    WORKING,
    bar_style,
    colour_key,
    finish,
    label,
    rows_height,
    wrapped,
)

STEADY, FAIR, LOOSE, SCATTERED = "稳", "一般", "不稳", "零散意见"
_STEADY_FROM, _FAIR_FROM = 0.75, 0.5  # Hennig (2007): a valid, stable group; below, dissolved
_LINE = 4  # characters of a name below a column, a line
_LONG_NAME = 14  # characters of a group's name on one line
_ASPECT = 1.4  # of the map, width by height
_LARGEST = 64  # px across of the greatest bubble


def theme_map(frame: pd.DataFrame) -> go.Figure:
    """Themes as bubbles, the nearer the more alike; frame: columns theme, x, y, count (comments).

    A bubble's area is the number of comments.
    """
    sizes = frame["count"].clip(lower=0)
    figure = go.Figure(
        go.Scatter(
            x=frame["x"],
            y=frame["y"],
            mode="markers+text",
            marker={
                "size": sizes,
                "sizemode": "area",
                "sizeref": max(float(sizes.max()) if len(frame) else 0.0, 1.0) / _LARGEST**2,
                "sizemin": 4,
                "color": DECLARED,
                "line": {"color": CLOSED, "width": 1},
            },
            text=[f"{label(theme)}<br>{int(n)} 件" for theme, n in zip(frame["theme"], frame["count"], strict=True)],
            textposition="middle center",
            textfont={"color": INK},
            cliponaxis=False,
            hovertemplate="%{text}<extra></extra>",
        )
    )
    # One scale for both directions, or distances would mislead; room for the outermost bubbles and names.
    width = max(_spread(frame["x"]), _ASPECT * _spread(frame["y"]), 1e-6)
    for axis, values, span in (
        (figure.update_xaxes, frame["x"], width),
        (figure.update_yaxes, frame["y"], width / _ASPECT),
    ):
        middle = (values.min() + values.max()) / 2 if len(frame) else 0.0
        axis(range=[middle - 0.62 * span, middle + 0.62 * span], visible=False)
    figure.update_layout(showlegend=False, margin={"l": 8, "r": 8, "t": 8, "b": 8})
    return finish(figure, round(WIDTH / _ASPECT))


def _spread(values: pd.Series) -> float:
    return float(values.max() - values.min()) if len(values) else 0.0


def similarity(frame: pd.DataFrame, themes: list[str]) -> go.Figure:
    """How many of 100 comments words alone would put into the wrong one of two themes.

    frame: columns a, b, mistaken (0–0.5), one row a pair; themes: order of rows and columns.
    """
    known = {(a, b): share for a, b, share in frame[["a", "b", "mistaken"]].itertuples(index=False)}
    known |= {(b, a): share for (a, b), share in known.items()}
    rows, columns = themes[1:], themes[:-1]
    # Each pair once: below the diagonal.
    cells = [
        [known.get((row, column)) if at <= i else None for at, column in enumerate(columns)]
        for i, row in enumerate(rows)
    ]
    figure = go.Figure(
        go.Heatmap(
            x=list(range(len(columns))),  # two names may be shortened to the same label
            y=list(range(len(rows))),
            z=cells,
            text=[["" if share is None else f"{share * 100:.0f}" for share in row] for row in cells],
            texttemplate="%{text}",
            customdata=[[f"{label(row)} 和 {label(column)}" for column in columns] for row in rows],
            hovertemplate="%{customdata}<br>每 100 件分错 %{text} 件<extra></extra>",
            colorscale=[[0, "#f4f7fa"], [0.6, DECLARED], [0.8, "#f0b795"], [1, OVERDUE]],
            zmin=0,
            zmax=0.5,
            xgap=2,
            ygap=2,
            hoverongaps=False,
            colorbar=colour_key([0.03, 0.25, 0.45], ["分得清", "有些像", "分不开"], 50),
        )
    )
    figure.update_yaxes(_ticks([label(theme) for theme in rows]), autorange="reversed", zeroline=False)
    figure.update_xaxes(
        _ticks([wrapped(theme, _LINE) for theme in columns]), side="bottom", tickangle=0, zeroline=False
    )
    figure.update_layout(margin_t=12)
    return finish(figure, rows_height(len(rows)) + 70)


def _ticks(labels: list[str]) -> dict[str, object]:
    return {
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": labels,
        "ticks": "",
        "showgrid": False,
    }


def group_sizes(frame: pd.DataFrame) -> go.Figure:
    """Groups of one theme as bars of comments, marked by how steady they are, first row on top.

    frame: columns name, comments, stability (0–1; NaN for the comments in no group).
    """
    styles = {STEADY: (CLOSED, ""), FAIR: (DECLARED, "/"), LOOSE: (OVERDUE, "x"), SCATTERED: (WORKING, "")}
    names = {
        STEADY: f"稳（{_STEADY_FROM} 以上）",
        FAIR: f"一般（{_FAIR_FROM}–{_STEADY_FROM}）",
        LOOSE: f"不稳（{_FAIR_FROM} 以下）",
    }
    marks = [_steadiness(value) for value in frame["stability"]]
    labels = [_group_label(str(name)) for name in frame["name"]]
    figure = go.Figure()
    for mark, (colour, pattern) in styles.items():
        own = [i for i, found in enumerate(marks) if found == mark]
        if not own:
            continue
        part = frame.iloc[own]
        figure.add_bar(
            y=own,
            x=part["comments"],
            name=names.get(mark, mark),
            orientation="h",
            marker=bar_style(colour, pattern),
            text=[_size_text(*row) for row in part[["comments", "stability"]].itertuples(index=False)],
            textposition="outside",
            textfont={"color": NEUTRAL},
            cliponaxis=False,
            customdata=[labels[i] for i in own],
            hovertemplate="%{customdata}<br>%{text}<extra></extra>",
        )
    # Each name has one bar only: they lie over one another, not side by side.
    figure.update_layout(barmode="overlay", legend_traceorder="normal", showlegend=True)
    figure.update_yaxes(_ticks(labels), autorange="reversed", zeroline=False)
    figure.update_xaxes(title_text="件", range=[0, (frame["comments"].max() if len(frame) else 1) * 1.35])
    return finish(figure, rows_height(len(frame)) + 12 * sum("<br>" in name for name in labels))


def _group_label(name: str) -> str:
    """Over two lines where it is long, the part in brackets on the second."""
    plain, bracket, more = name.partition("（")
    return (
        f"{label(plain)}<br>{label(bracket + more)}"
        if bracket and len(name) > _LONG_NAME
        else wrapped(name, _LONG_NAME)
    )


def _steadiness(value: float) -> str:
    if pd.isna(value):
        return SCATTERED
    return STEADY if value >= _STEADY_FROM else FAIR if value >= _FAIR_FROM else LOOSE


def _size_text(comments: int, stability: float) -> str:
    return f"{comments} 件" if pd.isna(stability) else f"{comments} 件　稳定性 {stability:.2f}"
