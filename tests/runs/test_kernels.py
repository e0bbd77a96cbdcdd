"""Kernels started ahead: one fresh kernel a notebook, none left, nothing on the network."""

from __future__ import annotations

import os

import pytest
from jupyter_core.utils import run_sync

from analysis.runs.kernels import KernelShelf


@pytest.mark.slow
@pytest.mark.parametrize("ahead", [0, 1])
def test_every_notebook_gets_a_fresh_kernel_and_none_stays_alive(ahead, tmp_path):
    with KernelShelf(3, ahead, tmp_path) as shelf:
        first = shelf.take()
        assert len(shelf._ready) == ahead
        shelf.done(first)
        second = shelf.take()
        assert second is not first
        assert run_sync(second.is_alive)()
        third = shelf.take()
        assert len(shelf._ready) == 0  # no more than needed
        if os.name != "nt":
            assert {manager.transport for manager in (first, second, third)} == {"ipc"}
    assert not run_sync(second.is_alive)()
    assert not run_sync(third.is_alive)()
