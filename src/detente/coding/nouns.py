"""Nouns that name a deed or an operator: "the arrest of three Peruvians by Norway", "Norway's refusal to meet …"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.coding.arguments import obliques, relation, subjects
from detente.coding.conditions import CIVIL, Conditions
from detente.coding.grammar import words
from detente.coding.lexicon import base_of_gerund
from detente.coding.reading import Reading
from detente.coding.rules import Deed

_AHEAD = words("ahead")


class NounReader(Conditions):
    """Reads nouns; `read` (in `Reader`) reads the deed that an operator noun governs."""

    def noun(self, n: int, depth: int) -> Reading | None:
        """Return what a noun says was done."""
        s = self.s
        lemma = s.lemmas[n].lower()
        keys = [f"{s.lemmas[k].lower()}-{lemma}" for k in s.children_with(n, "compound", "amod", "nmod") if k < n]
        if any(key in self.lexicon.classes["idle"] for key in keys):
            return None
        around = obliques(s, n) + (obliques(s, s.heads[n]) if relation(s, n) == "obj" else [])
        keys += [f"{lemma}-{o.preposition.split()[0]}-{s.lemmas[o.head].lower()}" for o in around]
        keys += [*(f"{lemma}-{o.preposition.split()[0]}" for o in around), lemma]
        for key in keys:
            for operator in self.lexicon.noun_operators.get(key, ()):
                found = self.operator(n, operator, depth)
                if found:
                    return found
            for deed in self.lexicon.noun_deeds.get(key, ()):
                things = [o.head for o in around if o.preposition in ("of", "on")]
                if deed.objects and not deed.objects & self.lemmas(things):
                    continue  # "the release of the sailors", not "of the report"
                if "group" not in deed.flags or self._is_civil(n):
                    return self.noun_deed(n, deed)
        gerund = self._gerund(n)
        if gerund is not None:
            return self.noun_deed(n, gerund, to=("of", "on", "against", "in"))
        for key in keys:
            for operator in self.lexicon.noun_operators.get(key, ()):
                carried = relation(self.s, n) in ("obj", "obl", "nsubj") and not s.children_with(n, "cop")
                if not operator.bare or operator.family not in ("demand", "appeal", "threaten", "reject", "intent"):
                    continue
                own = tuple(self.who.possessors(n))
                targets = self.targets(n, operator.to, own)
                if (carried and operator.family not in ("reject", "intent")) or (own and targets):
                    return Reading(operator.bare, (operator.id,), n, (n,), own, targets, consumed=frozenset({n}))
        return None

    def _gerund(self, n: int) -> Deed | None:
        """Return the material deed that a noun in -ing names: "the torching of a Peruvian warehouse"."""
        word = self.s.words[n].lower()
        if not word.endswith("ing") or not any(o.preposition == "of" for o in obliques(self.s, n)):
            return None
        deeds = self.lexicon.verb_deeds.get(base_of_gerund(word, self.lexicon.verb_deeds), ())
        plain = (d for d in deeds if d.cameo[:2] >= "15" and not (d.objects or d.complements or d.on or d.clause))
        return next(plain, None)

    def _is_civil(self, n: int) -> bool:
        """Tell whether citizens carry what a noun names ("dockers began a strike"), not a state or its forces."""
        verb = self.s.heads[n]
        agents = subjects(self.s, verb) if verb >= 0 and relation(self.s, n) in ("obj", "obl") else []
        named = [a for h in agents for a in self.who.strong(h)] or self.who.possessors(n)
        civil = any(a.sector in CIVIL for a in named)
        return civil or bool(self.lemmas(agents) & self.lexicon.classes["civil"])

    def noun_deed(self, n: int, deed: Deed, *, to: Sequence[str] | None = None) -> Reading:
        """Return the reading of a rule that fired on a noun: who does it, to whom."""
        code = self.lexicon.refined(deed.cameo, self.words_around(n))
        around = obliques(self.s, n)
        things = [o.head for o in around if o.preposition in ("of", "on")]
        doers = [o.head for o in around if o.preposition == "by"]  # "an attack by rebels on a post", hung on the rebels
        targets = self.in_slots(to or deed.to or (), n, things or doers or [n])
        reciprocal = "reciprocal" in deed.flags
        holders = self.who.possessors(n)
        if not holders and deed.cameo[:2] == "04":
            holders = self.who.owners(n)  # "his meeting with Peru's president"
        own = [a for a in holders if all(a.start != t.start for t in targets)]
        if not targets and any(o.preposition == "of" for o in around):
            targets = self.in_slots(("of",), n, [n])
            own = [a for a in own if all(a.start != t.start for t in targets)]
        if not own and self.s.children_with(n, "cop") and self.s.children_with(n, "case"):  # "is on a visit to Peru"
            own = [a for h in subjects(self.s, n) for a in self.who.either(h)]
        reading = Reading(code, (deed.id,), n, (n,), tuple(own), tuple(targets), reciprocal, consumed=frozenset({n}))
        return self._planned(reading) if deed.cameo[:2] == "04" else reading

    def _planned(self, reading: Reading) -> Reading:
        """Read "the upcoming visit" as a plan to visit."""
        s, n = self.s, reading.anchor
        code = self.lexicon.compose("intent", reading.cameo)
        if code is None or not any(s.lemmas[k].lower() in _AHEAD for k in s.children_with(n, "amod")):
            return reading
        return replace(reading, cameo=code, rules=("ahead", *reading.rules), status="future")
