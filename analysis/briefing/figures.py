"""Numbers as a reader sees them, and the register of every number a page says.

Rules (DOMAIN, counting rules): a rate names numerator, denominator and cutoff;
below 20 only x/n; 48/49 is 98.0 %, never 99 or 100; without a base 「—」;
rates change by 个百分点, counts by 项.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import pandas as pd

from analysis.progress.rates import Rate
from analysis.reference import settings

NO_BASE = "—"


def _tenths(rate: Rate) -> int:
    """The percentage in tenths, halves rounded up as people and Excel do; 1000 only where all are, 0 only where none is."""
    tenths = (2000 * rate.numerator + rate.denominator) // (2 * rate.denominator)
    if 0 < rate.numerator < rate.denominator:
        return min(max(tenths, 1), 999)
    return tenths


def percent_text(rate: Rate) -> str:
    """A percentage with one decimal; 100 % only where all are, 0 % only where none is; 「—」 without a base."""
    return f"{_tenths(rate) / 10:.1f}%" if rate.denominator else NO_BASE


def rate_text(rate: Rate) -> str:
    """A rate as shown: `62/94（66.0%）`, or only `3/5` below 20, or 「—」 without a base."""
    if not rate.denominator:
        return NO_BASE
    pair = f"{rate.numerator}/{rate.denominator}"
    return pair if rate.denominator < settings("calendar")["small_n"] else f"{pair}（{percent_text(rate)}）"


def points(now: Rate, before: Rate | None) -> float:
    """Change in percentage points, of the percentages as shown; NaN without a base or where one is too small to be shown."""
    small = settings("calendar")["small_n"]
    if before is None or not before.denominator or min(now.denominator, before.denominator) < small:
        return math.nan
    return (_tenths(now) - _tenths(before)) / 10


def points_text(change: float) -> str:
    """提高/下降 x 个百分点, 持平, or 「—」."""
    if math.isnan(change):
        return NO_BASE
    if change == 0:
        return "持平"
    return f"{'提高' if change > 0 else '下降'}{abs(change):.1f}个百分点"


def difference_text(now: int, before: int | None, unit: str = "项") -> str:
    """增加/减少 x 项, 持平, or 「—」."""
    if before is None:
        return NO_BASE
    if now == before:
        return "持平"
    return f"{'增加' if now > before else '减少'}{abs(now - before)}{unit}"


@dataclass
class Facts:
    """Every number that a narrative says, with its name; written to `tables/facts.csv`."""

    cutoff: str
    rows: dict[str, dict[str, object]] = field(default_factory=dict)

    def _add(self, key: str, name: str, text: str, **numbers: object) -> str:
        self.rows[key] = {"key": key, "name": name, "text": text, "cutoff": self.cutoff} | numbers
        return text

    def count(self, key: str, name: str, value: int) -> str:
        """The count as text, registered."""
        return self._add(key, name, str(int(value)), value=float(value))

    def percent(self, key: str, name: str, rate: Rate) -> str:
        """The percentage (x/n below 20) as text, registered with its pair."""
        small = rate.denominator < settings("calendar")["small_n"]
        text = rate_text(rate) if small else percent_text(rate)
        return self._add(
            key, name, text, value=rate.value, numerator=float(rate.numerator), denominator=float(rate.denominator)
        )

    def change(self, key: str, name: str, change: float) -> str:
        """The change in percentage points as text, registered."""
        return self._add(key, name, points_text(change), value=change)

    def frame(self) -> pd.DataFrame:
        """All facts: columns key, name, text, value, numerator, denominator, cutoff; in order of first use."""
        columns = ["key", "name", "text", "value", "numerator", "denominator", "cutoff"]
        frame = pd.DataFrame(list(self.rows.values()), columns=columns)
        return frame.astype({"value": float, "numerator": float, "denominator": float})
