"""Kernels kept ready, so that a notebook needn't wait for Python to start.

Every notebook gets a fresh kernel of its own; only the waiting is moved to
while the notebook before it still runs.
"""

from __future__ import annotations

import os
import tempfile
from collections import deque
from pathlib import Path

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

KERNEL = "python3"
# Loaded silently while the notebook before still runs; leaves no name behind in the notebook.
_WARM_UP = "__import__('analysis.runs.stages'); __import__('plotly.io')"


class KernelShelf:
    """Starts kernels ahead: at most *ahead* wait while one works.  Use as a context manager."""

    def __init__(self, needed: int, ahead: int, cwd: Path):
        self._left, self._ahead, self._cwd = needed, ahead, cwd
        self._ready: deque[KernelManager] = deque()
        self._all: list[KernelManager] = []
        self._clients: dict[KernelManager, BlockingKernelClient] = {}
        self._sockets = tempfile.TemporaryDirectory(prefix="minyi-")

    def __enter__(self) -> KernelShelf:
        return self

    def __exit__(self, *_: object) -> None:
        for manager in self._all:
            if manager.has_kernel:
                self.done(manager)
        self._sockets.cleanup()

    def _address(self, number: int) -> dict[str, str]:
        # Sockets in the file system where there are any: nothing listens on the network, not even on this machine.
        return {} if os.name == "nt" else {"transport": "ipc", "ip": f"{self._sockets.name}/{number}"}

    def _start(self) -> None:
        manager = KernelManager(kernel_name=KERNEL, **self._address(len(self._all)))
        # Figures stay data in the executed notebook: JupyterLab draws them, no script is copied in.
        manager.start_kernel(cwd=str(self._cwd), env=os.environ | {"PLOTLY_RENDERER": "plotly_mimetype"})
        client = manager.client()
        client.start_channels(iopub=False, stdin=False, hb=False, control=False)
        client.execute(_WARM_UP, silent=True, store_history=False)
        # Closed before the kernel listens, the channel would drop the message.
        self._clients[manager] = client
        self._all.append(manager)
        self._ready.append(manager)
        self._left -= 1

    def take(self) -> KernelManager:
        """A kernel for the next notebook; the one after it is started meanwhile."""
        if not self._ready:
            self._start()
        manager = self._ready.popleft()
        while self._left and len(self._ready) < self._ahead:
            self._start()
        return manager

    def done(self, manager: KernelManager) -> None:
        """Stop a kernel whose notebook has ended."""
        self._clients.pop(manager).stop_channels()
        manager.shutdown_kernel(now=True)
