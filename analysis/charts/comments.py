"""Charts of comments: by channel, by theme and nature, response times."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.charts.house import (
    CLOSED,
    DECLARED,
    NEUTRAL,
    WORKING,
    bar_style,
    finish,
    inside_labels,
    label,
    rows_height,
    wrapped,
)


def bars(frame: pd.DataFrame, by: str, value: str = "count", unit: str = "件") -> go.Figure:
    """Horizontal bars, first row on top; frame: columns *by* and *value* (counts)."""
    figure = go.Figure(
        go.Bar(
            y=[wrapped(name, 13) for name in frame[by]],
            x=frame[value],
            orientation="h",
            marker_color=CLOSED,
            text=frame[value],
            textposition="outside",
            cliponaxis=False,
            hovertemplate=f"%{{y}} %{{x}} {unit}<extra></extra>",
        )
    )
    figure.update_yaxes(autorange="reversed", type="category", showgrid=False)
    figure.update_xaxes(title_text=unit, range=[0, (frame[value].max() if len(frame) else 1) * 1.12])
    figure.update_layout(margin_t=12, showlegend=False)
    return finish(figure, rows_height(len(frame), least=160) - 30)


def theme_nature(frame: pd.DataFrame, themes: list[str]) -> go.Figure:
    """Comments by theme, stacked by how they are treated; frame: columns theme, kind, count.

    kind: 要办的 (建设性、具体困难), 要解释引导的 (政策咨询、个人诉求), 表扬, 空泛.
    """
    styles = {
        "要办的": (CLOSED, ""),
        "要解释引导的": (DECLARED, "/"),
        "表扬": ("#e3b23c", "x"),
        "空泛": (WORKING, ""),
    }
    table = frame.pivot_table(index="theme", columns="kind", values="count", aggfunc="sum", fill_value=0)
    table = table.reindex(index=themes, columns=list(styles), fill_value=0)
    figure = go.Figure()
    labels = [f"{label(theme)}　{int(n)} 件" for theme, n in table.sum(axis=1).items()]
    for kind, (colour, pattern) in styles.items():
        figure.add_bar(
            y=labels,
            x=table[kind],
            name=kind,
            orientation="h",
            marker=bar_style(colour, pattern),
            **inside_labels(table[kind]),
            hovertemplate=f"%{{y}}<br>{kind} %{{x}} 件<extra></extra>",
        )
    figure.update_layout(barmode="stack", legend_traceorder="normal")
    figure.update_yaxes(autorange="reversed", type="category", showgrid=False)
    figure.update_xaxes(title_text="件")
    return finish(figure, rows_height(len(themes)))


def response_days(frame: pd.DataFrame, by: str) -> go.Figure:
    """Days to a reply: median as a dot, the middle half as a bar, first row on top.

    frame: columns *by*, count, q25, median, q75 (days).
    """
    labels = [f"{wrapped(name, 14)}　{n} 件" for name, n in zip(frame[by], frame["count"], strict=True)]
    figure = go.Figure()
    figure.add_bar(
        y=labels,
        x=frame["q75"] - frame["q25"],
        base=frame["q25"],
        orientation="h",
        marker_color=WORKING,
        name="中间一半的留言",
        hovertemplate="%{y}<br>中间一半 %{base:.0f}–%{x:.0f} 天<extra></extra>",
    )
    figure.add_scatter(
        y=labels,
        x=frame["median"],
        mode="markers+text",
        marker={"color": CLOSED, "size": 9, "symbol": "diamond"},
        text=[f"{value:.0f} 天" for value in frame["median"]],
        textposition="middle right",
        textfont={"color": NEUTRAL},
        cliponaxis=False,
        name="中位数",
        hovertemplate="%{y}<br>中位数 %{x:.1f} 天<extra></extra>",
    )
    figure.update_yaxes(autorange="reversed", type="category", showgrid=False)
    figure.update_xaxes(title_text="天", rangemode="tozero")
    return finish(figure, rows_height(len(frame)))
