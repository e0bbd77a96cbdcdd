"""Lay out the hand-written sample (this folder's *.jsonl) as the workbooks a real office would receive.

Run `python data/sample/source/build.py` after editing the sources; the same
sources give the same bytes.  Nothing is composed here: every text was written
by hand.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import defaultdict
from pathlib import Path

import docx
import xlsxwriter

SOURCE = Path(__file__).resolve().parent
YEAR = SOURCE.parent / "2019"
INVENTED = "样例数据，全部为编造，与任何真实的人和事无关"
EPOCH = (2020, 1, 1, 0, 0, 0)

R1, R2, R3 = "城乡居民（含村委、社区工作人员）", "反馈问题整改专项评议", "政府推动经济社会发展满意度问卷"
DELEGATES = "党代表、人大代表、政协委员"
VILLAGE = "乡村振兴（含贫困户、普通村民、村委和社区工作人员）"


def read(name: str) -> list[dict]:
    return [json.loads(line) for line in (SOURCE / name).read_text(encoding="utf-8").splitlines() if line.strip()]


class Book:
    """A workbook with fixed timestamps and a cursor."""

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self.book = xlsxwriter.Workbook(str(path), options)
        import datetime

        self.book.set_properties({"created": datetime.datetime(*EPOCH), "author": INVENTED})
        self.bold = self.book.add_format(
            {"bold": True, "align": "center", "valign": "vcenter", "border": 1, "text_wrap": True}
        )
        self.title = self.book.add_format({"bold": True, "font_size": 16, "align": "center"})
        self.cell = self.book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        self.plain = self.book.add_format({"text_wrap": True})
        self.day = self.book.add_format({"border": 1, "num_format": "yyyy/m/d"})
        self.percent = self.book.add_format({"border": 1, "num_format": "0%"})

    def sheet(self, name: str, width: int, title: str = "", lines: tuple[str, ...] = ()):
        self.now = self.book.add_worksheet(name)
        self.width, self.row = width, 0
        self.now.set_column(0, width - 1, 16)
        for text, style in ((title, self.title), *((line, self.plain) for line in lines)):
            if text:
                self.now.merge_range(self.row, 0, self.row, width - 1, text, style)
                self.row += 1
        return self

    def head(self, *names: str):
        return self.put(names, self.bold)

    def put(self, values, style=None):
        import datetime

        for column, value in enumerate(values):
            if isinstance(value, datetime.date):
                self.now.write_datetime(self.row, column, datetime.datetime.combine(value, datetime.time()), self.day)
            elif isinstance(value, (int, float)):
                percent = isinstance(value, float)
                self.now.write_number(self.row, column, value, self.percent if percent else style or self.cell)
            else:
                self.now.write_string(self.row, column, value, style or self.cell)
        self.row += 1
        return self

    def skip(self, rows: int = 1):
        self.row += rows
        return self

    def line(self, text: str):
        self.now.merge_range(self.row, 0, self.row, self.width - 1, text, self.plain)
        self.row += 1
        return self

    def close(self):
        self.book.close()


def full_width(number: int) -> str:
    return "".join(chr(ord(ch) + 0xFEE0) for ch in str(number))


def date(text: str):
    import datetime

    return datetime.date.fromisoformat(text)


def serial(comment: dict) -> int:
    return int(comment["id"].split("-")[1])


def comments() -> None:
    rows = read("comments.jsonl")
    by_channel = defaultdict(list)
    for row in rows:
        by_channel[row["channel"]].append(row)
    folder = YEAR / "comments"
    _residents(folder / "01城乡居民意见汇总表.xlsx", by_channel[R1])
    _reviews(folder / "02专项评议意见.xlsx", by_channel[R2])
    _questionnaire(folder / "03满意度问卷导出.csv", by_channel[R3])
    _business(folder / "04-08营商环境服务对象评议.xlsx", by_channel)
    _delegates(folder / "09两代表一委员座谈意见.docx", by_channel[DELEGATES])
    _villages(folder / "10-12乡村振兴入户调查.xlsx", by_channel)
    _families(folder / "13-15困难群众调查.xlsx", by_channel)


def _residents(path: Path, rows: list[dict]) -> None:
    """A title row, headings over two merged rows, full-width serial numbers, blank rows, a total, a note."""
    book = Book(path)
    book.sheet(
        "居民意见",
        6,
        "2019年度社会评价城乡居民意见汇总表",
        (INVENTED, "填报单位：市绩效办　　　　填报日期：2020年3月2日"),
    )
    top = book.row
    for column, name in ((0, "序号"), (1, "调查日期"), (4, "意见建议（原话）"), (5, "备注")):
        book.now.merge_range(top, column, top + 1, column, name, book.bold)
    book.now.merge_range(top, 2, top, 3, "受访者情况", book.bold)
    book.now.write_string(top + 1, 2, "身份", book.bold)
    book.now.write_string(top + 1, 3, "所在县区", book.bold)
    book.row = top + 2
    for row in rows:
        number = full_width(serial(row)) if serial(row) % 10 == 0 else serial(row)
        day = date(row["date"]) if serial(row) % 3 else row["date"].replace("-", ".")
        text = f"　{row['text']}  " if serial(row) % 17 == 0 else row["text"]
        book.put([number, day, row["respondent"], row["county_given"], text, ""])
        if serial(row) in (60, 110):
            book.skip()
    book.put(["合计", "", "", "", f"{len(rows)}条", ""]).skip()
    book.line("注：意见照录受访者原话，未作文字加工。")
    book.close()


def _reviews(path: Path, rows: list[dict]) -> None:
    """Other headings, the channel in the file's name, the heading printed again half-way."""
    book = Book(path)
    names = ("编号", "评议代表", "行政区域", "评议意见", "评议时间")
    book.sheet("专项评议", 5, "反馈问题整改专项评议意见表", (f"说明：{INVENTED}。",)).head(*names)
    for place, row in enumerate(rows):
        if place == 40:
            book.head(*names)
        book.put([row["id"], row["respondent"], row["county_given"], row["text"], row["date"].replace("-", "/")])
    book.line(f"说明：共收到评议意见{len(rows)}条。")
    book.close()


