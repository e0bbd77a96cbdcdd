"""The house style: template, colours, config.  Every figure goes through `finish`."""

from __future__ import annotations

import html

import plotly.graph_objects as go

FONT = '"Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC","Heiti SC",sans-serif'

# Readable for colour-blind people (blue–orange axis, distinct lightness) and in grey print.
CLOSED = "#1f4e79"
DECLARED = "#6ea0d1"
WORKING = "#d5dbe1"
OVERDUE = "#d1622b"
NEUTRAL = "#5b6b7b"
GRID = "#e4e7eb"
INK = "#22303c"

ROW, TIGHT_ROW, MANY_ROWS = 26, 20, 24  # px a bar row; tighter where there are many, so that a chart fits a page
LONGEST_LABEL = 18  # characters of a name beside a bar; the data table below has the whole name
WIDTH = 780  # px; a fixed width, so that nothing is lost when a wide chart is printed on A4

# plotly 7 shows an upload button unless told not to; nothing of ours leaves the machine.
CONFIG: dict[str, object] = {
    "displaylogo": False,
    "displayModeBar": "hover",
    "modeBarButtonsToRemove": ["lasso2d", "select2d", "zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "autoScale2d"],
    "showSendToCloud": False,
    "showEditInChartStudio": False,
    "plotlyServerURL": "",
    "responsive": False,
    "scrollZoom": False,
    "locale": "zh-CN",
    "locales": {
        "zh-CN": {
            "dictionary": {
                "Download plot as a PNG": "下载为图片",
                "Download plot": "下载图片",
                "Reset axes": "恢复原样",
                "Toggle Spike Lines": "显示参考线",
                "Show closest data on hover": "显示最近的数",
                "Compare data on hover": "对比显示",
                "Snapshot succeeded": "已下载",
                "Taking snapshot - this may take a few seconds": "正在生成图片",
            },
            "format": {
                "days": ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"],
                "shortDays": ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
                "months": [f"{n}月" for n in range(1, 13)],
                "shortMonths": [f"{n}月" for n in range(1, 13)],
                "date": "%Y-%m-%d",
            },
        }
    },
}

TEMPLATE = go.layout.Template(
    layout=go.Layout(
        font={"family": FONT, "size": 13, "color": INK},
        paper_bgcolor="white",
        plot_bgcolor="white",
        colorway=[CLOSED, DECLARED, OVERDUE, NEUTRAL, WORKING],
        margin={"l": 8, "r": 16, "t": 40, "b": 8, "pad": 4},
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "xanchor": "left", "title": {"text": ""}},
        xaxis={"gridcolor": GRID, "zerolinecolor": GRID, "automargin": True, "fixedrange": True, "linecolor": GRID},
        yaxis={"gridcolor": GRID, "zerolinecolor": GRID, "automargin": True, "fixedrange": True, "linecolor": GRID},
        hoverlabel={"font": {"family": FONT}},
        bargap=0.28,
        uniformtext={"minsize": 10, "mode": "show"},
    )
)


def finish(figure: go.Figure, height: int) -> go.Figure:
    """*figure* in house style, *height* px high."""
    figure.update_layout(template=TEMPLATE, height=height, width=WIDTH)
    return figure


def label(text: object, longest: int = LONGEST_LABEL) -> str:
    """A name from data as a chart's label, shortened so that it leaves room for the bars.

    plotly reads some HTML in labels; a name must not be any.
    """
    name = str(text)
    return html.escape(name if len(name) <= longest else f"{name[: longest - 1]}…", quote=False)


def wrapped(text: object, width: int) -> str:
    """A name as `label`, over two lines of at most *width* characters."""
    name = str(text)
    first, rest = name[:width], name[width:]
    return f"{label(first)}<br>{label(rest, width)}" if rest else label(first)


def rows_height(rows: int, least: int = 220) -> int:
    """Height of a chart with *rows* horizontal bars, legend and axis included."""
    return max(least, rows * (TIGHT_ROW if rows > MANY_ROWS else ROW) + 84)


def colour_key(values: list[float], texts: list[str], below: int) -> dict[str, object]:
    """What the colours of a heat map mean, in words under the chart; *below*: px between the two."""
    return {
        "orientation": "h",
        "tickvals": values,
        "ticktext": texts,
        "thickness": 10,
        "len": 0.6,
        "x": 0,
        "xanchor": "left",
        "y": 0,
        "yanchor": "top",
        "ypad": below,
        "xpad": 0,
        "outlinewidth": 0,
    }


def bar_style(colour: str, pattern: str = "") -> dict[str, object]:
    """A bar's colour with a pattern over it, so that colour is never the only mark."""
    return {
        "color": colour,
        "pattern": {"shape": pattern, "fillmode": "overlay", "fgcolor": "white", "fgopacity": 0.35, "size": 7},
    }


def inside_labels(numbers) -> dict[str, object]:
    """Upright numbers in the middle of bars; nothing for 0."""
    return {
        "text": [str(int(n)) if n else "" for n in numbers],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
    }
