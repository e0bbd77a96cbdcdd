"""environment.yml names what pyproject.toml names, with the same lower bounds."""

import re
import tomllib

import yaml

from analysis.layout import REPOSITORY

CONDA_ONLY = {"pip"}  # conda doesn't bring it by itself; the package is installed with it


def _bounds(entries: list[str]) -> dict[str, str]:
    """Package → the rest of its line: `pandas>=3.0` → `{"pandas": ">=3.0"}`; names as pip compares them."""
    found = {}
    for entry in entries:
        name, rest = re.fullmatch(r"([A-Za-z0-9._-]+)(.*)", entry.replace(" ", "")).groups()
        found[re.sub(r"[-_.]+", "-", name).lower()] = rest
    return found


def _conda() -> tuple[dict, dict[str, str]]:
    environment = yaml.safe_load((REPOSITORY / "environment.yml").read_text(encoding="utf-8"))
    entries = environment["dependencies"]
    from_pip = [line for entry in entries if isinstance(entry, dict) for line in entry["pip"]]
    return environment, _bounds([entry for entry in entries if isinstance(entry, str)] + from_pip)


def _project() -> dict:
    return tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_conda_users_get_the_packages_and_bounds_of_pyproject():
    _, conda = _conda()
    wanted = _bounds(_project()["dependencies"])
    assert {name: rest for name, rest in conda.items() if name not in {"python", *CONDA_ONLY}} == wanted


def test_conda_users_get_the_python_of_pyproject():
    _, conda = _conda()
    assert conda["python"] == _project()["requires-python"]


def test_the_environment_bears_the_name_the_readme_activates():
    environment, _ = _conda()
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert f"conda activate {environment['name']}" in readme
    assert environment["channels"] == ["conda-forge"]


def test_the_peers_environment_pins_every_package_and_names_no_host():
    lines = (REPOSITORY / "tests" / "bench" / "peers-requirements.txt").read_text(encoding="utf-8").splitlines()
    named = [line for line in lines if not line.startswith("#")]
    assert {line.split("==")[0] for line in named} >= {"bertopic", "jieba", "scikit-learn"}
    assert [line for line in named if not re.fullmatch(r"[\w-]+==[\d.]+(; sys_platform == \"win32\")?", line)] == []
