"""From candidates to attributed statements: score, choose one frame a cue, take in whole quotations and what follows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from detente.claims.candidates import all_candidates
from detente.claims.cues import families
from detente.claims.direct import quote_signed
from detente.claims.features import feature_groups
from detente.claims.frames import VERB_TAGS, Candidate
from detente.claims.orphans import Scored, left_over, speaker_of
from detente.claims.page import LONG_QUOTE, Page
from detente.claims.scorer import Scorer
from detente.language import Sentence
from detente.records import Span

_LONG = 25  # characters of a quotation that can be a statement of its own
_WHOLE = frozenset({"onward", "obj-all", "ccomp-all", "quote-after", "commas-end", "according-all"})
_NEARLY = 0.2  # by how much less likely a candidate may be that holds the whole of a likelier one
_UNSAID = 0.3  # by how much a reading that names nobody stands back behind one of the same cue that names a source
_SURE = 0.5  # "according to", "in her view", a signed quotation, ", the minister warned.": said, whatever the tree says
_CERTAIN = 0.75  # ", Ana Ruiz, head of the Institute, told a meeting."
_QUOTED = 0.1  # by how much likelier a candidate is for holding quoted words
_TURN = re.compile(r"([A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}): (?=\S)")
_EDGE = " \t\r\n\xa0,;:—–-"


@dataclass(slots=True)
class Statement:
    """An attributed statement: its candidate in sentence `sentence`, where its content stands (code points), its quotations."""

    sentence: int
    candidate: Candidate
    prob: float
    spans: list[Span]
    quotes: set[int] = field(default_factory=set)
    sentences: list[int] = field(default_factory=list)

    @property
    def is_spoken(self) -> bool:
        """Whether it carries quoted words long enough to be followed by more of them."""
        return bool(self.quotes)


def content_of(page: Page, n: int, c: Candidate) -> tuple[list[Span], set[int], list[int]]:
    """Return where the content of a candidate stands, its long quotations, and the sentences it takes in beside its own."""
    s = page.sentences[n]
    if c.frame == "colon-next":
        return _next_to(page, _sentences_after(page, n))
    if c.frame == "dash":
        q = quote_signed(page, s.starts[c.head])
        return ([], set(), []) if q is None else _of_quote(page, n, q)
    if c.frame == "bare-after":
        return _next_to(page, _sentences_before(page, n))
    spans = spans_of(page, n, c.content)
    quotes: set[int] = set()
    more: list[int] = []
    if page.quoted[n]:
        own = page.in_quote(n, c.head)
        counts: dict[int, int] = {}
        for i in c.content:
            q = page.in_quote(n, i)
            if q >= 0 and (q != own or not page.quotes[q].closed):
                counts[q] = counts.get(q, 0) + 1
        for q, count in counts.items():
            quote = page.quotes[q]
            beyond = quote.start < s.start or quote.end > s.end
            if count > LONG_QUOTE or beyond:
                quotes.add(q)
                if q != own:
                    spans.append((quote.start, quote.end))
                    more += [
                        m
                        for m in range(len(page.sentences))
                        if m != n and quote.start < page.sentences[m].end and page.sentences[m].start < quote.end
                    ]
    if c.frame == "colon" and (n == 0 or page.paragraph[n] != page.paragraph[n - 1]):
        more += [m for m in range(n + 1, len(page.sentences)) if page.paragraph[m] == page.paragraph[n]]
        spans += [(page.sentences[m].start, page.sentences[m].end) for m in more]
    return joined(page.text, spans), quotes, more


def _of_quote(page: Page, n: int, q: int) -> tuple[list[Span], set[int], list[int]]:
    quote = page.quotes[q]
    more = [m for m, s in enumerate(page.sentences) if m != n and quote.start < s.end and s.start < quote.end]
    return joined(page.text, [(quote.start, quote.end)]), {q}, more


def spans_of(page: Page, n: int, tokens: Sequence[int]) -> list[Span]:
    """Return where tokens of a sentence stand, neighbours joined."""
    s = page.sentences[n]
    spans: list[Span] = []
    last = -2
    for i in tokens:
        if i == last + 1:
            spans[-1] = (spans[-1][0], s.ends[i])
        else:
            spans.append((s.starts[i], s.ends[i]))
        last = i
    return spans


def joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, overlapping ones and those with nothing but space between made one, marks cut off their edges."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and (start <= out[-1][1] or not text[out[-1][1] : start].strip()):
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    trimmed = []
    for start, end in out:
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and text[end - 1] in _EDGE:
            end -= 1
        if (
            text[end - 1 : end] == "."
            and end - start > 3
            and not text[end - 2].isupper()
            and "." not in text[end - 4 : end - 1]
        ):
            end -= 1
        if any(c.isalnum() for c in text[start:end]):
            trimmed.append((start, end))
    return trimmed


def _next_to(page: Page, numbers: Sequence[int]) -> tuple[list[Span], set[int], list[int]]:
    spans = [(page.sentences[m].start, page.sentences[m].end) for m in numbers]
    quotes = {q for m in numbers for q in page.quoted[m] if q >= 0}
    spans += [(page.quotes[q].start, page.quotes[q].end) for q in quotes]
    return joined(page.text, spans), quotes, list(numbers)


def _sentences_after(page: Page, n: int) -> list[int]:
    """Return the sentences a colon at the end of sentence `n` introduces: what is quoted there, or one paragraph."""
    found: list[int] = []
    for m in range(n + 1, len(page.sentences)):
        if page.share_quoted(m) >= 0.5 and (
            not found or page.paragraph[m] == page.paragraph[m - 1] or page.in_quote(m, 0) >= 0
        ):
            found.append(m)
        else:
            break
    if found or n + 1 >= len(page.sentences):
        return found
    here = page.paragraph[n + 1]
    return [m for m in range(n + 1, min(len(page.sentences), n + 12)) if page.paragraph[m] == here]


def _sentences_before(page: Page, n: int) -> list[int]:
    """Return the quoted sentences right before sentence `n` in its paragraph."""
    found: list[int] = []
    for m in range(n - 1, -1, -1):
        if page.paragraph[m] != page.paragraph[n] or page.share_quoted(m) < 0.5:
            break
        found.insert(0, m)
    return found


def find_statements(page: Page, scorer: Scorer) -> list[Statement]:
    """Return the attributed statements of a page in the order of their cues."""
    scored = []
    for n in range(len(page.sentences)):
        here = list(all_candidates(page, n, scorer.cues))
        rows = feature_groups(page, n, here) if here else ()
        scored.append([(scorer.prob_of(groups), c) for groups, c in zip(rows, here, strict=True)])
    return choose_statements(page, scored, scorer.threshold)


def choose_statements(page: Page, scored: Iterable[Sequence[tuple[float, Candidate]]], threshold: float) -> list[Statement]:
    """Return the statements of a page whose candidates, sentence by sentence, have these probabilities."""
    found: list[Statement] = []
    turns = _turns(page)
    scored = list(scored)
    for n, rows in enumerate(scored):
        best: dict[int, tuple[float, Candidate]] = {}
        for prob, c in rows:
            last = c.frame == "commas-end" and c.how == "own" and c.head >= len(page.sentences[n]) - 2
            s = page.sentences[n]
            asks = c.frame == "obj-xcomp" and c.source and families(s.bases[c.head], "VERB")[:1] == ("demand",)
            sure = c.frame in ("dash", "in-view", "chance") or c.frame.startswith("according")
            if sure or (last and not page.quoted[n]) or (asks and s.children_with(c.head, "iobj")):
                prob = max(prob, _SURE)
            if c.frame == "colon" and n in turns:
                prob = max(prob, _CERTAIN)
            if c.frame == "commas-end" and c.how == "own" and _ends_with_cue(s, c.head):
                prob = max(prob, _CERTAIN)
            if (
                not c.source
                and c.how not in ("passive", "agent")
                and any(other.source and other.head == c.head and p > threshold for p, other in rows)
            ):
                prob -= _UNSAID
            if page.quoted[n] and page.in_quote(n, c.head) < 0 and any(page.quoted[n][i] >= 0 for i in c.content):
                prob = min(1.0, prob + _QUOTED)
            if prob >= threshold and prob > best.get(c.head, (0.0, c))[0]:
                best[c.head] = (prob, c)
        for prob, c in rows:
            top = best.get(c.head)
            if top and c.frame in _WHOLE and prob >= max(threshold, top[0] - _NEARLY) and _holds_more(page, n, c, top[1]):
                best[c.head] = (max(prob, top[0]), c)
        for _, (prob, c) in sorted(best.items()):
            spans, quotes, more = content_of(page, n, c)
            if spans:
                found.append(Statement(n, c, prob, spans, quotes, more))
    found = _with_what_follows(page, _one_each(found))
    found = _with_what_follows(page, sorted([*found, *_alone(page, scored, found)], key=_place))
    return _with_other_paragraphs(page, found)


def _turns(page: Page) -> frozenset[int]:
    """Return the sentences that open a speaker's turn in an interview ("Ana Ruiz: …"): paragraphs alike, two at least."""
    opens = [n for n in range(1, len(page.sentences)) if page.paragraph[n] != page.paragraph[n - 1]]
    turns = {n for n in opens if (m := _TURN.match(page.text, page.sentences[n].start)) and len(m[1]) > 2}
    asked = sum(_TURN.match(page.text, page.sentences[n].start) is not None for n in opens)
    return frozenset(turns if asked > 1 else ())


