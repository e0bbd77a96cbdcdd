"""Kernels kept ready, so that a notebook needn't wait for Python to start.

Every notebook gets a fresh kernel of its own; only the waiting is moved to
while the notebook before it still runs.
"""

from __future__ import annotations

import os
import tempfile
from collections import deque
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync

KERNEL = "python3"
# Loaded as the kernel starts, while the notebook before still runs; leaves no name behind in the notebook.
_WARM_UP = "--InteractiveShellApp.exec_lines=__import__('analysis.runs.stages')"


class KernelShelf:
    """Starts kernels ahead: at most *ahead* wait while one works.  Use as a context manager."""

    def __init__(self, needed: int, ahead: int, cwd: Path):
        self._left, self._ahead, self._cwd = needed, ahead, cwd
        self._ready: deque[AsyncKernelManager] = deque()
        self._all: list[AsyncKernelManager] = []
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
        manager = AsyncKernelManager(kernel_name=KERNEL, **self._address(len(self._all)))
        # Figures stay data in the executed notebook: JupyterLab draws them, no script is copied in.
        environment = os.environ | {"PLOTLY_RENDERER": "plotly_mimetype"}
        run_sync(manager.start_kernel)(cwd=str(self._cwd), env=environment, extra_arguments=[_WARM_UP])
        self._all.append(manager)
        self._ready.append(manager)
        self._left -= 1

    def take(self) -> AsyncKernelManager:
        """A kernel for the next notebook; the one after it is started meanwhile."""
        if not self._ready:
            self._start()
        manager = self._ready.popleft()
        while self._left and len(self._ready) < self._ahead:
            self._start()
        return manager

    def done(self, manager: AsyncKernelManager) -> None:
        """Stop a kernel whose notebook has ended."""
        run_sync(manager.shutdown_kernel)(now=True)
