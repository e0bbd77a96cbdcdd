"""Response times of answered messages, by the unit that answered and by theme.

Exports of mailboxes rarely have a column for the answering unit; the reply
names it: in its signature, in 「转至…办理」 or 「经…核实」, or only as 「我局」.
The departments' generic names are data (`data/reference/agencies.txt`).
"""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from analysis.intake.values import parse_moment
from analysis.reference import places, word_list
from analysis.text.phrases import trie_pattern

NOT_NAMED = "未写明"
RESPONSES = ["id", "unit", "unit_kind", "unit_found_by", "days"]

TOWN, GOVERNMENT, ZONE, COMPANY, UNNAMED = "街道乡镇", "区县政府", "园区管委会", "其他企业", NOT_NAMED

_DATE = r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日?"
_MASKED = r"(?:[A-Z]\d{0,2}(?:市|区|县)?){0,2}(?:市|区|县|州|省)?"  # as exports mask areas: A市, K3区
_ACTS = "会同|实地|调查|核实|核查|核处|回复|反馈|介绍|答复|了解|现场|工作人员|办理|处理|办复|进行|相关|高度重视|立即|第一时间|组织|派|已"
_SENT = "转至|转交|转由|移交|交由|交办|转给|已转|责成|要求|交至|报请|安排|督促"
_ASKED = "经|据|由|向|会同|联合"


@cache
def _agencies() -> dict[str, str]:
    """Generic department names → the kind they stand for."""
    kinds: dict[str, str] = {}
    for line in word_list("agencies"):
        names = line.split("|")
        for name in names:
            kinds.setdefault(name, names[0])
    return kinds


@cache
def _ways() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """How a reply names its unit, surest first; the unit is group 1."""
    agency = trie_pattern(_agencies())
    own = "|".join(place.name for place in places() if place.level in ("地级市", "县级"))
    area = rf"(?:{own}){{0,2}}{_MASKED}"
    town = r"(?![各该本我全每])[\u4e00-\u9fff]{2,4}?(?:街道|镇|乡)(?:办事处|人民政府|政府|党委|党工委)?"
    zone = r"[\u4e00-\u9fff]{2,6}?(?:管委会|管理委员会)"
    department = rf"{area}(?:{agency})(?:[\u4e00-\u9fff]{{0,6}}(?:分局|支队|大队|中心|管理所|办公室))?"
    government = r"(?:[A-Z]\d{0,2}(?:市|区|县)?|[\u4e00-\u9fff]{0,2}(?:区|县|市))(?:人民)?政府"
    unit = rf"{department}|{area}{town}|{zone}|{government}"
    start = r"(?:^|[。，,！!?？\s　:：；;、“”（(])"
    # Before a date a signature may be any name that ends in a department: 防城港供电局.
    signed = rf"{unit}|[\u4e00-\u9fff]{{2,6}}?(?:{agency})"
    return (
        ("落款", re.compile(rf"{start}({signed})[\s，,、]*{_DATE}\s*[）)]?\s*$")),
        ("落款", re.compile(rf"{start}({unit})\s*[）)]?\s*$")),
        ("转办", re.compile(rf"(?:{_SENT})\s*(?:到|给|至|由)?\s*({unit}|{_MASKED.replace('?', '')})(?={_ACTS})")),
        ("转办", re.compile(rf"(?:{_SENT})\s*(?:到|给|至|由)?\s*({unit})")),
        ("核实", re.compile(rf"(?:{_ASKED})\s*({unit})(?={_ACTS})")),
        ("核实", re.compile(rf"{start}({unit})(?={_ACTS})")),
        # Weakest: the first department the reply speaks of, with its place before it.
        ("文中提到", re.compile(rf"((?:[A-Z]\d{{0,2}}(?:市|区|县)?|市|区|县)(?:{agency}))")),
    )