def _questionnaire(path: Path, rows: list[dict]) -> None:
    """A questionnaire system's export in GB18030."""
    stream = io.StringIO(newline="")
    out = csv.writer(stream, lineterminator="\r\n")
    out.writerow(["问卷编号", "答题人身份", "地区", "您对政府工作还有什么意见和建议？", "提交时间", "来源渠道", "说明"])
    for row in rows:
        moment = f"{row['date'].replace('-', '/')} 09:{serial(row):02d}:00"
        out.writerow([row["id"], row["respondent"], row["county_given"], row["text"], moment, "满意度问卷", INVENTED])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(stream.getvalue().encode("gb18030"))


def _business(path: Path, by_channel: dict[str, list[dict]]) -> None:
    """One sheet a channel, named as people name them; serial numbers start anew in each."""
    book = Book(path)
    for channel in ("企业开办", "不动产登记", "信贷办理", "工程报建", "用水、用气、用电"):
        book.sheet(channel.replace("、", ""), 5, f"{channel}服务对象意见", (INVENTED,))
        book.head("序号", "服务对象类别", "所属县区", "意见内容", "填写时间")
        for row in by_channel[channel]:
            book.put([serial(row), row["respondent"], row["county_given"], row["text"], date(row["date"])])
    book.close()


def _delegates(path: Path, rows: list[dict]) -> None:
    document = docx.Document()
    document.add_heading("党代表、人大代表、政协委员座谈意见", level=1)
    document.add_paragraph(f"（{INVENTED}）")
    table = document.add_table(rows=1, cols=5)
    table.style = "Table Grid"
    names = ("编号", "代表类别", "县区", "意见建议", "座谈时间")
    for cell, name in zip(table.rows[0].cells, names, strict=True):
        cell.text = name
    for row in rows:
        cells = table.add_row().cells
        day = date(row["date"])
        values = (
            row["id"],
            row["respondent"],
            row["county_given"],
            row["text"],
            f"{day.year}年{day.month}月{day.day}日",
        )
        for cell, value in zip(cells, values, strict=True):
            cell.text = value
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = io.BytesIO()
    document.core_properties.created = document.core_properties.modified = __import__("datetime").datetime(*EPOCH)
    document.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in sorted(old.namelist()):
            new.writestr(zipfile.ZipInfo(entry, EPOCH), old.read(entry), zipfile.ZIP_DEFLATED)


