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


def test_what_speaks_for_a_label_is_the_same_in_many_texts_as_in_each_alone():
    texts = ["路灯不亮，晚上太黑", "", "学校门口的路面积水", "河水发臭，工厂排污"] * 6
    labels = ["照明", "其他", "道路", "污染"] * 6
    model = learn.train(texts, labels)
    asked = [(text, label, title) for text, label in zip(texts[:4], labels, strict=False) for title in ("", "路灯不亮")]
    together = model.reasons_of(asked)
    assert together == [model.reasons_of([one])[0] for one in asked]
    assert "路灯" in together[0]
    assert model.reasons_of([]) == []


def test_further_texts_teach_words_but_nobody_is_judged_by_them_and_other_labels_are_left_out():
    texts = ["路灯不亮，晚上太黑", "路灯坏了没人修", "学校门口的路面积水", "路面坑坑洼洼"] * 5
    labels = ["照明", "照明", "道路", "道路"] * 5
    further = [("桥头那杆灯泡又烧了", "照明"), ("换个灯泡等了半年", "照明"), ("河水发臭", "污染")] * 3
    alone, taught = learn.train(texts, labels), learn.train(texts, labels, further)
    assert taught.labels == alone.labels == ("照明", "道路")
    assert taught.held_out.shape == alone.held_out.shape == (20, 2)
    unknown = ["灯泡烧了"]
    assert taught.probabilities(unknown)[0, 0] > alone.probabilities(unknown)[0, 0]
