"""Why a coded event was not found: one cause for each, worked out from what the coder, the who-is-who and the lexicon gave.

First what failed, then why:

- nothing coded: the sentence has no event; other event only: it has, but of another type and another pair;
- wrong type: the pair is right; direction reversed; source, target or both missing or wrong: the type is right;
- told as negated or hypothetical: all is right but the status.

The reasons: a party the who-is-who does not find in the text, or one it finds that was not taken; no rule for any of the
event's words; rules for them, but none that can give this type; and where there is one: it fired without finding a party,
another fired in its place, or none did (tree, part of speech, or an object that the rule asks for).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from _event_coding import UNTOLD, Coded, as_predictions
from _event_scores import Gold, GoldSentence, Predicted, units
from _event_traits import event_tokens


@dataclass(frozen=True, slots=True)
class Missed:
    """A coded event that was not found, with its cause; `as_type` is the type coded on the right pair instead."""

    coded: Coded
    gold: Gold
    what: str
    why: str
    as_type: str | None = None

    @property
    def cause(self) -> str:
        """What failed and why."""
        return f"{self.what}: {self.why}"


def causes(coded: Sequence[Coded]) -> list[Missed]:
    """Return every coded event that asks for a full triple and was not found, with its cause."""
    return [
        _cause(one, gold)
        for one in coded
        for gold in one.gold.events
        if gold.triples and not gold.triples & units(one.gold, one.predictions)[1]["triple"]
    ]


def extra(coded: Sequence[Coded]) -> dict[str, int]:
    """Count full triples that were coded and not asked for, by what else the sentence holds."""
    counts = dict.fromkeys(("beside all coded ones", "in place of a missed one", "where the annotation has no event"), 0)
    for one in coded:
        asked, given = units(one.gold, one.predictions)
        invented = len(given["triple"] - asked["triple"])
        if not one.gold.events:
            counts["where the annotation has no event"] += invented
        elif all(gold.triples & given["triple"] for gold in one.gold.events):
            counts["beside all coded ones"] += invented
        else:
            counts["in place of a missed one"] += invented
    return counts


def _cause(one: Coded, gold: Gold) -> Missed:
    why = _reason(one, gold)
    untold = as_predictions(event for event in one.events if event.status in UNTOLD)
    if gold.triples & _triples(one, untold):
        return Missed(one, gold, "told as negated or hypothetical", "status")
    told = one.predictions
    if not told:
        return Missed(one, gold, "nothing coded", why)
    dyads = {(a, b) for a, _, b in gold.triples}
    why_type = _rule_reason(one, gold)
    other_types = sorted({t for a, t, b in _triples(one, told) if (a, b) in dyads})
    if other_types:
        return Missed(one, gold, "wrong type", why_type, other_types[0])
    pairs = [pair for p in told if p.event == gold.event for pair in p.pairs]
    if not pairs:
        return Missed(one, gold, "other event only", why)
    return Missed(one, gold, *min((_sides(one, pair, wanted) for pair in pairs for wanted in sorted(dyads)), key=_badness))


def _triples(one: Coded, predictions: Sequence[Predicted]) -> set[tuple[str, str, str]]:
    return units(one.gold, predictions)[1]["triple"]


def _sides(one: Coded, pair: tuple[str, str], wanted: tuple[str, str]) -> tuple[str, str]:
    """Say which side of a pair of the right type is wrong."""
    if pair == wanted[::-1]:
        return "direction reversed", "both are named in the text"
    wrong = [k for k in (0, 1) if pair[k] != wanted[k]]
    names = ("source", "target")
    unknown = any(wanted[k] and wanted[k] not in one.named for k in wrong)
    why = _UNKNOWN if unknown else "named in the text, not taken"
    if len(wrong) == 2:
        return "both sides wrong", why
    side = wrong[0]
    if not wanted[side]:
        return f"{names[side]} invented", "the annotation has none"
    return f"{names[side]} {'wrong' if pair[side] else 'missing'}", why


_UNKNOWN = "a party the who-is-who does not find"
_ORDER = ("direction", "source", "target", "both")


def _badness(found: tuple[str, str]) -> tuple[int, str]:
    return next(k for k, word in enumerate(_ORDER) if found[0].startswith(word)), found[1]


def _reason(one: Coded, gold: Gold) -> str:
    rule = _rule_reason(one, gold)
    if any(side and side not in one.named for triple in gold.triples for side in (triple[0], triple[2])):
        return f"{_UNKNOWN}; {rule}"
    return rule


def _rule_reason(one: Coded, gold: Gold) -> str:
    known = [types for s, i in event_tokens(one, gold) for types in (_types(s.lemmas[i].lower()), _types(s.words[i].lower()))]
    if not any(types is not None for types in known):
        return "no rule for the event's words"
    if not any(gold.event in types for types in known if types):
        return "no rule of theirs gives this type"
    fired = list(_fired(one, gold))
    if any(event == gold.event for event, _ in fired):
        whole = any(event == gold.event and sides for event, sides in fired)
        return "a rule of this type fired, and was passed over" if whole else "a rule of this type fired without a party"
    return "another rule fired on its words" if fired else "no rule fired on its words"


def _fired(one: Coded, gold: Gold) -> Iterator[tuple[str | None, bool]]:
    """Yield (event type, whether it has both sides or is mutual between two) of what each event word is read as by itself."""
    from detente.actors import find
    from detente.coding.lexicon import default_lexicon
    from detente.coding.participants import Memory, Participants
    from detente.coding.reader import Reader
    from detente.coding.repair import repaired
    from detente.ontology import cameo

    day = date.fromisoformat(one.gold.date) if one.gold.date else None
    found = find(one.gold.text, day)
    wanted = {(s.start, i) for s, i in event_tokens(one, gold)}
    for sentence in map(repaired, one.parsed):
        here = [f for f in found if sentence.start <= f.start < sentence.end]
        reader = Reader(sentence, Participants(sentence, here, one.gold.text, Memory()), default_lexicon())
        for start, i in wanted:
            if start == sentence.start and sentence.upos[i] != "AUX" and (reading := reader.read(i)) is not None:
                parties = {a.code for a in reading.sources} | {a.code for a in reading.targets}
                both = bool(reading.sources and reading.targets) or (reading.reciprocal and len(parties) > 1)
                yield cameo(reading.cameo).event, both


@cache
def _types(word: str) -> frozenset[str] | None:
    """Return the event types that rules set off by a word can give; None where no rule knows it. Carriers give none."""
    from detente.coding.lexicon import default_lexicon
    from detente.ontology import cameo

    lexicon = default_lexicon()
    if word not in lexicon.triggers:
        return None
    codes: set[str] = set()
    for deeds in (lexicon.verb_deeds, lexicon.noun_deeds):
        codes |= {
            d.cameo for key, rules in deeds.items() if word in (key, key.split("-")[0], key.split("-")[-1]) for d in rules
        }
    codes |= {c for code in list(codes) for c in lexicon.refine.get(code, {}).values()}
    for operators in (lexicon.verb_operators, lexicon.noun_operators, lexicon.adjective_operators):
        for key, rules in operators.items():
            if word in (key, key.split("-")[0]):
                for rule in rules:
                    codes |= {c for c in (rule.bare, rule.object_cameo, *lexicon.tables.get(rule.family, {}).values()) if c}
    return frozenset(event for code in codes if (event := cameo(code).event) is not None)


def without_event(coded: Sequence[Coded]) -> tuple[int, int]:
    """Return how many sentences tell of no event, and how many of these got one that happened or lies ahead."""
    silent: list[tuple[GoldSentence, bool]] = [(c.gold, bool(c.predictions)) for c in coded if not c.gold.events]
    return len(silent), sum(given for _, given in silent)
