"""Ours beside peers on real messages: quality against 200 labelled ones, stability, seconds, memory.

Peers run in an environment of their own (`environment`, `peer`) and only
write what they found; everything is measured here.  The labels are used for
measuring and for nothing else.
"""

from __future__ import annotations

import csv
import json
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

import pandas as pd
from sklearn.metrics import normalized_mutual_info_score

from analysis import __version__
from analysis.intake.comments import read_file
from analysis.layout import REFERENCE
from analysis.themes.evaluation import Estimate
from tests.bench.environment import peers_python
from tests.bench.measures import agreement, by_majority, by_others, f1_of, judged, one_to_one
from tests.bench.messages import FEEDBACK, classify
from tests.bench.page import Section, table
from tests.bench.process import Failed, run

TITLE = "和同类做法并排"
TAXONOMY = REFERENCE / "themes-信访七类.yml"
EXEMPLARS = REFERENCE / "exemplars-信访七类.csv"
CATEGORIES = 7
ORDERS = 2  # other orders of the rows in which ours is run again

# method, groups, what it is called on the page
CLUSTERINGS = [
    ("kmeans", 7, "TF-IDF + k-means，7 组"),
    ("kmeans", 20, "TF-IDF + k-means，20 组"),
    ("lda", 7, "LDA，7 个主题"),
    ("lda", 20, "LDA，20 个主题"),
    ("nmf", 7, "TF-IDF + NMF，7 个主题"),
    ("nmf", 20, "TF-IDF + NMF，20 个主题"),
    ("bertopic", 7, "BERTopic（LSA 向量），并到 7 个主题、离群的分回各主题"),
    ("bertopic", 0, "BERTopic（LSA 向量），主题数由它自己定、离群的算一组"),
]


@dataclass(frozen=True)
class Corpus:
    """All texts once: columns id, title, text; `true` is the category of the labelled ones by id."""

    texts: pd.DataFrame
    true: pd.Series


@dataclass(frozen=True)
class Took:
    """Seconds from the start to the first result, peak memory in MB."""

    seconds: float
    peak: float

    @property
    def cells(self) -> list[str]:
        return [f"{self.seconds:.0f}", f"{self.peak:.0f}"]


def measure(say) -> Section:
    if not FEEDBACK.is_dir():
        return Section(TITLE, ["未测：没有 ../shared/feedback（真实留言不随本软件发布）。"], {"minyi": __version__})
    try:
        python = peers_python(say)
    except Failed as error:
        return Section(TITLE, [f"未测：装不成同类软件的环境（{error}）。"], {"minyi": __version__})
    corpus = _corpus()
    with tempfile.TemporaryDirectory() as scratch:
        return _Bench(say, python, Path(scratch), corpus).section()


def _corpus() -> Corpus:
    """The messages of both files and the labelled ones; a message that is also labelled is held once."""
    frames = []
    for name in ("labelled-200", "messages", "messages-with-replies"):
        frame = read_file(FEEDBACK / f"{name}.xlsx").accepted[["id", "title", "text"]]
        frames.append(frame.assign(id=[f"{name}-{number}" for number in frame["id"]]))
    true = _labels(frames[0])
    labelled = set(_plain(frames[0]))
    rest = pd.concat(frames[1:])
    rest = rest[[text not in labelled for text in _plain(rest)]]
    return Corpus(pd.concat([frames[0], rest], ignore_index=True), true)


def _plain(frame: pd.DataFrame) -> list[str]:
    return ["".join(f"{title}|{text}".split()) for title, text in frame[["title", "text"]].itertuples(index=False)]


def _labels(labelled: pd.DataFrame) -> pd.Series:
    """Category by id of the corpus."""
    rows = pd.read_excel(FEEDBACK / "labelled-200.xlsx", dtype=str, engine="calamine")
    held = {f"labelled-200-{number}": name for number, name in zip(rows["留言编号"], rows["一级分类"], strict=True)}
    return pd.Series({name: held[name] for name in labelled["id"]})


def _descriptions() -> dict[str, list[str]]:
    """Category → the names of everything below it in the official tree."""
    rows = pd.read_excel(FEEDBACK / "categories.xlsx", dtype=str, engine="calamine").fillna("")
    found: dict[str, list[str]] = {}
    for first, *more in rows.itertuples(index=False, name=None):
        found.setdefault(first, [first]).extend(more)
    return {name: list(dict.fromkeys(words)) for name, words in found.items()}


def figure(value: Estimate) -> str:
    return f"{value.value:.3f}（{value.low:.2f}–{value.high:.2f}）"


