"""Every notebook keeps the house form (docs: STYLE, 「A notebook」)."""

from __future__ import annotations

import ast
import re

import nbformat
import pytest

from analysis.layout import MONTHLY_NOTEBOOKS, NOTEBOOKS

ALL = sorted(path for path in NOTEBOOKS.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
IMPORTS = (ast.Import, ast.ImportFrom)
FORBIDDEN = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.For,
    ast.While,
    ast.If,
    ast.comprehension,
    ast.Div,  # a path joined in a cell
)

each = pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)


def cells(path, kind: str) -> list:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


def tagged(path) -> list:
    return [cell for cell in cells(path, "code") if "parameters" in cell.metadata.get("tags", [])]


def test_the_five_monthly_notebooks_are_all_there_are():
    assert [path.stem for path in ALL if path.parent.name == "monthly"] == list(MONTHLY_NOTEBOOKS)


@each
def test_it_opens_with_title_question_inputs_and_result(path):
    first = cells(path, "markdown")[0].source
    assert first.startswith("# ")
    assert [word in first for word in ("**问题**", "**输入**", "**得到**")] == [True] * 3


@each
def test_one_cell_holds_the_parameters_as_literals_with_a_chinese_comment_each(path):
    (cell,) = tagged(path)
    for statement, line in zip(ast.parse(cell.source).body, cell.source.splitlines(), strict=True):
        assert isinstance(statement, ast.Assign)
        assert isinstance(statement.value, ast.Constant)
        assert CHINESE.search(line.split("#", 1)[1]), line


@each
def test_one_cell_imports_and_does_nothing_else(path):
    trees = [ast.parse(cell.source) for cell in cells(path, "code")]
    (tree,) = [tree for tree in trees if any(isinstance(node, IMPORTS) for node in ast.walk(tree))]
    assert all(isinstance(node, IMPORTS) for node in tree.body)


@each
def test_cells_hold_no_program_and_no_path(path):
    (parameters,) = tagged(path)
    for cell in cells(path, "code"):
        nodes = list(ast.walk(ast.parse(cell.source)))
        assert not [node for node in nodes if isinstance(node, FORBIDDEN)], cell.source
        assert "sys.path" not in cell.source
        assert len(cell.source.splitlines()) <= (10 if cell.id == parameters.id else 6)
        if cell.id != parameters.id:
            texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
            assert not [text for text in texts if re.search(r"[/\\]|\.(?:csv|xlsx|html)$", text)], cell.source


@each
def test_it_is_committed_without_outputs_counts_or_random_ids(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert [name for name in ids if not re.fullmatch(r"(?:text|code)-\d\d|parameters", name)] == []
    assert [cell.id for cell in cells(path, "code") if cell.outputs or cell.execution_count is not None] == []


@each
def test_its_text_is_chinese_and_its_last_cell_shows_a_result(path):
    assert [cell.id for cell in cells(path, "markdown") if not CHINESE.search(cell.source)] == []
    last = ast.parse(cells(path, "code")[-1].source).body[-1]
    assert isinstance(last, ast.Expr)
