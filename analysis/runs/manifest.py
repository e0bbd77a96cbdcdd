"""The manifest of a month: what went in, what came out, with which versions."""

from __future__ import annotations

import json
import platform
from importlib.metadata import version
from pathlib import Path

from analysis import __version__
from analysis.intake.grid import digest
from analysis.layout import ReportFolder, documents
from analysis.params import RunParams
from analysis.runs.inputs import code_digest, fingerprint, input_files
from analysis.store import read_table

_PACKAGES = ("jieba", "jinja2", "jupyterlab", "pandas", "papermill", "plotly", "python-calamine", "xlsxwriter")


def versions() -> dict[str, str]:
    """Versions of Python, minyi and the packages a report depends on."""
    return {"minyi": __version__, "python": platform.python_version()} | {name: version(name) for name in _PACKAGES}


def ingredients(run: RunParams) -> dict[str, object]:
    """What a run is made of: inputs and code.  To be taken before the run: what arrives meanwhile isn't in its report."""
    return {
        "fingerprint": fingerprint(run.year_dir, run.month),
        "code": code_digest(),
        "inputs": input_files(run.year_dir, run.month),
    }


def write_manifest(
    run: RunParams, folder: ReportFolder, year_name: str, made_of: dict[str, object], clock: dict[str, object]
) -> None:
    """Write `manifest.json`; everything but `clock` is the same for the same input.  made_of: as `ingredients`."""
    tables = folder.tables
    files = read_table(tables, "files")
    manifest = {
        "month": run.month,
        "parameters": {"month": run.month, "year_dir": year_name},
        "versions": versions(),
        **made_of,
        "comments": {
            "in": int(files["rows_in"].sum()),
            "accepted": int(files["accepted"].sum()),
            "rejected": int(files["rejected"].sum()),
            "files": files.drop(columns="sha256").to_dict("records"),
        },
        "tasks": len(read_table(tables, "tasks")),
        "returns": {
            "accepted": len(read_table(tables, "returns")),
            "rejected": len(read_table(tables, "rejected_progress")),
        },
        "outputs": {
            path.relative_to(folder.root).as_posix(): digest(path)
            for path in documents(folder.root)
            if path != folder.manifest
        },
        "clock": clock,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    folder.manifest.write_bytes(text.encode("utf-8", "replace"))  # a file's name may be none in UTF-8


def finished(folder: ReportFolder, year_dir: Path, month: str) -> bool:
    """Whether *folder* holds a whole report of the same inputs, code and package versions."""
    try:
        manifest = json.loads(folder.manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return (
        manifest.get("fingerprint") == fingerprint(year_dir, month)
        and manifest.get("versions") == versions()
        and all((folder.root / name).is_file() for name in manifest["outputs"])
    )
