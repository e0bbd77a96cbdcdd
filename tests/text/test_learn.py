"""What was learned is kept, as long as texts are still cut the same way."""

from __future__ import annotations

import numpy as np

from analysis.text import learn


def test_what_was_learned_is_learned_anew_once_texts_are_cut_otherwise(tmp_path, monkeypatch):
    monkeypatch.setenv("MINYI_CACHE", str(tmp_path))
    runs = []

    def work() -> dict[str, np.ndarray]:
        runs.append(len(runs) + 1)
        return {"run": np.array(runs[-1])}

    assert [int(learn.cached("同样的例句", work)["run"]) for _ in range(2)] == [1, 1]
    monkeypatch.setattr(learn, "fingerprint", lambda: "多了一个词")
    assert int(learn.cached("同样的例句", work)["run"]) == 2
