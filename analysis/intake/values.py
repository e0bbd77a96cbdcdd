"""Cell values as people write them → text, dates, percents, yes/no."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata

_SPACES = " \t\r\n\u3000\u00a0\u200b\ufeff"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_EXCEL_EPOCH = dt.date(1899, 12, 30)


def text_of(value: object) -> str:
    """A cell as text: whole numbers without `.0`, dates as ISO, line ends as line feeds.

    Outer blanks, control characters and numbers that are none (NaN) are dropped.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "seconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    # Excel keeps a line end pasted from elsewhere as a carriage return.
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text).strip(_SPACES)


def half_width(text: str) -> str:
    """Compatibility form: full-width letters and digits become half-width."""
    return unicodedata.normalize("NFKC", text)


_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T].*)?$", re.S)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})$")


def parse_date(text: str) -> dt.date | None:
    """A date from 2019/2/28 11:25, 2019-02-28, 2019.2.28, 2019年2月28日, 20190228 or Excel's day number; else None."""
    text = half_width(text).strip()
    match = _DATE.match(text) or _COMPACT.match(text)
    if match:
        try:
            return dt.date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return None
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and 30000 <= float(text) <= 60000:
        return _EXCEL_EPOCH + dt.timedelta(days=int(float(text)))
    return None


_CLOCK = re.compile(r"[ T](\d{1,2}):(\d{2})(?::(\d{2}))?")


def parse_moment(text: str) -> dt.datetime | None:
    """A date with its time of day where one is written (midnight otherwise)."""
    day = parse_date(text)
    if day is None:
        return None
    clock = _CLOCK.search(half_width(text))
    if not clock or int(clock[1]) > 23 or int(clock[2]) > 59:
        return dt.datetime.combine(day, dt.time())
    return dt.datetime.combine(day, dt.time(int(clock[1]), int(clock[2]), min(int(clock[3] or 0), 59)))


def parse_percent(text: str) -> float | None:
    """Percent 0–100 from 60, 60%, ６０％ or the fraction Excel stores for a percent cell (0.6); else None.

    Excel stores a percent cell's 100 % as 1, and nobody reports 1 %, so 1 is read as 100.
    """
    text = half_width(text).strip()
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(%?)", text)
    if not match:
        return None
    number = float(match[1])
    if not match[2] and number <= 1 and number != 0:
        number *= 100
    return round(number, 2) if 0 <= number <= 100 else None


_YES = {"是", "已销号", "已公示", "√", "✓", "y", "yes", "1", "有"}
_NO = {"", "否", "未销号", "未公示", "×", "x", "n", "no", "0", "无", "没有"}


def parse_yes(text: str) -> bool | None:
    """True/False from 是/否 and the signs people use; None for anything else."""
    text = half_width(text).strip().lower()
    if text in _YES:
        return True
    return False if text in _NO else None
