"""The workbooks of a month: 附件1, 附件2, 待复核, 退回清单."""

from __future__ import annotations

import pandas as pd

from analysis.briefing.data import Month
from analysis.columns import HEADINGS, SEPARATOR, Nature
from analysis.layout import ReportFolder
from analysis.params import chinese_month
from analysis.tasks.review import queue
from analysis.workbook import SheetSpec, write_workbook

_ANNEX1 = {
    "serial": "序号",
    "task_id": "任务编号",
    "comment_ids": "意见编号",
    "channel": "来源渠道",
    "theme": "类别",
    "text": "意见建议",
    "nature": "意见性质",
    "cause": "存在问题原因",
    "target": "整改目标（量化）",
    "measures": "整改措施（分阶段）",
    "deadline": "整改时限",
    "lead_unit": "牵头单位",
    "support_units": "配合单位",
    "section": "责任科室",
    "person": "责任领导/责任人",
    "deliverable": "可核验成果",
    "note": "备注",
}
_ANNEX2 = {
    "serial": "序号",
    "task_id": "任务编号",
    "text": "意见建议",
    "lead_unit": "责任单位",
    "narrative": "整改措施落实情况",
    "status": "完成情况",
    "percent_text": "完成比例",
    "completed_on": "完成时间",
    "proof": "佐证材料",
    "published": "公示情况",
    "feedback": "群众回访/满意情况",
    "next_step": "未完成原因及下步打算",
    "verified": "核验情况",
    "closed_text": "是否销号",
    "note": "备注",
}
_WIDTHS = {
    "意见建议": 40,
    "存在问题原因": 28,
    "整改目标（量化）": 28,
    "整改措施（分阶段）": 36,
    "整改措施落实情况": 40,
    "牵头单位": 22,
    "责任单位": 22,
    "配合单位": 24,
    "序号": 6,
    "任务编号": 9,
    "可核验成果": 22,
    "未完成原因及下步打算": 28,
    "佐证材料": 22,
    "问题": 36,
    "怎么改": 36,
    "原样内容": 60,
    "复核原因": 30,
    "依据": 24,
}


def write_workbooks(month: Month, folder: ReportFolder) -> None:
    """Write the four workbooks of *month*."""
    lines = [line for line in (month.year.invented, f"数据截至{month.cutoff_text}") if line]
    title = f"{month.year.title}"
    annex1 = SheetSpec("附件1", _annex1(month), f"附件1　{title}任务清单", lines, widths=_WIDTHS)
    write_workbook(folder.root / "附件1.xlsx", [annex1])
    annex2 = SheetSpec(
        "附件2",
        _annex2(month),
        f"附件2　{title}完成情况一览表（{chinese_month(month.name)}）",
        lines,
        notes=[
            "注：整改措施落实情况、完成情况为单位最近一次所报；核验情况、是否销号由绩效办登记。空白表示没有报送，不作0%。"
        ],
        widths=_WIDTHS,
    )
    write_workbook(folder.root / "附件2.xlsx", [annex2])
    write_workbook(folder.root / "待复核.xlsx", [_review(month, lines)])
    write_workbook(folder.root / "退回清单.xlsx", _returned(month, lines))


def _numbered(frame: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    frame = frame.assign(serial=range(1, len(frame) + 1))
    return frame[list(columns)].rename(columns=columns)


def _annex1(month: Month) -> pd.DataFrame:
    tasks = month.tasks.assign(
        comment_ids=month.tasks["comment_ids"].str.replace(SEPARATOR, "、", regex=False),
        support_units=month.tasks["support_units"].str.replace(SEPARATOR, "、", regex=False),
    )
    return _numbered(tasks, _ANNEX1)


def _annex2(month: Month) -> pd.DataFrame:
    last = month.returns.sort_values(["month", "received_in"], kind="stable").groupby("task_id").last()
    frame = month.states.copy()
    for name in ("published", "feedback", "note"):
        values = last[name] if name in last else pd.Series(dtype=object)
        frame[name] = [values.get(task, "") for task in frame["task_id"]]
    frame["published"] = [
        text or (f"{day} 公示" if day else "")
        for text, day in zip(frame["published"], frame["published_on"], strict=True)
    ]
    frame["percent_text"] = ["" if pd.isna(p) else f"{p:g}%" for p in frame["percent"]]
    frame["verified"] = [
        reason if "核验" in reason or "销号" in reason or "退办" in reason else "" for reason in frame["state_reason"]
    ]
    frame["closed_text"] = ["是" if closed else "否" for closed in frame["closed"]]
    return _numbered(frame, _ANNEX2)


def _review(month: Month, lines: list[str]) -> SheetSpec:
    """待复核: the comments to look at, with drop-downs for the right label, least certain first."""
    columns = ["id", "text", "theme", "nature", "county", "lead_unit", "confidence", "evidence", "reason"]
    frame = queue(month.comments)[columns].rename(columns=HEADINGS | {"reason": "复核原因"})
    for name in ("改为类别", "改为性质", "改为牵头单位", "理由", "更正人"):
        frame[name] = ""
    return SheetSpec(
        "待复核",
        frame,
        "待复核意见",
        [*lines, "请在“改为…”各列填写更正；不改的留空。更正登记到 corrections.csv 后，下次运行照用。"],
        widths=_WIDTHS | {"意见建议": 50},
        choices={"改为类别": list(month.taxonomy.names), "改为性质": [nature.value for nature in Nature]},
    )


def _returned(month: Month, lines: list[str]) -> list[SheetSpec]:
    """退回清单: one sentence a fault; and every row not taken, whole."""
    rows = month.rejected.rename(
        columns={
            "source_file": "文件",
            "source_sheet": "工作表",
            "source_row": "行",
            "id": "编号",
            "text": "意见建议",
            "problem": "问题",
            "remedy": "怎么改",
            "raw": "原样内容",
        }
    )
    return [
        SheetSpec("要核对的", month.faults, "退回清单：要核对、更正的地方", lines, widths=_WIDTHS),
        SheetSpec("没有收下的行", rows, "没有收下的行（原样保留）", lines, widths=_WIDTHS),
    ]