def _villages(path: Path, by_channel: dict[str, list[dict]]) -> None:
    """Three channels on one sheet, told apart by a column."""
    book = Book(path)
    names = ("序号", "来源渠道", "意见编号", "受访者", "县（市、区）", "反映内容", "走访日期", "备注")
    book.sheet("入户调查", len(names), "乡村振兴、饮水安全、千村万企入户调查意见", (INVENTED,)).head(*names)
    number = 0
    for channel in (VILLAGE, "饮水安全", "千村万企贫困户"):
        for row in by_channel[channel]:
            number += 1
            day = row["date"].replace("-", ".") if number % 4 else date(row["date"])
            alias = {VILLAGE: "乡村振兴", "千村万企贫困户": "千村万企"}.get(channel, channel)
            book.put([number, alias, row["id"], row["respondent"], row["county_given"], row["text"], day, ""])
    book.put(["总计", "", "", "", "", f"{number}条", "", ""])
    book.close()


def _families(path: Path, by_channel: dict[str, list[dict]]) -> None:
    book = Book(path)
    for name, channel in (("寄宿生", "义务教育家庭困难寄宿生"), ("棚改", "棚户区改造"), ("易地搬迁", "易地扶贫搬迁")):
        book.sheet(name, 5, f"{channel}调查意见", (INVENTED,))
        book.head("意见编号", "身份", "所在县区", "意见建议", "日期")
        for row in by_channel[channel]:
            book.put([row["id"], row["respondent"], row["county_given"], row["text"], date(row["date"])])
        book.skip().line("填表人：张××　　审核：李××")
    book.close()


# --- tasks, plans, progress -----------------------------------------------------


def tasks() -> list[dict]:
    rows = read("tasks.jsonl")
    channel = {row["id"]: row["channel"] for row in read("comments.jsonl")}
    names = (
        "序号 任务编号 意见编号（可多个） 来源渠道 类别 意见建议 意见性质 存在问题原因 整改目标（量化） 整改措施（分阶段） 整改时限 牵头单位 配合单位 责任科室 责任领导/责任人 可核验成果 备注"
    ).split()
    book = Book(YEAR / "tasks.xlsx")
    book.sheet("附件1", len(names), "附件1　防城港市2019年度社会评价意见建议整改任务清单", (INVENTED,)).head(*names)
    for number, row in enumerate(rows, start=1):
        ids = row["comment_ids"]
        channels = "、".join(dict.fromkeys(channel[i] for i in ids))
        text_deadline = row["deadline"] if not row["deadline"][:1].isdigit() else date(row["deadline"])
        book.put(
            [
                number,
                row["task_id"],
                "、".join(ids),
                channels,
                row["theme"],
                row["text"],
                row["nature"],
                row["cause"],
                row["target"],
                row["measures"],
                text_deadline,
                row["lead_unit"],
                "、".join(row["support_units"]),
                row["section"],
                row["person"],
                row["deliverable"],
                row["note"],
            ]
        )
    book.line("注：一件意见可拆成几项任务，几件意见也可并成一项。")
    book.close()
    return rows


def plans(rows: list[dict]) -> None:
    task = {row["task_id"]: row for row in rows}
    by_unit = defaultdict(list)
    for k in (1, 2, 3, 4):
        for plan in read(f"progress/plans_{k}.jsonl"):
            by_unit[plan["unit"]].append(plan)
    names = "序号 任务编号 意见建议 存在问题原因 整改目标 整改措施 推进路线 完成时限 责任科室 责任人 可核验成果 公示日期 公示渠道".split()
    for unit, own in sorted(by_unit.items()):
        book = Book(YEAR / "plans" / f"{unit}.xlsx")
        filed = date(own[0]["filed_on"])
        head = f"填报单位：{unit}　　填报日期：{filed.year}年{filed.month}月{filed.day}日"
        book.sheet("整改方案", len(names), "社会评价意见建议整改方案", (INVENTED, head)).head(*names)
        for number, plan in enumerate(sorted(own, key=lambda p: int(p["task_id"])), start=1):
            base = task[plan["task_id"]]
            published = date(plan["published_on"]) if plan["published_on"] else "未公示"
            book.put(
                [
                    number,
                    plan["task_id"],
                    base["text"],
                    base["cause"],
                    base["target"],
                    plan["measures"],
                    plan["roadmap"],
                    base["deadline"],
                    base["section"],
                    base["person"],
                    base["deliverable"],
                    published,
                    plan["publish_channel"],
                ]
            )
        book.close()