def _ends_with_cue(s: Sentence, v: int) -> bool:
    """Tell whether a sentence ends with ", Ana Ruiz, head of the Institute, told a meeting": no other verb."""
    return s.words[v - 1] == "," and not any(tag in VERB_TAGS for tag in s.tags[v + 1 :])


def _place(x: Statement) -> tuple[int, int]:
    return x.sentence, x.candidate.head


def _alone(page: Page, scored: Scored, found: Sequence[Statement]) -> Iterator[Statement]:
    """Yield a statement for each long quotation that none of those found holds, where something beside it speaks it."""
    for q in left_over(page, [span for x in found for span in x.spans]):
        told = speaker_of(page, q, scored)
        if told is None:
            continue
        n, prob, c = told
        if c.content:
            spans, quotes, more = content_of(page, n, c)
        else:
            spans, quotes, more = _of_quote(page, n, page.quotes.index(q))
        if spans:
            yield Statement(n, c, prob, spans, quotes | {page.quotes.index(q)}, more)


def _holds_more(page: Page, n: int, c: Candidate, other: Candidate) -> bool:
    """Tell whether a candidate's content holds every word of another's, and more."""
    upos = page.sentences[n].upos
    own, others = ({i for i in x.content if upos[i] != "PUNCT"} for x in (c, other))
    return own > others


