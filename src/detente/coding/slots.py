"""Where sources and targets of a deed stand: subject, object, prepositions, inside the object's noun phrase."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from detente.coding.arguments import (
    PARTICLES,
    Oblique,
    antecedent,
    companions,
    conjuncts,
    content_heads,
    indirect_objects,
    is_passive,
    objects,
    obliques,
    prepositions,
    relation,
    subjects,
)
from detente.coding.grammar import word_list, words
from detente.coding.participants import Participants
from detente.coding.references import PLURAL_PRONOUNS, SINGULAR_PRONOUNS
from detente.coding.rules import Lexicon
from detente.language import Sentence
from detente.records import Actor

DEFAULT_TO = ("obj", "iobj", *word_list("target_prepositions"), "object")
# Where a target may stand though its rule does not say so: places and what the object noun belongs to.
_LAST_RESORT = ("object", *word_list("place_prepositions"))
_NO_PLACES = ("with", "object", "between", "to", "of", "for", "from")
_STATIVE = words("stative")
_AIMED = words("aimed")
_BORDERS = words("borders")
_PEOPLE = frozenset({"person", "people", "national", "citizen", "civilian"})
_WEAPON_NAMES = words("weapon_names")
_POSSESSIVE = frozenset({"its", "his", "her", "their"})


class Slots:
    """The slots of one sentence: who stands where around a verb or noun."""

    def __init__(self, sentence: Sentence, participants: Participants, lexicon: Lexicon) -> None:
        self.s, self.who, self.lexicon = sentence, participants, lexicon

    def clause(self, v: int) -> int | None:
        """Return the verb of the clause that a verb governs ("said that …")."""
        kids = self.s.children_with(v, "ccomp")
        return kids[0] if kids else None

    def sources(self, i: int) -> tuple[Actor, ...]:
        """Return who does what token i says."""
        if self.s.upos[i] in ("NOUN", "PROPN"):
            return tuple(self.who.possessors(i))
        heads = subjects(self.s, i)
        if self.s.upos[i] == "ADJ" or (self.s.lemmas[i].lower() in _STATIVE and is_passive(self.s, i)):
            heads = [h for k in self.s.children_with(i, "nsubj", "nsubj:pass", "expl") for h in conjuncts(self.s, k)]
            if not heads and relation(self.s, i) == "xcomp":  # "stands ready to sell"
                heads = subjects(self.s, i)
        if heads and not is_passive(self.s, i):
            heads = [*heads, *companions(self.s, i)]
        found = distinct(a for h in heads for a in self._doers(h)) or self._makers(heads) or self._behind_deed(i)
        if not found and not is_passive(self.s, i) and self.s.tags[i] in ("VBD", "VBZ", "VBP"):
            found = tuple(self.who.just_before(i))
        return found

    def _doers(self, head: int) -> list[Actor]:
        """Return who acts in a noun phrase; "an agreement in Lima" that eases visas is not Lima's."""
        noun = antecedent(self.s, head)
        paper = self.s.lemmas[noun].lower() in self.lexicon.classes["agreement"] | self.lexicon.classes["law"]
        return self.who.strong(head) or (self.who.possessors(noun) if paper else self.who.weak(head))

    def _behind_deed(self, i: int) -> tuple[Actor, ...]:
        """Return whose attack it was in which somebody "was killed": "in Peruvian shelling", "in a strike by Peru"."""
        if not is_passive(self.s, i):
            return ()
        around = [o for o in obliques(self.s, i) if o.preposition in ("in", "by", "during", "under")]
        violent = [o.head for o in around if self._is_violent(o.head)]
        return distinct(a for n in violent for a in self.who.possessors(n))

    def _is_violent(self, n: int) -> bool:
        """Tell whether a noun names an assault, alone or with the noun before it ("mortar fire")."""
        s, lemma = self.s, self.s.lemmas[n].lower()
        keys = [lemma, *(f"{s.lemmas[k].lower()}-{lemma}" for k in s.children_with(n, "compound"))]
        return any(d.cameo >= "18" for key in keys for d in self.lexicon.noun_deeds.get(key, ()))

    def _makers(self, heads: Iterable[int]) -> tuple[Actor, ...]:
        """Return who is behind a thing that acts: "a drone launched by Peru struck …"."""
        participles = (k for h in heads for k in self.s.children_with(h, "acl") if is_passive(self.s, k))
        return distinct(a for k in participles for h in subjects(self.s, k) for a in self.who.either(h))

    def targets(
        self, i: int, to: Sequence[str] | None, sources: Sequence[Actor], *, mutual: bool = False, only: bool = False
    ) -> tuple[Actor, ...]:
        """Return the actors at whom the deed is aimed.

        `mutual` deeds (meet, sign, agree) take no place names for partners; `only` the rule's own slots count.
        """
        heads = objects(self.s, i) if self.s.upos[i] not in ("NOUN", "PROPN") else []
        behind = self._behind(i, heads)
        own = {a.code for a in sources if a.code is not None}
        last = () if only or to == () or (mutual and len(own) > 1) else _NO_PLACES if mutual else _LAST_RESORT
        domestic: tuple[Actor, ...] = ()
        inland = [o for o in behind if self.s.lemmas[o.head].lower() not in _BORDERS]  # "on the Peruvian border": a place
        slots = [(slot, behind) for slot in (DEFAULT_TO if to is None else to)] + [(slot, inland) for slot in last]
        for slot, there in slots:
            found = self.other(distinct(self._in_slot(slot, i, heads, there)), sources)
            if any(a.code not in own for a in found):
                return found
            domestic = domestic or found
        return domestic

    def in_slots(self, to: Sequence[str], i: int, object_heads: Sequence[int]) -> tuple[Actor, ...]:
        """Return the actors of the first slot that names any."""
        behind = self._behind(i, object_heads)
        for slot in to:
            found = self._in_slot(slot, i, object_heads, behind)
            if found:
                return distinct(found)
        return ()

    def condition_subjects(self, v: int, sources: Sequence[Actor]) -> tuple[Actor, ...]:
        """Return the others on whose act a clause depends ("… if Peru does not pay"); the clause may hang on the verb above."""
        own = {a.code for a in sources}
        around = [*self.s.children(v), *(self.s.children(self.s.heads[v]) if self.s.heads[v] >= 0 else ())]
        for k in around:
            if k != v and any(self.s.words[m].lower() in ("if", "unless", "until") for m in self.s.children_with(k, "mark")):
                named = distinct(a for h in subjects(self.s, k) for a in self.who.either(h) if a.code not in own)
                if named:
                    return named
        return ()

    def _behind(self, i: int, object_heads: Sequence[int]) -> list[Oblique]:
        """Return what stands behind a preposition after a word or after its objects."""
        s = self.s
        things = [h for h in self.heads(object_heads) if h != i]
        aimed = [k for h in things for k in s.children_with(h, "acl") if s.lemmas[k].lower() in _AIMED]
        return [*obliques(s, i), *(o for h in (*things, *aimed) for o in obliques(s, h))]

    def _in_slot(self, slot: str, i: int, object_heads: Sequence[int], behind: Sequence[Oblique]) -> list[Actor]:
        s = self.s
        if slot == "obj":
            if not object_heads:  # a particle that the parser took for a preposition: "shot down a drone"
                return [a for o in behind if o.preposition in PARTICLES for a in self.who.either(o.head)]
            return [a for h in self.heads(object_heads) for a in self.who.strong(h)]
        if slot == "iobj":
            return [a for h in indirect_objects(s, i) for a in self.who.either(h)]
        if slot == "object":
            heads = object_heads or [o.head for o in behind if o.preposition in PARTICLES]
            return [a for h in self.heads(heads) for a in self._belonging(h)]
        if slot == "clause":
            clause = self.clause(i)
            below = subjects(s, clause) or objects(s, clause) if clause is not None else []
            return [a for h in below for a in self.who.either(h)]
        there = [h for o in behind if o.preposition.split()[0] == slot for h in conjuncts(s, o.head)]
        return [a for h in there for a in self.who.either(h, friendly=slot == "for")]

    def _belonging(self, head: int) -> list[Actor]:
        """Return whose thing a noun phrase is; a deed is the doer's ("welcomed the release of three Peruvians by Norway")."""
        if self.s.lemmas[head].lower() in self.lexicon.noun_deeds and (doers := self.who.possessors(head)):
            return doers
        return self.who.strong(head) or self.who.weak(head)

    def other(self, actors: Iterable[Actor], sources: Sequence[Actor]) -> tuple[Actor, ...]:
        """Drop from targets whoever is the source by the same words or through "its own"."""
        taken = {(a.start, a.end) for a in sources}
        names = {a.name for a in sources}
        pronouns = SINGULAR_PRONOUNS | PLURAL_PRONOUNS
        codes = {a.code for a in sources}
        return distinct(
            a
            for a in actors
            if (a.start, a.end) not in taken
            and not (a.text.lower() in pronouns and a.name in names)
            and not (a.code in codes and a.text.split(" ")[0].lower() in _POSSESSIVE)  # "withdrew its troops"
        )

    @staticmethod
    def same(some: Sequence[Actor], others: Sequence[Actor]) -> bool:
        """Tell whether two sides share a state, or the first names nobody."""
        return bool({a.code for a in some} & {a.code for a in others}) or not some

    def heads(self, heads: Iterable[int]) -> list[int]:
        """Return the nouns that noun phrases are about, each once."""
        return list(dict.fromkeys(h for k in heads for h in content_heads(self.s, k)))

    def lemmas(self, heads: Iterable[int]) -> set[str]:
        """Return the lemmas of noun phrases, with a modifier before them too ("credit-line").

        A plural that the lemmatizer left ("troops") counts without its s; a weapon's name counts with a capital only.
        """
        s, nouns = self.s, self.heads(heads)
        lemmas = {s.lemmas[h].lower() for h in nouns}
        if any(map(self.who.is_people, nouns)):
            lemmas |= _PEOPLE
        if any(s.words[h][:1].isupper() and s.lemmas[h].lower().removesuffix("s") in _WEAPON_NAMES for h in nouns):
            lemmas.add("weapon")
        lemmas |= {f"{s.lemmas[k]}-{s.lemmas[h]}".lower() for h in nouns for k in s.children_with(h, "compound", "amod")}
        return lemmas | {f"{w[:-3]}y" if w.endswith("ies") else w.removesuffix("s") for w in lemmas}

    def words_around(self, i: int) -> set[str]:
        """Return the words around a deed that can name its domain: its noun phrase, its object's, not whole clauses."""
        s = self.s
        stack, seen = [i, *self.heads(objects(s, i) if s.upos[i] not in ("NOUN", "PROPN") else [])], set()
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


def distinct(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """Return the actors, each mention once."""
    seen: dict[tuple[int, int, str | None], Actor] = {}
    for actor in actors:
        seen.setdefault((actor.start, actor.end, actor.code), actor)
    return tuple(seen.values())
