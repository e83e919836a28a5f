"""Operators: words that turn a deed into another one (promise, demand, refuse, end it) or only carry it (hold talks, say that).

The deed is found in the operator's complement; `compose.toml` gives the code of the two together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from detente.coding.arguments import conjuncts, is_passive, objects, obliques, relation, subjects
from detente.coding.grammar import words
from detente.coding.reading import Reading
from detente.coding.rules import Operator
from detente.coding.slots import DEFAULT_TO, Slots
from detente.coding.status import modality
from detente.ontology import cameo
from detente.records import Actor, Status

_TABLES = frozenset({"intent", "agree", "demand", "appeal", "reject", "threaten", "end", "conclude", "ease", "accept", "fail"})
_WITH_INFINITIVE = frozenset({"intent", "agree", "demand", "appeal", "reject", "threaten", "fail", "aspect", "denial", "doubt"})
_SPEAKING = words("speech") | words("speaking")
_GERUND_MARKS = frozenset({"from", "of", "on", "to", "about"})
_COMPLEMENT_PREPOSITIONS = words("complement_prepositions")


class OperatorReader(Slots):
    """Reads operators; `read` (in `Reader`) gives the deed below."""

    def read(self, i: int, *, inner: bool = False, depth: int = 0) -> Reading | None:
        """Return what token i says was done."""
        raise NotImplementedError

    def operator(self, i: int, operator: Operator, depth: int) -> Reading | None:
        """Return what an operator at token i makes of the deed it governs."""
        family = operator.family
        if family in ("light", "aspect"):
            return self._light(i, operator, depth)
        inner = self._complement(i, operator, depth)
        if family == "say":
            return self._said(i, inner)
        if family == "doubt":
            return self._marked(i, operator, inner, "hypothetical")
        if family == "denial":
            return self._marked(i, operator, inner, "negated")
        asked = (
            self.lemmas(objects(self.s, i)) & self.lexicon.classes["demand"]
        )  # "rejected Peru's demand to sever the alliance"
        if (
            family == "reject"
            and inner is not None
            and not asked
            and self.s.upos[inner.anchor] == "VERB"
            and is_conflict(inner)
        ):
            return self._marked(i, operator, inner, "negated")  # "refused to condemn": what is refused is no favour
        sources = self.sources(i)
        if family == "warn":
            return self._warning(i, operator, inner, sources)
        return self._composed(i, operator, inner, sources)

    def _owners(self, i: int, sources: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Return whose demand, proposal or charge is rejected or accepted: "Moscow's demand to bar Ukraine" is Moscow's."""
        heads = [h for h in objects(self.s, i) if self.s.lemmas[h].lower() in self.lexicon.classes["demand"]]
        return self.other((a for h in heads for a in self.who.possessors(h)), sources)

    @staticmethod
    def _marked(i: int, operator: Operator, inner: Reading | None, status: Status) -> Reading | None:
        """Give what is feared, hoped or denied its status."""
        if inner is None:
            return None
        return replace(inner, status=status, rules=(operator.id, *inner.rules), consumed=inner.consumed | {i})

    def _composed(self, i: int, operator: Operator, inner: Reading | None, sources: tuple[Actor, ...]) -> Reading | None:
        family = operator.family
        trigger: tuple[int, ...] = (i,)
        if inner is not None:
            code = self.lexicon.compose(family, inner.cameo)
            if code is not None:
                named = self.targets(i, operator.to, sources, mutual=family in ("intent", "agree", "accept", "fail"))
                if family in ("demand", "appeal"):
                    targets = named or self.other(inner.sources, sources) or self.other(inner.targets, sources)
                elif family in ("reject", "accept") and (owners := self._owners(i, sources)):
                    targets = owners
                elif family in ("reject", "accept") and inner.cameo[:2] in ("02", "03", "10", "11", "13"):
                    targets = self.other(inner.sources, sources) or named or self.other(inner.targets, sources)
                else:
                    targets = self.other(inner.targets, sources) or named or self.other(inner.sources, sources)
                code = self.lexicon.refined(code, self.words_around(inner.anchor))
                trigger = tuple(sorted({i, inner.anchor}))
                if not sources and (self.s.upos[i] == "NOUN" or is_passive(self.s, i)):
                    sources = tuple(a for a in inner.sources if all(a.start != t.start for t in targets))
                both = bool(sources) and (
                    (inner.reciprocal and family in ("intent", "agree", "fail", "accept")) or "reciprocal" in operator.flags
                )
                return Reading(code, (operator.id, *inner.rules), i, trigger, sources, targets, both,
                               attributed=inner.attributed, consumed=inner.consumed | {i})  # fmt: skip
            if family == "fail":
                return self._marked(i, operator, inner, "negated")  # "failed to pass the bill"
        heads = self.heads(objects(self.s, i)) if self.s.upos[i] != "NOUN" else []
        if operator.objects and operator.object_cameo and operator.objects & self.lemmas(heads):
            targets = self.targets(i, operator.to, sources)
            return Reading(operator.object_cameo, (operator.id,), i, (i,), sources, targets, consumed=frozenset({i}))
        if operator.bare and self.s.upos[i] != "NOUN":
            targets = self.targets(i, operator.to, sources)
            words = self._words_only(i)
            if not targets and sources and not words and family in ("intent", "reject", "threaten", "agree"):
                targets = self._named_below(i, sources)
            for k in self.s.children_with(i, "xcomp") if family == "reject" and not targets else ():
                targets = self.targets(k, None, sources)  # "refused to answer the demand of …"
            together = "reciprocal" in operator.flags and len({a.code for a in sources}) > 1
            acts = bool(self.s.children_with(i, "xcomp")) and not words
            if targets or together or (sources and family in ("reject", "intent", "agree", "threaten") and (heads or acts)):
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

    def _words_only(self, i: int) -> bool:
        """Tell whether what is promised or refused is only to speak ("refused to comment")."""
        return bool(_SPEAKING & {self.s.lemmas[k].lower() for k in self.s.children_with(i, "xcomp", "ccomp")})

    def _named_below(self, i: int, sources: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Return the first other actor named in an infinitive that no rule reads ("refused to attend the Peruvian talks")."""
        for clause in self.s.children_with(i, "xcomp", "advcl"):
            for k in self.s.subtree(clause):
                if k > i and self.who.covers(k):
                    found = self.other(self.who.strong(k), sources)
                    own = {a.code for a in sources}
                    if any(a.code not in own for a in found):
                        return found
        return ()

    def _warning(self, i: int, operator: Operator, inner: Reading | None, sources: tuple[Actor, ...]) -> Reading | None:
        """Read "warned X that it would …" as a threat of its own deed; a warning of others' deeds stays a plain one."""
        targets = self.targets(i, operator.to, sources)
        if inner is not None and is_conflict(inner) and self.same(inner.sources, sources):
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
        clause = next((k for k in self.s.children(i) if relation(self.s, k) in ("ccomp", "parataxis")), self.s.heads[i])
        if clause >= 0 and (own := self._own_of(clause, sources)) and (others := self.condition_subjects(clause, own)):
            sources, targets = sources or own, others  # "would respond if NATO …, the ministry warned"
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

    def _own_of(self, clause: int, sources: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Return who acts in a clause, where that is the speaker."""
        agents = self.sources(clause)
        return agents if self.same(agents, sources) and modality(self.s, clause).hypothetical else ()

    def _said(self, i: int, inner: Reading | None) -> Reading | None:
        if inner is None:
            return None
        speakers = self.sources(i)
        demanded = self._demanded(i, inner, speakers)
        if demanded is not None:
            return demanded
        return replace(
            inner,
            attributed=inner.attributed or speakers,
            sources=inner.sources or (speakers if self._has_no_agent(inner) else ()),
            consumed=inner.consumed | {i},
        )

    def _demanded(self, i: int, inner: Reading, speakers: tuple[Actor, ...]) -> Reading | None:
        """Read "said that X must release the sailors" as a demand on X, "should" as an appeal."""
        own = modality(self.s, inner.anchor)
        if not (own.must or own.should) or own.negated or not speakers or self.same(inner.sources, speakers):
            return None
        family = "demand" if own.must else "appeal"
        code = self.lexicon.compose(family, inner.cameo)
        if code is None:
            return None
        return Reading(
            code, (f"modal.{family}", *inner.rules), i, tuple(sorted({i, inner.anchor})), speakers, inner.sources,
            consumed=inner.consumed | {i},
        )  # fmt: skip

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
            return replace(inner, sources=inner.sources or own, consumed=inner.consumed | {i})
        if operator.family == "aspect":
            infinitives = [k for k in s.children_with(i, "advcl") if s.tags[k] == "VB" and k > i]  # "voted on Monday to leave"
            for k in (*s.children_with(i, "xcomp"), *infinitives):
                inner = self.read(k, inner=True, depth=depth + 1)
                if inner is not None:
                    return replace(inner, anchor=i, consumed=inner.consumed | {i})
        heads = self.heads(objects(s, i))
        lemma = s.lemmas[i].lower()  # "voted for a law", "entered into talks", "were engaged in a dialogue"
        heads += self.heads(o.head for o in obliques(s, i) if f"{lemma}-{o.preposition}" in operator.verbs)
        for h in heads:
            inner = self.read(h, inner=True, depth=depth + 1) if self._carries(operator, h) else None
            if inner is None:
                continue
            sources = self.sources(i)
            named = self.in_slots((*self._noun_to(inner), "iobj", *DEFAULT_TO[2:-1]), i, [h])
            targets = self.other(inner.targets, sources) or self.other(named, sources)
            if not sources:
                sources = tuple(a for a in inner.sources if all(a.start != t.start for t in targets))
            elif not targets:
                targets = self.other(inner.sources, sources)
            return replace(inner, anchor=i, trigger=tuple(sorted({i, *inner.trigger})), sources=sources, targets=targets,
                           consumed=inner.consumed | {i})  # fmt: skip
        things = [h for h in objects(s, i) if f"{lemma}-{s.lemmas[h].lower()}" not in operator.verbs]  # "talks took place"
        if not is_passive(s, i) and not things:
            for h in subjects(s, i):  # "talks between A and B began"
                if s.upos[h] == "NOUN" and self.lexicon.noun_deeds.get(s.lemmas[h].lower()) and self._carries(operator, h):
                    inner = self.read(h, inner=True, depth=depth + 1)
                    if inner is not None:
                        return replace(
                            inner, anchor=i, trigger=tuple(sorted({i, *inner.trigger})), consumed=inner.consumed | {i}
                        )
        return None

    def _carries(self, operator: Operator, head: int) -> bool:
        """Tell whether a light verb may carry what a noun names."""
        lemmas = self.lemmas([head])
        return not operator.not_objects & lemmas and (not operator.objects or bool(operator.objects & lemmas))

    def _noun_to(self, inner: Reading) -> tuple[str, ...]:
        deed = self.lexicon.by_id.get(inner.rules[-1])
        return (deed.to if deed is not None else None) or ()

    def _complement(self, i: int, operator: Operator, depth: int) -> Reading | None:
        """Return the reading of the deed an operator governs."""
        s = self.s
        clauses = [k for k in s.children(i) if self._is_complement(i, k, operator.family)]
        nouns = [] if s.upos[i] == "NOUN" else self.heads(objects(s, i))
        allowed = _COMPLEMENT_PREPOSITIONS - {"against"} if operator.family == "warn" else _COMPLEMENT_PREPOSITIONS
        behind = [o.head for o in obliques(s, i) if o.preposition.split()[0] in allowed]
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
        if operator.family in ("intent", "agree", "reject", "threaten") and s.upos[i] == "VERB":
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

    def _is_complement(self, i: int, k: int, family: str) -> bool:
        s, kind = self.s, relation(self.s, k)
        if kind in ("xcomp", "ccomp"):
            return True
        if s.deps[k] == "acl:relcl":
            return s.lemmas[i].lower() in self.lexicon.classes["law"]  # "a bill that imposes sanctions"
        if kind == "advcl" and family not in _WITH_INFINITIVE:
            return False  # a purpose: "halted aid … to end the fighting"
        if kind == "advcl" and s.tags[k] == "VBG":  # "refrained from criticising", "insisted on leaving"
            return k > i and any(s.words[m].lower() in _GERUND_MARKS for m in s.children_with(k, "mark", "case"))
        return k > i and ((kind == "acl" and s.tags[k] in ("VB", "VBG")) or (kind == "advcl" and s.tags[k] == "VB"))


def is_conflict(reading: Reading) -> bool:
    """Tell whether what was read is verbal or material conflict."""
    return cameo(reading.cameo).quad.endswith("conflict")
