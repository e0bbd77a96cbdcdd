"""Where a report goes: never over what isn't ours, never half."""

from __future__ import annotations

import pytest

from analysis.errors import BrokenRun, InputFaults, UsageError
from analysis.runs.place import check_place, put_in_place, workshop


def test_a_new_an_empty_and_an_earlier_place_are_fine(tmp_path):
    check_place(tmp_path / "新", tmp_path / "新" / "manifest.json")
    (tmp_path / "空").mkdir()
    check_place(tmp_path / "空", tmp_path / "空" / "manifest.json")
    (tmp_path / "旧").mkdir()
    (tmp_path / "旧" / "manifest.json").write_text("{}")
    check_place(tmp_path / "旧", tmp_path / "旧" / "manifest.json")


@pytest.mark.parametrize("name", ["文件夹/我的文件.docx", "文件夹"])
def test_somebodys_folder_or_file_is_refused(name, tmp_path):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("我的")
    with pytest.raises(UsageError, match="文件夹 已经有别的内容，不能把结果放在那里；请用 --out 另指"):
        check_place(tmp_path / "文件夹", tmp_path / "文件夹" / "manifest.json")


@pytest.mark.parametrize(
    ("error", "left"), [(InputFaults([]), False), (UsageError("x"), False), (BrokenRun("x"), True)]
)
def test_a_half_made_report_is_kept_only_where_somebody_must_look_at_it(error, left, tmp_path):
    (tmp_path / "半成").mkdir()
    (tmp_path / "半成" / "上次的").write_text("旧")
    with pytest.raises(type(error)), workshop(tmp_path / "半成") as folder:
        assert list(folder.iterdir()) == []
        raise error
    assert (tmp_path / "半成").exists() is left


def test_a_whole_report_takes_the_place_of_the_earlier_one(tmp_path):
    for name in (".新", "报告", ".报告.old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(name)
    put_in_place(tmp_path / ".新", tmp_path / "报告")
    assert [path.name for path in tmp_path.iterdir()] == ["报告"]
    assert [path.name for path in (tmp_path / "报告").iterdir()] == [".新.txt"]
