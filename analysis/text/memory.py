"""Keeping what was worked out for the last few hundred texts, which several parts look at in turn."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import islice
from typing import Generic, TypeVar

CHUNK = 512  # texts at work at one time
_KEPT = 4 * CHUNK  # texts with their titles, and the pieces and issues that they are divided into
_MOST = 0.9  # share of texts from which they are as good as new

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """A function of one key whose values are worked out for many keys in one go, and kept for the last of them.

    For one thread, as everything here.

    work: gives the values of keys, in their order; a value must not depend on the other keys.
    """

    def __init__(self, work: Callable[[Sequence[Key]], Sequence[Value]]):
        self._work = work
        self._kept: dict[Key, Value] = {}

    def __call__(self, key: Key) -> Value:
        """The value of *key*; treat it as read-only."""
        return self._kept[key] if key in self._kept else self.all([key])[0]

    def all(self, keys: Sequence[Key]) -> list[Value]:
        """The values of *keys*, in their order; treat them as read-only."""
        kept = self._kept
        try:
            return [kept[key] for key in keys]
        except KeyError:
            wanted = list(dict.fromkeys(keys))
        missing = [key for key in wanted if key not in kept]
        if len(missing) > _MOST * len(wanted):
            # All anew: who keeps something of these texts then works on the same ones, and shares a page of them.
            missing = wanted
        kept.update(zip(missing, self._work(missing), strict=True))
        values = [kept[key] for key in keys]
        self._forget()
        return values

    def remember(self, known: dict[Key, Value]) -> None:
        """Keep values that are known from elsewhere."""
        self._kept |= known
        self._forget()

    def _forget(self) -> None:
        for key in list(islice(self._kept, max(0, len(self._kept) - _KEPT))):
            del self._kept[key]
