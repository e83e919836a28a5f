"""Quotations and the cue beside them: "…," she said; she told X: "…"; "…," she said, "…"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from detente.claims.cues import families
from detente.claims.frames import TELLING, VERB_TAGS, Candidate
from detente.claims.noun_frames import noun_source
from detente.claims.page import LONG_QUOTE, Page
from detente.claims.sources import find_source
from detente.language import Sentence

_NOMINAL = frozenset({"PROPN", "PRON", "NOUN"})
_DASHES = frozenset({"—", "–", "--", "-"})
_SPACE = " \xa0\t\u200b"
_FARTHEST = 14  # words between a quotation and its cue: a name with a title and what role it has


def quote_candidates(page: Page, n: int) -> Iterator[Candidate]:
    """Yield for each cue beside a quotation of sentence `n` what it would introduce."""
    s = page.sentences[n]
    quoted = page.quoted[n]
    if not quoted:
        return
    runs = _runs(quoted)
    last = len(s)
    for number, (begin, end) in enumerate(runs):
        following = runs[number + 1][0] if number + 1 < len(runs) else last
        before = runs[number - 1][1] if number else 0
        long = end - begin > LONG_QUOTE
        if (long or begin == 0) and end < last:
            yield from _after(s, begin, end, following, last, before)
        if long and begin > 1:
            yield from _noun_before(s, begin, end)
        if long and begin:
            yield from _before(s, before, begin, page, n, interrupted=number > 0 and before - runs[number - 1][0] > LONG_QUOTE)


def _runs(quoted: list[int]) -> list[tuple[int, int]]:
    """Return where the words in quotation marks begin and end."""
    runs: list[tuple[int, int]] = []
    for i, number in enumerate(quoted):
        if number < 0:
            continue
        if runs and runs[-1][1] == i and quoted[i - 1] == number:
            runs[-1] = (runs[-1][0], i + 1)
        else:
            runs.append((i, i + 1))
    return runs


def _after(s: Sentence, begin: int, end: int, following: int, last: int, before: int) -> Iterator[Candidate]:
    """Yield the first verb behind a quotation that has a subject of its own beside it."""
    if begin < end and not any(
        s.words[k] in (",", "?", "!", ".", "—", "–", "-") for k in range(max(begin, end - 2), min(last, end + 1))
    ):
        return
    for v in range(end, min(following, end + _FARTHEST)):
        if s.tags[v] not in VERB_TAGS or s.upos[v] == "AUX":
            continue
        source, how = find_source(s, v)
        if not source or min(source) < end or max(source) >= following:
            source = _beside(s, end, v, following)
            how = "beside"
        if not source:
            return
        goes_on = following < last and s.words[following - 1] in (",", ".", ":", "—", "–")
        again = any(s.bases[k] in TELLING and s.tags[k] in VERB_TAGS for k in range(v + 1, following))
        rest = list(range(following, last)) if goes_on and not again else []  # “…,” she said, adding, “…”: two statements
        start = before if before and s.words[before - 1] != "," else 0
        if begin and s.words[begin - 1] in (":", "("):  # "with a caveat: “…,” she said"
            start = begin
        content = [*range(start, end), *rest]
        if content:
            yield Candidate(v, "quote-after", _with_aux(s, v), source, tuple(content), how)
        return


def _beside(s: Sentence, end: int, v: int, following: int) -> tuple[int, ...]:
    """Return the nominal words before or behind a cue verb that the parser did not take for its subject."""
    left = [k for k in range(end, v) if s.upos[k] in _NOMINAL]
    if left:
        return tuple(range(left[0], left[-1] + 1))
    right: list[int] = []
    for k in range(v + 1, following):
        if s.upos[k] in (*_NOMINAL, "DET", "ADJ", "ADP") and not (not right and s.upos[k] == "ADP"):
            right.append(k)
        elif right:
            break
    return tuple(right)


def _before(s: Sentence, after: int, begin: int, page: Page, n: int, *, interrupted: bool) -> Iterator[Candidate]:
    """Yield the nearest verb before a quotation that a comma, a colon or "that" introduces.

    `interrupted`: there is a long quotation right before, whose cue the first verb behind it is ("…," she said, "…").
    """
    mark = s.low[begin - 1]
    if mark not in (",", ":", "that", ";", "—", "–") and s.tags[begin - 1] not in VERB_TAGS:
        return
    for v in range(begin - 1, max(after, begin - _FARTHEST) - 1, -1):
        if s.tags[v] not in VERB_TAGS or s.upos[v] == "AUX":
            continue
        if interrupted and not any(s.tags[k] in VERB_TAGS and s.upos[k] != "AUX" for k in range(after, v)):
            return
        source, how = find_source(s, v)
        end = len(s)
        stop = next((k for k in range(begin, end) if page.in_quote(n, k) < 0), end)
        yield Candidate(v, "quote-before", _with_aux(s, v), source, tuple(range(begin, stop)), how)
        return


def _noun_before(s: Sentence, begin: int, end: int) -> Iterator[Candidate]:
    """Yield the noun right before a quotation: "From Ana Ruiz’s letter: “…”", "the statement, “…”"."""
    k = begin - 1
    if s.words[k] in (":", ","):
        k -= 1
    if s.upos[k] == "NOUN":
        source, how = noun_source(s, k)
        yield Candidate(k, "quote-noun", (k,), source, tuple(range(begin, end)), how)


def dash_cue(page: Page, n: int) -> Candidate | None:
    """Return the name that a dash parts from the quotation before it: "…" — Ana Ruiz. The name stands for the cue."""
    s = page.sentences[n]
    if _DASHES.isdisjoint(s.words) and page.text[max(0, s.start - 3) : s.start].rstrip(_SPACE)[-1:] not in tuple("―—–-"):
        return None
    dash = next((i for i, word in enumerate(s.words) if word in _DASHES and page.in_quote(n, i) < 0), -1)
    comma = next((k for k in range(dash + 2, len(s)) if s.words[k] == ","), len(s))  # behind it what the person is
    name = [k for k in range(dash + 1, comma) if s.upos[k] != "PUNCT"]
    if (
        not name
        or len(name) > 6
        or quote_signed(page, s.starts[name[0]]) is None
        or not all(s.words[k][:1].isupper() or s.upos[k] in ("ADP", "DET") for k in name)
    ):
        return None
    return Candidate(name[0], "dash", (name[0],), tuple(range(name[0], name[-1] + 1)), (), "own")


def quote_signed(page: Page, place: int) -> int | None:
    """Return the number of the quotation that ends right before a dash before a place."""
    before = page.text[max(0, place - 12) : place].rstrip(_SPACE)
    stop = max(0, place - 12) + len(before.rstrip("―—–-"))
    return quote_before(page, stop) if before and before[-1] in "―—–-" else None


def quote_before(page: Page, place: int) -> int | None:
    """Return the number of the quotation that ends right before a place, nothing but space between."""
    k = bisect_right(page.quotes, place, key=lambda q: q.start) - 1
    if k >= 0 and page.quotes[k].end <= place and not page.text[page.quotes[k].end : place].strip(_SPACE):
        return k
    return None


def bare_cue(page: Page, n: int) -> Candidate | None:
    """Return the cue of a sentence that only says who speaks: "He said:", "she asked." (its content stands beside it)."""
    s = page.sentences[n]
    verbs = [i for i, tag in enumerate(s.tags) if tag in VERB_TAGS and s.upos[i] != "AUX" and page.in_quote(n, i) < 0]
    if not verbs:
        v = len(s) - 2
        lemma = s.low[v].removesuffix("ed").removesuffix("s") if v > 0 and s.words[-1] == ":" else ""
        if lemma and (families(lemma, "VERB") or families(f"{lemma}e", "VERB")):  # a verb the tagger took for a name
            return Candidate(v, "colon-next", (v,), tuple(range(v)), (), "beside")
        return None
    if s.words[-1] == ":":
        root = s.root
        v = root if root in verbs else verbs[-1]
        source, how = find_source(s, v)
        return Candidate(v, "colon-next", _with_aux(s, v), source, (), how)
    short = verbs[0] <= 4 and page.share_quoted(n) == 0 and (len(s) <= _FARTHEST or _left_open(page, n))
    if short and n and page.paragraph[n] == page.paragraph[n - 1] and page.in_quote(n - 1, len(page.sentences[n - 1]) - 1) >= 0:
        source, how = find_source(s, verbs[0])
        return Candidate(verbs[0], "bare-after", _with_aux(s, verbs[0]), source, (), how)
    return None


def _left_open(page: Page, n: int) -> bool:
    """Tell whether the sentence before ends with a comma and a quotation mark: this one goes on with it."""
    return n > 0 and page.text[page.sentences[n - 1].start : page.sentences[n - 1].end].rstrip("\"”'’")[-1:] == ","


def _with_aux(s: Sentence, v: int) -> tuple[int, ...]:
    return tuple(sorted([v, *s.children_with(v, "aux", "compound:prt")]))
