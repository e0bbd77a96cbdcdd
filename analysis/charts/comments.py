"""Charts of comments: by channel, by theme and nature, shares with their intervals, change, response times."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.charts.house import (
    CLOSED,
    DECLARED,
    INK,
    NEUTRAL,
    OVERDUE,
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


def theme_shares(frame: pd.DataFrame) -> go.Figure:
    """Each theme's share of all comments with its interval, most first.

    frame: as `shares.SHARES` (share, low, high 0–1; NaN without comments);
    what is written beside a bar is its share, x/n where that is all it may say.
    """
    frame = frame.sort_values("count", ascending=False, kind="stable")
    share, low, high = (frame[name].fillna(0) * 100 for name in ("share", "low", "high"))
    labels = [f"{label(theme)}　{n} 件" for theme, n in zip(frame["theme"], frame["count"], strict=True)]
    figure = go.Figure()
    figure.add_bar(
        y=labels,
        x=share,
        orientation="h",
        marker_color=DECLARED,
        error_x={
            "type": "data",
            "symmetric": False,
            "array": (high - share).clip(lower=0),
            "arrayminus": (share - low).clip(lower=0),
            "color": INK,
            "thickness": 1.4,
            "width": 4,
        },
        customdata=frame["text"],
        hovertemplate="%{y}<br>%{customdata}<extra></extra>",
    )
    figure.add_scatter(
        y=labels,
        x=high.clip(lower=share),
        mode="text",
        text=[f"\u2002{text.split('（')[0]}" for text in frame["text"]],
        textposition="middle right",
        hoverinfo="skip",
        cliponaxis=False,
    )
    figure.update_yaxes(autorange="reversed", type="category", showgrid=False)
    figure.update_xaxes(title_text="占全部意见的百分比，细线为区间", ticksuffix="%", range=[0, _room(high)])
    figure.update_layout(margin_t=12, showlegend=False)
    return finish(figure, rows_height(len(frame)) - 30)


def _room(values: pd.Series) -> float:
    """Where an axis ends so that numbers fit beside the longest of *values*."""
    return (values.max() if len(values) else 1) * 1.15 or 1


def share_change(frame: pd.DataFrame) -> go.Figure:
    """Each theme's share in two periods, a circle before, a diamond now; first row on top.

    frame: columns theme, share_before, share_now (0–1), beyond_chance, text;
    only what is more than chance has a solid line.
    """
    frame = frame[frame["share_before"].notna() & frame["share_now"].notna()]
    labels = [label(theme) for theme in frame["theme"]]
    figure = go.Figure()
    for beyond, colour, dash, name in ((True, OVERDUE, "solid", "大于误差"), (False, NEUTRAL, "dot", "在误差以内")):
        own = [row for row, flag in enumerate(frame["beyond_chance"]) if flag == beyond]
        ends = [value for row in own for value in (*_ends(frame.iloc[row]), None)]
        figure.add_scatter(
            y=[name for row in own for name in (labels[row], labels[row], None)],
            x=ends,
            mode="lines",
            line={"color": colour, "width": 2, "dash": dash},
            name=name,
            hoverinfo="skip",
            showlegend=bool(own),
        )
    for column, name, symbol, colour in (
        ("share_before", "前一时段", "circle-open", NEUTRAL),
        ("share_now", "后一时段", "diamond", CLOSED),
    ):
        figure.add_scatter(
            y=labels,
            x=frame[column] * 100,
            mode="markers",
            marker={"symbol": symbol, "size": 10, "color": colour},
            name=name,
            customdata=frame["text"],
            hovertemplate=f"%{{y}}<br>{name} %{{x:.1f}}%<br>%{{customdata}}<extra></extra>",
        )
    figure.update_yaxes(autorange="reversed", type="category", categoryarray=labels, showgrid=False)
    figure.update_xaxes(title_text="占该时段全部意见的百分比", ticksuffix="%", rangemode="tozero")
    return finish(figure, rows_height(len(frame)))


def _ends(row: pd.Series) -> tuple[float, float]:
    return row["share_before"] * 100, row["share_now"] * 100


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
