"""Charts of an evaluation: which labels are taken for which, accuracy by coverage, calibration."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.charts.house import CLOSED, GRID, NEUTRAL, OVERDUE, WORKING, finish, label, wrapped

# Errors in orange, right ones in blue, none in white; both get darker with their share of the row.
_SCALE = [[0.0, OVERDUE], [0.5, "#ffffff"], [1.0, CLOSED]]
_CELL = 36  # px high
_LINE = 6  # characters at most of a name above a column, a line
_NAME = 10  # characters of a name beside a row


def confusion_map(frame: pd.DataFrame, names: Sequence[str]) -> go.Figure:
    """How many comments of each true label (row) were given which label (column).

    frame: columns true, given, count, every pair of *names*
    (`themes.evaluation.confusion`).  Colour is the share of the row.
    """
    table = frame.pivot_table(index="true", columns="given", values="count", aggfunc="sum", fill_value=0)
    counts = table.reindex(index=list(names), columns=list(names), fill_value=0).to_numpy()
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    # The root, so that one error in twenty is still seen; the number in the cell is the count.
    colour = np.where(np.eye(len(names), dtype=bool), shares, -np.sqrt(shares))
    hover = np.array(
        [
            [f"应为{label(true)}，判成{label(given)}：{counts[i, j]} 件" for j, given in enumerate(names)]
            for i, true in enumerate(names)
        ],
        dtype=object,
    ).reshape(len(names), len(names))
    places = list(range(len(names)))  # two names may be shortened to the same label
    figure = go.Figure(
        go.Heatmap(
            z=colour,
            x=places,
            y=places,
            zmin=-1,
            zmax=1,
            colorscale=_SCALE,
            showscale=False,
            xgap=2,
            ygap=2,
            text=np.where(counts > 0, counts.astype(str), ""),
            texttemplate="%{text}",
            customdata=hover,
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    rows = [f"{label(name, _NAME)}　{int(total)}" for name, total in zip(names, counts.sum(axis=1), strict=True)]
    # On a phone names stand upright, where a second line takes room from the next column: only long ones have one.
    columns = [label(name) if len(name) <= 4 else wrapped(name, min((len(name) + 1) // 2, _LINE)) for name in names]
    ticks = {"tickmode": "array", "tickvals": places, "showgrid": False, "zeroline": False, "title_standoff": 14}
    figure.update_xaxes(ticktext=columns, tickfont_size=12, side="top", title_text="程序判成", **ticks)
    figure.update_yaxes(ticktext=rows, autorange="reversed", title_text="应该是（件数）", **ticks)
    figure.update_layout(margin_t=90)
    return finish(figure, 130 + _CELL * max(len(names), 1))


def coverage_curve(frame: pd.DataFrame) -> go.Figure:
    """Accuracy against how much is left to the program, surest comments first, with the interval as a band.

    frame: columns coverage, accuracy, low, high (0–1), as `themes.evaluation.coverage_curve` gives them.
    """
    x = frame["coverage"] * 100
    figure = go.Figure()
    figure.add_scatter(x=x, y=frame["high"] * 100, mode="lines", line={"width": 0}, showlegend=False, hoverinfo="skip")
    figure.add_scatter(
        x=x,
        y=frame["low"] * 100,
        mode="lines",
        line={"width": 0},
        fill="tonexty",
        fillcolor=WORKING,
        name="95% 区间",
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=x,
        y=frame["accuracy"] * 100,
        mode="lines+markers",
        line={"color": CLOSED, "width": 2},
        marker={"size": 6},
        name="准确率",
        hovertemplate="程序判 %{x:.0f}% 的意见，对 %{y:.1f}%<extra></extra>",
    )
    figure.update_xaxes(title_text="交给程序的比例（%，从最有把握的算起）", range=[0, 101], dtick=10)
    figure.update_yaxes(title_text="准确率（%）", range=[_floor(frame["low"]), 101])
    return finish(figure, 360)


def calibration(frame: pd.DataFrame) -> go.Figure:
    """How often labels were right against how sure they were; on the dashed line both agree.

    frame: columns confidence, accuracy, low, high (0–1), count, as `themes.evaluation.reliability` gives them.
    """
    figure = go.Figure()
    figure.add_scatter(
        x=[0, 100],
        y=[0, 100],
        mode="lines",
        line={"color": NEUTRAL, "dash": "dash", "width": 1},
        name="把握说多少就对多少",
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=frame["confidence"] * 100,
        y=frame["accuracy"] * 100,
        error_y={
            "type": "data",
            "array": (frame["high"] - frame["accuracy"]) * 100,
            "arrayminus": (frame["accuracy"] - frame["low"]) * 100,
            "color": CLOSED,
            "thickness": 1,
        },
        mode="markers+text",
        marker={"color": CLOSED, "size": 9},
        text=[f"{count} 件" for count in frame["count"]],
        textposition="middle right",
        textfont={"color": NEUTRAL},
        name="实际对的比例（竖线为 95% 区间）",
        customdata=frame["count"],
        hovertemplate="把握平均 %{x:.0f}%，对 %{y:.0f}%（%{customdata} 件）<extra></extra>",
    )
    figure.update_xaxes(title_text="程序说的把握（%）", range=[0, 108], dtick=10, gridcolor=GRID)
    figure.update_yaxes(title_text="实际对的比例（%）", range=[0, 104], dtick=20)
    return finish(figure, 400)


def _floor(low: pd.Series) -> float:
    """Where the axis of accuracy begins: a round figure below all of it."""
    return 10 * np.floor(low.min() * 10) if len(low) else 0.0
