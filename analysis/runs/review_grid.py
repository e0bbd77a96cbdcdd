"""The review queue as an editable grid in JupyterLab; what it saves goes through `desk.Desk.save`."""

from __future__ import annotations

import html

import ipywidgets as widgets
import pandas as pd

from analysis.columns import HEADINGS
from analysis.errors import MinyiError
from analysis.runs.desk import Desk, named
from analysis.tasks.review import ASKED

UNCHANGED = "没有改动，台账没有动。"
_NOT_WRITTEN = "台账写不进去，什么也没有保存；它可能正在 Excel 里打开，请关掉再存。"
_NO_UNIT = "（没有）"  # the lead unit of a comment that has none
_COLUMNS = "minmax(220px, 1fr) 118px 104px 228px 110px 58px"
_HEADS = ("意见（把握最低的在前）", "类别", "意见性质", "牵头单位", "理由", "原判对")
# A changed cell is told by its weight and border as well as by the count above the grid.
_STYLE = """<style>
.minyi-grid { border-top: 1px solid var(--jp-border-color1, #bdbdbd); }
.minyi-grid > * { align-self: start; }
.minyi-comment { line-height: 1.5; padding: 4px 8px 8px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.minyi-comment .about { color: var(--jp-ui-font-color2, #5b6b7b); font-size: 12px; }
.minyi-changed select, .minyi-changed input { border: 2px solid #1f4e79; font-weight: 700; }
.minyi-told { line-height: 1.6; }
</style>"""


