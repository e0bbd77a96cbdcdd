"""Run one notebook through papermill: typed parameters, a short message on failure, the same bytes each time."""

from __future__ import annotations

import json
import logging
import re
import warnings
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.manager import AsyncKernelManager

from analysis.errors import BrokenRun, InputFaults, MinyiError, UsageError

_OURS = {cls.__name__: cls for cls in (UsageError, InputFaults)}
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def declared_parameters(path: Path) -> dict[str, str]:
    """The parameters a notebook declares in its cell tagged `parameters`: name → default as written."""
    from papermill import inspect_notebook

    return {name: entry["default"] for name, entry in inspect_notebook(str(path)).items()}


def run_notebook(
    source: Path, target: Path, parameters: dict[str, Any], cwd: Path, kernel: AsyncKernelManager | None = None
) -> None:
    """Execute *source* with *parameters* and keep the executed notebook as *target*.

    Raises UsageError for a parameter the notebook doesn't declare (papermill
    only warns), the user's own error where a cell raised one of ours, and
    BrokenRun, naming the cell, for anything else.
    """
    from papermill import PapermillExecutionError, execute_notebook

    logging.getLogger("papermill").setLevel(logging.ERROR)
    unknown = sorted(set(parameters) - set(declared_parameters(source)))
    if unknown:
        raise UsageError(f"笔记本《{source.name}》没有参数“{'、'.join(unknown)}”；请检查拼写。")
    target.parent.mkdir(parents=True, exist_ok=True)
    options: dict[str, Any] = {"km": kernel} if kernel else {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            execute_notebook(
                str(source),
                str(target),
                parameters=parameters,
                kernel_name="python3",
                cwd=str(cwd),
                progress_bar=False,
                request_save_on_cell_execute=False,
                coalesce_streams=True,
                **options,
            )
    except PapermillExecutionError as error:
        raise _as_ours(error, source, target) from None


def _as_ours(error: Any, source: Path, target: Path) -> MinyiError:
    message = _ANSI.sub("", str(error.evalue)).strip()
    if error.ename in _OURS:
        ours = MinyiError(message)
        ours.exit_code = _OURS[error.ename].exit_code
        return ours
    return BrokenRun(
        f"笔记本《{source.name}》第 {error.exec_count} 个代码格出错（{error.ename}: {message[:200]}）；"
        f"请打开 {target} 查看，并把它发给开发人员。"
    )


def settle(path: Path, replace: dict[str, str]) -> None:
    """Take what changes from run to run out of an executed notebook: clocks, random ids, temporary paths."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.pop("papermill", None)
    for number, cell in enumerate(notebook.cells):
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.id = "injected-parameters"
        for name in ("papermill", "execution", "collapsed", "jupyter"):
            cell.metadata.pop(name, None)
        cell.setdefault("id", f"cell-{number}")
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    for old, new in replace.items():
        # As cells show a path, and as papermill writes it into the parameters (Chinese as \\u escapes).
        for form in (old, old.encode("unicode_escape").decode("ascii")):
            text = text.replace(json.dumps(form, ensure_ascii=False)[1:-1], json.dumps(new, ensure_ascii=False)[1:-1])
    path.write_bytes(text.encode("utf-8"))
