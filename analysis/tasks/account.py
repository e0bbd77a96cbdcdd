"""Where each comment ends up: every accepted comment ends in exactly one account.

A comment that an issued task names is 形成任务 whatever its nature; the rest
go by nature (DOMAIN ①–⑦), and a public problem without a task is 待分办,
so that nothing asked for is ever forgotten.
"""

from __future__ import annotations

import pandas as pd

from analysis.columns import ACCOUNT_OF_NATURE, SEPARATOR, Account


def linked_comments(tasks: pd.DataFrame) -> dict[str, list[str]]:
    """For each comment id that tasks name, the task ids, in the list's order."""
    links: dict[str, list[str]] = {}
    for task_id, ids in zip(tasks["task_id"], tasks["comment_ids"], strict=True):
        for comment_id in filter(None, ids.split(SEPARATOR)):
            links.setdefault(comment_id, []).append(task_id)
    return links


def accounts(labels: pd.DataFrame, tasks: pd.DataFrame) -> pd.DataFrame:
    """Account and tasks of each comment: columns id, account, task_ids (joined by `|`); rows as in *labels*."""
    links = linked_comments(tasks)
    return pd.DataFrame(
        {
            "id": labels["id"],
            "account": [
                Account.TASK.value if comment_id in links else ACCOUNT_OF_NATURE[nature].value
                for comment_id, nature in zip(labels["id"], labels["nature"], strict=True)
            ],
            "task_ids": [SEPARATOR.join(links.get(comment_id, ())) for comment_id in labels["id"]],
        },
        index=labels.index,
    )
