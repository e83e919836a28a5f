"""Quotations that no likely statement took in: who speaks them, by what stands beside them.

A long quotation nearly always has a speaker: of those left over in the documents we learn from, nine in ten were statements
for the annotators. So a candidate that was too unlikely by itself is taken after all; without any, the verb
behind or before the quotation speaks it, or whoever the sentence before is about ("Ruiz was blunt. “We will …”").
"""

from __future__ import annotations

from collections.abc import Sequence

from detente.claims.frames import VERB_TAGS, Candidate
from detente.claims.page import Page
from detente.claims.quotes import Quote
from detente.claims.sources import find_source
from detente.language import Sentence
from detente.records import Span

Scored = Sequence[Sequence[tuple[float, Candidate]]]
"""For each sentence its candidates with their probabilities."""

_WORDS = 5  # fewest words of a quotation that must have a speaker
_MOST = 0.7  # share of the quotation a candidate must hold, and share of its content that must be quoted
_TAKEN = 0.5  # share of a quotation within a statement from which it has its speaker
_NOMINAL = frozenset({"PROPN", "PRON", "NOUN"})
_FAR = 20  # words from a quotation to the verb that speaks it


def left_over(page: Page, spans: Sequence[Span]) -> list[Quote]:
    """Return the long quotations that lie outside spans for the most part, in order."""
    out = []
    ordered = sorted(spans)
    reach = 0  # spans may overlap: how far back those that end behind a quotation's start can begin
    longest = max((b - a for a, b in ordered), default=0)
    for q in page.quotes:
        while reach < len(ordered) and ordered[reach][0] < q.start - longest:
            reach += 1
        inside = 0
        for a, b in ordered[reach:]:
            if a >= q.end:
                break
            inside += max(0, min(b, q.end) - max(a, q.start))
        if inside < _TAKEN * (q.end - q.start) and len(page.text[q.start : q.end].split()) >= _WORDS:
            out.append(q)
    return out


def speaker_of(page: Page, q: Quote, scored: Scored) -> tuple[int, float, Candidate] | None:
    """Return the sentence, the probability and the candidate that speaks a quotation; None where nothing beside it does."""
    held = [n for n, s in enumerate(page.sentences) if s.start < q.end and q.start < s.end]
    if not held:
        return None
    return (
        _likeliest(page, q, scored, held)
        or _announced(page, q, scored, held[0])
        or _behind(page, q, held[-1])
        or _before(page, q, held[0])
        or _likeliest(page, q, scored, held, unnamed=True)
    )


def _likeliest(
    page: Page, q: Quote, scored: Scored, held: Sequence[int], *, unnamed: bool = False
) -> tuple[int, float, Candidate] | None:
    """Return the likeliest candidate for a quotation: one with a source, or one without (`unnamed`)."""
    best: tuple[int, float, Candidate] | None = None
    after = held[-1] + 1
    if after < len(scored) and page.paragraph[after] == page.paragraph[after - 1]:
        for prob, c in scored[after]:
            if c.frame == "bare-after" and bool(c.source) != unnamed:
                best = (after, prob, c)
    for n in held:
        s = page.sentences[n]
        quoted = [i for i in range(len(s)) if q.start <= s.starts[i] < q.end and s.upos[i] != "PUNCT"]
        for prob, c in scored[n]:
            if bool(c.source) == unnamed or q.start <= s.starts[c.head] < q.end:
                continue
            words = {i for i in c.content if s.upos[i] != "PUNCT"}
            both = len(words & set(quoted))
            if both >= _MOST * len(quoted) and both >= _MOST * len(words) and (best is None or prob > best[1]):
                best = (n, prob, c)
    return best


def _announced(page: Page, q: Quote, scored: Scored, n: int) -> tuple[int, float, Candidate] | None:
    """Return the candidate of the sentence before, which ends with a colon, where the quotation opens its own sentence."""
    if n == 0 or page.sentences[n].start < q.start - 1:
        return None
    options = [(prob, c) for prob, c in scored[n - 1] if c.frame == "colon-next" and c.source]
    return (n - 1, *max(options, key=lambda option: option[0])) if options else None


def _behind(page: Page, q: Quote, n: int) -> tuple[int, float, Candidate] | None:
    """Return the first verb behind a quotation in its last sentence: "…,” the mayor of Sur, Ana Ruiz, told the radio."""
    s = page.sentences[n]
    rest = [i for i in range(len(s)) if s.starts[i] >= q.end]
    if not rest or (begin := page.text[q.start : q.end].rstrip("”\"'»")[-1:]) == "." or begin.isalnum():
        return None
    named = s.upos[rest[0]] == "PROPN" or (len(rest) > 1 and s.words[rest[0]] == "," and s.upos[rest[1]] == "PROPN")
    near = rest[: 2 * _FAR if named else _FAR]
    verb = next((i for i in near if s.tags[i] in VERB_TAGS and s.upos[i] != "AUX" and page.in_quote(n, i) < 0), None)
    if verb is None or s.low[verb - 1] == "to":
        return None
    source, how = find_source(s, verb)
    if not source or min(source) < rest[0]:
        source, how = tuple(range(rest[0], verb)), "beside"
        if not any(s.upos[i] in _NOMINAL for i in source):
            return None
    return n, 0.0, Candidate(verb, "quote-alone", _cue(s, verb), source, _tokens(s, q), how)


def _before(page: Page, q: Quote, n: int) -> tuple[int, float, Candidate] | None:
    """Return the nearest verb before a quotation in its sentence, or the main verb of the sentence before it."""
    s = page.sentences[n]
    ahead = [i for i in range(len(s)) if s.ends[i] <= q.start and s.upos[i] != "PUNCT"]
    if ahead:
        for v in reversed(ahead[-_FAR:]):
            if s.tags[v] in VERB_TAGS and s.upos[v] != "AUX" and page.in_quote(n, v) < 0:
                source, how = find_source(s, v)
                return (n, 0.0, Candidate(v, "quote-alone", _cue(s, v), source, _tokens(s, q), how)) if source else None
        return None
    if n == 0 or page.paragraph[n] != page.paragraph[n - 1] or page.share_quoted(n - 1) > 0:
        return None
    s = page.sentences[n - 1]
    root = s.root
    source, how = find_source(s, root)
    return (n - 1, 0.0, Candidate(root, "quote-next", _cue(s, root), source, (), how)) if source and how == "own" else None


def _tokens(s: Sentence, q: Quote) -> tuple[int, ...]:
    return tuple(i for i in range(len(s)) if q.start <= s.starts[i] < q.end)


def _cue(s: Sentence, v: int) -> tuple[int, ...]:
    return tuple(sorted([v, *s.children_with(v, "aux", "cop", "compound:prt")]))