class _Bench:
    def __init__(self, say, python: Path, scratch: Path, corpus: Corpus) -> None:
        self.say, self.python, self.scratch, self.corpus = say, python, scratch, corpus
        self.versions = {"minyi": __version__}
        texts = [f"{title}\n{text}" for title, text in corpus.texts[["title", "text"]].itertuples(index=False)]
        self.texts = self._write("texts", ["id", "text"], zip(corpus.texts["id"], texts, strict=True))

    def section(self) -> Section:
        _, bare = self._peer("jieba")
        classifiers, groups = self._classifiers()
        clusterings = [self._clustering(*setting) for setting in CLUSTERINGS]
        head = ["做法", "组数", "NMI", "宏 F1：一一配对", "宏 F1：按多数", "宏 F1：按其余的多数", "稳定", "秒", "MB"]
        lines = [
            *_preface(self.corpus, bare),
            "直接给出类别的（没有用过这 200 条的标注）：",
            "",
            *table(["做法", "宏平均 F1", "准确率", "最有把握的 90% 的准确率", "稳定", "秒", "MB"], classifiers),
            "先分组、再看组像哪个类别的：",
            "",
            *table(head, [*groups, *clusterings]),
            *NOTES,
        ]
        return Section(TITLE, lines, self.versions)

    def _write(self, name: str, head: Sequence[str], rows) -> Path:
        path = self.scratch / f"{name}.csv"
        with open(path, "w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(head)
            writer.writerows(rows)
        return path

    def _peer(self, method: str, *options: str) -> tuple[pd.DataFrame, Took]:
        """What a peer found, by id.  Raises Failed."""
        self.say(f"  {method} {options[-1] if '--groups' in options else ''}……")
        out = self.scratch / "found.csv"
        needed = ["--texts", str(self.texts), "--stop", str(REFERENCE / "stopwords.txt"), "--out", str(out)]
        done = run([str(self.python), "-m", "tests.bench.peer", method, *needed, *options], one_thread=True)
        took = json.loads(done.output.splitlines()[-1])
        self.versions |= took["versions"]
        return pd.read_csv(out, index_col="id"), Took(took["seconds"], took["peak"])

    def _classifiers(self) -> tuple[list[list[str]], list[list[str]]]:
        """Rows of the first table, and our row of the second."""
        names = sorted(self.corpus.true.unique())
        tree = _descriptions()
        known = self._write("tree", ["theme", "text"], [(name, " ".join(tree[name])) for name in names])
        rows, groups = [], []
        if TAXONOMY.is_file():
            runs, took = self._ours()
            found = runs[0]
            steady = f"{agreement([other['given'].loc[found.index] for other in runs]):.3f}"
            scores = judged(found, self.corpus.true)
            rows.append(["本软件 `minyi classify`，信访七类", *map(figure, scores), steady, *took.cells])
            nmi = normalized_mutual_info_score(self.corpus.true, found["given"].loc[self.corpus.true.index])
            groups.append(["本软件", "—", f"{nmi:.3f}", *[figure(scores[0])] * 3, steady, *took.cells])
        else:
            rows.append([f"本软件：未测，还没有 {TAXONOMY.name}", *["—"] * 6])
        rows.append(self._classifier("TF-IDF 和类别说明（官方分类表的各级名称）相似", "similarity", known, names))
        if EXEMPLARS.is_file():
            taught = self._write("taught", ["theme", "text"], _taught(EXEMPLARS, names))
            rows.append(self._classifier("TF-IDF + 逻辑回归，学本软件为七类写的例句", "learned", taught, names))
        return rows, groups

    def _classifier(self, title: str, method: str, known: Path, names: Sequence[str]) -> list[str]:
        found, took = self._peer(method, "--known", str(known))
        return [title, *map(figure, judged(found, self.corpus.true)), "1（没有随机）", *took.cells]

    def _ours(self) -> tuple[list[pd.DataFrame], Took]:
        """Labels by id of several orders of the rows, and what the quickest took (what is learned is then on disk)."""
        order = list(range(len(self.corpus.texts)))
        chance = random.Random(0)  # noqa: S311 — an order of rows, not a secret
        found, took = [], []
        for number in range(1 + ORDERS):
            self.say(f"  本软件，行序 {number + 1} ……")
            rows = self.corpus.texts.iloc[order]
            file = self._write("ours", ["留言编号", "留言主题", "留言详情"], rows.itertuples(index=False, name=None))
            out = self.scratch / "labels.csv"
            took.append(Took(*classify(file, out, "--taxonomy", str(TAXONOMY), one_thread=True)))
            labels = pd.read_csv(out, dtype={"id": str, "theme": str})
            found.append(labels.set_index("id")[["theme", "confidence"]].rename(columns={"theme": "given"}))
            chance.shuffle(order)
        return found, min(took, key=lambda run: run.seconds)

    def _clustering(self, method: str, number: int, title: str) -> list[str]:
        try:
            found, took = self._peer(method, "--groups", str(number))
        except Failed as error:
            return [f"{title}：未测（{str(error).replace('|', '/')}）", *["—"] * 8]
        runs = [found[name] for name in found.columns]
        true = self.corpus.true
        labelled = [run.loc[true.index].tolist() for run in runs]
        mutual = [normalized_mutual_info_score(true, groups) for groups in labelled]
        middle = labelled[mutual.index(sorted(mutual)[len(mutual) // 2])]
        matched = figure(f1_of(one_to_one(middle, true), true)) if number == CATEGORIES else "—"
        return [
            title,
            _sizes(runs),
            f"{median(mutual):.3f}（{min(mutual):.2f}–{max(mutual):.2f}）",
            matched,
            figure(f1_of(by_majority(middle, true), true)),
            figure(f1_of(by_others(middle, true), true)),
            f"{agreement(runs):.3f}",
            *took.cells,
        ]


def _sizes(runs: Sequence[pd.Series]) -> str:
    """How many groups, and the share of outliers where there are any."""
    numbers = [int((run.drop_duplicates() >= 0).sum()) for run in runs]
    outside = mean((run < 0).mean() for run in runs)
    shown = str(numbers[0]) if len(set(numbers)) == 1 else f"{min(numbers)}–{max(numbers)}"
    return f"{shown}，另有离群 {outside:.0%}" if outside else shown


def _taught(exemplars: Path, names: Sequence[str]) -> list[tuple[str, str]]:
    with open(exemplars, encoding="utf-8", newline="") as stream:
        return [(row["theme"], row["text"]) for row in csv.DictReader(stream) if row["theme"] in names]


def _preface(corpus: Corpus, bare: Took) -> list[str]:
    return [
        f"{len(corpus.texts)} 条真实留言（messages.xlsx、messages-with-replies.xlsx 和 labelled-200.xlsx，同文的只算一次；"
        f"标题和正文一起用），其中 {len(corpus.true)} 条有人标的 {len(set(corpus.true))} 个类别之一，标注本身也有错。"
        "标注在这里只用来量。各做法都限一个线程，在自己的进程里跑；秒数从启动到第一次结果，内存是该进程的峰值。",
        "",
        f"同样文字只用 `jieba.lcut` 分词：{bare.seconds:.1f} 秒（词典已载入），内存峰值 {bare.peak:.0f} MB。",
        "",
    ]


NOTES = [
    "怎么看：",
    "",
    "- 括号里是 95% 区间：宏平均 F1 由 200 条自助重抽得出，准确率用 Wilson 区间；区间不含组和类别怎么配的不确定。"
    "NMI 括号里是五次运行的最小和最大，F1 取 NMI 居中的那一次。",
    "- 分组的做法本身不知道类别名，是用这 200 条的标注替它们配的：一一配对取总数最多的配法（匈牙利算法，只在 7 组时用，"
    "剩下的组按多数）；按多数是每组取标注最多的类别，组越多越占便宜。两种都抬高了它们。"
    "“按其余的多数”不看该条自己的标注，最接近换一批留言会怎样；仍然用了另外 199 条标注，本软件一条也没用。",
    "- 宏平均 F1 只对标注里有的七类平均；本软件判为“其他”的算那一类没有找到（若把“其他”当作 F1 为 0 的第八类，要乘 7/8）。",
    "- 全部留言分属官方的十五类，200 条只有其中七类，所以分成 7 组偏紧，另给较多的组；组多时 NMI 也会偏高，不同组数之间不宜比 NMI。",
    "- 稳定：同一批留言五个随机种子两两之间的调整兰德指数（1 完全一样，0 等于随便分），离群的算一组；本软件没有随机，比的是三种行序。",
    "- 本软件的秒数还包括读表、性质、地点、单位和写出，取三次中最快的一次（从例句学到的已经存盘）；同类做法只分组或归类，每次现学。",
    "- 同类做法用两个字以上、不在停用词表里的 jieba 词（停用词表是本软件的）；其余都是各库的默认设置，没有为这批留言调过，k-means 取十次中最好的一次。",
    "",
    "各有所长：",
    "",
    "- jieba：不装模型就能用，多数场合已经够准；本软件也用它的词典和切法。",
    "- TF-IDF + k-means：最简单，几行代码，又快又省内存，适合第一眼看看有些什么。",
    "- LDA：一条留言可以同时属于几个主题，给的是比例，适合篇幅长、一篇说几件事的文字。",
    "- NMF：几乎不随种子变，每个主题的词清楚好读；还没有类别时是很好的起点，本软件在类别内找小类也会用它。",
    "- BERTopic：主题数自己定，敢说“不属于任何主题”，主题的词和图做得好，分得细的小主题内部最齐；"
    "它本来用句向量，手边没有这样的模型，这里用 LSA 向量代替，换成多语种句向量会怎样没有测。",
    "- 和类别说明比相似：不用例句也不用词库，换一套类别马上能用，几秒钟的事。",
    "- TF-IDF + 逻辑回归：有了例句就又快又准，几行代码；给的是权重，不是让人看得懂的依据，更正要重新学才起作用。",
]
