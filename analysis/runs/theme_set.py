"""What the notebooks on themes look at: the issues of a year's comments or of any file, by any taxonomy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.errors import UsageError
from analysis.intake.comments import read_file
from analysis.params import RunParams
from analysis.reference import settings
from analysis.runs.stages import load_intake, load_tasks
from analysis.store import write_table
from analysis.tasks.issues import issues_of
from analysis.tasks.label import label_comments
from analysis.themes.discover import Discovery, discover, subthemes_beside, takes_part
from analysis.themes.engine import ThemeEngine
from analysis.themes.gates import check_themes, listed_words, theme_pairs, verdict
from analysis.themes.positions import faithfulness, theme_positions
from analysis.themes.sizes import sizes, subtheme_sizes
from analysis.themes.taxonomy import DEFAULT, Taxonomy, load_taxonomy

# Headings of the tables these notebooks show, beside those of `columns.HEADINGS`.
HEADINGS = {
    "name": "意见里的说法",
    "comments": "件",
    "people": "人",
    "issues": "问题",
    "count": "件",
    "stability": "稳定性",
    "remark": "提示",
    "subthemes": "落在哪些子类（件）",
    "words": "常用词",
    "topic": "组号",
    "order": "第几件",
    "examples": "例子",
    "close": "贴近程度",
    "check": "查什么",
    "a": "类",
    "b": "另一类",
    "value": "数值",
    "limit": "门槛",
    "detail": "是哪些词",
    "sentence": "说明",
    "overlap": "用词重合",
    "mistaken": "分错的比例",
    "method": "办法",
    "number": "试分几组",
    "held": "站得住的占比",
    "chosen": "选用",
    "x": "横",
    "y": "竖",
}


@dataclass(frozen=True)
class ThemeSet:
    """A taxonomy and the issues it was put to.

    issues: as `tasks.issues.issues_of` gives them, with title and, where the
    source names them, respondent; those that take part only (neither praise
    nor empty).  comments, rejected, silent: comments taken, rows not taken,
    comments that are nothing but praise or empty.
    """

    taxonomy: Taxonomy
    issues: pd.DataFrame
    comments: int
    rejected: int
    silent: int

    def line(self) -> str:
        """How much came in and what is looked at, in a sentence."""
        return (
            f"收下 {self.comments} 件，退回 {self.rejected} 件；{self.silent} 件只是表扬或者空泛，不参加；"
            f"其余 {self.comments - self.silent} 件说了 {len(self.issues)} 个问题。"
        )

    def sizes(self) -> pd.DataFrame:
        """Size of each theme, in the taxonomy's order: columns theme and those of `themes.sizes.sizes`."""
        return sizes(self.issues, "theme").reindex(self.taxonomy.names, fill_value=0).rename_axis("theme").reset_index()

    def subthemes(self, theme: str = "") -> pd.DataFrame:
        """As `themes.sizes.subtheme_sizes`, of one *theme* where it is given.  Raises UsageError for an unknown one."""
        table = subtheme_sizes(self.issues, self.taxonomy)
        return table[table["theme"] == self._known(theme)].reset_index(drop=True) if theme else table

    def pairs(self) -> pd.DataFrame:
        """As `themes.gates.theme_pairs`."""
        return theme_pairs(self.issues, self.taxonomy.names)

    def nearest(self, pairs: pd.DataFrame, most: int = 5) -> pd.DataFrame:
        """The pairs that words tell apart worst, as a reader takes them: columns a, b, mistaken, words."""
        order = pairs.sort_values(["mistaken", "overlap"], ascending=False, kind="stable").head(most)
        shown = [f"每 100 件分错 {share * 100:.0f} 件" for share in order["mistaken"]]
        return order.assign(mistaken=shown)[["a", "b", "mistaken", "words"]].reset_index(drop=True)

    def map(self, pairs: pd.DataFrame) -> pd.DataFrame:
        """Where each theme lies, and its comments: columns theme, x, y, count."""
        counts = self.sizes().rename(columns={"comments": "count"})[["theme", "count"]]
        return theme_positions(pairs).merge(counts, on="theme")

    def map_line(self, positions: pd.DataFrame, pairs: pd.DataFrame) -> str:
        """How far the map may be believed, and what is not on it, in a sentence."""
        kept = faithfulness(pairs, positions)
        if kept != kept:
            return "意见够多的类不到三个，画不成图。"
        missing = [name for name in self.taxonomy.names if name not in set(positions["theme"])]
        rest = f"意见太少没有画的：{'、'.join(missing)}。" if missing else "各类都画了。"
        return f"图上的远近与用词的像不像，次序一致程度是 {kept:.2f}（1 是完全一致）；{rest}"

    def findings(self, pairs: pd.DataFrame) -> pd.DataFrame:
        """As `themes.gates.check_themes`."""
        return check_themes(self.issues, self.taxonomy.names, pairs, listed_words(self.taxonomy))

    def verdict(self, findings: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
        """As `themes.gates.verdict`, one sentence a row: columns check, sentence."""
        checks = ["总的看", *findings["check"]]
        return pd.DataFrame({"check": checks, "sentence": verdict(findings, self.taxonomy.names, pairs)})

    def discovered(self, theme: str) -> OneTheme:
        """The groups found inside *theme*.  Raises UsageError for an unknown one."""
        theme = self._known(theme)
        found = discover(self.issues, self.taxonomy)
        return OneTheme(theme, self.issues, found, subthemes_beside(found, self.issues))

    def _known(self, theme: str) -> str:
        if theme not in self.taxonomy.names:
            raise UsageError(f"没有“{theme}”这一类；请在这些里选一个：{'、'.join(self.taxonomy.names)}。")
        return theme


@dataclass(frozen=True)
class OneTheme:
    """The groups found inside one theme."""

    theme: str
    issues: pd.DataFrame
    found: Discovery
    beside: pd.Series

    def groups(self) -> pd.DataFrame:
        """The theme's groups, columns of `Discovery.groups` with subthemes; the comments in no group last."""
        own = self.found.groups[self.found.groups["theme"] == self.theme].reset_index(drop=True)
        return own.assign(subthemes=[self.beside.get(topic, "") for topic in own["topic"]])

    def shown(self) -> pd.DataFrame:
        """`groups` as a reader takes them: shares in words, stability with two decimals."""
        own = self.groups()
        total = self.comments()
        few = total < settings("calendar")["small_n"]
        shares = [f"{n}/{total}" if few else f"{n / total:.0%}" for n in own["comments"]]
        steady = ["" if pd.isna(value) else f"{value:.2f}" for value in own["stability"]]
        columns = [name for name in ("name", "comments", "people", "issues", "share") if name in own]
        return own.assign(share=shares, stability=steady)[[*columns, "stability", "remark", "subthemes"]]

    def typical(self) -> pd.DataFrame:
        """Three comments of each group, nearest to its middle first: columns name, id, text."""
        own = self.found.typical[self.found.typical["theme"] == self.theme]
        groups = self.found.groups[self.found.groups["topic"] != ""]
        own = groups[["topic", "name"]].merge(own, on="topic")
        return own.assign(text=own["text"].map(_tidy))[["name", "id", "text"]]

    def scattered(self, most: int = 10) -> pd.DataFrame:
        """Comments that are in no group, the first *most* as they came: columns id and text."""
        lone = (self.issues["theme"] == self.theme) & (self.found.members["topic"] == "")
        shown = self.issues.loc[lone, ["id", "text"]].head(most).reset_index(drop=True)
        return shown.assign(text=shown["text"].map(_tidy))

    def tried(self) -> pd.DataFrame:
        """The ways tried on the theme, as a reader takes them: columns method, number, stability, held, chosen."""
        own = self.found.tried[self.found.tried["theme"] == self.theme]
        return pd.DataFrame(
            {
                "method": own["method"],
                "number": own["number"],
                "stability": [f"{value:.2f}" for value in own["stability"]],
                "held": [f"{value:.0%}" for value in own["held"]],
                "chosen": ["选用" if chosen else "" for chosen in own["chosen"]],
            }
        )

    def comments(self) -> int:
        """How many comments of the theme take part."""
        return int(self.issues.loc[self.issues["theme"] == self.theme, "id"].nunique())

    def line(self) -> str:
        """What was found, in a sentence."""
        if not self.comments():
            return f"“{self.theme}”没有一件意见。"
        own = self.groups()
        named = own[own["topic"] != ""]
        if named.empty:
            return f"“{self.theme}”有 {self.comments()} 件，没有找到站得住的组：意见太少，或者各说各的。"
        tried = self.found.tried
        ways = int((tried["theme"] == self.theme).sum())
        few = int(named["remark"].str.contains("样本少").sum())
        little = f"，其中 {few} 个样本少" if few else ""
        rest = int(own["comments"].sum() - named["comments"].sum())
        return (
            f"“{self.theme}”有 {self.comments()} 件，试了 {ways} 种分法，选定的一种有 {len(named)} 个站得住的组{little}；"
            + (f"{rest} 件没有归进哪一组。" if rest else "每件都归进了一组。")
        )


def _tidy(text: str) -> str:
    """An issue's span without the blanks and commas at its ends."""
    return text.strip(" \n\r\t\u3000，,、；;")


def load_themes(
    month: str, year_dir: str | Path, out_dir: str | Path, file: str | Path = "", taxonomy: str | Path = ""
) -> ThemeSet:
    """The themes of a year's comments up to *month* or, where it is given, of a *file* of texts.

    taxonomy: a themes.yml; empty: the shipped one.  A year's corrections count
    where the shipped one is used.  Raises UsageError and InputFaults where
    month, folder or files can't be used.
    """
    themes = load_taxonomy(Path(taxonomy) if str(taxonomy) else DEFAULT)
    if str(file):
        received = read_file(Path(file))
        return _theme_set(received.accepted, _labelled(received.accepted, themes), themes, len(received.rejected))
    run = RunParams.of(month, year_dir, out_dir)
    came = load_intake(run)
    issues = _labelled(came.comments, themes) if str(taxonomy) else load_tasks(run).issues
    return _theme_set(came.comments, issues, themes, len(came.rejected))


def save(out_dir: str | Path, folder: str, tables: dict[str, pd.DataFrame]) -> list[str]:
    """Write *tables* by their names below out_dir/jupyter/*folder*; returns where they lie."""
    place = Path(out_dir).resolve() / "jupyter" / folder
    return [str(write_table(place, name, frame, HEADINGS)) for name, frame in tables.items()]


def _labelled(comments: pd.DataFrame, taxonomy: Taxonomy) -> pd.DataFrame:
    engine = ThemeEngine(taxonomy)
    return issues_of(comments, label_comments(comments, engine), engine)


def _theme_set(comments: pd.DataFrame, issues: pd.DataFrame, taxonomy: Taxonomy, rejected: int) -> ThemeSet:
    known = comments.set_index("id")
    # A title tells of the whole comment, not of one issue among several.
    alone = ~issues["id"].duplicated(keep=False)
    issues = issues.assign(
        respondent=issues["id"].map(known["respondent"]), title=issues["id"].map(known["title"]).where(alone, "")
    )
    part = issues[takes_part(issues)].reset_index(drop=True)
    return ThemeSet(taxonomy, part, len(comments), rejected, len(comments) - part["id"].nunique())
