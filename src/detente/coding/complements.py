"""Where the deed stands that an operator or light verb governs: infinitive, clause, object, behind a preposition."""

from __future__ import annotations

from dataclasses import replace

from detente.coding.arguments import conjuncts, is_passive, objects, obliques, relation
from detente.coding.grammar import words
from detente.coding.reading import Reading
from detente.coding.rules import Operator
from detente.coding.slots import Slots

_TABLES = frozenset({"intent", "agree", "demand", "appeal", "reject", "threaten", "end", "conclude", "ease", "accept", "fail"})
_WITH_INFINITIVE = frozenset({"intent", "agree", "demand", "appeal", "reject", "threaten", "fail", "aspect", "denial", "doubt"})
_GERUND_MARKS = frozenset({"from", "of", "on", "to", "about"})
_COMPLEMENT_PREPOSITIONS = words("complement_prepositions")


class Complements(Slots):
    """Finds what an operator governs; `read` (in `Reader`) says what it is."""

    def read(self, i: int, *, inner: bool = False, depth: int = 0) -> Reading | None:
        """Return what token i says was done."""
        raise NotImplementedError

    def complement(self, i: int, operator: Operator, depth: int) -> Reading | None:
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
        order = [*clauses, *behind, *nouns] if operator.family == "appeal" else [*clauses, *nouns, *behind]
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
