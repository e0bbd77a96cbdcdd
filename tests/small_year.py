"""A year folder of a few rows, as an office would send it; also one whose every text is an attack."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.layout import ReportFolder
from analysis.params import RunParams
from analysis.workbook import SheetSpec, write_workbook

YEAR = """evaluation_year: 2019
rectification_year: 2020
city: 防城港市
office: 市绩效办
invented: 测试数据
plan_due: 2020-06-26
"""

WATER, POOR = "饮水安全", "千村万企贫困户"
COMMENTS = [
    ("1", WATER, "娃儿六年级了还在板房里上课，希望早点建好教学楼"),
    ("2", WATER, "镇上卫生院夜里没有医生值班，打针要跑县城"),
    ("3", POOR, "我们村通屯路烂了三年没人修，落雨天走不得"),
    ("4", POOR, "没有意见"),
]
TASKS = [
    # task, comments, theme, text, deadline, lead, support
    ("1", "1", "教育", "小学板房上课", "2020-07-31", "防城港市教育局", "港口区人民政府"),
    ("2", "2", "医疗", "卫生院夜间无人值班", "2020-08-31", "防城港市卫生健康委员会", ""),
    ("3", "3", "基础设施建设", "通屯路失修", "2020-12-01", "上思县人民政府", "防城港市交通运输局"),
]
RETURNS = {
    "2020-07": [
        ("防城港市教育局", "1", "正在整改", "40", "教学楼封顶"),
        ("上思县人民政府", "3", "未启动", "0", "待批"),
    ],
    "2020-08": [
        ("防城港市教育局", "1", "已完成", "100", "学生搬进新楼"),
        ("上思县人民政府", "3", "正在整改", "30", "铺碎石"),
    ],
}
VERIFIED = {"2020-08": [("1", "通过", "2020-08-28", "是")]}


def write_year(root: Path, comments=COMMENTS, tasks=TASKS, returns=RETURNS, verified=VERIFIED) -> Path:
    """Write a year folder as *root*; returns it."""
    root.mkdir(parents=True)
    (root / "year.yml").write_text(YEAR, encoding="utf-8")
    _sheet(root / "comments" / "意见.xlsx", comments, ["意见编号", "来源渠道", "意见建议"])
    columns = ["任务编号", "意见编号", "类别", "意见建议", "整改时限", "牵头单位", "配合单位"]
    _sheet(root / "tasks.xlsx", tasks, columns)
    for month, reports in returns.items():
        for number, unit in enumerate(dict.fromkeys(report[0] for report in reports)):
            own = [(*report[1:], "") for report in reports if report[0] == unit]
            columns = ["任务编号", "完成情况", "完成比例", "整改措施落实情况", "佐证材料"]
            lines = [f"填报单位：{unit}　月份：{month}　填报日期：{month}-20"]
            _sheet(root / "progress" / month / f"{number}.xlsx", own, columns, lines)
    for month, found in verified.items():
        columns = ["任务编号", "核验情况", "核验日期", "是否销号"]
        _sheet(root / "progress" / month / "核验.xlsx", found, columns)
    return root


def write_report(year: Path, out: Path, month: str = "2020-08") -> ReportFolder:
    """What the notebooks of *month* write, without the notebooks."""
    from analysis.runs.stages import briefing

    folder = ReportFolder(out / month)
    briefing(RunParams.of(month, year, out, folder.root))
    return folder


def _sheet(path: Path, rows: list[tuple], columns: list[str], lines: list[str] = ()) -> None:
    write_workbook(path, [SheetSpec("表", pd.DataFrame(rows, columns=columns), lines=lines)])


# --- every text an attack ----------------------------------------------------------

MARK = "window.hacked=1"
SCRIPT = f"<script>{MARK}</script>"
IMAGE = f"<img src=x onerror={MARK}>"
CLOSING = f"</script><script>{MARK}</script>"
FORMULA = '=HYPERLINK("http://evil.example/","点我")'
CLIMB = "../../../逃出去"
ATTACKS = (SCRIPT, IMAGE, CLOSING, FORMULA, CLIMB)
_ID = f"<svg/onload={MARK}>"


def write_hostile_year(root: Path) -> Path:
    """A year in which comments, ids, tasks, themes, units, returns and file names are attacks."""
    comments = [(f"{_ID}{n}", WATER, f"学校门口的路坏了{attack}") for n, attack in enumerate(ATTACKS)]
    comments.append(("公式", WATER, FORMULA))
    tasks = [
        (f"{n + 1}", f"{_ID}{n}", attack, f"{attack}通屯路失修", "2020-07-15", f"{attack}局", "防城港市教育局")
        for n, attack in enumerate(ATTACKS)
    ]
    tasks.append(("6", "公式", "教育", FORMULA, "2020-12-01", "防城港市教育局", SCRIPT))
    returns = {
        "2020-07": [("防城港市教育局", "6", "正在整改", "10", f"{IMAGE}{FORMULA}")],
        "2020-08": [("防城港市教育局", "6", "已完成", "100", FORMULA)],
    }
    write_year(root, comments, tasks, returns, {})
    csv = f"意见编号,来源渠道,意见建议\n=1+1,{WATER},{SCRIPT}村里没有水\n"
    # A file name may hold anything but a slash.
    (root / "comments" / f"{IMAGE}..csv").write_text(csv, encoding="utf-8")
    return root
