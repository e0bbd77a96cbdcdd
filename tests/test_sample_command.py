"""minyi sample → two people fill in → minyi evaluate: the whole way round, without the notebook."""

from __future__ import annotations

import openpyxl
import pandas as pd
import pytest
from messy import book

from analysis.cli import main
from analysis.runs.evaluation import load_evaluation, write_page
from analysis.store import read_table

TEXTS = [
    "娃儿六年级了没有学位，希望早点建好教学楼",
    "镇上卫生院夜里没有医生值班，打针要跑县城",
    "我们村通屯路烂了三年没人修，落雨天走不得",
    "没有意见",
    "小区楼下烧烤摊油烟熏得开不了窗",
    "厂里欠了我们三个月工资不发",
    "低保申请交上去半年没有回音",
    "自来水又黄又臭，隔三差五就停",
]
THEMES = ["教育", "医疗", "基础设施建设", "其他", "环境保护", "就业", "社会保障", "民生改善"]


@pytest.fixture
def given(tmp_path, monkeypatch):
    """A folder to stand in, with 意见.xlsx in it."""
    monkeypatch.chdir(tmp_path)
    book(tmp_path / "意见.xlsx", [["编号", "意见建议"], *([f"A{n}", text] for n, text in enumerate(TEXTS))])
    return tmp_path


def fill(path, change: dict[str, str] | None = None) -> None:
    """Choose the theme of each comment as a person would, *change* for some texts, and save."""
    workbook = openpyxl.load_workbook(path)
    rows = list(workbook["标注"].iter_rows())
    (head,) = [n for n, row in enumerate(rows) if row[0].value == "意见编号"]
    place = {cell.value: n for n, cell in enumerate(rows[head])}
    right = dict(zip(TEXTS, THEMES, strict=True)) | (change or {})
    for row in rows[head + 1 :]:
        text = row[place["意见建议"]].value
        row[place["判为类别"]].value = right[text]
        row[place["判为性质"]].value = "空泛" if text == "没有意见" else "建设性"
    workbook.save(path)


def test_a_sample_is_drawn_filled_by_two_and_measured(given, capsys):
    assert main("sample 意见.xlsx --out 抽样.xlsx --number 6".split()) == 0
    said = capsys.readouterr().out
    assert "从 8 件意见里抽了 6 件。" in said and "抽样-甲.xlsx、抽样-乙.xlsx；底稿 抽样-底稿.csv" in said
    key = pd.read_csv("抽样-底稿.csv", dtype={"id": str})
    assert len(key) == 6 and key["weight"].sum() == pytest.approx(8)
    fill(given / "抽样-甲.xlsx")
    other = key["text"].iloc[2]
    fill(given / "抽样-乙.xlsx", {other: "营商环境"})

    measured = load_evaluation("抽样-甲.xlsx", "抽样-乙.xlsx")  # the key lies beside
    assert measured.line() == "标注 6 件（抽样-甲、抽样-乙），与抽样-底稿.csv核对；没有用上的 0 处。"
    found = measured.evaluation
    theme = found.judged["theme"].set_index("id")
    for row in key.itertuples():
        assert theme.at[row.id, "given"] == row.theme
        assert theme.at[row.id, "true"] == THEMES[TEXTS.index(row.text)]
    both = found.agreement.set_index(["field", "pair"]).loc[("类别", "抽样-甲与抽样-乙")]
    assert tuple(both[["right", "n"]]) == (5, 6)
    assert list(found.disputed["text"]) == [other]

    page = write_page(measured, given / "核对")
    text = page.read_text(encoding="utf-8")
    assert "6件人工标注的意见" in text and "来源：抽样-甲.xlsx、抽样-乙.xlsx；抽样-底稿.csv" in text
    assert len(read_table(given / "核对" / "tables", "judged_theme")) == 6


def test_the_same_command_draws_the_same_bytes_and_another_seed_others(given):
    for name in ("a", "b"):
        assert main(f"sample 意见.xlsx --out {name}.xlsx --number 5 --coders 1".split()) == 0
    assert main("sample 意见.xlsx --out c.xlsx --number 5 --coders 1 --seed 7".split()) == 0
    assert (given / "a-甲.xlsx").read_bytes() == (given / "b-甲.xlsx").read_bytes()
    assert (given / "a-底稿.csv").read_bytes() == (given / "b-底稿.csv").read_bytes()
    assert (given / "a-底稿.csv").read_bytes() != (given / "c-底稿.csv").read_bytes()
    assert not (given / "a-乙.xlsx").exists()


def test_what_people_may_be_filling_in_is_never_written_over(given, capsys):
    assert main("sample 意见.xlsx --out 抽样.xlsx --number 3".split()) == 0
    fill(given / "抽样-甲.xlsx")
    before = (given / "抽样-甲.xlsx").read_bytes()
    assert main("sample 意见.xlsx --out 抽样.xlsx --number 4".split()) == 2
    assert "抽样-甲.xlsx 已经在了，可能有人正在填" in capsys.readouterr().err
    assert (given / "抽样-甲.xlsx").read_bytes() == before


@pytest.mark.parametrize("number", ["--number 0", "--number 5 --doubtful 6", "--number 5 --doubtful -1"])
def test_numbers_that_can_not_be_are_wrong_use(given, capsys, number):
    assert main(f"sample 意见.xlsx --out x.xlsx {number}".split()) == 2
    assert capsys.readouterr().err == "--number 至少是 1，--doubtful 在 0 和 --number 之间。\n"
    assert not (given / "x-甲.xlsx").exists()


def test_without_a_key_the_texts_are_labelled_on_the_spot(given):
    assert main("sample 意见.xlsx --out 抽样.xlsx --number 8 --coders 1".split()) == 0
    fill(given / "抽样-甲.xlsx")
    with_key = load_evaluation("抽样-甲.xlsx").evaluation.judged["theme"]
    (given / "抽样-底稿.csv").unlink()
    for against in ("", "意见.xlsx"):
        pd.testing.assert_frame_equal(
            load_evaluation("抽样-甲.xlsx", against=against).evaluation.judged["theme"], with_key
        )


def test_evaluate_takes_two_files_at_most_and_names_those_missing(given, capsys):
    assert main("evaluate a.xlsx b.xlsx c.xlsx".split()) == 2
    assert "标注表最多两份" in capsys.readouterr().err
    assert main("evaluate a.xlsx --against b.csv".split()) == 1
    assert (
        capsys.readouterr().err
        == "《a.xlsx》找不到这个文件；请检查路径和文件名。\n《b.csv》找不到这个文件；请检查路径和文件名。\n"
    )
