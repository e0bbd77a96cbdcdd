"""The peers' own environment, which users and tests never need: .venv-bench beside .venv."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from tests.bench.process import REPOSITORY, run

ENVIRONMENT = REPOSITORY / ".venv-bench"
REQUIREMENTS = REPOSITORY / "tests" / "bench" / "peers-requirements.txt"


def peers_python(say) -> Path:
    """The interpreter of the peers' environment, made where it is missing or its requirements have changed.

    Raises process.Failed where it can't be installed.
    """
    python = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = ENVIRONMENT / ".installed"
    wanted = f"{sys.version_info[:2]} {hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()}"
    if stamp.is_file() and stamp.read_text() == wanted:
        return python
    say("正在为同类软件另建 .venv-bench（第一次要几分钟）……")
    run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)])
    quiet = ["--quiet", "--disable-pip-version-check"]
    run([str(python), "-m", "pip", "install", *quiet, "--no-deps", "-r", str(REQUIREMENTS)])
    stamp.write_text(wanted)
    return python
