"""Commands run and measured.  Standard library only: the peers' environment uses it too."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
# One thread each, so that no one is faster only for taking more of the machine.
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "LOKY_MAX_CPU_COUNT"), "1"
)


class Failed(Exception):
    """A command ended with an error; the text is its last line of complaint."""


@dataclass(frozen=True)
class Ran:
    """What a command took: wall-clock seconds from start to end, and what it printed."""

    seconds: float
    output: str


def run(command: Sequence[str], *, one_thread: bool = False) -> Ran:
    """Run *command* in the repository.  Raises Failed."""
    environment = {**os.environ, **(ONE_THREAD if one_thread else {})}
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, encoding="utf-8")
    seconds = time.perf_counter() - begun
    if done.returncode:
        complaints = (done.stderr or done.stdout).strip().splitlines() or [f"exit {done.returncode}"]
        raise Failed(complaints[-1][:300])
    return Ran(seconds, done.stdout)


def peak_mb() -> float:
    """The most memory this process has held so far, in MB.

    Linux keeps `ru_maxrss` over exec, so that a small program started by a
    large one shows its parent's; `VmHWM` is the program's own.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        line = next((line for line in status.read_text().splitlines() if line.startswith("VmHWM")), "")
        if line:
            return int(line.split()[1]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)
