"""Score predicted events against coded sentences: precision, recall and F1 of sets of units, pooled over sentences.

The matching rule is that of the benchmark of the PLOVER gold-standard sentences (stated in the docstring of its scorer in
../shared); a test runs both on the same predictions. In short: lines that share `text_id` are one sentence; only the state
part of a code counts, every international body is IGO, an actor of no state is left out of everything but event and quad
class; compound sides are expanded to pairs; mutual events and CONSULT have no direction.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

Pair = tuple[str, str]
MEASURES = ("event", "quad", "source", "target", "dyad", "dyadquad", "triple")
# The four quad classes as the benchmark has them: REQUEST is verbal conflict there (CAMEO root 10), SANCTION material.
QUADS = dict.fromkeys("AGREE CONSULT SUPPORT CONCEDE".split(), 1) | dict.fromkeys("COOPERATE AID RETREAT".split(), 2)
QUADS |= dict.fromkeys("REQUEST ACCUSE REJECT THREATEN".split(), 3)
QUADS |= dict.fromkeys("PROTEST SANCTION MOBILIZE COERCE ASSAULT".split(), 4)
_NOBODY, _NO_STATE, _BODY = "", "-", "IGO"
# Former names of types (PLOVER before 2021) and former or wrong codes of states in older event data.
_TYPES = {
    "DEMAND": "REQUEST",
    "APPEAL": "REQUEST",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "FIGHT": "ASSAULT",
    "KILL": "ASSAULT",
}
_STATES = dict(
    pair.split("=")
    for pair in "JAP=JPN ITL=ITA VTN=VNM ROM=ROU ZAR=COD TMP=TLS YUG=SRB SCG=SRB PAL=PSE KSV=XKX RKS=XKX KOS=XKX UNK=XKX "
    "BUR=MMR SUN=RUS DDR=DEU GMY=DEU CSK=CZE NAU=NRU ADO=AND".split()
)
_BODIES = frozenset("IGO INT UNO EUR EEC NAT UN EU NATO ASN OAS OPC AFU ARL CEM SCE IMF WTO WBK ICC GCC OSC AU".split())
# ISO 3166-1 alpha-3 of territories that are no states and so not in our table of states.
_TERRITORIES = frozenset(
    "ABW AIA ALA ASM ATA ATF BES BLM BMU BVT CCK CUW CXR CYM FLK FRO GGY GIB GLP GRL GUF GUM HKG HMD IMN IOT JEY MAC MAF MNP "
    "MSR MTQ MYT NCL NFK PCN PRI PYF REU SGS SHN SJM SPM SXM TCA TKL UMI VGB VIR WLF".split()
)


@dataclass(frozen=True, slots=True)
class Gold:
    """One coded event: `pairs` are (source, target), sorted where the event is `mutual`."""

    id: str
    event: str
    mutual: bool
    pairs: frozenset[Pair]
    row: Mapping[str, Any] = field(repr=False)

    @property
    def triples(self) -> frozenset[tuple[str, str, str]]:
        """The full triples asked for: those with a state, a body or nobody on each side."""
        return frozenset((a, self.event, b) for a, b in self.pairs if _NO_STATE not in (a, b))


@dataclass(frozen=True, slots=True)
class GoldSentence:
    """One sentence with its coded events; none where it tells of no event."""

    id: str
    text: str
    date: str | None
    events: tuple[Gold, ...]
    interstate: bool


@dataclass(frozen=True, slots=True)
class Predicted:
    """One predicted event with its ordered pairs (both orders where it is mutual)."""

    event: str
    pairs: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class Tally:
    """Units right, invented and missed, pooled over sentences."""

    right: int
    invented: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of predicted units that are right."""
        return self.right / (self.right + self.invented) if self.right else 0.0

    @property
    def recall(self) -> float:
        """Share of coded units that were found."""
        return self.right / (self.right + self.missed) if self.right else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.right / (2 * self.right + self.invented + self.missed) if self.right else 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """Tallies by measure and by event type; how many coded lines have at least one full triple right."""

    measures: Mapping[str, Tally]
    types: Mapping[str, Tally]
    hits: int
    lines: int


