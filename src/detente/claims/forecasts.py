"""From predictions to forecasts: the condition they hold under, the direction, the horizon."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from detente.claims.conditions import Contest, find_conditions, is_bare_under, is_every, scenario_of
from detente.claims.cues import families_of
from detente.claims.deeds import deed_direction
from detente.claims.directions import direction_of, stays_as_it_is
from detente.claims.horizons import horizon_of
from detente.claims.names import People
from detente.claims.page import Page
from detente.claims.predictions import Prediction, find_predictions
from detente.claims.statements import Statement
from detente.claims.states import States
from detente.claims.tables import likelihood_of
from detente.records import Condition, Direction, Horizon, Likelihood, Polarity, Span, Speaker

_SELF = frozenset({"i", "we"})
_OTHERS = frozenset({"he", "she", "it", "they"})
_ABLE = frozenset({"could", "may", "might"})
_EXPECTS = frozenset({"expect", "predict", "foresee", "forecast", "envision", "envisage", "foretell", "suspect"})
_BELIEVES = families_of("think") - {"decide", "determine", "agree"}
_CARRIES = frozenset({"would", "could", "might", "may", "likely", "will", "'ll"})


@dataclass(slots=True)
class Forecast:
    """One prediction with all that belongs to it; `vow` where it is the speaker's own deed."""

    sentence: int
    tokens: list[int]
    likelihood: Likelihood | None
    polarity: Polarity
    direction: Direction | None
    horizon: Horizon | None
    condition: Condition | None
    vow: bool


@dataclass(slots=True)
class Carried:
    """The last condition stated: its outcomes, who stated it, in which sentence it last held."""

    scenario: tuple[str, ...]
    speaker: str | None
    sentence: int
    paragraph: int


