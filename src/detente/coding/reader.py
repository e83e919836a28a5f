"""From a word to what it says was done: one reading for each verb or noun that names a deed.

A reading is built from the inside out: the deed ("release the sailors", 0841), then the operator above it ("demanded
that", 1053), each step leaving its rule's name in `rules`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from detente.coding.arguments import (
    PARTICLES,
    conjuncts,
    is_passive,
    is_temporal,
    objects,
    obliques,
    particle,
    relation,
    subjects,
)
from detente.coding.conditions import ARMED
from detente.coding.nouns import NounReader
from detente.coding.operators import is_conflict
from detente.coding.participants import Participants
from detente.coding.reading import Reading
from detente.coding.rules import Deed, Lexicon
from detente.coding.slots import distinct
from detente.coding.status import modality
from detente.language import Sentence
from detente.ontology import cameo
from detente.records import Actor

_MAX_DEPTH = 6
_WILLING = frozenset({"plan", "want"})  # operators that name a will: not to be ready, not to want is to refuse


class Reader(NounReader):
    """Reads one sentence. `read(i)` gives the reading anchored at token i, or None."""

    def __init__(self, sentence: Sentence, participants: Participants, lexicon: Lexicon) -> None:
        super().__init__(sentence, participants, lexicon)
        self._open: set[int] = set()

    def read(self, i: int, *, inner: bool = False, depth: int = 0) -> Reading | None:
        """Return what token i says was done; `inner` when an operator above will compose it further."""
        if depth > _MAX_DEPTH or i in self._open:
            return None
        self._open.add(i)  # "a law, proposed by X, that …": a noun and its participle lead back to each other
        try:
            return self._read(i, inner, depth)
        finally:
            self._open.discard(i)

    def as_deed(self, i: int, deed: Deed) -> Reading | None:
        """Read token i as if `deed` were a rule that fired on it: who does it, to whom."""
        return self.noun_deed(i, deed) if self.s.upos[i] == "NOUN" else self._deed(i, deed, inner=False, depth=0)

    def _read(self, i: int, inner: bool, depth: int) -> Reading | None:
        if self.s.upos[i] == "ADJ" or self.s.tags[i] == "VBN":
            state = self._state(i)
            if state is not None:
                return state
        noun_like = relation(self.s, i) in ("obj", "nmod") and self.s.tags[i] not in ("VBD", "VBZ", "VBP")
        if not noun_like and (self.s.upos[i] in ("VERB", "AUX") or self.s.tags[i].startswith("VB")):
            return self._verb(i, inner, depth)
        if self.s.upos[i] in ("NOUN", "PROPN") or noun_like:
            return self.noun(i, depth)
        if self.s.upos[i] == "ADJ":
            for operator in self.lexicon.adjective_operators.get(self.s.lemmas[i].lower(), ()):
                found = self.operator(i, operator, depth)
                if found:
                    return self._with_modality(found, i, inner) if operator.family == "intent" else found
        return None

    # ------------------------------------------------------------------ verbs

    def _verb(self, v: int, inner: bool, depth: int) -> Reading | None:
        keys = self._verb_keys(v)
        ranked = sorted(
            ((deed.specificity(k), deed) for k in keys for deed in self.lexicon.verb_deeds.get(k, ())),
            key=lambda pair: (not pair[1].origin, -pair[0]),
        )
        special = [deed for asked, deed in ranked if asked]
        general = [deed for asked, deed in ranked if not asked]
        for deed in special:
            found = self._deed(v, deed, inner, depth) if self.holds(deed, v, inner, depth) else None
            if found:
                return self._with_modality(found, v, inner)
        for operator in (o for k in keys for o in self.lexicon.verb_operators.get(k, ())):
            if ("infinitive" in operator.flags and not self.tells_to(v)) or ("self" in operator.flags and not self.is_to_do(v)):
                continue
            if "passive" in operator.flags and not is_passive(self.s, v):
                continue
            if operator.unless and operator.unless & self.lemmas(self.beside_heads(v)):
                return None
            found = self.operator(v, operator, depth)
            if found and "benign" in operator.flags and is_conflict(found):
                continue  # "is expected to impose sanctions": nobody promises or threatens it
            if found:
                return found if operator.family in ("say", "doubt") else self._with_modality(found, v, inner)
        for deed in general:
            found = self._deed(v, deed, inner, depth) if self.holds(deed, v, inner, depth) else None
            if found:
                return self._with_modality(found, v, inner)
        return None

    def _verb_keys(self, v: int) -> list[str]:
        """Return the lexicon keys of a verb: with its particle or preposition first, then alone."""
        lemma = self.s.lemmas[v].lower()
        keys = []
        part = particle(self.s, v)
        if part:
            keys.append(f"{lemma}-{part}")
        keys.extend(f"{lemma}-{w}" for w in self._beside(v))  # "took Peru to task over the raid": no taking over
        keys.extend(f"{lemma}-{o.preposition.split()[0]}" for o in obliques(self.s, v) if not is_temporal(self.s, o.head))
        keys.extend(f"{lemma}-{self.s.lemmas[k].lower()}" for k in objects(self.s, v))
        keys.extend(f"{lemma}-{w}" for k in self.s.children(v) if (w := self.s.words[k].lower()) in PARTICLES)
        gerunds = (k for k in self.s.children_with(v, "advcl", "xcomp") if self.s.tags[k] == "VBG")  # "advised against leaving"
        keys.extend(f"{lemma}-{self.s.words[m].lower()}" for k in gerunds for m in self.s.children_with(k, "mark"))
        if v + 1 < len(self.s):
            keys.append(f"{lemma}-{self.s.words[v + 1].lower()}")
        phrase = f"{lemma}-{part}"
        if part and (
            phrase in self.lexicon.verb_deeds or phrase in self.lexicon.verb_operators
        ):  # "gave up its rifles": a phrasal verb of its own, no giving
            return list(dict.fromkeys(keys))
        keys.append(lemma)
        if lemma not in self.lexicon.triggers:
            keys.append(f"{lemma}e")  # the lemmatizer takes "raped" for a form of "rap"
        return list(dict.fromkeys(keys))

    def _beside(self, v: int) -> list[str]:
        """Return the lemmas that hang on a verb and make a phrase with it: "take … to court", "shoot dead", "go on strike"."""
        return [self.s.lemmas[k].lower() for k in self.beside_heads(v) if self.s.upos[k] != "PROPN"]

    def _deed(self, v: int, deed: Deed, inner: bool, depth: int) -> Reading | None:
        sources = self.sources(v)
        targets = self.targets(
            v,
            deed.to,
            sources,
            mutual=deed.cameo[:2] in ("03", "04", "05") or "reciprocal" in deed.flags,
            only="own_slots" in deed.flags,
        )
        if deed.cameo[:3] == "061" and self._is_habit(v):
            return None
        both_named = "reciprocal" in deed.flags and len({a.code for a in sources}) > 1
        if deed.cameo == "150" and {a.code for a in targets} <= {a.code for a in sources}:
            inside = {(a.start, a.end) for h in objects(self.s, v) for a in self.who.either(h)}
            targets = tuple(a for a in targets if (a.start, a.end) not in inside)  # one's own border that one reinforces
        if "owner" in deed.flags and not sources and is_passive(self.s, v):
            sources, targets = self._owned(v, deed, targets)
        if "need_target" in deed.flags and not targets and not both_named:
            return None
        if "need_source" in deed.flags and not sources:
            return None
        if deed.cameo[:2] == "11" and targets and all(a.sector == "IGO" for a in targets):
            # "complained to the United Nations about the Peruvian flights": it is Peru that is accused
            accused = self.other(self.in_slots(("about", "over", "against", "at"), v, self.things(v)), sources)
            targets = tuple(a for a in accused if a.sector != "IGO") or targets
        borrowed = inner and not sources  # "plans to invest in Peru": the doer stands above
        faced = both_named or self._has_two_sides(sources, targets) or (borrowed and targets)
        if "two_sides" in deed.flags and not faced and not self._is_at_home(v, deed, sources):
            return None
        if "together" in deed.flags and not both_named and not self.jointly(v):
            return None
        if "inverse" in deed.flags:  # "received missiles from": the giver does it
            sources, targets = targets, sources
        trigger = [v]
        if deed.objects:
            trigger += [h for h in self.heads(self.things(v)) if self.s.lemmas[h].lower() in deed.objects][:1]
        around = self.words_around(v)
        if "force_subject" in deed.flags:
            around |= {w for h in subjects(self.s, v) for w in self.words_around(h)}
        code = self.lexicon.refined(deed.cameo, around)
        if deed.clause:
            clause = self.clause(v)
            below = self.read(clause, inner=True, depth=depth + 1) if clause is not None else None
            targets = below.sources if below is not None else targets
        if deed.cameo[:2] == "11" or deed.cameo[:3] in ("115", "116", "173"):
            # what is accused, criticised or charged did not "happen": the event is the speaker's
            alleged = frozenset(self._alleged(v))
            return Reading(code, (deed.id,), v, tuple(sorted(trigger)), sources, targets, consumed=alleged | {v})
        lemma = self.s.lemmas[v].lower()  # "stopped shooting"
        trigger += [k for k in self.s.children_with(v, "xcomp") if f"{lemma}-{self.s.lemmas[k].lower()}" in deed.keys]
        reasons = (i for k in self.s.children_with(v, "advcl") if self._is_reason(k) for i in self.s.subtree(k))
        return Reading(
            code,
            (deed.id,),
            v,
            tuple(sorted(trigger)),
            sources,
            targets,
            "reciprocal" in deed.flags,
            consumed=frozenset((*trigger, *reasons)),
        )

    def _is_habit(self, v: int) -> bool:
        """Tell whether a full sentence says in the present what is done always: "Norway sells salmon to Peru." """
        return self.s.tags[v] in ("VBZ", "VBP") and self.s.words[len(self.s) - 1] in (".", '."', ";")

    def _owned(self, v: int, deed: Deed, targets: tuple[Actor, ...]) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
        """Return both sides of an agentless passive whose subject is the doer's own: "Norwegian troops were sent to Peru"."""
        owners = distinct(a for h in self.heads(objects(self.s, v)) for a in self.who.either(h) if a.code is not None)
        if not owners:
            return (), targets
        elsewhere = [slot for slot in deed.to or () if slot not in ("obj", "object", "iobj")]
        return owners, self.targets(v, elsewhere, owners, only=True)

    def _is_at_home(self, v: int, deed: Deed, sources: Sequence[Actor]) -> bool:
        """Tell whether a state's forces, police or rebels use force within the one state that the sentence names."""
        armed = bool(sources) and all(a.code is not None and a.sector in ARMED for a in sources)
        return armed and deed.cameo[:2] in ("17", "18", "19") and bool(objects(self.s, v)) and self.who.name_one_state()

    @staticmethod
    def _has_two_sides(sources: Iterable[Actor], targets: Iterable[Actor]) -> bool:
        """Tell whether a known actor faces another: what everyday verbs need before they name an event."""
        doers = {a.code for a in sources if a.code is not None}
        return bool(doers) and any(a.code is not None and a.code not in doers for a in targets)

    def _is_reason(self, k: int) -> bool:
        """Tell whether a clause gives a reason ("sanctioned an agency for buying jets"): its doer is not the subject above."""
        return self.s.tags[k] == "VBG" and any(self.s.words[m].lower() == "for" for m in self.s.children_with(k, "mark"))

    def _alleged(self, v: int) -> list[int]:
        """Return the words below an accusation: "of …ing", "for …ing", "that …", and what its object is said to have done."""
        s = self.s
        below = [k for k in s.children(v) if relation(s, k) in ("advcl", "ccomp", "xcomp", "obl", "obj", "iobj")]
        plain = [k for k in below if relation(s, k) == "advcl" and not s.children_with(k, "mark", "case")]
        return [i for k in below if k not in plain for i in s.subtree(k)]

    def _with_modality(self, reading: Reading, v: int, inner: bool) -> Reading:
        """Turn "will give" into a promise, "will attack" into a threat, "would not release" into a refusal."""
        if inner or reading.status is not None:
            return reading
        own = modality(self.s, v)
        quad = cameo(reading.cameo).quad
        said = own.would and self._is_reported(v)  # "said it would release": the "will" of reported speech
        if (
            own.negated and reading.cameo[:2] == "03" and (own.future or own.would or reading.rules[0] in _WILLING)
        ):  # "would not agree to", "will never accept"
            refusal = self.lexicon.compose("reject", reading.cameo) or "120"
            return replace(reading, cameo=refusal, rules=("modal.refuse", *reading.rules), status="happened", reciprocal=False)
        if reading.cameo[:2] in ("01", "03", "13", "10", "02", "12", "11"):
            return replace(reading, status="happened") if said and reading.cameo[:2] in ("12", "13") else reading
        future = own.future or (reading.cameo == "042" and self._is_leaving(v))
        if not (future or said or own.hypothetical):
            return reading
        if own.negated and (own.future or said or own.would):
            code = self.lexicon.compose("reject", reading.cameo) if quad.endswith("coop") else None
            refused = ("modal.refuse", *reading.rules)
            return replace(reading, cameo=code, rules=refused, status="happened", reciprocal=False) if code else reading
        if self.s.words[len(self.s) - 1] == "?":
            return reading
        if quad == "verbal_coop" and reading.cameo[:2] != "04" and set(subjects(self.s, v)) & set(reading.trigger):
            return replace(reading, status="hypothetical")  # "relations will warm": nobody promises it
        if own.hypothetical and not said:
            return self._conditional(v, reading) or reading
        code = self.lexicon.compose("intent", reading.cameo)
        return replace(reading, cameo=code, rules=("modal.will", *reading.rules), status="future") if code else reading

    def _is_leaving(self, v: int) -> bool:
        """Tell whether somebody is only about to go: "is going to Peru", "is coming to Oslo"."""
        s = self.s
        return s.words[v].lower() in ("going", "coming") and any(s.lemmas[k].lower() == "be" for k in s.children_with(v, "aux"))

    def _conditional(self, v: int, reading: Reading) -> Reading | None:
        """Read "would close its ports if Peru …" as a threat: an own deed of conflict that hangs on another's act."""
        others = self.condition_subjects(v, reading.sources)
        if not others or not is_conflict(reading) or not self._speaks_for(v, reading.sources):
            return None
        code = self.lexicon.compose("threaten", reading.cameo) or "130"
        rules = ("modal.if", *reading.rules)
        return replace(reading, cameo=code, rules=rules, targets=others, status="happened", reciprocal=False)

    def _speaks_for(self, v: int, sources: Sequence[Actor]) -> bool:
        """Tell whether who says a clause belongs to who acts in it; true where nobody is said to speak."""
        head = self.s.heads[v]
        speaker = [*self.s.children_with(v, "parataxis"), *([head] if relation(self.s, v) == "ccomp" else [])]
        said = {a.code for k in speaker for h in subjects(self.s, k) for a in self.who.either(h)}
        return not said or bool(said & {a.code for a in sources})

    def _is_reported(self, v: int) -> bool:
        """Tell whether a clause is what a verb of saying in the past tense reports."""
        head = self.s.heads[v]
        if relation(self.s, v) != "ccomp" or head < 0 or self.s.tags[head] not in ("VBD", "VBN"):
            return False
        return any(o.family == "say" for o in self.lexicon.verb_operators.get(self.s.lemmas[head].lower(), ()))

    def _state(self, i: int) -> Reading | None:
        """Read a state of mind as words against another: "was outraged by", "is concerned about"."""
        s = self.s
        heads = [h for k in s.children(i) if relation(s, k) == "nsubj" for h in conjuncts(s, k)]
        if not heads or not any(relation(s, k) in ("cop", "aux") for k in s.children(i)):
            return None
        for deed in self.lexicon.verb_deeds.get(f"be-{s.words[i].lower()}", ()):
            sources = distinct(a for h in heads for a in self.who.either(h))
            targets = self.other(self.in_slots((*(deed.to or ()), "clause"), i, ()), sources)
            if sources and targets:
                return Reading(deed.cameo, (deed.id,), i, (i,), sources, targets, consumed=frozenset({i}))
        return None