def _one_each(found: list[Statement]) -> list[Statement]:
    """Let a quotation belong to one statement: the likeliest of those that take it in with nothing else beside."""
    owner: dict[tuple[Span, ...], Statement] = {}
    kept: list[Statement] = []
    for statement in sorted(found, key=lambda x: -x.prob):
        if statement.quotes:
            key = tuple(statement.spans)
            if key in owner:
                continue
            owner[key] = statement
        kept.append(statement)
    return sorted(kept, key=_place)


def _with_what_follows(page: Page, found: list[Statement]) -> list[Statement]:
    """Add to each spoken statement the quoted sentences behind it that name no speaker of their own."""
    taken = {m for x in found for m in (x.sentences if x.quotes else ())}
    taken |= {x.sentence for x in found if x.quotes}
    spoken = {x.sentence: x for x in found if x.quotes}
    for x in found:
        for m in x.sentences if x.quotes else ():
            spoken.setdefault(m, x)
    current: Statement | None = None
    for n, s in enumerate(page.sentences):
        if n in taken:
            current = spoken.get(n, current)
            continue
        same = current is not None and bool(current.quotes & set(page.quoted[n]))  # the quotation goes on
        share = page.share_quoted(n)
        if not same and (share < 0.5 or not _is_long(page, n) or _is_introduced(page, n)):
            current = current if share else None
            continue
        if not same and n and page.paragraph[n] != page.paragraph[n - 1] and page.in_quote(n, 0) < 0:
            current = None
        if current is None or not share:  # a mark alone that the parser put behind its full stop quotes no word here
            continue
        current.quotes |= {q for q in page.quoted[n] if q >= 0}
        current.sentences.append(n)
        current.spans = joined(page.text, [*current.spans, (s.start, s.end)])
    return found


def _with_other_paragraphs(page: Page, found: list[Statement]) -> list[Statement]:
    """Add to a statement the paragraphs of its quotation that none holds: each opens with a mark, only the last is closed."""
    numbers = range(len(page.quotes))
    for k, other in [(k, k - 1) for k in numbers] + [(k, k + 1) for k in reversed(numbers)]:
        if not 0 <= other < len(numbers) or not page.quotes[max(k, other)].continues:
            continue
        owner = next((x for x in found if other in x.quotes), None)
        if owner is None or any(k in x.quotes for x in found):
            continue
        quote = page.quotes[k]
        owner.quotes.add(k)
        owner.sentences += [m for m, s in enumerate(page.sentences) if quote.start < s.end and s.start < quote.end]
        owner.spans = joined(page.text, [*owner.spans, (quote.start, quote.end)])
    return found


def _is_introduced(page: Page, n: int) -> bool:
    """Tell whether a sentence has words before a colon and its quotation: "From the letter of Ana Ruiz: “…”"."""
    first = next((i for i, q in enumerate(page.quoted[n]) if q >= 0), 0)
    return first > 1 and page.sentences[n].words[first - 1] == ":"


def _is_long(page: Page, n: int) -> bool:
    """Tell whether a sentence holds part of a quotation long enough to be a statement, or is quoted from end to end."""
    return page.share_quoted(n) == 1 or any(
        page.quotes[q].end - page.quotes[q].start > _LONG for q in {q for q in page.quoted[n] if q >= 0}
    )
