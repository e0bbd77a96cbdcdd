"""One peer over the texts, in the peers' environment: writes what it found, prints what it took.

    python -m tests.bench.peer METHOD --texts texts.csv --stop stopwords.txt --out found.csv [--groups N] [--known known.csv]

texts.csv has the columns id, text; found.csv gets id and one column a run
(run0 …, the group's number) or, from a classifier, given and confidence.
known.csv (theme, text) is what a classifier goes by.  Settings are the
libraries' own unless a comment says otherwise.  Nothing is measured against
labels here.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import time
from importlib.metadata import version
from pathlib import Path

from tests.bench.process import peak_mb

SEEDS = range(5)
_HAN = re.compile(r"[\u3400-\u9fff]")


def words_of(texts: list[str], stop: frozenset[str]) -> list[str]:
    """Each text as its words with blanks between: of two characters or more, Han, no stop words."""
    import jieba

    return [
        " ".join(word for word in jieba.lcut(text) if len(word) > 1 and word not in stop and _HAN.search(word))
        for text in texts
    ]


def tfidf(**options):
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer=str.split, **options)


def kmeans(texts: list[str], groups: int):
    from sklearn.cluster import KMeans

    matrix = tfidf(min_df=5, max_df=0.5).fit_transform(texts)
    return lambda seed: KMeans(groups, n_init=10, random_state=seed).fit_predict(matrix)


def lda(texts: list[str], groups: int):
    from sklearn.decomposition import LatentDirichletAllocation
    from sklearn.feature_extraction.text import CountVectorizer

    matrix = CountVectorizer(analyzer=str.split, min_df=5, max_df=0.5).fit_transform(texts)
    return lambda seed: LatentDirichletAllocation(groups, random_state=seed).fit_transform(matrix).argmax(axis=1)


def nmf(texts: list[str], groups: int):
    from sklearn.decomposition import NMF

    matrix = tfidf(min_df=5, max_df=0.5).fit_transform(texts)
    return lambda seed: NMF(groups, max_iter=400, random_state=seed).fit_transform(matrix).argmax(axis=1)


def bertopic(texts: list[str], groups: int):
    """groups 0: as many as it finds; else reduced to so many, and the outliers shared out among them."""
    from bertopic import BERTopic
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.preprocessing import normalize
    from umap import UMAP

    matrix = tfidf(min_df=5, max_df=0.5, sublinear_tf=True).fit_transform(texts)
    vectors = normalize(TruncatedSVD(100, random_state=0).fit_transform(matrix))

    def fit(seed: int):
        model = BERTopic(
            # BERTopic's own settings of UMAP, which it leaves without a seed
            umap_model=UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed),
            vectorizer_model=CountVectorizer(analyzer=str.split),
            nr_topics=groups + 1 if groups else None,  # the outliers count as one
        )
        topics, _ = model.fit_transform(texts, vectors)
        return model.reduce_outliers(texts, topics, strategy="embeddings", embeddings=vectors) if groups else topics

    return fit


CLUSTERINGS = {"kmeans": kmeans, "lda": lda, "nmf": nmf, "bertopic": bertopic}


def similarity(texts: list[str], themes: list[str], known: list[str]):
    """The description most similar by cosine of TF-IDF; confidence is that cosine."""
    vectors = tfidf(sublinear_tf=True).fit([*texts, *known])
    cosines = (vectors.transform(texts) @ vectors.transform(known).T).toarray()
    return [themes[best] for best in cosines.argmax(axis=1)], cosines.max(axis=1)


def learned(texts: list[str], themes: list[str], known: list[str]):
    """Logistic regression on TF-IDF, taught by the known texts; confidence is its probability."""
    from sklearn.linear_model import LogisticRegression

    vectors = tfidf(sublinear_tf=True)
    model = LogisticRegression(C=10, class_weight="balanced", max_iter=1000).fit(vectors.fit_transform(known), themes)
    chances = model.predict_proba(vectors.transform(texts))
    return [str(model.classes_[best]) for best in chances.argmax(axis=1)], chances.max(axis=1)


CLASSIFIERS = {"similarity": similarity, "learned": learned}


def rows_of(path: str) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def main() -> None:
    begun = time.perf_counter()
    parser = argparse.ArgumentParser()
    parser.add_argument("method", choices=["jieba", *CLUSTERINGS, *CLASSIFIERS])
    parser.add_argument("--texts", required=True)
    parser.add_argument("--stop", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--groups", type=int, default=0)
    parser.add_argument("--known")
    options = parser.parse_args()
    rows = rows_of(options.texts)
    texts = [row["text"] for row in rows]
    if options.method == "jieba":
        seconds, columns = _jieba(texts), {}
    else:
        stop = frozenset(line.strip() for line in Path(options.stop).read_text(encoding="utf-8").splitlines())
        words = words_of(texts, stop)
        if options.method in CLASSIFIERS:
            known = rows_of(options.known)
            shown = words_of([row["text"] for row in known], stop)
            given, confidence = CLASSIFIERS[options.method](words, [row["theme"] for row in known], shown)
            columns = {"given": given, "confidence": [float(value) for value in confidence]}
            seconds = time.perf_counter() - begun
        else:
            fit = CLUSTERINGS[options.method](words, options.groups)
            columns = {"run0": fit(0)}
            seconds = time.perf_counter() - begun  # from the start to the first result; the other seeds come on top
            columns |= {f"run{seed}": fit(seed) for seed in SEEDS if seed}
    with open(options.out, "w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", *columns])
        writer.writerows(zip([row["id"] for row in rows], *columns.values(), strict=True))
    versions = {name: version(name) for name in ("scikit-learn", "jieba", "bertopic", "umap-learn", "hdbscan")}
    sys.stdout.write("\n" + json.dumps({"seconds": seconds, "peak": peak_mb(), "versions": versions}) + "\n")


def _jieba(texts: list[str]) -> float:
    """Seconds of bare segmentation, without loading the dictionary."""
    import jieba

    jieba.initialize()
    begun = time.perf_counter()
    for text in texts:
        jieba.lcut(text)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