class ReviewGrid:
    """A page of comments with a drop-down for each label; edits are kept from page to page until they are saved.

    desk: whose rows to show.  who: the reviewer, may be filled in on the grid.
    per_page: rows a page.  `box` is the widget to show, `cells` its controls by
    (comment id, field) on the page now shown.
    """

    def __init__(self, desk: Desk, who: str = "", per_page: int = 10):
        self.desk = desk
        self.cells: dict[tuple[str, str], widgets.Widget] = {}
        self._rows = desk.rows.set_index("id", drop=False)
        self._pages = [list(desk.rows["id"][at : at + per_page]) for at in range(0, len(desk.rows), per_page)] or [[]]
        self._page = 0
        self._choices = desk.choices()
        self._edits: dict[tuple[str, str], str] = {}
        self._told = UNCHANGED
        self.who = widgets.Text(value=who, description="更正人", layout={"width": "220px"})
        self.save_button = widgets.Button(description="保存到台账", button_style="primary")
        self.back = widgets.Button(description="上一页", layout={"width": "80px"})
        self.forward = widgets.Button(description="下一页", layout={"width": "80px"})
        self._where, self._count, self._answer = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self._grid = widgets.GridBox(layout={"grid_template_columns": _COLUMNS, "grid_gap": "2px 8px"})
        self._grid.add_class("minyi-grid")
        self.save_button.on_click(lambda _: self.save())
        self.back.on_click(lambda _: self._turn(-1))
        self.forward.on_click(lambda _: self._turn(1))
        bar = widgets.HBox([self.who, self.save_button, self._count])
        pages = widgets.HBox([self.back, self._where, self.forward])
        self.box = widgets.VBox([widgets.HTML(_STYLE), bar, self._answer, self._grid, pages])
        self._turn(0)

    def line(self) -> str:
        """What the last saving did, in a sentence."""
        return self._told

    def set(self, comment_id: str, field: str, value: str) -> None:
        """Choose *value* for a field of a comment, whichever page it is on; the present value takes an edit back."""
        present = "" if field == "why" else self._now(comment_id, field)
        if value == present:
            self._edits.pop((comment_id, field), None)
        else:
            self._edits[comment_id, field] = value
        self._show_count()

    def save(self) -> None:
        """Save all edits; those that can't be taken stay on the grid and are told, one sentence each."""
        asked = self._asked()
        if asked.empty:
            return self._tell([UNCHANGED])
        try:
            found = self.desk.save(asked, self.who.value)
        except MinyiError as error:
            return self._tell([str(error)])
        except OSError:
            return self._tell([f"{_NOT_WRITTEN}（{self.desk.ledger}）"])
        taken = {(entry.id, entry.field) for entry in found.corrections}
        refused = {fault.file for fault in found.faults if fault.is_error}
        for key in list(self._edits):
            if key in taken or named(key[0]) not in refused:
                del self._edits[key]
        self._rows.update(self.desk.replayed().set_index("id", drop=False)[list(ASKED)])
        self._turn(0)
        return self._tell([found.line(), *(fault.sentence() for fault in found.faults)])

    # --- what is to be saved ----------------------------------------------------------

    def _now(self, comment_id: str, field: str) -> str:
        return str(self._rows.at[comment_id, field])

    def _confirmed(self, comment_id: str) -> bool:
        return (comment_id, "right") in self._edits

    def _confirm(self, comment_id: str, right: bool) -> None:
        """The labels shown are right: a decision as any other."""
        if right:
            self._edits[comment_id, "right"] = "是"
        else:
            self._edits.pop((comment_id, "right"), None)
        self._show_count()

    def _asked(self) -> pd.DataFrame:
        """The edits as `Desk.save` wants them: one row a comment with an edit, in the rows' order."""
        records = []
        for comment_id in self._rows.index:
            new = {field: self._edits.get((comment_id, field), "") for field in ASKED}
            if self._confirmed(comment_id):
                new = {field: value or self._now(comment_id, field) for field, value in new.items()}
            if any(new.values()):
                now = {field: self._now(comment_id, field) for field in ("id", "text", *ASKED)}
                why = self._edits.get((comment_id, "why"), "")
                records.append(now | {ASKED[field]: value for field, value in new.items()} | {"why": why})
        return pd.DataFrame(records)

    # --- what is shown ----------------------------------------------------------------

    def _turn(self, step: int) -> None:
        self._page = min(max(self._page + step, 0), len(self._pages) - 1)
        self.cells = {}
        shown: list[widgets.Widget] = [widgets.HTML(f"<b>{head}</b>") for head in _HEADS]
        for comment_id in self._pages[self._page]:
            shown += self._row(comment_id)
        self._grid.children = shown
        self._where.value = f"&emsp;第 {self._page + 1} 页，共 {len(self._pages)} 页&emsp;"
        self.back.disabled, self.forward.disabled = self._page == 0, self._page == len(self._pages) - 1
        self._show_count()

    def _row(self, comment_id: str) -> list[widgets.Widget]:
        row = self._rows.loc[comment_id]
        about = f"{comment_id}　{HEADINGS['confidence']} {float(row['confidence']):.2f}　{row['reason']}"
        text = f'<div class="minyi-comment">{html.escape(str(row["text"]))}\n<span class="about">{html.escape(about)}</span></div>'
        cells: dict[str, widgets.Widget] = {field: self._drop_down(comment_id, field) for field in ASKED}
        cells["why"] = widgets.Text(
            value=self._edits.get((comment_id, "why"), ""), placeholder="可不填", layout={"width": "auto"}
        )
        cells["right"] = widgets.Checkbox(
            value=self._confirmed(comment_id), indent=False, layout={"width": "auto"}, tooltip="原判都对"
        )
        for field, cell in cells.items():
            cell.observe(lambda change, key=(comment_id, field): self._changed(*key, change["new"]), names="value")
            self.cells[comment_id, field] = cell
        return [widgets.HTML(text), *cells.values()]

    def _drop_down(self, comment_id: str, field: str) -> widgets.Dropdown:
        """The values that may be chosen; a present value that isn't among them, and a refused one, come first."""
        now, value = self._now(comment_id, field), self._edits.get((comment_id, field))
        options = list(dict.fromkeys([now, *([value] if value else []), *self._choices[field]]))
        cell = widgets.Dropdown(
            options=[(option or _NO_UNIT, option) for option in options],
            value=now if value is None else value,
            layout={"width": "auto"},
        )
        if value is not None:
            cell.add_class("minyi-changed")
        return cell

    def _changed(self, comment_id: str, field: str, value: object) -> None:
        if field == "right":
            return self._confirm(comment_id, bool(value))
        self.set(comment_id, field, str(value))
        mark = self.cells[comment_id, field]
        return (
            mark.add_class("minyi-changed")
            if (comment_id, field) in self._edits
            else mark.remove_class("minyi-changed")
        )

    def _show_count(self) -> None:
        edits = sum(field != "why" for _, field in self._edits)
        self._count.value = f"&emsp;改了 {edits} 处，还没有保存" if edits else "&emsp;没有未保存的改动"

    def _tell(self, sentences: list[str]) -> None:
        self._told = "\n".join(sentences)
        lines = "<br>".join(html.escape(sentence) for sentence in sentences)
        self._answer.value = f'<div class="minyi-told" role="status">{lines}</div>'
