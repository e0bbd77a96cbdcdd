"""Run a month: five notebooks through papermill, into a temporary folder, renamed when whole."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from analysis.errors import MinyiError, UsageError
from analysis.intake.year import read_year
from analysis.layout import MONTHLY_NOTEBOOKS, NOTEBOOKS, REPOSITORY, ReportFolder, YearFolder
from analysis.params import RunParams
from analysis.runs.kernels import KernelShelf
from analysis.runs.manifest import finished, ingredients, write_manifest
from analysis.runs.notebook import run_notebook, settle
from analysis.runs.place import check_place, put_in_place, workshop

_STEPS = {
    "01_intake": "收件与核对",
    "02_themes": "分词与归类",
    "03_tasks": "性质、单位与任务",
    "04_progress": "进展与预警",
    "05_briefing": "简报与表格",
}


@dataclass(frozen=True)
class MonthRun:
    """What a run came to: where the report is, whether it was there already, seconds by notebook."""

    folder: ReportFolder
    fresh: bool
    seconds: dict[str, float]


def run_month(
    month: str, year_dir: Path, out_dir: Path, jobs: int = 2, force: bool = False, quiet: bool = False
) -> MonthRun:
    """Make the report of *month* in `out_dir/<month>/`.

    jobs: how many kernels may be alive at once (1 = start each when its turn comes).
    Raises UsageError for a month without returns, the user's faults, or BrokenRun.
    A report of the same inputs, code and versions is left as it is unless *force*.
    """
    final = ReportFolder(Path(out_dir).resolve() / RunParams.of(month, year_dir, out_dir).month)
    partial = final.root.parent / f".{final.root.name}.partial"
    run = RunParams.of(month, year_dir, out_dir, partial)
    read_year(run.year_dir)
    months = YearFolder(run.year_dir).progress_months()
    if run.month not in months:
        raise UsageError(
            f"年度文件夹里没有 {run.month} 的进展（progress/{run.month}）；现有月份：{'、'.join(months) or '无'}。"
        )
    if not force and finished(final, run.year_dir, run.month):
        return MonthRun(final, False, {})
    check_place(final.root, final.manifest)
    started = time.time()
    made_of = ingredients(run)
    with workshop(partial):
        seconds = _run_notebooks(run, jobs, quiet)
    folder = ReportFolder(partial)
    (partial / "stages.json").unlink(missing_ok=True)
    year_name = _shown(run.year_dir)
    for name in MONTHLY_NOTEBOOKS:
        path = folder.notebooks / f"{name}.ipynb"
        settle(
            path, {str(run.work_dir): f"reports/{run.month}", str(run.out_dir): "reports", str(run.year_dir): year_name}
        )
    clock = {
        "started": time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(started)),
        "seconds": {name: round(value, 2) for name, value in seconds.items()},
    }
    write_manifest(run, folder, year_name, made_of, clock)
    put_in_place(partial, final.root)
    return MonthRun(final, True, seconds)


def _shown(path: Path) -> str:
    """A path as told in a report: relative to the repository where it lies there, else its name."""
    return path.relative_to(REPOSITORY).as_posix() if path.is_relative_to(REPOSITORY) else path.name


def _run_notebooks(run: RunParams, jobs: int, quiet: bool) -> dict[str, float]:
    parameters = {
        "month": run.month,
        "year_dir": str(run.year_dir),
        "out_dir": str(run.out_dir),
        "work_dir": str(run.work_dir),
    }
    seconds: dict[str, float] = {}
    target = ReportFolder(run.work_dir).notebooks
    bar = tqdm(
        MONTHLY_NOTEBOOKS,
        disable=quiet,
        bar_format="{desc}　{bar:30} {n_fmt}/{total_fmt}　用时 {elapsed}",
        ascii=" ▏▎▍▌▋▊▉█",
    )
    with KernelShelf(len(MONTHLY_NOTEBOOKS), max(jobs, 1) - 1, REPOSITORY) as shelf:
        for name in bar:
            bar.set_description_str(_STEPS[name])
            begun = time.perf_counter()
            kernel = shelf.take()
            try:
                source = NOTEBOOKS / "monthly" / f"{name}.ipynb"
                run_notebook(source, target / f"{name}.ipynb", parameters, REPOSITORY, kernel)
            except MinyiError:
                bar.close()
                raise
            shelf.done(kernel)
            seconds[name] = time.perf_counter() - begun
    return seconds