def read_gold(path: Path) -> list[GoldSentence]:
    """Read coded sentences (JSON Lines); lines without `event` are sentences that tell of none."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            row = json.loads(line)
            rows.setdefault(row.get("text_id") or row["id"], []).append(row)
    return [
        GoldSentence(
            name,
            lines[0]["text"],
            lines[0].get("date"),
            tuple(_gold(row) for row in lines if row.get("event")),
            any(row.get("interstate") for row in lines),
        )
        for name, lines in rows.items()
    ]


def _gold(row: dict[str, Any]) -> Gold:
    sources = [state_of(side["code"]) for side in row["sources"]]
    targets = [state_of(side["code"]) for side in row["targets"]]
    if row["reciprocal"]:
        everyone = sources + targets
        pairs = {_sorted(a, b) for k, a in enumerate(everyone) for b in everyone[k + 1 :]}
    else:
        pairs = {(a, b) for a in sources or [_NOBODY] for b in targets or [_NOBODY]}
    mutual = bool(row["reciprocal"]) or row["event"] == "CONSULT"
    return Gold(row["id"], row["event"], mutual, frozenset(_sorted(*pair) if mutual else pair for pair in pairs), row)


def predicted(event: str, source: str, target: str, *, reciprocal: bool = False) -> Predicted | None:
    """Make a prediction of one source and target ("" is nobody); None for what is no event type."""
    event = _TYPES.get(event, event)
    if event not in QUADS:
        return None
    sides = state_of(source), state_of(target)
    if reciprocal:
        return Predicted(event, frozenset((sides, sides[::-1])) if all(sides) else frozenset())
    return Predicted(event, frozenset((sides,)))


@cache
def state_of(code: str) -> str:
    """Return the state of an actor code, IGO for a body, "-" for an actor of no state, "" for nobody."""
    code = code.strip().upper()
    if not code:
        return _NOBODY
    state = _STATES.get(code[:3], code[:3])
    if state in _known_states():
        return state
    return _BODY if code in _BODIES or state in _BODIES else _NO_STATE


@cache
def _known_states() -> frozenset[str]:
    from detente.actors.gazetteer import default_gazetteer

    return frozenset(state.iso3 for state in default_gazetteer().states) | _TERRITORIES


def _sorted(a: str, b: str) -> Pair:
    return (a, b) if a <= b else (b, a)


def score(sentences: Iterable[GoldSentence], predictions: Mapping[str, Sequence[Predicted]]) -> Scores:
    """Score the predictions of each sentence, by its id."""
    right: dict[str, Counter[str]] = {kind: Counter() for kind in ("right", "invented", "missed")}
    types: dict[str, Counter[str]] = {kind: Counter() for kind in ("right", "invented", "missed")}
    hits = lines = 0
    for sentence in sentences:
        asked, given = units(sentence, predictions.get(sentence.id, ()))
        for measure in MEASURES:
            parts = asked[measure] & given[measure], given[measure] - asked[measure], asked[measure] - given[measure]
            for kind, part in zip(("right", "invented", "missed"), parts, strict=True):
                right[kind][measure] += len(part)
                if measure == "event":
                    types[kind].update(part)
        for gold in sentence.events:
            lines += bool(gold.triples)
            hits += bool(gold.triples & given["triple"])
    names = sorted(set().union(*types.values()))
    return Scores(
        {m: Tally(right["right"][m], right["invented"][m], right["missed"][m]) for m in MEASURES},
        {t: Tally(types["right"][t], types["invented"][t], types["missed"][t]) for t in names},
        hits,
        lines,
    )


def units(sentence: GoldSentence, predictions: Iterable[Predicted]) -> tuple[dict[str, set[Any]], dict[str, set[Any]]]:
    """Return what one sentence asks for and what was given, as sets by measure."""
    mutual = [gold for gold in sentence.events if gold.mutual]
    asked: dict[str, set[Any]] = {measure: set() for measure in MEASURES}
    given: dict[str, set[Any]] = {measure: set() for measure in MEASURES}
    for gold in sentence.events:
        asked["event"].add(gold.event)
        asked["quad"].add(QUADS[gold.event])
        for pair in gold.pairs:
            _add_sides(asked, pair, pooled=bool(mutual))
            if _NO_STATE not in pair:
                for measure, unit in _directed(gold.event, pair):
                    asked[measure].add(unit)
    undirected_types = {"CONSULT"} | {gold.event for gold in mutual}
    undirected_pairs = {pair for gold in mutual for pair in gold.pairs}
    for prediction in predictions:
        given["event"].add(prediction.event)
        given["quad"].add(QUADS[prediction.event])
        for pair in prediction.pairs:
            _add_sides(given, pair, pooled=bool(mutual))
            if _NO_STATE in pair:
                continue
            undirected = prediction.event in undirected_types or _sorted(*pair) in undirected_pairs
            either = _directed(prediction.event, _sorted(*pair) if undirected else pair)
            for (measure, exact), (_, unit) in zip(_directed(prediction.event, pair), either, strict=True):
                given[measure].add(exact if exact in asked[measure] else unit)
    return asked, given


def _directed(event: str, pair: Pair) -> tuple[tuple[str, Any], ...]:
    a, b = pair
    return ("dyad", pair), ("dyadquad", (a, QUADS[event], b)), ("triple", (a, event, b))


def _add_sides(into: dict[str, set[Any]], pair: Pair, *, pooled: bool) -> None:
    """Note source and target; where a sentence has a mutual event all sides are one pool, counted once a role."""
    for measure, side in zip(("source", "target"), pair, strict=True):
        if side != _NO_STATE:
            for name in ("source", "target") if pooled else (measure,):
                into[name].add(side)
