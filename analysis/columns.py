"""The one vocabulary: column identifiers with their Chinese headings, natures, accounts and states.

Code works with the English identifier, people see the Chinese heading.
Sources are named beside each list: [S] stated in 防绩办发〔2020〕6号, [F] found
in other governments' published documents, [I] our inference and therefore to be
confirmed by the office that uses it.
"""

from __future__ import annotations

from enum import StrEnum

import pandas as pd

SEPARATOR = "|"  # joins several values in one cell (themes, units, comment ids)

HEADINGS: dict[str, str] = {
    # comments
    "id": "意见编号",
    "channel": "来源渠道",
    "title": "标题",
    "text": "意见建议",
    "respondent": "受访者",
    "county_given": "所在县区",
    "date": "日期",
    "unit_given": "被评单位",
    "votes": "点赞数",
    "votes_against": "反对数",
    "reply": "答复意见",
    "reply_date": "答复时间",
    "source_file": "来源文件",
    "source_sheet": "工作表",
    "source_row": "行",
    "file": "文件",
    "sheet": "工作表名",
    "profile": "格式",
    "rows_in": "收到行数",
    "accepted": "收下行数",
    "rejected": "退回行数",
    "layout_rows": "版式行",
    "total": "表上合计",
    "sha256": "校验码",
    "problem": "问题",
    "remedy": "怎么改",
    "raw": "原样内容",
    "theme_doubt": "类别疑问",
    # labels
    "theme": "类别",
    "themes": "涉及类别",
    "subtheme": "子类",
    "confidence": "把握",
    "evidence": "依据",
    "labelled_by": "判定方式",
    "nature": "意见性质",
    "nature_reason": "性质理由",
    "county": "县（市、区）",
    "place": "地点",
    "lead_unit": "牵头单位",
    "support_units": "配合单位",
    "unit_reason": "单位理由",
    "needs_review": "待复核",
    "reason": "复核原因",
    "account": "去向",
    # tasks (附件1) [I]
    "task_id": "任务编号",
    "comment_ids": "意见编号",
    "cause": "存在问题原因",
    "target": "整改目标",
    "measures": "整改措施",
    "deadline": "整改时限",
    "section": "责任科室",
    "person": "责任人",
    "deliverable": "可核验成果",
    "note": "备注",
    # monthly returns (附件2) [I]
    "unit": "责任单位",
    "month": "月份",
    "filed_on": "填报日期",
    "received_in": "收到月份",
    "narrative": "整改措施落实情况",
    "status": "完成情况",
    "percent": "完成比例",
    "completed_on": "完成时间",
    "proof": "佐证材料",
    "published": "公示情况",
    "feedback": "群众回访/满意情况",
    "next_step": "未完成原因及下步打算",
    "verdict": "核验情况",
    "closed": "是否销号",
    "verified_on": "核验日期",
    # progress
    "state": "任务状态",
    "state_reason": "状态依据",
    "overdue": "逾期",
    "reported": "本月报送",
    "set_back_in": "退回整改月份",
    "group": "单位类别",
    "published_on": "公示日期",
    "plan_filed_on": "方案报送日期",
    "publish_channel": "公示渠道",
    "publish_link": "公示链接",
    "declared": "申报完成",
    "overdue_days": "逾期天数",
    "due_in_days": "距到期天数",
    "failed_times": "核验不通过次数",
    "reopened_times": "撤销销号次数",
    "timeliness": "报送及时",
    "due": "按时限应完成",
    "long_term": "长期推进",
    "not_yet": "暂不具备条件",
    "due_return": "应报任务",
    "returned": "已报任务",
    "rank": "名次",
    "milestones": "节点",
    "kind": "种类",
    "level": "等级",
    "detail": "情况",
    "amount": "程度",
    "task_ids": "任务编号",
    # figures
    "name": "名称",
    "value": "数值",
    "numerator": "分子",
    "denominator": "分母",
    "cutoff": "截止日期",
    "rate": "比率",
    "change": "较上月",
    "count": "件数",
    "expected": "来文数",
    "key": "代号",
    "tasks": "任务数",
    "share": "占比",
    "given": "判为类别",
    "true": "实为类别",
    "estimate": "校正后占比",
    "low": "区间下限",
    "high": "区间上限",
    "small": "样本少",
    "basis": "区间计入",
    "more": "前一类",
    "less": "后一类",
    "difference": "占比之差",
    "apart": "分得出先后",
    # same concrete issue, hot issues
    "same_issue": "事项",
    "related_to": "相关意见",
    "same_level": "同一事项级别",
    "same_why": "同一事项依据",
    "issue_text": "事项内容",
    "people": "人数",
    "repeats": "重复件数",
    "net_votes": "净点赞数",
    "first_date": "首次反映",
    "last_date": "末次反映",
    "heat": "热度",
}


