"""Charts of words: what sets a group of comments apart."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analysis.charts.house import CLOSED, OVERDUE, bar_style, finish, label, rows_height


def key_word_shares(frame: pd.DataFrame, group: str) -> go.Figure:
    """How many in a hundred comments hold a word: bars for the group, diamonds for all others; first row on top.

    frame: rows of one group as `text.words.keyness` gives them; group: its name.
    Bars bear x/n, so that a small group shows; few-comment words are hatched.
    """
    labels = [label(word) for word in frame["word"]]
    own = 100 * frame["count"] / frame["group_size"]
    others = 100 * frame["rest_count"] / frame["rest_size"]
    few = frame["sureness"] == "样本少"
    figure = go.Figure()
    for name, rows, pattern in ((label(group), ~few, ""), ("样本少，仅供参考", few, "/")):
        if not rows.any():
            continue
        figure.add_bar(
            y=[text for text, own_row in zip(labels, rows, strict=True) if own_row],
            x=own[rows],
            name=name,
            orientation="h",
            marker=bar_style(CLOSED, pattern),
            text=[f"{n}/{size}" for n, size in zip(frame["count"][rows], frame["group_size"][rows], strict=True)],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}：每百件 %{x:.1f} 件（%{text}）<extra></extra>",
        )
    figure.add_scatter(
        y=labels,
        x=others,
        mode="markers",
        marker={"color": OVERDUE, "size": 9, "symbol": "diamond"},
        cliponaxis=False,
        name="其余意见",
        hovertemplate="%{y}：其余意见每百件 %{x:.1f} 件<extra></extra>",
    )
    figure.update_layout(barmode="overlay")
    figure.update_yaxes(
        autorange="reversed", type="category", showgrid=False, categoryorder="array", categoryarray=labels
    )
    top = max(own.max(), others.max()) if len(frame) else 1
    figure.update_xaxes(title_text="每百件意见中含这个词的件数", range=[-0.02 * top, top * 1.15])
    return finish(figure, rows_height(len(frame), least=200))
