"""The reviewer's desk: a year's doubtful comments, what may be put right, and the way of decisions into the ledger.

The grid of notebooks/explore/review.ipynb stands on it.  Saving takes
decisions as `minyi correct` does (`tasks.review.judge` and `append`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from analysis.columns import SEPARATOR, Nature
from analysis.errors import UsageError
from analysis.intake.profiles import profiles
from analysis.intake.table import Profile, Row, Table
from analysis.intake.values import parse_date
from analysis.intake.year import Year
from analysis.layout import REPOSITORY, YearFolder
from analysis.params import RunParams
from analysis.runs.stages import load_tasks
from analysis.tasks.corrections import Correction, apply_corrections, doubt_like_corrected, read_corrections
from analysis.tasks.review import ASKED, Review, append, judge, queue
from analysis.themes.taxonomy import Taxonomy

SAMPLE = REPOSITORY / "data" / "sample"  # read only: no decision is written there


@dataclass(frozen=True)
class Desk:
    """Everything a reviewer needs.

    comments: as `stages.load_tasks` gives them, with the whole ledger replayed.
    applied: the decisions they hold.
    rows: the comments to look at, in the order of looking.
    ledger: the file decisions are appended to.  begun_from: the ledger it is
    a copy of where it isn't there yet.  when: ISO date that decisions bear.
    """

    month: str
    year: Year
    taxonomy: Taxonomy
    comments: pd.DataFrame
    applied: frozenset[Correction]
    rows: pd.DataFrame
    ledger: Path
    begun_from: Path
    when: str

    def line(self) -> str:
        """How much there is to look at, and where decisions go, in a sentence."""
        return f"{len(self.comments)} 件意见，列出 {len(self.rows)} 件要看的；更正记进 {self.ledger}"

    def choices(self) -> dict[str, list[str]]:
        """What may be chosen for each of `ASKED`: themes, natures, responsible units of the month (full names)."""
        register = self.year.units
        return {
            "theme": list(self.taxonomy.names),
            "nature": [nature.value for nature in Nature],
            "lead_unit": [
                unit.name
                for unit in register.units
                if unit.responsible and register.in_charge(unit.name, self.month) == unit
            ],
        }

    def decisions(self) -> list[Correction]:
        """The ledger as it is at this moment."""
        return read_corrections(self.ledger if self.ledger.is_file() else self.begun_from)[0]

    def save(self, asked: pd.DataFrame, who: str) -> Review:
        """Append to the ledger what of *asked* can be taken; returns what was taken and why the rest wasn't.

        asked: one row a comment; columns id, text, theme, nature, lead_unit (as
        shown to the reviewer), to_theme, to_nature, to_lead_unit (empty: leave),
        why.  who: the reviewer; must be named.  The ledger is read anew, so
        that what others have decided meanwhile is not overwritten.
        Raises UsageError without a name.
        """
        if not who.strip():
            raise UsageError("没有写更正人，什么也没有保存；请先填“更正人”。")
        table = _as_table(asked, profiles("review")[0])
        found = judge([table], self.comments, self.decisions(), self.taxonomy, self.year.units, who.strip(), self.when)
        if found.corrections and not self.ledger.is_file():
            self.ledger.parent.mkdir(parents=True, exist_ok=True)
            if self.begun_from.is_file():
                self.ledger.write_bytes(self.begun_from.read_bytes())
        append(self.ledger, found.corrections)
        return found

    def replayed(self) -> pd.DataFrame:
        """The comments with what was decided since put over their labels, and its doubts about comments alike."""
        later = [entry for entry in self.decisions() if entry not in self.applied]
        texts = list(self.comments["text"])
        labels, _ = apply_corrections(self.comments, later, self.taxonomy, register=self.year.units, texts=texts)
        return doubt_like_corrected(labels, texts, later)


def open_desk(run: RunParams, when: str, ledger: str | Path = "", also: str = "") -> Desk:
    """The desk of a year.

    when: the date that decisions bear.  ledger: where they go; empty: the
    year's own corrections.csv, and for the sample year, which is never
    written to, a copy below `run.out_dir`.  also: ids of further comments to
    look at, joined by `SEPARATOR`; they come first.
    Raises UsageError for what is no date, a ledger in the sample, an unknown id.
    """
    day = parse_date(when)
    if day is None:
        raise UsageError(f"更正日期“{when}”不是日期；请写成 2020-09-30 这样。")
    known = load_tasks(run)
    own, comments = YearFolder(run.year_dir).corrections, known.comments
    applied = frozenset(read_corrections(own, run.cutoff)[0])
    ledger = _ledger(run, ledger)
    desk = Desk(run.month, known.year, known.taxonomy, comments, applied, comments, ledger, own, day.isoformat())
    comments = desk.replayed()
    return replace(desk, comments=comments, applied=frozenset(desk.decisions()), rows=_rows(comments, also))


def _ledger(run: RunParams, ledger: str | Path) -> Path:
    if str(ledger):
        path = Path(ledger).resolve()
    elif run.year_dir.is_relative_to(SAMPLE):
        path = run.out_dir / "jupyter" / "corrections.csv"
    else:
        path = YearFolder(run.year_dir).corrections
    if path.is_relative_to(SAMPLE):
        raise UsageError(f"样例年度只供阅读，更正不能写进 {path}；请给 ledger 另写一个路径。")
    return path


def _rows(comments: pd.DataFrame, also: str) -> pd.DataFrame:
    wanted = list(dict.fromkeys(name.strip() for name in also.split(SEPARATOR) if name.strip()))
    unknown = [name for name in wanted if name not in set(comments["id"])]
    if unknown:
        raise UsageError(f"没有编号是“{'、'.join(unknown)}”的意见；请核对 also。")
    first = comments.set_index("id", drop=False).loc[wanted]
    rest = queue(comments)
    return pd.concat([first, rest[~rest["id"].isin(wanted)]], ignore_index=True)


def named(comment_id: str) -> str:
    """How a message names a comment of the desk, in the place of a file and its row."""
    return f"意见 {comment_id}"


def _as_table(asked: pd.DataFrame, profile: Profile) -> Table:
    """*asked* as a filled review sheet, so that it is judged by the same rules."""
    headings = [profile.columns[name][0] for name in ("id", "text", "why", *ASKED.values())]
    rows = [
        Row(named(record["id"]), "", 0, {str(name): str(value) for name, value in record.items()}, {})
        for record in asked.to_dict("records")
    ]
    return Table("", "", profile, "", headings, rows, 0, None, [])