@dataclass(slots=True)
class Forecaster:
    """Finds the forecasts of one page, in the order of the text."""

    page: Page
    people: People
    states: States
    contest: Contest | None
    day: date | None = None
    carried: Carried | None = None
    conditions: dict[int, list[Span]] = field(default_factory=dict)

    def conditions_of(self, n: int) -> list[Span]:
        """Return where sentence `n` states conditions."""
        if n not in self.conditions:
            s = self.page.sentences[n]
            self.conditions[n] = find_conditions(self.page.text, s.start, s.end)
        return self.conditions[n]

    def forecasts(self, n: int, inside: Collection[int], cue: int | None, speaker: Speaker) -> list[Forecast]:
        """Return what words of sentence `n` predict."""
        s = self.page.sentences[n]
        found: list[Forecast] = []
        predictions = find_predictions(s, inside, cue, self.page.text)
        for p in predictions or self._present(n, inside):
            own = self._is_own(n, p, speaker)
            if own and p.by in _ABLE:
                continue  # "said he could get along": ability
            own &= cue is None or s.bases[cue] not in _BELIEVES  # who thinks that he will does not vow it
            condition = self._condition(n, p, speaker)
            aside = {i for k in p.tokens if s.deps[k] == "acl:relcl" and k != p.head for i in s.subtree(k)}
            words = [i for i in p.tokens if i not in aside and not _within(s.starts[i], condition.spans if condition else ())]
            text = " ".join(self.page.text[s.starts[i] : s.ends[i]] for i in p.tokens if i not in aside)
            direction, polarity = (None, p.polarity) if own else self._towards(n, p, words)
            found.append(Forecast(n, p.tokens, p.likelihood, polarity, direction, horizon_of(text, self.day), condition, own))
        shared = next(
            (f.condition.scenario for f in found if f.condition and not f.condition.spans and f.condition.scenario), ()
        )
        for f in found:  # what a condition stated before governs in one clause of a statement, it governs in the others
            if f.condition is None and shared:
                f.condition = Condition(None, (), shared)
        return found

    def _present(self, n: int, inside: Collection[int]) -> list[Prediction]:
        """Return the main clause of "If X wins, that is over": what holds under an outcome, told in the present tense."""
        s = self.page.sentences[n]
        text = self.page.text
        if self.contest is None or not {"if", "should", "If", "Should"}.intersection(s.words):
            return []
        spans = [(a, b) for a, b in self.conditions_of(n) if text[a:b].lower().startswith(("if ", "should "))]
        if not any(scenario_of(text[a:b], self.contest, ()) for a, b in spans):
            return []
        outside = [i for i in sorted(inside) if not _within(s.starts[i], spans)]
        verbs = [i for i in outside if s.tags[i] in ("VBZ", "VBP")]
        if not verbs or s.words[-1] == "?":
            return []
        head = s.heads[verbs[-1]] if s.deps[verbs[-1]] in ("cop", "aux", "aux:pass") else verbs[-1]
        subject = [k for k in s.children(head) if s.deps[k].startswith("nsubj")]
        if len(subject) == 1 and s.low[subject[0]] in _SELF:
            return []
        return [Prediction(head, outside, None, "positive", tuple(subject), "present")]

    def _is_own(self, n: int, p: Prediction, speaker: Speaker) -> bool:
        """Tell whether the subject is the speaker."""
        s = self.page.sentences[n]
        words = [s.words[i] for i in p.subject]
        if not words:
            return False
        first = words[0].lower()
        if p.by in _EXPECTS:
            return False  # "I do not expect …" foretells what others do
        if first in _SELF:
            return speaker.kind != "author"
        if (
            len(words) == 1
            and first in _OTHERS
            and (
                (speaker.kind == "person" and first in ("he", "she"))
                or (speaker.kind == "institution" and first in ("it", "they"))
                or (speaker.kind == "collective" and first == "they")
            )
        ):
            named = [
                m
                for m in self.people.mentions[n]
                if m.start < p.subject[0] and m.person.name != speaker.name and self._is_topic(m.person.name)
            ]
            return not named and not self._is_topic_elsewhere(n, speaker)
        name = speaker.name if speaker.kind == "person" else None
        return bool(name) and (name or "").split()[-1] in words and len(words) <= 4

    def _is_topic(self, name: str) -> bool:
        return self.contest is not None and any(o.is_named(name) for o in self.contest.outcomes)

    def _is_topic_elsewhere(self, n: int, speaker: Speaker) -> bool:
        """Tell whether "he" rather means a candidate: the speaker is none, and a condition of the sentence is about one."""
        return (
            self.contest is not None
            and not self._is_topic(speaker.name or "")
            and bool(self.conditions_of(n))
            and self.carried is not None
        )

    def asked(self, n: int) -> None:
        """Let the outcome that a question supposes hold in what answers it: "And if Ruiz wins?"."""
        if self.contest is None or "?" not in self.page.sentences[n].words:
            return
        s = self.page.sentences[n]
        words = " … ".join(self.page.text[a:b] for a, b in self.conditions_of(n))
        if not words and "if" in s.low:  # "And what if Ruiz wins?"
            words = self.page.text[s.starts[s.low.index("if")] : s.end]
        scenario = scenario_of(words, self.contest, self._topics(n, (), None)) if words else ()
        if scenario:
            self.carried = Carried(scenario, None, n, self.page.paragraph[n])

    def foreseen(self, x: Statement, tokens: tuple[int, list[int]], speaker: Speaker) -> Forecast:
        """Return the content of "expects …" as one forecast, where no word inside says how likely it is."""
        s, head = self.page.sentences[x.sentence], x.candidate.head
        lemma = s.bases[head]
        key = "expected" if s.tags[head] == "VBN" else "expect" if lemma in ("expect", "anticipate") else lemma
        n, indices = tokens
        where = self.page.sentences[n]
        negative = any(s.low[k] in ("not", "n't", "n’t", "never") for k in s.children(head))
        negative ^= where.low[indices[0]] in ("no", "neither", "nothing", "nobody")
        word = self.page.text[s.starts[head] : s.ends[head]]
        p = Prediction(head, indices, likelihood_of(word, key), "negative" if negative else "positive", (), key)
        text = self.page.text[where.starts[indices[0]] : where.ends[indices[-1]]]
        condition = self._condition(n, p, speaker)
        direction, polarity = self._towards(n, p, indices)
        return Forecast(n, indices, p.likelihood, polarity, direction, horizon_of(text, self.day), condition, vow=False)

    def stated(self, x: Statement, speaker: Speaker) -> Condition | None:
        """Return the condition that the sentence of a vow states."""
        spans = [(a, b) for a, b in self.conditions_of(x.sentence) if self.is_open(self.page.text[a:b])]
        if not spans:
            return None
        words = " … ".join(" ".join(self.page.text[a:b].split()) for a, b in spans)
        topics = self._topics(x.sentence, x.candidate.source, speaker)
        return Condition(words, tuple(spans), scenario_of(words, self.contest, topics) if self.contest else ())

    def _towards(self, n: int, p: Prediction, tokens: Sequence[int]) -> tuple[Direction | None, Polarity]:
        """Return the direction of a prediction, and its polarity: that nothing changes is a prediction without a "not".

        What its words do not say, the deed says that it names, where it is done to another state than the subject's.
        """
        s = self.page.sentences[n]
        direction = direction_of(s, tokens)
        if direction in (None, "unchanged") and stays_as_it_is(s, tokens):
            return "unchanged", "positive"
        if direction is None:
            own = self.states.codes(s, p.subject)
            direction = deed_direction(s, p.head, tokens, lambda words: bool(self.states.codes(s, words) - own))
        return direction, p.polarity

    # ------------------------------------------------------------------ conditions

    def _condition(self, n: int, p: Prediction, speaker: Speaker) -> Condition | None:
        self.page.sentences[n]
        text = self.page.text
        spans = [x for x in self._belonging(n, p) if self.is_open(text[x[0] : x[1]])]
        if spans:
            words = " … ".join(" ".join(text[a:b].split()) for a, b in spans)
            scenario = scenario_of(words, self.contest, self._topics(n, p.subject, speaker)) if self.contest else ()
            if (
                scenario
                or any(
                    text[a:b].lower().startswith(("if ", "unless", "should", "were", "in case", "provided", "assuming"))
                    for a, b in spans
                )
                or is_every(words)
            ):
                if scenario:
                    self.carried = Carried(scenario, speaker.name, n, self.page.paragraph[n])
                    return Condition(words, tuple(spans), scenario)
                carried = self._carry(n, p, speaker)
                return Condition(words, tuple(spans), carried)
        implied = self._implied(n, p)
        if implied:
            return implied
        carried = self._carry(n, p, speaker)
        return Condition(None, (), carried) if carried else None

    def is_open(self, words: str) -> bool:
        """Tell whether "under X" names a candidate, not who governs anyhow."""
        return not is_bare_under(words) or (self.contest is not None and any(o.is_named(words) for o in self.contest.outcomes))

    def _belonging(self, n: int, p: Prediction) -> list[Span]:
        """Return the conditions of a sentence that govern a prediction: all but those inside another's clause alone."""
        s = self.page.sentences[n]
        spans = self.conditions_of(n)
        if len(spans) <= 1:
            return spans
        lo, hi = s.starts[p.tokens[0]], s.ends[p.tokens[-1]]
        inside = [x for x in spans if lo <= x[0] < hi]
        before = [x for x in spans if x[0] <= s.start + 2]
        return sorted({*inside, *before}) or spans

    def _topics(self, n: int, subject: Sequence[int], speaker: Speaker | None) -> list[str]:
        """Return the candidates "he" can mean in a condition: the subject, the speaker, who is named here, then before."""
        if self.contest is None:
            return []
        s = self.page.sentences[n]
        names = [" ".join(s.words[i] for i in subject), (speaker.name if speaker else None) or ""]
        names += [m.person.name for m in self.people.mentions[n]]
        for k in range(n - 1, max(-1, n - 8), -1):
            names += [m.person.name for m in self.people.mentions[k]]
        return [name for name in names if name and self._is_topic(name)]

    def _implied(self, n: int, p: Prediction) -> Condition | None:
        """Return the outcome in which a candidate who does not govern would do what is predicted of him."""
        if self.contest is None or p.by not in ("would", "could", "might", "may", "likely", "will", "'ll"):
            return None
        s = self.page.sentences[n]
        subject = " ".join(s.words[i] for i in p.subject)
        named = [o for o in self.contest.outcomes if o.is_named(subject)]
        if len(named) == 1 and not named[0].is_incumbent and len(p.subject) <= 4:
            return Condition(None, (), (named[0].id,))
        return None

    def _answers(self, n: int, p: Prediction) -> bool:
        """Tell whether a prediction in a new paragraph goes on from the one before: by a pronoun or a word such as "then"."""
        s = self.page.sentences[n]
        first = s.low[p.subject[0]] if p.subject else ""
        return first in _OTHERS or first in _SELF or bool({"then", "case"}.intersection(s.low[:4]))

    def _carry(self, n: int, p: Prediction, speaker: Speaker) -> tuple[str, ...]:
        """Return the outcomes of a condition stated before that still holds: same speaker, same candidate, or right after."""
        last = self.carried
        if last is None or self.contest is None or not (p.by in _CARRIES or p.likelihood is not None):
            return ()
        s = self.page.sentences[n]
        subject = " ".join(s.words[i] for i in p.subject)
        named = [o.id for o in self.contest.outcomes if o.is_named(subject)]
        near = n - last.sentence
        same = speaker.name is not None and speaker.name == last.speaker
        if named and not set(named) & set(last.scenario):
            return ()
        here = self.page.paragraph[n] == last.paragraph or same or bool(named) or self._answers(n, p)
        holds = (near <= 1 and here) or (same and near <= 4) or (bool(named) and near <= 6 and len(last.scenario) == 1)
        if holds:
            self.carried = Carried(last.scenario, speaker.name or last.speaker, n, self.page.paragraph[n])
            return last.scenario
        return ()


def _within(place: int, spans: Sequence[Span]) -> bool:
    return any(a <= place < b for a, b in spans)
