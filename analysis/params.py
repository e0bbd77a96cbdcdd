"""Typed run parameters: the only thing a notebook and the command agree on.

papermill and people both hand over loose values (a month typed with full-width
digits, a path as text); `RunParams.of` turns them into checked ones or says in
one sentence what is wrong.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import UsageError


def parse_month(value: object) -> str:
    """`YYYY-MM` from what a person writes: 2020-9, 2020年9月, ２０２０-０９, 202009.

    Raises UsageError when it is none of these or not a month.
    """
    text = unicodedata.normalize("NFKC", str(value)).strip()
    match = re.fullmatch(r"([0-9]{4})\s*[-年/.]?\s*([0-9]{1,2})\s*月?(?:份)?", text)
    if not match or not int(match[1]) or not 1 <= int(match[2]) <= 12:
        raise UsageError(f"月份“{value}”不对；请写成 2020-09 这样。")
    return f"{match[1]}-{int(match[2]):02d}"


def previous_month(month: str) -> str:
    """The calendar month before *month*: 2020-01 → 2019-12."""
    year, number = map(int, month.split("-"))
    return f"{year - 1}-12" if number == 1 else f"{year}-{number - 1:02d}"


def month_end(month: str) -> dt.date:
    """The last day of *month*: the cutoff of every figure of that month."""
    year, number = map(int, month.split("-"))
    return dt.date(year, number, calendar.monthrange(year, number)[1])


def chinese_date(day: dt.date) -> str:
    """2020-06-01 → 2020年6月1日, without leading zeros (党政机关公文格式)."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_month(month: str) -> str:
    """2020-09 → 2020年9月."""
    year, number = month.split("-")
    return f"{year}年{int(number)}月"


@dataclass(frozen=True)
class RunParams:
    """What a month's run needs: which month, whose year, where to write.

    `work_dir` is where this run's tables lie: while the month is being made a
    temporary folder, in JupyterLab a scratch folder below `out_dir`.
    """

    month: str
    year_dir: Path
    out_dir: Path
    work_dir: Path

    @classmethod
    def of(cls, month: str, year_dir: str | Path, out_dir: str | Path, work_dir: str | Path = "") -> RunParams:
        """Checked parameters.  Raises UsageError for a bad month or a year folder that isn't there."""
        month = parse_month(month)
        year_path, out_path = Path(year_dir).resolve(), Path(out_dir).resolve()
        if not year_path.is_dir():
            raise UsageError(f"找不到年度文件夹 {year_dir}；请检查 --year-dir。")
        work_path = Path(work_dir).resolve() if str(work_dir) else out_path / "jupyter" / month
        return cls(month, year_path, out_path, work_path)

    @property
    def cutoff(self) -> dt.date:
        return month_end(self.month)
