"""Finding many numbers at once among fixed ones: a hash table for numpy."""

from __future__ import annotations

import numpy as np

_MIX = np.uint64(0x9E3779B97F4A7C15)  # odd, arbitrary
_ROOM = 3  # binary digits: eight slots a number


class Lookup:
    """The places of numbers in a rising array of distinct ones, sooner than `np.searchsorted` tells them."""

    def __init__(self, known: np.ndarray):
        self.numbers = known
        self._known = np.append(known.astype(np.uint64), np.uint64(2**64 - 1))  # the last stands for an empty slot
        digits = len(known).bit_length() + _ROOM
        self._shift = np.uint64(64 - digits)
        slots = self._slots(self._known[:-1])
        self._table = np.full(1 << digits, len(known), dtype=np.int32)
        self._table[slots] = np.arange(len(known), dtype=np.int32)
        self._shared = np.zeros(1 << digits, dtype=bool)
        self._shared[slots[self._table[slots] != np.arange(len(known))]] = True

    def _slots(self, numbers: np.ndarray) -> np.ndarray:
        return (numbers * _MIX >> self._shift).view(np.int64)

    def places(self, numbers: np.ndarray) -> np.ndarray:
        """The place of each of *numbers* (unsigned, of 64 bits) among the known; −1 where it isn't there."""
        slots = self._slots(numbers)
        places = self._table.take(slots)
        wrong = np.flatnonzero(self._known.take(places) != numbers)
        unsure = wrong[self._shared.take(slots.take(wrong))]
        places[wrong] = -1
        if len(unsure):
            found = np.searchsorted(self._known, numbers[unsure])
            places[unsure] = np.where(self._known[found] == numbers[unsure], found, -1)
        return places