def headings(frame: pd.DataFrame, extra: dict[str, str] | None = None) -> pd.DataFrame:
    """A copy of *frame* with Chinese headings; columns without one keep their name."""
    names = HEADINGS | (extra or {})
    return frame.rename(columns={column: names.get(column, column) for column in frame.columns})


class Nature(StrEnum):
    """Nature of a comment and so how it is treated: ①–⑤ [S], ⑥⑦ [F]."""

    CONSTRUCTIVE = "建设性"  # ① 逐条逐项落实、立行立改
    HARDSHIP = "具体困难"  # ② 及时回访、予以帮助
    POLICY = "政策咨询"  # ③⑤ 解读说明、公示并解释
    PRIVATE = "个人诉求"  # ④ 引导纠正、化解
    PRAISE = "表扬"  # ⑥ never a task
    EMPTY = "空泛"  # ⑦ never a task


class Account(StrEnum):
    """Where a comment ends up; every accepted comment ends in exactly one."""

    TASK = "形成任务"
    WAITING = "待分办"
    VISIT = "回访帮助"
    EXPLAIN = "解释答复"
    GUIDE = "引导化解"
    PRAISE = "表扬"
    EMPTY = "空泛或无意见"


ACCOUNT_OF_NATURE: dict[str, Account] = {
    Nature.CONSTRUCTIVE: Account.WAITING,
    Nature.HARDSHIP: Account.VISIT,
    Nature.POLICY: Account.EXPLAIN,
    Nature.PRIVATE: Account.GUIDE,
    Nature.PRAISE: Account.PRAISE,
    Nature.EMPTY: Account.EMPTY,
}


class State(StrEnum):
    """State of a task as of a month, in the order of the procedure [I, from several cities' rules]."""

    ASSIGNED = "已分办"
    RETURNED = "退办"
    PUBLISHED = "方案已公示"
    WORKING = "整改中"
    LONG_TERM = "长期推进"
    NOT_YET = "暂不具备条件"
    DECLARED = "单位申报完成"
    FAILED = "核验不通过"
    REOPENED = "撤销销号"
    CLOSED = "已销号"


class Status(StrEnum):
    """What a unit may write in 完成情况 of its monthly return."""

    NOT_STARTED = "未启动"
    WORKING = "正在整改"
    DONE = "已完成"
    LONG_TERM = "长期推进"
    NOT_YET = "暂不具备条件"


class Verdict(StrEnum):
    """What 绩效办 may write in 核验情况."""

    PASSED = "通过"
    FAILED = "不通过"
    REVOKED = "撤销销号"
    SENT_BACK = "同意退办"


YES, NO = "是", "否"
REPORTED, NOT_REPORTED, LATE, PARTLY = "已报", "未报", "迟报", "漏报"


class UnitGroup(StrEnum):
    """Lists in which units are compared: 市直 and 县区 never share one (DOMAIN, counting rule 7)."""

    CITY = "市直及驻港单位"
    COUNTY = "县（市、区）"
