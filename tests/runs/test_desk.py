"""The reviewer's desk: what is listed, what is saved, what is refused; and the grid on top of it."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pandas as pd
import pytest

from analysis.cli import main
from analysis.columns import YES
from analysis.errors import UsageError
from analysis.params import RunParams
from analysis.runs.desk import SAMPLE, open_desk
from analysis.runs.review_grid import UNCHANGED, ReviewGrid
from analysis.runs.stages import load_tasks
from analysis.tasks.corrections import read_corrections
from analysis.workbook import SheetSpec, write_workbook
from tests.small_year import COMMENTS, WATER, write_year

SCRIPT = "学校门口的路坏了<script>alert(1)</script>"
TEXTS = [
    *COMMENTS,
    ("5", WATER, "一个数报五个部门，表比人多"),
    ("6", WATER, SCRIPT),
    ("7", WATER, "那个东西老是这样，你们看着办"),
]
WHEN = "2020-09-02"


@pytest.fixture(scope="module")
def worked_out(tmp_path_factory):
    """The year with its labels, worked out once."""
    root = tmp_path_factory.mktemp("desk")
    load_tasks(RunParams.of("2020-08", write_year(root / "2019", TEXTS), root / "out"))
    return root


@pytest.fixture
def run(worked_out, tmp_path):
    shutil.copytree(worked_out, tmp_path / "work")
    return RunParams.of("2020-08", tmp_path / "work" / "2019", tmp_path / "work" / "out")


@pytest.fixture
def desk(run):
    return open_desk(run, WHEN, also="1|2|6")


@pytest.fixture
def grid(desk):
    return ReviewGrid(desk, who="小王")


def asked(desk, comment_id, why="", **new):
    row = desk.rows.set_index("id").loc[comment_id]
    given = {"id": comment_id, "text": row["text"], "theme": row["theme"], "nature": row["nature"]}
    blank = dict.fromkeys(("to_theme", "to_nature", "to_lead_unit"), "")
    return given | {"lead_unit": row["lead_unit"], "why": why} | blank | new


def ledger(desk):
    return [(c.when, c.who, c.id, c.field, c.old, c.new) for c in read_corrections(desk.ledger)[0]]


def test_the_asked_for_comments_come_first_then_the_doubtful_least_sure_first(desk):
    assert list(desk.rows["id"])[:3] == ["1", "2", "6"]
    rest = desk.rows.iloc[3:]
    assert len(rest) > 0
    assert set(rest["needs_review"]) == {YES}
    assert rest["confidence"].is_monotonic_increasing


def test_an_id_asked_for_twice_is_listed_once(run):
    assert list(open_desk(run, WHEN, also="2|2").rows["id"])[:2] != ["2", "2"]


def test_two_decisions_are_two_lines_and_change_the_labels_of_the_next_run(run, desk):
    found = desk.save(
        pd.DataFrame([asked(desk, "1", to_theme="医疗"), asked(desk, "2", to_nature="具体困难", why="要上门")]), "小王"
    )
    assert found.line() == "记进台账 2 条更正，没有收下 0 条。"
    assert ledger(desk) == [
        (WHEN, "小王", "1", "theme", "教育", "医疗"),
        (WHEN, "小王", "2", "nature", "建设性", "具体困难"),
    ]
    labels = open_desk(run, WHEN).comments.set_index("id")
    assert labels.loc["1", ["theme", "labelled_by"]].tolist() == ["医疗", "人工"]
    assert labels.loc["2", "nature"] == "具体困难"


def test_saving_the_same_twice_appends_nothing(desk):
    rows = pd.DataFrame([asked(desk, "1", to_theme="医疗")])
    desk.save(rows, "小王")
    before = desk.ledger.read_bytes()
    again = desk.save(rows, "小王")
    assert (again.corrections, again.faults) == ([], [])
    assert desk.ledger.read_bytes() == before


def test_a_wrong_theme_is_refused_in_one_sentence_and_the_rest_is_taken(desk):
    rows = pd.DataFrame([asked(desk, "1", to_theme="教肓"), asked(desk, "2", to_theme="教育")])
    found = desk.save(rows, "小王")
    (fault,) = found.faults
    assert fault.sentence() == "《意见 1》“改为类别”是“教肓”，不在规定的选项里；可填：教育、医疗、就业。"
    assert [entry[2] for entry in ledger(desk)] == ["2"]


def test_what_somebody_else_decided_meanwhile_is_not_overwritten(run, desk):
    other = open_desk(run, WHEN, also="1")
    other.save(pd.DataFrame([asked(other, "1", to_theme="就业")]), "老张")
    found = desk.save(pd.DataFrame([asked(desk, "1", to_theme="医疗")]), "小王")
    assert "台账里已由老张改为“就业”" in found.faults[0].sentence()
    assert [entry[1] for entry in ledger(desk)] == ["老张"]


def test_the_command_and_the_desk_keep_one_ledger_by_one_rule(run, desk, capsys):
    row = {"意见编号": "1", "意见建议": COMMENTS[0][2], "改为类别": "就业", "改为性质": "", "改为牵头单位": ""}
    book = write_workbook(run.out_dir / "待复核.xlsx", [SheetSpec("待复核", pd.DataFrame([row]), "待复核意见")])
    command = ["correct", str(book), "--year-dir", str(run.year_dir), "--who", "老张", "--date", WHEN]
    assert main(command) == 0
    assert "记进台账 1 条更正，没有收下 0 条。" in capsys.readouterr().out
    assert desk.save(pd.DataFrame([asked(desk, "1", to_theme="医疗")]), "小王").faults[0].key == "review_disagree"
    assert main(command) == 0
    assert [entry[1] for entry in ledger(desk)] == ["老张"]


def test_nothing_is_saved_without_a_name(desk):
    with pytest.raises(UsageError, match="请先填“更正人”"):
        desk.save(pd.DataFrame([asked(desk, "1", to_theme="医疗")]), "　")
    assert not desk.ledger.exists()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"when": "昨天"}, "不是日期"),
        ({"when": WHEN, "also": "1|99"}, "没有编号是“99”的意见"),
        ({"when": WHEN, "ledger": SAMPLE / "2019" / "corrections.csv"}, "样例年度只供阅读"),
    ],
)
def test_wrong_parameters_are_told_in_a_sentence(run, options, sentence):
    with pytest.raises(UsageError, match=sentence):
        open_desk(run, **options)


def test_the_ledger_of_the_sample_is_copied_before_anything_is_added(run, monkeypatch):
    own = run.year_dir / "corrections.csv"
    own.write_text("when,who,id,field,from,to,why\n2020-08-01,老张,2,theme,医疗,就业,看过\n", encoding="utf-8")
    before = own.read_bytes()
    monkeypatch.setattr("analysis.runs.desk.SAMPLE", run.year_dir)
    desk = open_desk(run, WHEN, also="1|2")
    assert desk.rows.set_index("id").loc["2", "theme"] == "就业"  # read from the year's own
    assert desk.ledger == run.out_dir / "jupyter" / "corrections.csv"
    assert not desk.ledger.exists()
    desk.save(pd.DataFrame([asked(desk, "1", to_theme="医疗")]), "小王")
    assert own.read_bytes() == before
    assert desk.ledger.read_bytes().startswith(before)
    assert [entry[1] for entry in ledger(desk)] == ["老张", "小王"]


# --- the grid ----------------------------------------------------------------------------


def test_cells_changed_on_the_grid_and_saved_are_in_the_ledger(run, desk, grid):
    grid.cells["1", "theme"].value = "医疗"
    grid.cells["2", "lead_unit"].value = "上思县人民政府"
    grid.cells["2", "why"].value = "在上思"
    grid.save_button.click()
    assert grid.line() == "记进台账 2 条更正，没有收下 0 条。"
    assert [entry[2:4] for entry in ledger(desk)] == [("1", "theme"), ("2", "lead_unit")]
    assert open_desk(run, WHEN).comments.set_index("id").loc["2", "lead_unit"] == "上思县人民政府"
    grid.save_button.click()
    assert grid.line() == UNCHANGED
    assert len(ledger(desk)) == 2


def test_an_untouched_grid_saves_nothing(desk, grid):
    assert grid.line() == UNCHANGED
    grid.save_button.click()
    assert grid.line() == UNCHANGED
    assert not desk.ledger.exists()


def test_a_cell_set_back_is_no_change(desk, grid):
    cell = grid.cells["1", "theme"]
    cell.value = "医疗"
    cell.value = "教育"
    grid.save_button.click()
    assert not desk.ledger.exists()


def test_labels_confirmed_as_right_are_decisions_too(run, desk, grid):
    grid.cells["1", "right"].value = True
    grid.save_button.click()
    assert [entry[3:] for entry in ledger(desk)] == [
        ("theme", "教育", "教育"),
        ("nature", "建设性", "建设性"),
        ("lead_unit", "防城港市教育局", "防城港市教育局"),
    ]
    assert open_desk(run, WHEN).comments.set_index("id").loc["1", "labelled_by"] == "人工"


def test_a_refused_value_stays_on_the_grid_with_its_sentence(desk, grid):
    grid.set("1", "theme", "教肓")
    grid.cells["2", "theme"].value = "教育"
    grid.save_button.click()
    assert grid.line().splitlines() == [
        "记进台账 1 条更正，没有收下 1 条。",
        "《意见 1》“改为类别”是“教肓”，不在规定的选项里；可填：教育、医疗、就业。",
    ]
    assert (grid.cells["1", "theme"].value, grid.cells["2", "theme"].value) == ("教肓", "教育")


def test_a_ledger_that_can_not_be_written_is_told_and_the_edit_kept(desk, grid):
    desk.ledger.mkdir()  # as refused as a file that is open elsewhere
    grid.cells["1", "theme"].value = "医疗"
    grid.save_button.click()
    assert grid.line().startswith("台账写不进去，什么也没有保存")
    assert grid.cells["1", "theme"].value == "医疗"


def test_a_year_without_doubtful_comments_shows_an_empty_grid(desk):
    grid = ReviewGrid(replace(desk, rows=desk.rows.iloc[:0]), "小王")
    grid.save_button.click()
    assert grid.line() == UNCHANGED


def test_edits_outlive_turning_the_page(desk):
    grid = ReviewGrid(desk, "小王", per_page=1)
    grid.cells["1", "theme"].value = "医疗"
    grid.forward.click()
    assert ("1", "theme") not in grid.cells
    grid.cells["2", "theme"].value = "教育"
    grid.back.click()
    assert grid.cells["1", "theme"].value == "医疗"
    grid.save_button.click()
    assert [entry[2] for entry in ledger(desk)] == ["1", "2"]


def test_a_drop_down_offers_what_may_be_chosen_and_nothing_else(desk, grid):
    choices = desk.choices()
    values = [value for _, value in grid.cells["1", "theme"].options]
    assert sorted(values) == sorted(choices["theme"])
    assert all("绩效" not in unit for unit in choices["lead_unit"])
    assert "防城港市教育局" in choices["lead_unit"]


def test_a_comment_is_shown_as_text_never_as_a_page(grid):
    shown = [cell.value for cell in grid.box.children[3].children if hasattr(cell, "value")]
    texts = [value for value in shown if isinstance(value, str) and "学校门口的路坏了" in value]
    assert len(texts) == 1
    assert "<script>" not in texts[0]
    assert "&lt;script&gt;" in texts[0]
