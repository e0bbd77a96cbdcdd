"""What was worked out is kept for a while, and no longer."""

from __future__ import annotations

from analysis.text.memory import CHUNK, Memory


def test_what_is_missing_is_worked_out_in_one_go_and_once():
    asked: list[list[int]] = []

    def work(keys):
        asked.append(list(keys))
        return [key * key for key in keys]

    square = Memory(work)
    assert square.all([3, 1, 3, 2]) == [9, 1, 9, 4]
    assert square(2) == 4
    assert square.all([2, 5]) == [4, 25]
    assert asked == [[3, 1, 2], [5]]


def test_only_the_last_are_kept():
    asked: list[int] = []

    def work(keys):
        asked.extend(keys)
        return keys

    same = Memory(work)
    many = list(range(40 * CHUNK))
    assert same.all(many) == many
    same(many[-1])
    assert len(asked) == len(many)
    same(0)
    assert asked[-1] == 0
    assert len(same._kept) < len(many)
