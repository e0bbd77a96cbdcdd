"""Where comments end up: one account each, none forgotten."""

from __future__ import annotations

import pandas as pd
import pytest
from frames import task

from analysis.columns import Account, Nature
from analysis.tasks.account import accounts, linked_comments
from analysis.tasks.tasklist import TASKS


def task_list(*comment_ids: str) -> pd.DataFrame:
    return pd.DataFrame([task(str(n + 1), comment_ids=ids) for n, ids in enumerate(comment_ids)], columns=TASKS)


def test_comments_and_tasks_are_many_to_many():
    links = linked_comments(task_list("甲|乙", "乙|丙", ""))
    assert links == {"甲": ["1"], "乙": ["1", "2"], "丙": ["2"]}


@pytest.mark.parametrize("nature", list(Nature))
def test_every_nature_has_its_account_and_a_task_comes_before_all(nature):
    labels = pd.DataFrame({"id": ["有", "无"], "nature": [nature, nature]})
    frame = accounts(labels, task_list("有"))
    expected = {
        Nature.CONSTRUCTIVE: Account.WAITING,
        Nature.HARDSHIP: Account.VISIT,
        Nature.POLICY: Account.EXPLAIN,
        Nature.PRIVATE: Account.GUIDE,
        Nature.PRAISE: Account.PRAISE,
        Nature.EMPTY: Account.EMPTY,
    }[nature]
    assert frame.values.tolist() == [["有", "形成任务", "1"], ["无", expected.value, ""]]


def test_the_rows_keep_their_index_so_that_they_can_be_laid_beside_the_comments():
    labels = pd.DataFrame({"id": ["乙", "甲"], "nature": ["空泛", "表扬"]}, index=[7, 3])
    assert list(accounts(labels, task_list()).index) == [7, 3]
