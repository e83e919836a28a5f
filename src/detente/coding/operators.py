"""Operators: words that turn a deed into another one (promise, demand, refuse, end it) or only carry it (hold talks, say that).

The deed is found in the operator's complement; `compose.toml` gives the code of the two together.
"""

from __future__ import annotations

from dataclasses import replace

from detente.coding.arguments import is_passive, objects, obliques, prepositions, relation
from detente.coding.carriers import Carriers
from detente.coding.grammar import words
from detente.coding.reading import Reading
from detente.coding.rules import Operator
from detente.coding.status import modality
from detente.ontology import cameo
from detente.records import Actor, Status

_ENDING = frozenset({"end", "conclude"})
_SPEAKING = words("speech") | words("speaking")
_WHERE = frozenset({"in", "at", "near", "outside", "inside"})
_QUESTIONS = frozenset({"whether", "if", "what", "why", "how", "who", "when", "where", "which"})


class OperatorReader(Carriers):
    """Reads operators; `read` (in `Reader`) gives the deed below."""

    def operator(self, i: int, operator: Operator, depth: int) -> Reading | None:
        """Return what an operator at token i makes of the deed it governs."""
        family = operator.family
        if family in ("light", "aspect"):
            return self.light(i, operator, depth)
        if family == "undergo":
            return self.undergone(i, operator, depth)
        inner = self.complement(i, operator, depth)
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
        things = [o.head for o in obliques(self.s, i)] if self.s.upos[i] == "NOUN" else objects(self.s, i)
        heads = [h for h in things if self.s.lemmas[h].lower() in self.lexicon.classes["demand"]]
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
        if family == "demand" and inner is not None and self._is_own_doing(inner, sources):
            trigger = tuple(sorted({i, *inner.trigger}))  # "ordered its navy to fire on Peruvian trawlers"
            return replace(inner, anchor=i, trigger=trigger, sources=sources, rules=(operator.id, *inner.rules),
                           consumed=inner.consumed | {i})  # fmt: skip
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
            if family == "fail" or (family in _ENDING and self.s.tags[inner.anchor] == "VBG" and is_conflict(inner)):
                return self._marked(i, operator, inner, "negated")  # "failed to pass the bill", "stopped criticising Peru"
        heads = self.heads(objects(self.s, i)) if self.s.upos[i] != "NOUN" else []
        if operator.objects and operator.object_cameo and operator.objects & self.lemmas(heads):
            targets = self.targets(i, operator.to, sources)
            return Reading(operator.object_cameo, (operator.id,), i, (i,), sources, targets, consumed=frozenset({i}))
        if operator.bare and self.s.upos[i] != "NOUN" and not (family == "appeal" and self._asks_question(i)):
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

    def _is_own_doing(self, inner: Reading, sources: tuple[Actor, ...]) -> bool:
        """Tell whether who is told to act belongs to the state that tells, and acts on another."""
        own = {a.code for a in sources if a.code is not None}
        return bool(own and inner.sources) and {a.code for a in inner.sources} <= own < own | {a.code for a in inner.targets}

    def _asks_question(self, i: int) -> bool:
        """Tell whether "ask" only means a question: "asked about Peru", "asked whether …", "was asked in Lima"."""
        s = self.s
        if s.lemmas[i].lower() != "ask" or s.children_with(i, "xcomp"):
            return False
        marks = {s.words[m].lower() for k in s.children_with(i, "ccomp", "advcl") for m in s.children(k)}
        return is_passive(s, i) or bool(marks & _QUESTIONS) or any(o.preposition in ("about", "on") for o in obliques(s, i))

    def _words_only(self, i: int) -> bool:
        """Tell whether what is promised or refused is only to speak ("refused to comment")."""
        return bool(_SPEAKING & {self.s.lemmas[k].lower() for k in self.s.children_with(i, "xcomp", "ccomp")})

    def _named_below(self, i: int, sources: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Return the first other actor named in an infinitive that no rule reads ("refused to attend the Peruvian talks")."""
        for clause in self.s.children_with(i, "xcomp", "advcl"):
            for k in self.s.subtree(clause):
                if k > i and self.who.covers(k) and (prepositions(self.s, k) or "") not in _WHERE:
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


def is_conflict(reading: Reading) -> bool:
    """Tell whether what was read is verbal or material conflict."""
    return cameo(reading.cameo).quad.endswith("conflict")