_SELF = re.compile(r"我(局|委|镇|乡|街道|中心|公司|办|院|校|区|县|支队|大队|单位|处|所|站|厅)")
_SELF_KIND = {"镇": TOWN, "乡": TOWN, "街道": TOWN, "区": GOVERNMENT, "县": GOVERNMENT, "公司": COMPANY}
_SIGNATURE = 60  # characters at the end in which a signature stands
_BODY = 800  # characters from the start in which the unit is looked for


def answering_unit(reply: str) -> tuple[str, str]:
    """The unit that answered and how it was found: 落款, 转办, 核实, 文中提到 or 自称; (`NOT_NAMED`, '') where none is named.

    「我局」 alone gives 「本局（未具名）」: an answer by some bureau, unnamed.
    """
    text = re.sub(r"\s+", " ", reply).strip()
    for way, pattern in _ways():
        match = pattern.search(text[-_SIGNATURE:] if way == "落款" else text[:_BODY])
        if match and match[1]:
            return match[1], way
    own = _SELF.search(text)
    return (f"本{own[1]}（未具名）", "自称") if own else (NOT_NAMED, "")


@cache
def _kind_pattern() -> re.Pattern[str]:
    return re.compile(trie_pattern(_agencies()))


def unit_kind(name: str) -> str:
    """What kind of unit *name* is, wherever it is: 教育局, 街道乡镇, 区县政府 …, or 未写明."""
    if name.endswith("（未具名）"):
        return _SELF_KIND.get(name[1 : name.index("（")], UNNAMED)
    # The last department in a name is the one that acts (公安局交警大队).
    found = _kind_pattern().findall(name)
    if found:
        return _agencies()[found[-1]]
    if re.search(r"街道|镇|乡", name):
        return TOWN
    if re.search(r"管委会|管理委员会", name):
        return ZONE
    if re.search(r"政府|[区县市]$", name):
        return GOVERNMENT
    return UNNAMED


def responses(messages: pd.DataFrame) -> pd.DataFrame:
    """Who answered each message, and after how long.

    messages: columns id, date, reply, reply_date (dates ISO text, may be empty).
    Returns: columns `RESPONSES`, same rows; days are calendar days with
    fractions, NaN where there is no reply, no date, or the reply is dated
    before the message.
    """
    rows = []
    for entry in messages[["id", "date", "reply", "reply_date"]].to_dict("records"):
        name, way = answering_unit(entry["reply"]) if entry["reply"] else ("", "")
        asked, answered = parse_moment(entry["date"]), parse_moment(entry["reply_date"])
        days = (answered - asked).total_seconds() / 86400 if asked and answered else float("nan")
        rows.append((entry["id"], name, unit_kind(name) if name else "", way, days if days >= 0 else float("nan")))
    return pd.DataFrame(rows, columns=RESPONSES, index=messages.index)


def response_times(frame: pd.DataFrame, by: str, least: int = 20) -> pd.DataFrame:
    """Response times by group, slowest median first.

    frame: columns *by* and days.  Groups with fewer than *least* answered
    messages are told together as 「其他（n 个）」, so that the counts add up.
    Returns: columns *by*, count, median, q25, q75 (days), within_30 (answered within 30 days, a count).
    """
    known = frame[frame["days"].notna() & (frame[by] != "")]
    sizes = known[by].value_counts()
    small = sizes.index[sizes < least]
    rest = f"其他（{len(small)} 个）"
    grouped = known.groupby(known[by].where(~known[by].isin(small), rest))["days"]
    table = pd.DataFrame(
        {
            "count": grouped.size(),
            "median": grouped.median(),
            "q25": grouped.quantile(0.25),
            "q75": grouped.quantile(0.75),
            "within_30": grouped.agg(lambda days: int((days <= 30).sum())),
        }
    )
    table = table.round(1).rename_axis(by).reset_index().astype({"count": "int64", "within_30": "int64"})
    table["last"] = (table[by] == rest).astype(int)
    table = table.sort_values(["last", "median", by], ascending=[True, False, True], ignore_index=True)
    return table.drop(columns="last")