def returns(rows: list[dict]) -> None:
    text = {row["task_id"]: row["text"] for row in rows}
    files = defaultdict(list)
    checks = defaultdict(list)
    for k in (1, 2, 3, 4):
        for line in read(f"progress/returns_{k}.jsonl"):
            files[line.get("received_in", line["month"]), line["month"], line["unit"]].append(line)
        for line in read(f"progress/verify_{k}.jsonl"):
            checks[line["month"]].append(line)
    names = "序号 任务编号 意见建议 责任单位 整改措施落实情况 完成情况 完成比例 完成时间 佐证材料 公示情况 群众回访/满意情况 未完成原因及下步打算 备注".split()
    for (received, month, unit), own in sorted(files.items()):
        late = received != month
        first = own[0]
        day = first.get("filed_on") or (f"{received}-25" if not late else f"{received}-20")
        filed = date(day)
        said = first.get("head_month", month)
        head = (
            f"填报单位：{unit}　　月份：{said[:4]}年{int(said[5:])}月{'（补报）' if late else ''}"
            f"　　填报日期：{filed.year}年{filed.month}月{filed.day}日"
        )
        name = f"{unit}-{month}{'补报' if late else ''}.xlsx"
        book = Book(YEAR / "progress" / received / name)
        book.sheet("附件2", len(names), "附件2　整改完成情况一览表", (INVENTED, head)).head(*names)
        for number, line in enumerate(sorted(own, key=lambda item: int(item["task_id"])), start=1):
            percent = line["percent"]
            # Offices type 60, 60% or format the cell as a percentage.
            if percent.isdigit():
                percent = (int(percent), f"{percent}%", int(percent) / 100)[int(line["task_id"]) % 3]
            book.put(
                [
                    number,
                    line["task_id"],
                    text.get(line["task_id"], ""),
                    unit,
                    line["narrative"],
                    line["status"],
                    percent,
                    line["completed_on"],
                    line["proof"],
                    line["published"],
                    line["feedback"],
                    line["next_step"],
                    "",
                ]
            )
        book.close()
    head = "序号 任务编号 意见建议 责任单位 核验情况 核验日期 是否销号 核验说明".split()
    for month, own in sorted(checks.items()):
        book = Book(YEAR / "progress" / month / "市绩效办核验登记.xlsx")
        book.sheet("核验", len(head), f"{month[:4]}年{int(month[5:])}月核验销号登记", (INVENTED,)).head(*head)
        for number, line in enumerate(sorted(own, key=lambda item: int(item["task_id"])), start=1):
            book.put(
                [
                    number,
                    line["task_id"],
                    text[line["task_id"]],
                    line["unit"],
                    line["verdict"],
                    date(line["verified_on"]),
                    line["closed"],
                    line["note"],
                ]
            )
        book.close()


def gold() -> None:
    """The answers, for measuring only: nothing in `analysis` reads them."""
    columns = "id theme themes nature county place lead_unit lead_also support_units same_issue personal".split()
    with open(SOURCE.parent / "gold-2019.csv", "w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(columns)
        for row in read("comments.jsonl"):
            answer = row["gold"]
            personal = "|".join(f"{item['kind']}:{item['text']}" for item in answer["pii"])
            out.writerow(
                [
                    row["id"],
                    answer["theme"],
                    "|".join(answer["themes"]),
                    answer["nature"],
                    answer["county"],
                    answer["place"],
                    answer["lead_unit"],
                    "|".join(answer["lead_also"]),
                    "|".join(answer["support_units"]),
                    answer["same_issue"],
                    personal,
                ]
            )


def truth() -> None:
    """The planted cases of the monthly returns, for tests."""
    lines: list[str] = []
    for k in (1, 2, 3, 4):
        text = (SOURCE / "progress" / f"truth_{k}.csv").read_text(encoding="utf-8-sig").strip().splitlines()
        lines += text if not lines else text[1:]
    (SOURCE.parent / "truth-2019.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    comments()
    rows = tasks()
    plans(rows)
    returns(rows)
    gold()
    truth()


if __name__ == "__main__":
    main()
