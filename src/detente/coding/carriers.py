"""Words that only carry a deed: "held talks", "began to withdraw", "came under fire"."""

from __future__ import annotations

from dataclasses import replace

from detente.coding.arguments import is_passive, objects, obliques, subjects
from detente.coding.complements import Complements
from detente.coding.grammar import words
from detente.coding.reading import Reading
from detente.coding.rules import Operator
from detente.coding.slots import DEFAULT_TO, distinct

_REASONS = words("reasons")


class Carriers(Complements):
    """Reads verbs and nouns that pass on the deed that another word names."""

    def light(self, i: int, operator: Operator, depth: int) -> Reading | None:
        """Pass on the deed that a light verb carries ("held talks", "began to withdraw", "talks began")."""
        s = self.s
        if s.upos[i] == "NOUN":
            inner = self.complement(i, operator, depth)
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
        around = [o for o in obliques(s, i) if not (o.preposition == "in" and s.lemmas[o.head].lower() in _REASONS)]
        heads += self.heads(o.head for o in around if f"{lemma}-{o.preposition}" in operator.verbs)
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

    def undergone(self, i: int, operator: Operator, depth: int) -> Reading | None:
        """Read a deed told from the other end: "came under fire from Peru", "drew a rebuke from Peru"."""
        s, lemma = self.s, self.s.lemmas[i].lower()
        passive = is_passive(s, i)
        around = obliques(s, i)
        roots = [o.head for o in around if f"{lemma}-{o.preposition.split()[0]}" in operator.verbs]
        if lemma in operator.verbs and not passive:
            roots = [*objects(s, i), *roots]
        heads = self.heads(roots)
        for h in heads:
            if s.upos[h] != "NOUN" or operator.not_objects & self.lemmas([h]):
                continue
            inner = self.read(h, inner=True, depth=depth + 1)
            if inner is None and operator.objects & self.lemmas([h]):
                around = [*around, *obliques(s, h)]  # "at the hands of Peru"
                inner = Reading(operator.object_cameo, (), h, (h,), (), (), consumed=frozenset({h}))
            if inner is None or inner.reciprocal:
                continue
            victims = distinct(a for k in (objects(s, i) if passive else subjects(s, i)) for a in self.who.either(k))
            doers = distinct(a for k in heads for a in self.who.possessors(k)) or distinct(
                a for o in around if o.preposition in ("from", "by", "of") for a in self.who.either(o.head)
            )
            doers = self.other(doers, victims)
            if victims and doers:
                return replace(inner, anchor=i, trigger=tuple(sorted({i, *inner.trigger})), sources=doers, targets=victims,
                               rules=(operator.id, *inner.rules), consumed=inner.consumed | {i})  # fmt: skip
        return None

    def _carries(self, operator: Operator, head: int) -> bool:
        """Tell whether a light verb may carry what a noun names."""
        lemmas = self.lemmas([head])
        return not operator.not_objects & lemmas and (not operator.objects or bool(operator.objects & lemmas))

    def _noun_to(self, inner: Reading) -> tuple[str, ...]:
        deed = self.lexicon.by_id.get(inner.rules[-1])
        return (deed.to if deed is not None else None) or ()
