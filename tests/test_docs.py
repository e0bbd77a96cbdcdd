"""The documents keep up with the program: every command, message, alert and setting is told."""

import re

import pytest

from analysis.cli import _parser
from analysis.columns import State, Status, Verdict
from analysis.errors import MESSAGES
from analysis.layout import NOTEBOOKS, REPOSITORY
from analysis.progress.alerts import KINDS
from analysis.reference import settings

README, MANUAL, FIGURES, GUIDE = "README.md", "docs/操作手册.md", "docs/指标口径.md", "docs/分析指南.md"


def _text(name: str) -> str:
    return (REPOSITORY / name).read_text(encoding="utf-8")


def _commands() -> list[str]:
    return next(list(action.choices) for action in _parser()._actions if action.dest == "command")


@pytest.mark.parametrize("command", _commands())
def test_the_readme_shows_every_command(command):
    assert f"minyi {command} " in _text(README)


@pytest.mark.parametrize("key", MESSAGES)
def test_the_manual_explains_every_message(key):
    what = re.sub(r"\{\w+\}", "…", MESSAGES[key][1])
    assert f"| {what} |" in _text(MANUAL)


@pytest.mark.parametrize("notebook", sorted(path.stem for path in (NOTEBOOKS / "explore").glob("*.ipynb")))
def test_the_guide_says_what_each_notebook_for_exploring_answers(notebook):
    assert f"| `explore/{notebook}` |" in _text(GUIDE)


@pytest.mark.parametrize("word", [*Status, *Verdict])
def test_the_manual_names_every_word_a_form_may_hold(word):
    assert word in _text(MANUAL)


@pytest.mark.parametrize("kind", KINDS)
def test_every_alert_has_its_condition(kind):
    assert f"| {kind} | {KINDS[kind][0]} |" in _text(FIGURES)


@pytest.mark.parametrize("state", State)
def test_every_state_is_defined(state):
    assert f"| {state} |" in _text(FIGURES)


@pytest.mark.parametrize("name", ["small_n", "public_small_cell", "due_soon_days", "monthly_return_due_day"])
def test_the_thresholds_told_are_those_in_force(name):
    value = settings("calendar")[name]
    line = {
        "small_n": f"分母小于 {value} 的只写",
        "public_small_cell": f"`public_small_cell` 为 {value}",
        "due_soon_days": f"离时限 0 到 {value} 天",
        "monthly_return_due_day": f"默认 {value} 日",
    }[name]
    assert line in _text(FIGURES)


@pytest.mark.parametrize("document", [README, MANUAL, FIGURES, GUIDE, "CHANGELOG.md"])
def test_every_file_a_document_links_to_is_there(document):
    folder = (REPOSITORY / document).parent
    targets = re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", _text(document))
    assert [target for target in targets if not (folder / target).exists()] == []
