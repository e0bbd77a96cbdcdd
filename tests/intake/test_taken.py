"""Ids taken so far are found again, however many and however odd."""

from __future__ import annotations

from analysis.intake.taken import Place, Taken


def test_an_id_is_found_where_it_was_taken():
    taken = Taken()
    assert taken.get("01-001") is None
    taken.add("01-001", Place("甲.xlsx", "表", 2))
    taken.add("\ud800", Place("乙.csv", "", 3))
    assert taken.get("01-001") == Place("甲.xlsx", "表", 2)
    assert taken.get("\ud800") == Place("乙.csv", "", 3)
    assert taken.get("01-1") is None


def test_every_collector_has_its_own():
    one, other = Taken(), Taken()
    one.add("1", Place("甲", "", 1))
    assert other.get("1") is None
