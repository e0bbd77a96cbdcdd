"""Charts of progress: over the months, by theme, by unit, unit × theme."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.charts.house import (
    CLOSED,
    DECLARED,
    NEUTRAL,
    OVERDUE,
    WORKING,
    bar_style,
    colour_key,
    finish,
    inside_labels,
    label,
    rows_height,
    wrapped,
)


def burn_up(frame: pd.DataFrame) -> go.Figure:
    """Completion over the months against what was due.

    frame: columns month, tasks, due, declared, closed (counts, one row a month, oldest first).
    """
    months = list(frame["month"])
    figure = go.Figure()
    figure.add_bar(
        x=months,
        y=frame["closed"],
        name="已销号",
        marker=bar_style(CLOSED),
        **inside_labels(frame["closed"]),
    )
    waiting = frame["declared"] - frame["closed"]
    figure.add_bar(
        x=months,
        y=waiting,
        name="申报完成、待核验",
        marker=bar_style(DECLARED, "/"),
        **inside_labels(waiting),
    )
    figure.add_scatter(
        x=months,
        y=frame["due"],
        name="按时限应完成",
        mode="lines+markers+text",
        line={"color": OVERDUE, "width": 2, "dash": "dash"},
        marker={"symbol": "diamond", "size": 8},
        text=[f"应完成 {n}" if n else "" for n in frame["due"]],
        textposition="top center",
        textfont={"color": OVERDUE},
        cliponaxis=False,
    )
    total = int(frame["tasks"].iloc[-1]) if len(frame) else 0
    figure.add_hline(y=total, line={"color": NEUTRAL, "width": 1, "dash": "dot"})
    figure.add_annotation(
        x=0, xref="paper", xanchor="left", y=total, yanchor="bottom", text=f"任务总数 {total} 项", showarrow=False
    )
    figure.update_layout(barmode="stack", legend_traceorder="normal")
    figure.update_xaxes(type="category", tickvals=months, ticktext=[_month(month) for month in months])
    figure.update_yaxes(range=[0, total * 1.16 or 1], title_text="项")
    return finish(figure, 360)


def _month(month: str) -> str:
    year, number = month.split("-")
    return f"{int(number)}月<br>{year}年" if number in ("01", "07") else f"{int(number)}月"


def completion(frame: pd.DataFrame, by: str, names: list[str] | None = None) -> go.Figure:
    """Stacked bars of task states, one bar a group, first row on top.

    frame: column *by* and the counts tasks, declared, closed, overdue (one row a group).
    names: what to call the rows, where not as in *by*.
    """
    labels = [f"{label(name)}　{n} 项" for name, n in zip(names or frame[by], frame["tasks"], strict=True)]
    parts = [
        ("已销号", frame["closed"], CLOSED, ""),
        ("申报完成、待核验", frame["declared"] - frame["closed"], DECLARED, "/"),
        ("整改中", frame["tasks"] - frame["declared"] - frame["overdue"], WORKING, ""),
        ("逾期", frame["overdue"], OVERDUE, "x"),
    ]
    figure = go.Figure()
    for name, numbers, colour, pattern in parts:
        figure.add_bar(
            y=labels,
            x=numbers,
            name=name,
            orientation="h",
            marker=bar_style(colour, pattern),
            **inside_labels(numbers),
            hovertemplate=f"%{{y}}<br>{name} %{{x}} 项<extra></extra>",
        )
    figure.update_layout(barmode="stack", legend_traceorder="normal")
    figure.update_yaxes(autorange="reversed", type="category", showgrid=False)
    figure.update_xaxes(title_text="项", dtick=_tick(frame["tasks"].max() if len(frame) else 1))
    return finish(figure, rows_height(len(frame)))


def _tick(largest: int) -> int:
    return max(1, next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if largest / step <= 10))


def unit_theme(frame: pd.DataFrame, units: list[str], themes: list[str], names: dict[str, str]) -> go.Figure:
    """Unit × theme: closed-out of all tasks in each cell; the darker, the more closed out.

    frame: columns lead_unit, theme, tasks, closed; one row a pair that has tasks.
    units, themes: order of rows and columns; names: what units are called.
    """
    cells = {(u, t): (n, c) for u, t, n, c in frame[["lead_unit", "theme", "tasks", "closed"]].itertuples(index=False)}
    rate = [[_share(cells.get((u, t))) for t in themes] for u in units]
    text = [[_cell(cells.get((u, t))) for t in themes] for u in units]
    figure = go.Figure(
        go.Heatmap(
            x=[_two_lines(theme) for theme in themes],
            y=[label(names.get(unit, unit)) for unit in units],
            z=rate,
            text=text,
            texttemplate="%{text}",
            hovertemplate="%{y}　%{x}<br>已销号/任务 %{text}<extra></extra>",
            colorscale=[[0, "#f7e3d8"], [0.5, "#dfe9f3"], [1, DECLARED]],
            zmin=0,
            zmax=1,
            xgap=2,
            ygap=2,
            hoverongaps=False,
            colorbar=colour_key([0, 0.5, 1], ["都没销号", "一半", "全部销号"], 12),
        )
    )
    figure.update_yaxes(autorange="reversed", type="category", showgrid=False)
    figure.update_xaxes(side="top", type="category", showgrid=False)
    figure.update_layout(margin_t=56)
    return finish(figure, rows_height(len(units)) + 24)


def _two_lines(name: str) -> str:
    # Turned upright where columns are narrow, and then it must not be longer than the chart is high.
    return label(name) if len(name) <= 4 else wrapped(name, min((len(name) + 1) // 2, 6))


def _share(cell: tuple[int, int] | None) -> float | None:
    return cell[1] / cell[0] if cell else None


def _cell(cell: tuple[int, int] | None) -> str:
    return f"{cell[1]}/{cell[0]}" if cell else ""
