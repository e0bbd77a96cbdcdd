"""Faults and errors: every message a user can meet, in Chinese, in one place.

A *fault* is something wrong in what we were given: it names file, sheet, row,
column and value, says what is wrong and what to do, in one sentence, and is
collected rather than raised, so that a user sees all of them at once.  An
*error* ends the command; its class decides the exit code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

PREVIEW = 24  # characters of a value shown in a message; the whole value is kept with the rejected row

ERROR, HINT = "错误", "提示"

# key -> (level, what is wrong, what to do).  {value} is the value seen, shortened.
MESSAGES: dict[str, tuple[str, str, str]] = {
    # files
    "file_missing": (ERROR, "找不到这个文件", "请检查路径和文件名"),
    "file_type": (ERROR, "不认识这种文件（{value}）", "请另存为 xlsx、xls、csv 或 docx"),
    "file_empty": (ERROR, "文件里没有任何内容", "请确认发来的是不是正确的文件"),
    "file_truncated": (ERROR, "文件损坏或没有传完，打不开", "请对方用 Excel 重新保存后再发一次"),
    "file_password": (ERROR, "文件加了密码，打不开", "请去掉打开密码后再发一次"),
    "file_no_table": (ERROR, "文件里只有文字，没有表格", "请把意见填进表格，一行一条，第一行写列名"),
    "file_quote": (ERROR, "有一个引号没有收尾，后面的内容粘成了一格", "请在 Excel 里核对后另存为 xlsx 再发"),
    "file_encoding": (ERROR, "文字编码认不出来（既不是 UTF-8 也不是 GB18030）", "请用 Excel 另存为“CSV UTF-8”"),
    "yaml_encoding": (ERROR, "文字编码不是 UTF-8", "请用记事本打开，另存为 UTF-8"),
    "file_not_workbook": (ERROR, "扩展名是 {value}，内容却不是这种文件", "请打开后另存为 xlsx 再发"),
    "file_no_profile": (
        ERROR,
        "认不出这张表：找到的表头是 {value}",
        "请补上“意见建议”之类的正文列，或用 --text 写明哪一列是正文",
    ),
    "form_unknown": (ERROR, "认不出这张表：找到的表头是 {value}", "请用下发的表式填报，保留列名那一行"),
    "file_duplicate": (HINT, "与《{value}》内容完全相同", "只用前一个，这一个没有再计入"),
    "sheet_empty": (HINT, "这张工作表没有数据行", "请核对是不是发错了文件；确无意见的请说明一声"),
    "sheet_too_large": (
        ERROR,
        "内容一直排到 {value} 格，范围太大，打不开",
        "请按 Ctrl+End 找到表外零星的内容，删去那些行和列后再发",
    ),
    "zip_too_large": (ERROR, "解压后有 {value}，超过上限", "请复制有内容的区域到新工作簿再发"),
    # headings
    "column_missing": (ERROR, "缺少“{value}”列", "找到的列是：{found}；请补上或改成规定的列名"),
    "header_missing": (ERROR, "前 {value} 行里找不到表头", "请保留列名所在的那一行"),
    "header_twice": (HINT, "又出现一次表头", "已按表头略过"),
    "column_twice": (ERROR, "有两列都是“{found}”，只用了一列，“{value}”没有用", "请并成一列"),
    # rows
    "id_missing": (ERROR, "没有编号", "请补上编号"),
    "id_duplicate": (ERROR, "编号“{value}”已在{found}用过", "请改成不重复的编号"),
    "text_missing": (ERROR, "没有正文", "请补上意见内容；确无意见的请写“无”"),
    "text_formula": (ERROR, "是公式，没有算出来的值", "请选中后“复制—选择性粘贴—数值”"),
    "formula_value": (HINT, "是公式，已取用表里存的结果“{value}”", "请核对；稳妥起见请粘贴为数值"),
    "text_too_long": (HINT, "有 {value} 个字，超过 Excel 一格的稳妥长度", "已全文收下，请核对是不是把几条粘在一格里"),
    "cell_error": (ERROR, "是 Excel 错误值“{value}”", "请改成正确的内容"),
    "not_a_date": (ERROR, "是“{value}”，不是日期", "请填成 2020-12-11 这样的日期"),
    "not_a_percent": (ERROR, "是“{value}”，不是 0 到 100 的百分数", "请填 0 到 100 的数，例如 60"),
    "not_in_list": (ERROR, "是“{value}”，不在规定的选项里", "可填：{found}"),
    "total_mismatch": (HINT, "合计写的是 {value}，实际有 {found} 行", "请与来件单位核对是否漏发"),
    "county_unknown": (HINT, "“{value}”不是本市的县（市、区）", "已按空白处理；可填：{found}"),
    "channel_unknown": (
        ERROR,
        "“{value}”不是 15 个来源渠道之一",
        "最接近的是：{found}；请改成规定的渠道名",
    ),
    "unit_unknown": (ERROR, "里的“{value}”不在单位名录里", "最接近的是：{found}；请改成全称，或先在 units.csv 登记"),
    "unit_missing": (ERROR, "没有写单位", "请填写单位全称"),
    "unit_excluded": (ERROR, "“{value}”负责督办，不作整改责任单位", "请改为具体承办单位"),
    "month_wrong": (
        ERROR,
        "写的是 {value}，文件却放在 {found} 的文件夹里",
        "请核对月份；补报以前月份的，请在表头注明“补报”",
    ),
    "month_bad": (ERROR, "是“{value}”，不是月份", "请填成 2020-09 这样的月份"),
    "task_unknown": (ERROR, "是“{value}”，附件1里没有这个任务", "最接近的编号是：{found}；请核对"),
    "task_other_unit": (
        ERROR,
        "是“{value}”，这项任务由{found}牵头，不是本表单位",
        "请核对；确需移交请先向绩效办报退办",
    ),
    "comment_unknown": (ERROR, "里的“{value}”不在收到的意见里", "最接近的编号是：{found}；请核对"),
    "row_duplicate": (ERROR, "“{value}”在本表{found}已经填过", "请只留一行"),
    "correction_unknown": (ERROR, "更正的意见编号“{value}”不存在", "请核对 corrections.csv"),
    "correction_field": (ERROR, "不能更正“{value}”", "可更正：{found}"),
    "correction_text_changed": (
        ERROR,
        "意见“{value}”更正时开头是“{found}”，现在的正文不同，这条更正没有照用",
        "请看现在的正文，要改的再补写一行",
    ),
    "correction_value": (ERROR, "更正后的值“{value}”不在规定的范围里", "可填：{found}"),
    "correction_conflict": (HINT, "与{found}不一致，照后写的“{value}”办", "请两人商定，再补写一行"),
    "review_text_changed": (ERROR, "意见 {value} 的正文与现在收到的不同", "请用最近一次运行出的待复核.xlsx 重新填"),
    "review_disagree": (
        ERROR,
        "是“{value}”，台账里已由{found}",
        "请两人商定；确要改的，直接在 corrections.csv 末尾补写一行",
    ),
    "coded_empty": (ERROR, "标注表里一件也没有填", "请填好“判为类别”等各列再送来"),
    "coded_text_changed": (
        ERROR,
        "意见 {value} 的正文与程序归类时的不同",
        "请用抽样时那份底稿核对；改过原文的，请改回去",
    ),
    "not_a_number": (ERROR, "是“{value}”，不是数", "请用程序写出的归类结果，不要改这一列"),
    "correction_undated": (
        HINT,
        "是“{value}”，认不出是哪一天",
        "更正照用；请填成 2020-09-30 这样的日期，过去的月份才不会变",
    ),
    "correction_stale": (HINT, "更正时记的原值是“{value}”，现在程序判的是“{found}”", "更正照用；请复核"),
    # year folder and settings
    "month_folder": (
        ERROR,
        "不是一个月份的文件夹，里面的材料没有读",
        "请改名为 2020-09 这样的月份，文件放在月份文件夹里",
    ),
    "year_number": (ERROR, "是“{value}”，不是整数", "请照 data/sample/2019/year.yml 改"),
    "year_list": (ERROR, "“{value}”写得不对", "请照 data/sample/2019/year.yml 改"),
    "year_missing": (ERROR, "这里没有 year.yml，不是一个年度文件夹", "请检查 --year-dir"),
    "year_field": (ERROR, "缺少“{value}”这一项", "请照 data/sample/2019/year.yml 补上"),
    "matter_unknown": (ERROR, "“{value}”不在事项目录里", "请在事项目录里添一行，或改成目录里的名称"),
    "matter_twice": (ERROR, "事项“{value}”已经归在类别“{found}”", "一个事项只归一个类别，请留一处"),
    "matter_unit": (ERROR, "牵头单位“{value}”不在单位名录里", "请写 units.csv 里的全称，没有固定的就留空"),
    "matter_scope": (ERROR, "范围“{value}”不认得", "请写 点、片、市 里的一个"),
    "matter_kinds": (ERROR, "没有一类事项写明毛病", "请在目录的毛病一栏填 贵、办得慢、拖欠未发 这样的词，说不清的留空"),
    "yaml_bad": (ERROR, "附近写得不对，不是正确的 YAML", "请检查这一行和上一行的缩进、冒号、括号和引号"),
    "theme_empty": (ERROR, "没有任何类别", "请至少写一个带 name 和 words 的类别"),
    "theme_name": (ERROR, "第 {value} 个类别没有名称", "请补上 name"),
    "theme_twice": (ERROR, "类别“{value}”写了两次", "请合并成一个"),
    "theme_words": (ERROR, "类别“{value}”没有词", "请补上 words，每类至少一个"),
    "word_shared": (HINT, "“{value}”同时写在{found}里", "两边都会各算一半；如非有意请只留一处"),
}


# A name or text may hold signs that command a terminal or turn the line around.
_UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def preview(value: object, limit: int = PREVIEW) -> str:
    """The value as shown in a message: one line of printable characters, cut after *limit*."""
    text = _UNSHOWN.sub("", " ".join(str(value).split()))
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= limit else text[:limit] + "…"


@dataclass(frozen=True)
class Fault:
    """One thing wrong in what we were given, with where it is and what to do about it."""

    key: str
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    found: str = ""

    @property
    def level(self) -> str:
        return MESSAGES[self.key][0]

    @property
    def is_error(self) -> bool:
        return self.level == ERROR

    @property
    def what(self) -> str:
        return MESSAGES[self.key][1].format(value=preview(self.value, 80), found=preview(self.found, 120))

    @property
    def remedy(self) -> str:
        text = MESSAGES[self.key][2]
        if not self.found and "：{found}；" in text:  # nothing near enough to suggest
            text = text.split("；", 1)[1]
        return text.format(value=preview(self.value, 80), found=preview(self.found, 120))

    def sentence(self) -> str:
        """One Chinese sentence: where, what is wrong, what to do."""
        where = f"《{preview(self.file, 120)}》" if self.file else ""
        if self.sheet:
            where += f"工作表“{preview(self.sheet)}”"
        if self.row:
            where += f"第 {self.row} 行"
        if self.column:
            where += f"“{preview(self.column)}”"
        return f"{where}{self.what}；{self.remedy}。"

    def record(self) -> dict[str, object]:
        """The fault as a row of 退回清单: Chinese column names, row numbers as in Excel."""
        return {
            "级别": self.level,
            "文件": preview(self.file, 120),
            "工作表": preview(self.sheet, 80),
            "行": self.row or "",
            "列": self.column,
            "值": preview(self.value, 80),
            "问题": self.what,
            "怎么改": self.remedy,
        }


class MinyiError(Exception):
    """Ends a command with one Chinese sentence; `exit_code` says whose fault it is."""

    exit_code = 3


class UsageError(MinyiError):
    """The command or a notebook parameter was used wrongly."""

    exit_code = 2


class InputFaults(MinyiError):
    """What we were given has faults; `faults` lists every one of them."""

    exit_code = 1

    def __init__(self, faults: Iterable[Fault]):
        self.faults = list(faults)
        super().__init__("\n".join(fault.sentence() for fault in self.faults))


class BrokenRun(MinyiError):
    """A step of ours failed; the sentence names the step and the notebook to open."""
