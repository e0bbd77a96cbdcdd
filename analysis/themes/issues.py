"""Split a comment into the issues it raises, each a verbatim span of the original text.

「一是路烂，二是没灯」 holds two issues, 「路修好了，就是自来水老停」 one that asks
and one that praises.  A comment is cut at its own marks (一是…二是…, numbers,
sentence ends, commas); neighbouring pieces are put together again unless the
words in them speak clearly of different themes.  Pieces without evidence
belong to the piece before (at the start: after) them, so nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from analysis.text.cues import find_cues
from analysis.text.normalise import normalise
from analysis.text.segment import cut_alike
from analysis.themes.engine import ThemeEngine, Verdict
from analysis.themes.lexicon import LexiconEngine, LexiconVerdict

# Marks that open a point of a list, only where a clause begins: numbers, and words that go on to the next.
_BEGINS = r"(?:(?<=^)|(?<=[，,。；;！!？?：:\n\s　]))"
_NUMBERS = (
    r"第?[一二三四五六七八九十]是|第[一二三四五六七八九十][,，、:：]|[（(][一二三四五六七八九十\d]{1,2}[)）]|"
    r"\d{1,2}[、.．)）](?!\d)|[①②③④⑤⑥⑦⑧⑨⑩]|[一二三四五六七八九十]、"
)
# The same as behind `_BEGINS`, but sooner found by the sign before it.
_NUMBER = re.compile(rf"[，,。；;！!？?：:\n\s　](?={_NUMBERS})")
_FIRST_NUMBER = re.compile(_NUMBERS)
_ENUMERATOR = re.compile(rf"{_BEGINS}(?:{_NUMBERS}|首先|其次|再次|另外|此外|还有(?:就是|一个|一点|一件)?)")
_PIECE_END = re.compile(r"[，,。；;！!？?\n]+")
_SENTENCE_END = re.compile(r"[。；;！!？?\n]")
_CLEAR = 0.9  # lexicon score from which a piece speaks for a theme of its own
_CLEAR_IN_SENTENCE = 1.2  # and within one sentence, where a change of subject is rarer
_SURE = 0.55  # confidence from which a part stands by itself
_MOSTLY = 0.6  # share of a piece's score its own theme must have


class Issue(NamedTuple):
    """One issue: text[start:end] of the comment as received, and its theme.

    opens: a mark of a list opens it (一是, 2.).  aside: characters at its
    beginning that only say who speaks, and don't count in judging it.
    """

    start: int
    end: int
    text: str
    theme: str = ""
    opens: bool = False
    aside: int = 0

    @property
    def matter(self) -> str:
        """What the issue is judged by."""
        return self.text[self.aside :]


class _Span(NamedTuple):
    """Where a piece of a text stands, whether a mark of a list opens it and whether it begins a sentence."""

    start: int
    end: int
    opens: bool
    sentence: bool


@dataclass(frozen=True)
class _Piece:
    span: _Span
    verdict: LexiconVerdict

    @property
    def theme(self) -> str:
        return self.verdict.best

    @property
    def score(self) -> float:
        return self.verdict.scores.get(self.theme, 0.0)

    @property
    def share(self) -> float:
        total = sum(self.verdict.scores.values())
        return self.score / total if total else 0.0


def is_letter(text: str, title: str) -> bool:
    """Whether a comment has a title of its own over its text."""
    return bool(title) and normalise(title) != normalise(text)


def split_all(texts: Sequence[str], titles: Sequence[str], engine: ThemeEngine) -> list[list[Issue]]:
    """The issues of each comment, in order; those of one comment together cover its whole text.

    texts, titles: as received, titles empty where there are none.  A text that
    speaks of one thing gives one issue, without a theme: it is the comment's.
    A letter under a title tells one story unless it numbers its points.
    """
    letters = [is_letter(text, title) for text, title in zip(texts, titles, strict=True)]
    surveys = iter(_survey_issues([text for text, letter in zip(texts, letters, strict=True) if not letter], engine))
    found = [_numbered(text) if letter else next(surveys) for text, letter in zip(texts, letters, strict=True)]
    normalise.all([issue.matter for issues in found for issue in issues])  # in one go
    for text, issues in zip(texts, found, strict=True):
        if issues:
            parts = cut_alike(normalise(text), normalise.all([issue.matter for issue in issues]))
            engine.lexicon.assign_alike(normalise(text), parts)
    themes = iter(engine.themes([issue.matter for issues in found for issue in issues if not issue.theme]))
    return [
        [issue if issue.theme else issue._replace(theme=next(themes)) for issue in issues]
        or [Issue(0, len(text), text)]
        for text, issues in zip(texts, found, strict=True)
    ]


def _survey_issues(texts: Sequence[str], engine: ThemeEngine) -> list[list[Issue]]:
    """The issues of comments without title; none where one speaks of one thing.

    Of each the neighbours that least look like two issues are joined, until
    all do; what is new in a round is judged for all comments at once.
    """
    found = _candidates(texts, engine.lexicon)
    known: dict[str, Verdict] = {}
    joining = [row for row, issues in enumerate(found) if len(issues) > 1]
    while joining:
        matters = dict.fromkeys(issue.matter for row in joining for issue in found[row])
        fresh = [matter for matter in matters if matter not in known]
        known.update(zip(fresh, engine.assign(fresh), strict=True))
        for row in joining:
            found[row] = _joined(texts[row], found[row], known, engine.taxonomy.other)
        joining = [row for row in joining if len(found[row]) > 1 and not found[row][0].theme]
    return [issues if len(issues) > 1 else [] for issues in found]


def _joined(text: str, issues: list[Issue], known: dict[str, Verdict], other: str) -> list[Issue]:
    """*issues* with the two neighbours joined that least look like two; with their themes where all do."""
    verdicts = [known[issue.matter] for issue in issues]
    joint = _told_in_one(issues, verdicts) or _weakest_joint(issues, verdicts, other)
    if joint is None:
        return [issue._replace(theme=verdict.theme) for issue, verdict in zip(issues, verdicts, strict=True)]
    first, last = issues[joint[0]], issues[joint[1]]
    own = first.opens or not last.opens
    joined = Issue(
        first.start,
        last.end,
        text[first.start : last.end],
        opens=first.opens or last.opens,
        aside=first.aside if own else last.start - first.start,
    )
    return [*issues[: joint[0]], joined, *issues[joint[1] + 1 :]]


def _told_in_one(issues: list[Issue], verdicts: list[Verdict]) -> tuple[int, int] | None:
    """The first stretch that comes back to the theme it began with: what lies between is told along with it."""
    for first, issue in enumerate(issues):
        for last in range(len(issues) - 1, first + 1, -1):
            same = verdicts[first].theme == verdicts[last].theme
            if same and not issue.opens and not any(between.opens for between in issues[first + 1 : last + 1]):
                return first, last
    return None


def _weakest_joint(issues: list[Issue], verdicts: list[Verdict], other: str) -> tuple[int, int] | None:
    """The neighbours that least look like two issues; None where all do.

    Two issues are of different themes, each told with some confidence, and
    one of them asks, complains or praises; a story’s background does not, and
    what belongs to no theme goes with its neighbour.  Points of a list stand
    by themselves.
    """
    cues = [find_cues(normalise(issue.matter)) for issue in issues]
    doubts: list[tuple[float, int]] = []
    for i in range(len(issues) - 1):
        same = verdicts[i].theme == verdicts[i + 1].theme
        sure = min(verdicts[i].confidence, verdicts[i + 1].confidence)
        listed = issues[i].opens and issues[i + 1].opens
        opening = issues[i + 1].opens and not issues[i].opens  # who says who he is before his first point
        speaks = any(cues[j].has("complaint", "request", "praise") for j in ((i,) if opening else (i, i + 1)))
        stray = other in (verdicts[i].theme, verdicts[i + 1].theme)
        if not listed and (same or stray or sure < _SURE or not speaks):
            doubts.append((0.0 if same else sure, i))
    if not doubts:
        return None
    _, first = min(doubts)
    return first, first + 1


def _numbered(text: str) -> list[Issue]:
    """The numbered points of a letter; what stands before the first goes with it."""
    starts = [0] if _FIRST_NUMBER.match(text) else []
    starts += [match.end() for match in _NUMBER.finditer(text)]
    spans = pairwise([0, *starts[1:], len(text)])
    return [Issue(start, end, text[start:end], opens=True) for start, end in spans] if len(starts) > 1 else []


def _candidates(texts: Sequence[str], lexicon: LexiconEngine) -> list[list[Issue]]:
    """What may be the issues of each text: pieces of one theme after the other; none for most comments."""
    verdicts = lexicon.assign_all(normalise.all(texts), [""] * len(texts))
    spans = [
        _spans(text) if len(verdict.scores) > 1 or _ENUMERATOR.search(text) else []
        for text, verdict in zip(texts, verdicts, strict=True)
    ]
    contents = normalise.all([text[a:b] for text, own in zip(texts, spans, strict=True) for a, b, *_ in own])
    judged = iter(lexicon.assign_all(contents, [""] * len(contents)))
    return [
        _grouped(text, [_Piece(span, next(judged)) for span in own]) for text, own in zip(texts, spans, strict=True)
    ]


def _grouped(text: str, pieces: list[_Piece]) -> list[Issue]:
    groups: list[list[_Piece]] = []
    for piece in pieces:
        if groups and not _own_issue(piece, groups[-1]):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    if len(groups) > 1 and not any(piece.theme for piece in groups[0]):
        opening = groups.pop(0)
        groups[0][:0] = opening  # 「我讲三点」 belongs to what follows
    return [_issue(text, group) for group in groups]


def _issue(text: str, group: list[_Piece]) -> Issue:
    start, end = group[0].span.start, group[-1].span.end
    return Issue(start, end, text[start:end], opens=any(piece.span.opens for piece in group))


def _own_issue(piece: _Piece, group: list[_Piece]) -> bool:
    """Whether *piece* begins another issue than *group*."""
    themes = {member.theme for member in group if member.theme}
    if any(member.span.opens for member in group):
        return piece.span.opens  # who numbers his points has divided them himself
    if not themes:
        return piece.span.opens
    if piece.span.opens:
        return bool(piece.theme)
    if not piece.theme or piece.theme in themes or piece.share < _MOSTLY:
        return False
    return piece.score >= (_CLEAR if piece.span.sentence else _CLEAR_IN_SENTENCE)


def _spans(text: str) -> list[_Span]:
    """The text cut at its marks; a piece ends with the marks after it."""
    cuts = {0, len(text)}
    cuts.update(match.end() for match in _PIECE_END.finditer(text))
    opens = {match.start() for match in _ENUMERATOR.finditer(text)}
    cuts.update(opens)
    spans: list[_Span] = []
    for start, end in pairwise(sorted(cuts)):
        if not text[start:end].strip(" \t\n\u3000，,。；;！!？?、") and spans:
            spans[-1] = spans[-1]._replace(end=end)
            continue
        sentence = start == 0 or _SENTENCE_END.search(text[max(0, start - 2) : start]) is not None
        spans.append(_Span(start, end, start in opens, sentence))
    return spans
