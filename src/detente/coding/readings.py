"""From a word to what it says was done: one reading for each verb or noun that names a deed, operators and deeds composed.

A reading is built from the inside out: the deed ("release the sailors", 0841), then the operator above it ("demanded
that", 1053), each step leaving its rule's name in `rules`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from detente.coding.arguments import (
    PARTICLES,
    conjuncts,
    content_heads,
    indirect_objects,
    is_passive,
    is_temporal,
    objects,
    obliques,
    particle,
    prepositions,
    relation,
    subjects,
)
from detente.coding.grammar import words
from detente.coding.lexicon import Deed, Lexicon, Operator
from detente.coding.participants import PLURAL_PRONOUNS, SINGULAR_PRONOUNS, Participants
from detente.coding.status import modality
from detente.language import Sentence
from detente.ontology import cameo
from detente.records import Actor, Status

DEFAULT_TO = (
    "obj",
    "iobj",
    "on",
    "against",
    "to",
    "with",
    "from",
    "toward",
    "towards",
    "at",
    "over",
    "into",
    "in",
    "of",
    "for",
    "object",
)
# Where a target may stand though its rule does not say so: places and what the object noun belongs to.
_LAST_RESORT = (
    "object",
    "in",
    "near",
    "along",
    "across",
    "off",
    "at",
    "over",
    "around",
    "into",
    "from",
    "with",
    "of",
    "for",
    "against",
    "to",
    "on",
)
_NO_PLACES = ("with", "object", "between", "to", "of", "for", "from")
_TABLES = frozenset({"intent", "demand", "appeal", "reject", "threaten", "end", "ease", "accept", "fail"})
_COMPLEMENT_PREPOSITIONS = frozenset(
    {"for", "to", "of", "with", "from", "on", "into", "against", "in", "at", "toward", "towards"}
)
_STATIVE = words("stative")
_MAX_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Reading:
    """What one or more words say was done, by whom and to whom."""

    cameo: str
    rules: tuple[str, ...]
    anchor: int
    trigger: tuple[int, ...]
    sources: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    reciprocal: bool = False
    status: Status | None = None
    attributed: tuple[Actor, ...] = ()
    speaker: int | None = None
    consumed: frozenset[int] = frozenset()


class Reader:
    """Reads one sentence. `read(i)` gives the reading anchored at token i, or None."""

    def __init__(self, sentence: Sentence, participants: Participants, lexicon: Lexicon) -> None:
        self.s, self.who, self.lexicon = sentence, participants, lexicon
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

    def _read(self, i: int, inner: bool, depth: int) -> Reading | None:
        if self.s.upos[i] == "ADJ" or self.s.tags[i] == "VBN":
            state = self._state(i)
            if state is not None:
                return state
        if self.s.upos[i] in ("VERB", "AUX") or self.s.tags[i] in ("VBD", "VBN", "VBG", "VBZ", "VBP", "VB"):
            return self._verb(i, inner, depth)
        if self.s.upos[i] in ("NOUN", "PROPN"):
            return self._noun(i, depth)
        if self.s.upos[i] == "ADJ":
            for operator in self.lexicon.adjective_operators.get(self.s.lemmas[i].lower(), ()):
                found = self._operator(i, operator, depth)
                if found:
                    return found
        return None

    # ------------------------------------------------------------------ verbs

    def _verb(self, v: int, inner: bool, depth: int) -> Reading | None:
        keys = self._verb_keys(v)
        ranked = sorted(
            ((deed.specificity(k), deed) for k in keys for deed in self.lexicon.verb_deeds.get(k, ())),
            key=lambda pair: -pair[0],
        )
        special = [deed for asked, deed in ranked if asked]
        general = [deed for asked, deed in ranked if not asked]
        for deed in special:
            found = self._deed(v, deed, depth) if self._holds(deed, v, inner, depth) else None
            if found:
                return self._with_modality(found, v, inner)
        for operator in (o for k in keys for o in self.lexicon.verb_operators.get(k, ())):
            found = self._operator(v, operator, depth)
            if found:
                return found if operator.family in ("say", "doubt") else self._with_modality(found, v, inner)
        for deed in general:
            found = self._deed(v, deed, depth) if self._holds(deed, v, inner, depth) else None
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
        keys.extend(f"{lemma}-{o.preposition.split()[0]}" for o in obliques(self.s, v) if not is_temporal(self.s, o.head))
        keys.extend(f"{lemma}-{self.s.lemmas[k].lower()}" for k in objects(self.s, v))
        keys.extend(f"{lemma}-{w}" for k in self.s.children(v) if (w := self.s.words[k].lower()) in PARTICLES)
        if v + 1 < len(self.s):
            keys.append(f"{lemma}-{self.s.words[v + 1].lower()}")
        keys.append(lemma)
        return list(dict.fromkeys(keys))

    def _holds(self, deed: Deed, v: int, inner: bool, depth: int) -> bool:
        """Tell whether all that a rule asks for is there."""
        s, flags = self.s, deed.flags
        if deed.objects and not deed.objects & self._lemmas(objects(s, v)):
            return False
        if deed.complements and not deed.complements & self._lemmas(
            [k for k in s.children(v) if relation(s, k) in ("xcomp", "obj", "ccomp", "advcl", "iobj")]
            + [o.head for o in obliques(s, v) if o.preposition == "as"]
        ):
            return False
        if deed.on and not deed.on & self._lemmas([o.head for o in obliques(s, v)]):
            return False
        if "intent_only" in flags and not inner:
            return False
        if deed.clause:
            clause = self._clause(v)
            below = self.read(clause, inner=True, depth=depth + 1) if clause is not None else None
            if below is None or not cameo(below.cameo).quad.endswith("conflict"):
                return False
        if "with_partner" in flags and not any(o.preposition == "with" for o in obliques(s, v)) and len(self._sources(v)) < 2:
            return False
        agents = subjects(s, v)
        if "person" in flags and (
            self._lemmas(agents) & self.lexicon.classes["force"] or any(a.sector == "MIL" for a in self._sources(v))
        ):
            return False
        if "bare" in flags and any(relation(s, k) in ("xcomp", "ccomp") for k in s.children(v)):
            return False
        if "person_target" in flags and not any(self.who.strong(h) for h in objects(s, v)):
            return False
        if "group" in flags and not (
            self._lemmas(agents) & self.lexicon.classes["civil"]
            or any(a.sector in ("OPP", "CVL", "LAB", "EDU", "REL") for h in agents for a in self.who.strong(h))
        ):
            return False
        return not ("air" in flags and not self._lemmas(agents) & self.lexicon.classes["air"])

    def _deed(self, v: int, deed: Deed, depth: int) -> Reading | None:
        sources = self._sources(v)
        targets = self._targets(v, deed.to, sources, mutual=deed.cameo[:2] in ("03", "04", "05"))
        if "need_target" in deed.flags and not targets:
            return None
        trigger = [v]
        if deed.objects:
            trigger += [h for h in self._heads(objects(self.s, v)) if self.s.lemmas[h].lower() in deed.objects][:1]
        code = self.lexicon.refined(deed.cameo, self._words(v))
        if deed.clause:
            clause = self._clause(v)
            below = self.read(clause, inner=True, depth=depth + 1) if clause is not None else None
            targets = below.sources if below is not None else targets
        if deed.cameo[:2] == "11":  # what is accused or criticised did not "happen": the event is the speaker's
            alleged = frozenset(self._alleged(v))
            return Reading(code, (deed.id,), v, tuple(sorted(trigger)), sources, targets, consumed=alleged | {v})
        return Reading(
            code,
            (deed.id,),
            v,
            tuple(sorted(trigger)),
            sources,
            targets,
            "reciprocal" in deed.flags,
            consumed=frozenset(trigger),
        )

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
        if reading.cameo[:2] in ("03", "13", "10", "02", "12", "11"):
            return replace(reading, status="happened") if said and reading.cameo[:2] in ("12", "13") else reading
        if not (own.future or said or (own.negated and own.hypothetical)):
            return reading
        if own.negated:
            code = self.lexicon.compose("reject", reading.cameo) if quad.endswith("coop") else None
            return replace(reading, cameo=code, rules=("modal.refuse", *reading.rules), status="happened") if code else reading
        if self.s.words[len(self.s) - 1] == "?" or (own.hypothetical and not said):
            return reading
        code = self.lexicon.compose("intent", reading.cameo)
        return replace(reading, cameo=code, rules=("modal.will", *reading.rules), status="future") if code else reading

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
            sources = _distinct(a for h in heads for a in self.who.either(h))
            targets = self._other(self._slots((*(deed.to or ()), "clause"), i, ()), sources)
            if sources and targets:
                return Reading(deed.cameo, (deed.id,), i, (i,), sources, targets, consumed=frozenset({i}))
        return None

    # ------------------------------------------------------------------ nouns

    def _noun(self, n: int, depth: int) -> Reading | None:
        s = self.s
        lemma = s.lemmas[n].lower()
        keys = [f"{s.lemmas[k].lower()}-{lemma}" for k in s.children_with(n, "compound", "amod", "nmod") if k < n]
        if any(key in self.lexicon.classes["idle"] for key in keys):
            return None
        around = obliques(s, n) + (obliques(s, s.heads[n]) if relation(s, n) == "obj" else [])
        keys += [f"{lemma}-{o.preposition.split()[0]}-{s.lemmas[o.head].lower()}" for o in around] + [lemma]
        for key in keys:
            for operator in self.lexicon.noun_operators.get(key, ()):
                found = self._operator(n, operator, depth)
                if found:
                    return found
            for deed in self.lexicon.noun_deeds.get(key, ()):
                return self._noun_deed(n, deed)
        for key in keys:
            for operator in self.lexicon.noun_operators.get(key, ()):
                if operator.bare and operator.family in ("demand", "appeal", "threaten"):
                    return Reading(operator.bare, (operator.id,), n, (n,), tuple(self.who.possessors(n)),
                                   self._targets(n, operator.to, ()), consumed=frozenset({n}))  # fmt: skip
        return None

    def _noun_deed(self, n: int, deed: Deed) -> Reading:
        code = self.lexicon.refined(deed.cameo, self._words(n))
        targets = self._slots(deed.to or (), n, [n])
        reciprocal = "reciprocal" in deed.flags
        own = [a for a in self.who.possessors(n) if all(a.start != t.start for t in targets)]
        if not targets and any(o.preposition == "of" for o in obliques(self.s, n)):
            targets = self._slots(("of",), n, [n])
            own = [a for a in own if all(a.start != t.start for t in targets)]
        return Reading(code, (deed.id,), n, (n,), tuple(own), tuple(targets), reciprocal, consumed=frozenset({n}))

    # ------------------------------------------------------------------ operators

    def _operator(self, i: int, operator: Operator, depth: int) -> Reading | None:
        family = operator.family
        if family in ("light", "aspect"):
            return self._light(i, operator, depth)
        inner = self._complement(i, operator, depth)
        if family == "say":
            return self._said(i, inner)
        if family == "doubt":
            return replace(inner, status="hypothetical", consumed=inner.consumed | {i}) if inner else None
        if family == "denial":
            return replace(inner, status="negated", consumed=inner.consumed | {i}) if inner else None
        sources = self._sources(i)
        if family == "warn":
            return self._warning(i, operator, inner, sources)
        return self._composed(i, operator, inner, sources)

    def _composed(self, i: int, operator: Operator, inner: Reading | None, sources: tuple[Actor, ...]) -> Reading | None:
        family = operator.family
        trigger: tuple[int, ...] = (i,)
        if inner is not None:
            code = self.lexicon.compose(family, inner.cameo)
            if code is not None:
                named = self._targets(i, operator.to, sources, mutual=family in ("intent", "accept", "fail"))
                if family in ("demand", "appeal"):
                    targets = named or self._other(inner.sources, sources) or self._other(inner.targets, sources)
                elif family in ("reject", "accept") and inner.cameo[:2] in ("02", "03", "10", "11", "13"):
                    targets = self._other(inner.sources, sources) or named or self._other(inner.targets, sources)
                else:
                    targets = self._other(inner.targets, sources) or named or self._other(inner.sources, sources)
                code = self.lexicon.refined(code, self._words(inner.anchor))
                trigger = tuple(sorted({i, inner.anchor}))
                if not sources and (self.s.upos[i] == "NOUN" or is_passive(self.s, i)):
                    sources = tuple(a for a in inner.sources if all(a.start != t.start for t in targets))
                both = bool(sources) and (
                    (inner.reciprocal and family in ("intent", "fail", "accept")) or "reciprocal" in operator.flags
                )
                return Reading(code, (operator.id, *inner.rules), i, trigger, sources, targets, both,
                               attributed=inner.attributed, consumed=inner.consumed | {i})  # fmt: skip
        heads = self._heads(objects(self.s, i)) if self.s.upos[i] != "NOUN" else []
        if operator.objects and operator.object_cameo and operator.objects & self._lemmas(heads):
            targets = self._targets(i, operator.to, sources)
            return Reading(operator.object_cameo, (operator.id,), i, (i,), sources, targets, consumed=frozenset({i}))
        if operator.bare and self.s.upos[i] != "NOUN":
            targets = self._targets(i, operator.to, sources)
            together = "reciprocal" in operator.flags and len({a.code for a in sources}) > 1
            if targets or together or (sources and operator.family in ("reject", "intent") and heads):
                return Reading(
                    operator.bare,
                    (operator.id,),
                    i,
                    (i,),
                    sources,
                    targets,
                    "reciprocal" in operator.flags,
                    consumed=frozenset({i}),
                )
        return None

    def _warning(self, i: int, operator: Operator, inner: Reading | None, sources: tuple[Actor, ...]) -> Reading | None:
        """Read "warned X that it would …" as a threat of its own deed; a warning of others' deeds stays a plain one."""
        targets = self._targets(i, operator.to, sources)
        if inner is not None and cameo(inner.cameo).quad.endswith("conflict") and self._same(inner.sources, sources):
            code = self.lexicon.compose("threaten", inner.cameo) or "130"
            return Reading(
                code,
                (operator.id, *inner.rules),
                i,
                (i, inner.anchor),
                sources,
                targets or inner.targets,
                consumed=inner.consumed | {i},
            )
        if not targets:
            return None
        return Reading(
            operator.bare,
            (operator.id,),
            i,
            (i,),
            sources,
            targets,
            consumed=frozenset({i}) | (inner.consumed if inner else frozenset()),
        )

    def _said(self, i: int, inner: Reading | None) -> Reading | None:
        if inner is None:
            return None
        speakers = self._sources(i)
        head = next(iter(subjects(self.s, i)), None)
        return replace(
            inner,
            attributed=inner.attributed or speakers,
            speaker=inner.speaker if inner.speaker is not None else head,
            sources=inner.sources or (speakers if self._has_no_agent(inner) else ()),
            consumed=inner.consumed | {i},
        )

    def _has_no_agent(self, inner: Reading) -> bool:
        """Tell whether a nominal deed was announced without an agent of its own ("announced a suspension of flights")."""
        return self.s.upos[inner.anchor] == "NOUN"

    def _light(self, i: int, operator: Operator, depth: int) -> Reading | None:
        """Pass on the deed that a light verb carries ("held talks", "began to withdraw", "talks began")."""
        s = self.s
        if s.upos[i] == "NOUN":
            inner = self._complement(i, operator, depth)
            if inner is None:
                return None
            own = tuple(self.who.possessors(i))
            return replace(inner, sources=inner.sources or own, consumed=inner.consumed | {i}, rules=(*inner.rules,))
        for k in s.children_with(i, "xcomp"):
            if operator.family == "aspect" or s.upos[k] in ("VERB", "AUX"):
                inner = self.read(k, inner=True, depth=depth + 1)
                if inner is not None and operator.family == "aspect":
                    return replace(inner, anchor=i, consumed=inner.consumed | {i})
        heads = self._heads(objects(s, i))
        if not heads:  # "voted for a law", "entered into talks", "engaged in a dialogue"
            lemma = s.lemmas[i].lower()
            heads = self._heads(o.head for o in obliques(s, i) if f"{lemma}-{o.preposition}" in operator.verbs)
        for h in heads:
            inner = self.read(h, inner=True, depth=depth + 1) if s.upos[h] in ("NOUN", "PROPN") else None
            if inner is None:
                continue
            sources = self._sources(i)
            named = self._slots((*self._noun_to(inner), "iobj", *DEFAULT_TO[2:-1]), i, [h])
            targets = self._other(inner.targets, sources) or self._other(named, sources)
            if not sources:
                sources = tuple(a for a in inner.sources if all(a.start != t.start for t in targets))
            elif not targets:
                targets = self._other(inner.sources, sources)
            return replace(inner, anchor=i, trigger=tuple(sorted({i, *inner.trigger})), sources=sources, targets=targets,
                           consumed=inner.consumed | {i})  # fmt: skip
        if not is_passive(s, i) and not objects(s, i):
            for h in subjects(s, i):  # "talks between A and B began"
                if s.upos[h] == "NOUN" and self.lexicon.noun_deeds.get(s.lemmas[h].lower()):
                    inner = self.read(h, inner=True, depth=depth + 1)
                    if inner is not None:
                        return replace(
                            inner, anchor=i, trigger=tuple(sorted({i, *inner.trigger})), consumed=inner.consumed | {i}
                        )
        return None

    def _noun_to(self, inner: Reading) -> tuple[str, ...]:
        for deeds in self.lexicon.noun_deeds.values():
            for deed in deeds:
                if deed.id == inner.rules[-1]:
                    return deed.to or ()
        return ()

    def _complement(self, i: int, operator: Operator, depth: int) -> Reading | None:
        """Return the reading of the deed an operator governs."""
        s = self.s
        clauses = [k for k in s.children(i) if self._is_complement(i, k)]
        nouns = [] if s.upos[i] == "NOUN" else self._heads(objects(s, i))
        behind = [o.head for o in obliques(s, i) if o.preposition.split()[0] in _COMPLEMENT_PREPOSITIONS]
        if is_passive(s, i) and operator.family in ("demand", "appeal"):
            nouns = []
        if operator.family == "say":
            clauses += [k for k in s.children_with(i, "parataxis") if s.upos[k] == "VERB"]
        order: Iterable[int] = (
            [*clauses, *nouns, *behind] if operator.family not in ("appeal",) else [*clauses, *behind, *nouns]
        )
        inner_flag = operator.family != "say"
        for k in order:
            if s.upos[k] in ("NOUN", "PROPN") and k in nouns and self.who.strong(k) and relation(s, k) != "xcomp":
                continue
            found = self.read(k, inner=inner_flag, depth=depth + 1)
            if found is not None:
                extra = frozenset(conjuncts(s, k)) if operator.family in _TABLES else frozenset()
                return replace(found, consumed=found.consumed | extra)
        if operator.family in ("intent", "reject", "threaten") and s.upos[i] == "VERB":
            for k in s.subtree(i):  # an infinitive that a small parser hung too low: "agreed in a call … to extend"
                if k > i and s.tags[k] == "VB" and any(s.words[m].lower() == "to" for m in s.children_with(k, "mark")):
                    found = self.read(k, inner=inner_flag, depth=depth + 1)
                    if found is not None:
                        return found
        for k in nouns:  # "an offer to mediate": the object's own infinitive
            for inf in s.children_with(k, "acl"):
                found = self.read(inf, inner=inner_flag, depth=depth + 1)
                if found is not None:
                    return found
        return None

    def _is_complement(self, i: int, k: int) -> bool:
        s, kind = self.s, relation(self.s, k)
        if kind in ("xcomp", "ccomp"):
            return True
        if s.deps[k] == "acl:relcl":
            return s.lemmas[i].lower() in self.lexicon.classes["law"]  # "a bill that imposes sanctions"
        return k > i and ((kind == "acl" and s.tags[k] in ("VB", "VBG")) or (kind == "advcl" and s.tags[k] == "VB"))

    def _clause(self, v: int) -> int | None:
        kids = self.s.children_with(v, "ccomp")
        return kids[0] if kids else None

    # ------------------------------------------------------------------ actors

    def _sources(self, i: int) -> tuple[Actor, ...]:
        if self.s.upos[i] in ("NOUN", "PROPN"):
            return tuple(self.who.possessors(i))
        heads = subjects(self.s, i)
        if self.s.upos[i] == "ADJ" or (self.s.lemmas[i].lower() in _STATIVE and is_passive(self.s, i)):
            heads = [h for k in self.s.children_with(i, "nsubj", "nsubj:pass") for h in conjuncts(self.s, k)]
        found = _distinct(a for h in heads for a in self.who.either(h))
        if not found and not is_passive(self.s, i) and self.s.tags[i] in ("VBD", "VBZ", "VBP"):
            found = tuple(self.who.just_before(i))
        return found

    def _targets(
        self, i: int, to: Sequence[str] | None, sources: Sequence[Actor], *, mutual: bool = False
    ) -> tuple[Actor, ...]:
        """Return the actors at whom the deed is aimed; `mutual` deeds (meet, sign, agree) take no place names for partners."""
        heads = objects(self.s, i) if self.s.upos[i] not in ("NOUN", "PROPN") else []
        own = {a.code for a in sources if a.code is not None}
        last = () if to == () or (mutual and len(own) > 1) else _NO_PLACES if mutual else _LAST_RESORT
        domestic: tuple[Actor, ...] = ()
        for slot in (*(DEFAULT_TO if to is None else to), *last):
            found = self._other(self._slots((slot,), i, heads), sources)
            if any(a.code not in own for a in found):
                return found
            domestic = domestic or found
        return domestic

    def _slots(self, to: Sequence[str], i: int, object_heads: Sequence[int]) -> tuple[Actor, ...]:
        """Return the actors of the first slot that names any."""
        s = self.s
        behind = [*obliques(s, i), *(o for h in self._heads(object_heads) if h != i for o in obliques(s, h))]
        for slot in to:
            if slot == "obj":
                found = [a for h in self._heads(object_heads) for a in self.who.strong(h)]
                if not object_heads:  # a particle that the parser took for a preposition: "shot down a drone"
                    found = [a for o in behind if o.preposition in PARTICLES for a in self.who.either(o.head)]
            elif slot == "iobj":
                found = [a for h in indirect_objects(s, i) for a in self.who.either(h)]
            elif slot == "object":
                found = [a for h in self._heads(object_heads) for a in (self.who.strong(h) or self.who.weak(h))]
            elif slot == "clause":
                clause = self._clause(i)
                heads = subjects(s, clause) or objects(s, clause) if clause is not None else []
                found = [a for h in heads for a in self.who.either(h)]
            else:
                found = [
                    a
                    for o in behind
                    if o.preposition.split()[0] == slot
                    for h in conjuncts(s, o.head)
                    for a in self.who.either(h)
                ]
            if found:
                return _distinct(found)
        return ()

    def _other(self, actors: Iterable[Actor], sources: Sequence[Actor]) -> tuple[Actor, ...]:
        """Drop from targets whoever is the source by the same words or through "its own"."""
        taken = {(a.start, a.end) for a in sources}
        names = {a.name for a in sources}
        pronouns = SINGULAR_PRONOUNS | PLURAL_PRONOUNS
        return _distinct(
            a for a in actors if (a.start, a.end) not in taken and not (a.text.lower() in pronouns and a.name in names)
        )

    @staticmethod
    def _same(some: Sequence[Actor], others: Sequence[Actor]) -> bool:
        return bool({a.code for a in some} & {a.code for a in others}) or not some

    def _heads(self, heads: Iterable[int]) -> list[int]:
        return list(dict.fromkeys(h for k in heads for h in content_heads(self.s, k)))

    def _lemmas(self, heads: Iterable[int]) -> set[str]:
        """Return the lemmas of noun phrases; a plural that the lemmatizer left ("troops") counts without its s."""
        lemmas = {self.s.lemmas[h].lower() for h in self._heads(heads)}
        return lemmas | {w.removesuffix("s") for w in lemmas}

    def _words(self, i: int) -> set[str]:
        """Return the words around a deed that can name its domain: its noun phrase, its object's, not whole clauses."""
        s = self.s
        stack, seen = [i, *self._heads(objects(s, i) if s.upos[i] not in ("NOUN", "PROPN") else [])], set()
        for _ in range(40):
            if not stack:
                break
            k = stack.pop()
            seen |= {s.words[k].lower(), s.lemmas[k].lower()}
            stack.extend(
                c
                for c in s.children(k)
                if relation(s, c) in ("amod", "compound", "nmod", "conj")
                and prepositions(s, c) in (None, "of", "in", "for", "on")
            )
        return seen


def _distinct(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    seen: dict[tuple[int, int, str | None], Actor] = {}
    for actor in actors:
        seen.setdefault((actor.start, actor.end, actor.code), actor)
    return tuple(seen.values())
