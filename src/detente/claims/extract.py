"""From a parsed document to its claims: statements with speakers, their type, and the forecasts in them."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from detente.actors import find
from detente.claims.circumstances import around_cue, date_said, place_said
from detente.claims.conditions import Contest
from detente.claims.contests import contest_of
from detente.claims.cues import families
from detente.claims.forecasts import Forecast, Forecaster
from detente.claims.kinds import kind_of
from detente.claims.names import People
from detente.claims.page import Page
from detente.claims.scorer import default_scorer
from detente.claims.speakers import Resolver
from detente.claims.statements import Statement, find_statements, joined, spans_of
from detente.claims.states import States
from detente.claims.tables import likelihood_of
from detente.language import Sentence
from detente.records import Claim, ClaimMode, Document, Span, Speaker

_NO_FORECASTS = frozenset({"vow", "threaten", "demand", "hope", "praise", "intend"})  # families of cues
_NO_FORECAST_CUES = frozenset({"fear", "worry", "ask", "accuse"})


def read_claims(document: Document, sentences: Sequence[Sentence], contests: Sequence[Contest] = ()) -> list[Claim]:
    """Return the claims of one parsed document, in the order of their place in it.

    Parameters
    ----------
    document : Document
        As read; offsets of the claims refer to its text.
    sentences : sequence of Sentence
        From `detente.language.parse`.
    contests : sequence of Contest
        Elections whose outcomes conditions may name; the one whose candidates the text names is used.
    """
    page = Page.of(document.text, sentences)
    found = list(find(document.text, document.date))
    people = People.of(page, found)
    found = people.without_namesakes(page, found)
    resolver = Resolver(page, people, found, document.author)
    states = States.of(page, found)
    forecaster = Forecaster(page, people, states, contest_of(document, contests), document.date)
    return _Reader(document, page, states, resolver, forecaster, document.sha256).read(find_statements(page, default_scorer()))


@dataclass(slots=True)
class _Reader:
    document: Document
    page: Page
    states: States
    resolver: Resolver
    forecaster: Forecaster
    sha256: str

    def read(self, statements: Sequence[Statement]) -> list[Claim]:
        holders = _nesting(self.page, statements)
        inner: dict[int, list[Statement]] = {}
        for k, holder in holders.items():
            inner.setdefault(holder, []).append(statements[k])
        tokens = [self._tokens(x.spans) for x in statements]
        speakers: dict[int, Speaker] = {}
        # Holders first: "I" within a quotation is who speaks it.
        for k in sorted(range(len(statements)), key=lambda k: (statements[k].sentence, _depth(holders, k), k)):
            speakers[k] = self.resolver.resolve(statements[k], speakers.get(holders[k]) if k in holders else None)
        ids = [self._id(x.spans, self._cue_span(x)) for x in statements]
        own_voice = self._own_voice(statements, tokens)
        rows: list[tuple[int, list[Claim]]] = []
        # In the order of the text: a condition stated once holds on.
        k = 0
        for n in range(len(self.page.sentences)):
            while k < len(statements) and statements[k].sentence == n:
                x = statements[k]
                nested_in = ids[holders[k]] if k in holders else None
                rows.append((x.spans[0][0], self._claims(x, tokens[k], speakers[k], ids[k], nested_in, inner.get(k, ()))))
                k += 1
            rows += [(claim.content_spans[0][0], [claim]) for claim in own_voice(n)]
            self.forecaster.asked(n)
        rows.sort(key=lambda row: row[0])
        return [claim for _, claims in rows for claim in claims]

    def _claims(
        self, x: Statement, tokens: Sequence[tuple[int, list[int]]], speaker: Speaker, own_id: str, nested_in: str | None,
        inner: Sequence[Statement],
    ) -> list[Claim]:  # fmt: skip
        """Return the claim of a statement, and one for each of its forecasts where it holds several."""
        c, s, text = x.candidate, self.page.sentences[x.sentence], self.page.text
        forecasts = self._forecasts(x, tokens, speaker, inner)
        vows = any(f.vow for f in forecasts)
        predicted = [f for f in forecasts if not f.vow]
        asked = text[x.spans[-1][0] : x.spans[-1][1]].rstrip("”\"' ").endswith("?")
        here = dict(tokens).get(x.sentence, [])
        kind = kind_of(s, c.head, here, has_forecast=bool(predicted), vows=vows, asked=asked, frame=c.frame)
        single = predicted[0] if len(predicted) == 1 and kind == "forecast" else None
        around = around_cue(s, c.head, set(c.content), text)
        lemmas = {self.page.sentences[n].bases[i] for n, indices in tokens for i in indices}
        stated = self.forecaster.stated(x, speaker) if kind in ("commitment", "threat") else None
        claim = Claim(
            id=own_id, document=self.document.id, part_of=None, speaker=speaker,
            source_span=(s.starts[c.source[0]], s.ends[c.source[-1]]) if c.source else None,
            cue_span=self._cue_span(x), content_spans=tuple(x.spans), text=_text(text, x.spans), mode=self._mode(x, tokens),
            type=kind, condition=single.condition if single else stated, likelihood=single.likelihood if single else None,
            about=self.states.about(x.spans, lemmas), direction=single.direction if single else None,
            polarity=single.polarity if single else "positive", horizon=single.horizon if single else None,
            nested_in=nested_in, date=date_said(around, self.document.date) or self.document.date,
            venue=place_said(s, c.head, text), rule=f"{c.frame}:{s.bases[c.head]} {x.prob:.2f}",
        )  # fmt: skip
        return [claim] if len(predicted) < 2 or kind != "forecast" else [claim, *(self._part(claim, f) for f in predicted)]

    def _forecasts(
        self, x: Statement, tokens: Sequence[tuple[int, list[int]]], speaker: Speaker, inner: Sequence[Statement]
    ) -> list[Forecast]:
        """Return what a statement itself predicts, leaving out what it quotes others with."""
        c, s = x.candidate, self.page.sentences[x.sentence]
        family = families(s.bases[c.head], "VERB" if s.tags[c.head][:2] == "VB" else s.upos[c.head])[:1]
        if set(family) & _NO_FORECASTS or s.bases[c.head] in _NO_FORECAST_CUES:
            return []
        taken = {(n, i) for y in inner for n, indices in self._tokens(y.spans) for i in indices}
        taken |= {(y.sentence, i) for y in inner for i in y.candidate.cue}
        found: list[Forecast] = []
        for n, indices in tokens:
            if self.page.sentences[n].words[-1] != "?" or c.frame == "raising":
                inside = {i for i in indices if (n, i) not in taken}
                found += self.forecaster.forecasts(n, inside, c.head if n == x.sentence else None, speaker)
        if s.bases[c.head] == "doubt" and s.tags[c.head][:2] == "VB":
            found = [replace(f, polarity="negative", likelihood=likelihood_of(s.words[c.head], "doubtful")) for f in found]
        if not found and family == ("predict",) and tokens:
            found.append(self.forecaster.foreseen(x, tokens[0], speaker))
        return found

    def _part(self, whole: Claim, f: Forecast) -> Claim:
        """Return one forecast of a statement that holds several."""
        s = self.page.sentences[f.sentence]
        spans = joined(self.page.text, spans_of(self.page, f.sentence, f.tokens))
        about = self.states.about(spans, {s.bases[i] for i in f.tokens}) or whole.about
        return replace(
            whole, id=self._id(spans, (f.sentence, len(f.tokens))), part_of=whole.id, content_spans=tuple(spans),
            text=_text(self.page.text, spans), type="forecast", condition=f.condition, likelihood=f.likelihood, about=about,
            direction=f.direction, polarity=f.polarity, horizon=f.horizon, rule=f"{whole.rule} > part",
        )  # fmt: skip

    def _own_voice(
        self, statements: Sequence[Statement], tokens: Sequence[Sequence[tuple[int, list[int]]]]
    ) -> Callable[[int], list[Claim]]:
        """Return what gives for a sentence the author's own forecasts: under an outcome, in a text about a pair of states."""
        taken: dict[int, set[int]] = {}
        for x, own in zip(statements, tokens, strict=True):
            taken.setdefault(x.sentence, set()).update(x.candidate.cue)
            for n, indices in own:
                taken.setdefault(n, set()).update(indices)
        speaker = Speaker(self.document.author, None, None, None, "author", "name")

        def claims(n: int) -> list[Claim]:
            s = self.page.sentences[n]
            idle = self.states.pair is None or self.page.quoted[n] or s.words[-1] not in (".", "!") or len(s) < 6
            if idle or s.root in taken.get(n, ()):
                return []
            free = set(range(len(s))) - taken.get(n, set())
            found = self.forecaster.forecasts(n, free, None, speaker)
            return [self._own(f, speaker) for f in found if not f.vow and f.condition is not None and f.condition.scenario]

        return claims

    def _own(self, f: Forecast, speaker: Speaker) -> Claim:
        spans = joined(self.page.text, spans_of(self.page, f.sentence, f.tokens))
        return Claim(
            id=self._id(spans, None), document=self.document.id, part_of=None, speaker=speaker, source_span=None, cue_span=None,
            content_spans=tuple(spans), text=_text(self.page.text, spans), mode="indirect", type="forecast",
            condition=f.condition, likelihood=f.likelihood, about=self.states.about(spans, ()) or self.states.pair,
            direction=f.direction, polarity=f.polarity, horizon=f.horizon, nested_in=None, date=self.document.date, venue=None,
            rule="own voice",
        )  # fmt: skip

    def _id(self, spans: Sequence[Span], cue: Span | None) -> str:
        key = f"{self.document.id}|{self.sha256}|{list(spans)}|{cue}"
        return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def _cue_span(self, x: Statement) -> Span:
        s, c = self.page.sentences[x.sentence], x.candidate
        first, last = min(c.cue), max(c.cue)
        if last - first > 6:  # parts far apart: the word that carries it
            first = last = c.head
        return s.starts[first], s.ends[last]

    def _tokens(self, spans: Sequence[Span]) -> list[tuple[int, list[int]]]:
        """Return for each sentence that spans touch the tokens within them, in order."""
        sentences = self.page.sentences
        found: dict[int, list[int]] = {}
        for a, b in spans:
            n = max(0, bisect_right(sentences, a, key=lambda s: s.start) - 1)
            while n < len(sentences) and sentences[n].start < b:
                s = sentences[n]
                if s.start >= a and s.end <= b:
                    inside = list(range(len(s)))
                else:
                    inside = [i for i, (start, end) in enumerate(zip(s.starts, s.ends, strict=True)) if start >= a and end <= b]
                if inside:
                    found.setdefault(n, []).extend(inside)
                n += 1
        return sorted(found.items())

    def _mode(self, x: Statement, tokens: Sequence[tuple[int, list[int]]]) -> ClaimMode:
        """Return direct where nine words in ten stand in quotation marks, mixed where some do."""
        quoted = total = 0
        own = self.page.in_quote(x.sentence, x.candidate.head)
        for n, indices in tokens:
            words = [i for i in indices if self.page.sentences[n].upos[i] != "PUNCT"]
            total += len(words)
            row = self.page.quoted[n]
            marks = [row[i] for i in words] if row else ()
            quoted += sum(q >= 0 and (q != own or not self.page.quotes[q].closed) for q in marks)
        return "indirect" if not quoted else "direct" if quoted >= 0.9 * total else "mixed"


def _text(text: str, spans: Sequence[Span]) -> str:
    return " … ".join(text[a:b] for a, b in spans)


def _nesting(page: Page, statements: Sequence[Statement]) -> dict[int, int]:
    """Return for each statement the innermost other one whose content holds its cue."""
    cues = [page.sentences[x.sentence].starts[x.candidate.head] for x in statements]
    holders: dict[int, int] = {}
    for k, place in enumerate(cues):
        options = [
            m
            for m in range(max(0, k - 12), min(len(statements), k + 12))  # in the order of cues: holders stand near
            if m != k and _holds(statements[m].spans, place) and not _holds(statements[k].spans, cues[m])
        ]
        if options:
            holders[k] = min(options, key=lambda m: sum(b - a for a, b in statements[m].spans))
    return holders


def _holds(spans: Sequence[Span], place: int) -> bool:
    return any(a <= place < b for a, b in spans)


def _depth(holders: dict[int, int], k: int) -> int:
    depth = 0
    while k in holders and depth < 9:
        k, depth = holders[k], depth + 1
    return depth
