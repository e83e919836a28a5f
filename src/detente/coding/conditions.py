"""Whether all that a verb's rule asks for is there: kinds of subject, object and predicate, words beside it or absent."""

from __future__ import annotations

from detente.actors import role
from detente.coding.arguments import PARTICLES, is_passive, is_temporal, objects, obliques, prepositions, relation, subjects
from detente.coding.operators import OperatorReader, is_conflict
from detente.coding.participants import Participants
from detente.coding.rules import Deed, Lexicon
from detente.language import Sentence

CIVIL = frozenset({"OPP", "CVL", "LAB", "EDU", "REL"})  # sectors of citizens, not of the state
ARMED = frozenset({"MIL", "COP", "REB"})
_TOGETHER = frozenset({"jointly", "together"})
_BESIDE = ("obl", "obj", "advmod", "xcomp", "iobj", "nmod")  # or a particle
_MATERIAL = ("14", "17", "18", "19", "20")  # what an earthquake or a disease cannot do: coerce, assault, fight


class Conditions(OperatorReader):
    """What verbs' rules ask of a sentence; `holds` answers for a whole rule."""

    def __init__(self, sentence: Sentence, participants: Participants, lexicon: Lexicon) -> None:
        super().__init__(sentence, participants, lexicon)
        self._clauses: dict[int, set[str]] = {}
        self._lemmas_near: dict[tuple[str, int], set[str]] = {}

    def things(self, v: int) -> list[int]:
        """Return the objects of a verb; a particle taken for a preposition ("brushed aside the call") still has its object."""
        return objects(self.s, v) or [o.head for o in obliques(self.s, v) if o.preposition in PARTICLES | {"in"}]

    def beside_heads(self, v: int) -> list[int]:
        """Return the heads of what hangs on a verb and may make a phrase with it, particles too."""
        return [k for k in self.s.children(v) if relation(self.s, k) in _BESIDE or self.s.deps[k] == "compound:prt"]

    def _near(self, what: str, v: int) -> set[str]:
        """Return the lemmas of what stands around a verb, worked out once for all rules that ask."""
        known = self._lemmas_near.get((what, v))
        if known is None:
            known = self._lemmas_near[what, v] = self._look(what, v)
        return known

    def _look(self, what: str, v: int) -> set[str]:
        s = self.s
        if what == "around":
            return self.words_around(v) | self.lemmas(self.beside_heads(v))
        heads = self.things(v) if what == "things" else subjects(s, v) if what == "subjects" else objects(s, v)
        if what == "complements":
            kinds = ("xcomp", "obj", "ccomp", "advcl", "iobj")
            behind = [o.head for k in (v, *heads) for o in obliques(s, k) if o.preposition == "as"]
            named = [k for k in s.children(v) if relation(s, k) in kinds] + behind
            return self._reproach(named) or self.lemmas(named)
        if what == "behind":
            after = [o.head for o in (*obliques(s, v), *(o for h in heads for o in obliques(s, h)))]
            return self.lemmas(
                after + [h for h in heads if prepositions(s, h)]
            )  # "pulled out of the treaty", "out" for a particle
        return self.lemmas(heads)

    def holds(self, deed: Deed, v: int, inner: bool, depth: int) -> bool:
        """Tell whether all that a rule asks for is there."""
        s, flags, near = self.s, deed.flags, self._near
        if deed.objects and not deed.objects & near("things", v):
            return False
        if deed.has and not self._has(deed, v):
            return False
        if (deed.not_objects and deed.not_objects & near("objects", v)) or (
            deed.subjects and not deed.subjects & near("subjects", v)
        ):
            return False
        if deed.complements and not deed.complements & near("complements", v):
            return False
        if deed.on and not deed.on & near("behind", v):
            return False
        if deed.cameo[:2] in _MATERIAL and self._is_nature(v):
            return False
        if deed.unless and deed.unless & near("around", v):
            return False
        if "infinitive" in flags and not self.tells_to(v):
            return False
        if "intent_only" in flags and not inner:
            return False
        if deed.clause:
            clause = self.clause(v)
            below = self.read(clause, inner=True, depth=depth + 1) if clause is not None else None
            if below is None or not is_conflict(below):
                return False
        if "active" in flags and is_passive(s, v):
            return False
        if "transitive" in flags and not objects(s, v):
            return False
        if "no_object" in flags and s.children_with(v, "obj"):
            return False
        if "person_object" in flags and not any(map(self._is_person, self.heads(objects(s, v)))):
            return False
        if "no_sport" in flags and self.lexicon.classes["sport"] & {w.lower() for w in s.lemmas}:
            return False
        if "benign" in flags and self._lets_conflict(v, depth):
            return False
        if "force_subject" in flags and not self._is_force(v):
            return False
        if "person" in flags and self._is_force(v):
            return False
        if "bare" in flags and not self._is_bare(v):
            return False
        if "state_target" in flags and not any(a.code and not a.sector for h in objects(s, v) for a in self.who.strong(h)):
            return False
        if "person_target" in flags and not any(
            s.upos[h] != "PRON" and (self.who.strong(h) or (self._is_person(h) and self.who.weak(h))) for h in objects(s, v)
        ):
            return False
        if "person_subject" in flags and not any(map(self._is_person, self.heads(subjects(s, v)))):
            return False
        if "group" in flags and not (
            self.lemmas(subjects(s, v)) & self.lexicon.classes["civil"]
            or any(a.sector in CIVIL for h in subjects(s, v) for a in self.who.strong(h))
        ):
            return False
        return not ("air" in flags and not self.lemmas(subjects(s, v)) & self.lexicon.classes["air"])

    def _reproach(self, named: list[int]) -> set[str]:
        """Return the adjectives of blame before a predicate noun: they outweigh the noun ("called Peru a bad friend")."""
        s = self.s
        predicate = max((k for k in named if relation(s, k) != "obj" or len(named) > 1), default=None)
        before = () if predicate is None else s.children_with(predicate, "amod")
        return {s.lemmas[k].lower() for k in before} & self.lexicon.classes["negative"]

    def _is_nature(self, v: int) -> bool:
        """Tell whether a disease, an accident or a disaster does what a verb says, also one with a name ("Cyclone Idai")."""
        s, nature = self.s, self.lexicon.classes["nature"]
        named = (h for h in subjects(s, v) if s.upos[h] == "PROPN")
        parts = {s.lemmas[k].lower() for h in named for k in s.children_with(h, "compound", "flat", "amod")}
        return bool(nature & (parts | self._near("subjects", v)))

    def _has(self, deed: Deed, v: int) -> bool:
        """Tell whether of each list of alternatives one stands in the clause, all its words."""
        clause = self._clauses.get(v)
        if clause is None:
            below = [w for k in self.s.subtree(v) for w in (self.s.lemmas[k].lower(), self.s.words[k].lower())]
            clause = self._clauses[v] = {part for word in below for part in (word, *word.split("-"))}
        return all(any(clause.issuperset(phrase) for phrase in entry) for entry in deed.has)

    def _is_person(self, head: int) -> bool:
        """Tell whether a noun names a human being: a name, a word of the class "person", a role ("editor", "colonel")."""
        lemma = self.s.lemmas[head].lower()
        return self.s.upos[head] == "PROPN" or lemma in self.lexicon.classes["person"] or role(lemma) is not None

    def _is_force(self, v: int) -> bool:
        """Tell whether armed forces do what a verb says."""
        force = self.lemmas(subjects(self.s, v)) & self.lexicon.classes["force"]
        return bool(force) or any(a.sector == "MIL" for a in self.sources(v))

    def jointly(self, v: int) -> bool:
        """Tell whether an adverb says that a deed is done in common."""
        return any(self.s.words[k].lower() in _TOGETHER for k in self.s.children(v))

    def tells_to(self, v: int) -> bool:
        """Tell whether a verb has an object, named and known, that is to do something ("told Peru to withdraw")."""
        s = self.s
        told = any(s.tags[k] == "VB" and k > v for k in s.children_with(v, "xcomp"))
        return told and any(s.upos[h] != "PRON" and self.who.either(h) for h in objects(s, v))

    def is_to_do(self, v: int) -> bool:
        """Tell whether the subject of an active verb is itself to do what the infinitive behind it says ("wants to buy")."""
        s = self.s
        after = v + 1
        while after < len(s) and s.upos[after] == "ADV":
            after += 1
        own = after + 1 < len(s) and s.words[after].lower() == "to" and s.tags[after + 1] in ("VB", "RB")
        return own and not is_passive(s, v)

    def _is_bare(self, v: int) -> bool:
        """Tell whether a verb stands without a second object, a clause, or what is asked for ("for", "on")."""
        s = self.s
        things = [k for k in s.children(v) if s.deps[k] in ("obj", "iobj")]
        clauses = any(relation(s, k) in ("xcomp", "ccomp") for k in s.children(v))
        asked = any(o.preposition in ("for", "on", "upon") and not is_temporal(s, o.head) for o in obliques(s, v))
        return not (len(things) > 1 or clauses or asked or relation(s, v) == "parataxis")  # "…, Lima charged"

    def _lets_conflict(self, v: int, depth: int) -> bool:
        """Tell whether what is allowed is itself a deed of conflict ("allowed the seizure of assets")."""
        below = [k for k in self.s.children(v) if relation(self.s, k) in ("obj", "xcomp", "ccomp")]
        found = (self.read(k, inner=True, depth=depth + 1) for k in below)
        return any(r is not None and is_conflict(r) for r in found)
