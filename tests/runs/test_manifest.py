"""The manifest: what went in, what came out, and when a report counts as finished."""

from __future__ import annotations

import hashlib
import json

import pytest

from analysis.layout import documents
from analysis.params import RunParams
from analysis.runs import manifest as manifest_module
from analysis.runs.manifest import finished, ingredients, write_manifest
from tests.small_year import write_report, write_year
from tests.tools.once import same_program


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A small report with its manifest, and the year it is of; to be left as it is."""
    base = tmp_path_factory.mktemp("manifest")
    year = write_year(base / "2019")
    text = "意见编号,来源渠道,意见建议\n1,饮水安全,编号用过了\n8,饮水安全,水黄\n"
    (year / "comments" / "重号.csv").write_text(text, encoding="utf-8")
    with same_program(tmp_path_factory.mktemp("empty")):
        run = RunParams.of("2020-08", year, base / "out")
        made_of = ingredients(run)
        folder = write_report(year, base / "out")
        write_manifest(run, folder, year.name, made_of, {"started": "现在"})
        yield folder, year


@pytest.fixture
def report(made, tmp_path):
    """A copy of the report to spoil, and its year."""
    import shutil

    folder, year = made
    shutil.copytree(folder.root, tmp_path / "2020-08")
    return type(folder)(tmp_path / "2020-08"), year


def read(folder) -> dict:
    return json.loads(folder.manifest.read_text(encoding="utf-8"))


def test_it_counts_what_went_in_and_what_became_of_it(made):
    manifest = read(made[0])
    assert {key: manifest["comments"][key] for key in ("in", "accepted", "rejected")} == {
        "in": 6,
        "accepted": 5,
        "rejected": 1,
    }
    assert manifest["tasks"] == 3
    assert manifest["returns"] == {"accepted": 4, "rejected": 0}
    assert [entry["file"] for entry in manifest["comments"]["files"]] == ["意见.xlsx", "重号.csv"]


def test_it_holds_the_digest_of_every_input_and_output(made):
    folder, year = made
    manifest = read(folder)
    assert manifest["inputs"]["tasks.xlsx"] == hashlib.sha256((year / "tasks.xlsx").read_bytes()).hexdigest()
    on_disk = {
        p.relative_to(folder.root).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in documents(folder.root)
    }
    on_disk.pop("manifest.json")
    on_disk.pop("stages.json", None)
    manifest["outputs"].pop("stages.json", None)
    assert manifest["outputs"] == on_disk


def test_it_names_no_folder_of_this_machine(made):
    folder, year = made
    assert str(year.parent) not in folder.manifest.read_text(encoding="utf-8")


def test_a_whole_report_of_the_same_inputs_is_finished(report):
    folder, year = report
    assert finished(folder, year, "2020-08")
    assert not finished(folder, year, "2020-07")


@pytest.mark.parametrize(
    "lost", ["manifest.json", "briefing.html", "附件1.xlsx", "tables/facts.csv", "public/index.html"]
)
def test_a_report_that_lost_a_file_is_not(lost, report):
    folder, year = report
    (folder.root / lost).unlink()
    assert not finished(folder, year, "2020-08")


def test_a_report_with_an_unreadable_manifest_is_not(report):
    folder, year = report
    folder.manifest.write_text('{"fingerprint": ', encoding="utf-8")
    assert not finished(folder, year, "2020-08")


def test_a_report_of_other_package_versions_is_not(report, monkeypatch):
    monkeypatch.setattr(manifest_module, "versions", lambda: {"minyi": "0.0.1"})
    assert not finished(report[0], report[1], "2020-08")


def test_what_arrives_during_a_run_counts_as_new(tmp_path):
    year = write_year(tmp_path / "2019")
    run = RunParams.of("2020-08", year, tmp_path / "out")
    made_of = ingredients(run)
    folder = write_report(year, tmp_path / "out")
    (year / "comments" / "迟到.csv").write_text("意见编号,意见建议\n9,水黄\n", encoding="utf-8")
    write_manifest(run, folder, year.name, made_of, {})
    assert not finished(folder, year, "2020-08")
