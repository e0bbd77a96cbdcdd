"""Run the evaluation notebook on hand-labelled comments."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analysis.briefing.evaluation_page import write_evaluation
from analysis.columns import Nature
from analysis.errors import Fault, InputFaults
from analysis.layout import NOTEBOOKS, REPOSITORY
from analysis.reference import units
from analysis.runs.kernels import KernelShelf
from analysis.runs.notebook import run_notebook, settle
from analysis.runs.place import check_place, put_in_place, workshop
from analysis.sample import key_path, label
from analysis.tasks.coding import READERS, read_coded
from analysis.tasks.evaluation import Evaluation, evaluate, known_only, read_labelled
from analysis.themes.taxonomy import DEFAULT, load_taxonomy

NOTEBOOK = NOTEBOOKS / "explore" / "evaluation.ipynb"
NATURES = tuple(nature.value for nature in Nature)


@dataclass(frozen=True)
class Measured:
    """An evaluation with what it was made from: file names for the page, themes in the taxonomy's order."""

    evaluation: Evaluation
    themes: tuple[str, ...]
    sources: tuple[str, ...]
    against: str

    def line(self) -> str:
        """What came in and what was used."""
        unused = sum(fault.is_error for fault in self.evaluation.faults)
        readers = "、".join(self.evaluation.readers)
        return f"标注 {self.evaluation.comments} 件（{readers}），与{self.against}核对；没有用上的 {unused} 处。"


def load_evaluation(
    labels: str | Path, second: str | Path = "", against: str | Path = "", taxonomy: str | Path = ""
) -> Measured:
    """Read the filled workbooks and the program's labels, and measure.

    labels, second: one reader's file each; the first is the measure.
    against: the program's labels (`minyi classify`'s result, a sample's
    底稿), or a file of texts or a year folder to label now; empty: the 底稿
    beside *labels* or, without one, the texts in *labels* themselves.
    Raises InputFaults where a file can't be used at all.
    """
    themes = load_taxonomy(Path(taxonomy) if str(taxonomy) else DEFAULT)
    files = [Path(name) for name in (labels, second) if str(name)]
    found = Path(against) if str(against) else _beside(files[0])
    coded = [read_coded(path, themes, units()) for path in files]
    machine = None if found.is_dir() else read_labelled(found)
    if machine is None:
        machine = label(found, themes).rows
    known = [known_only(reader, machine) for reader in coded]
    if any(reader.labels.empty for reader in known):
        raise InputFaults([fault for reader in known for fault in reader.faults])
    return Measured(evaluate(known, machine), themes.names, tuple(path.name for path in files), found.name)


def _beside(labels: Path) -> Path:
    """The key of the sample that *labels* is a reader's part of; the file itself where there is none."""
    stem = labels.stem
    for name in READERS:
        key = key_path(labels.with_name(stem.removesuffix(f"-{name}") + labels.suffix))
        if stem.endswith(f"-{name}") and key.is_file():
            return key
    return labels


def write_page(measured: Measured, out_dir: str | Path) -> Path:
    """Write the page and its tables into *out_dir*; returns the page's path."""
    return write_evaluation(
        measured.evaluation, Path(out_dir), measured.themes, f"{'、'.join(measured.sources)}；{measured.against}"
    )


def run_evaluation(labels: list[Path], against: Path | None, taxonomy: Path | None, out: Path) -> Path:
    """Execute the notebook on the files into *out*, whole or not at all; returns the page's path."""
    given = [*labels, *(path for path in (against, taxonomy) if path)]
    missing = [Fault("file_missing", file=path.name) for path in given if not path.exists()]
    if missing:
        raise InputFaults(missing)
    out = out.resolve()
    check_place(out, out / "notebooks" / NOTEBOOK.name)
    partial = out.with_name(f".{out.name}.partial")
    target = partial / "notebooks" / NOTEBOOK.name
    parameters = {
        "labels": str(labels[0].resolve()),
        "second": str(labels[1].resolve()) if len(labels) > 1 else "",
        "against": str(against.resolve()) if against else "",
        "taxonomy": str(taxonomy.resolve()) if taxonomy else "",
        "out_dir": str(partial),
    }
    with workshop(partial), KernelShelf(1, 0, REPOSITORY) as shelf:
        run_notebook(NOTEBOOK, target, parameters, REPOSITORY, shelf.take())
    settle(target, {str(partial): out.name} | {str(path.resolve()): path.name for path in given})
    put_in_place(partial, out)
    return out / "index.html"
