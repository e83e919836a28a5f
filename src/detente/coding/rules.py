"""What the lexicon is made of: deeds, operators, and all of them indexed by the lemma that can set them off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

# Flags that ask for a certain kind of subject or object.
_DEMANDING = frozenset({"group", "air", "person", "person_target", "own_slots", "state_target", "force_subject", "together"})


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb or noun that names a deed.

    `objects` are the noun lemmas that the verb needs as its object (empty: none needed), `subjects` those it needs as its
    subject, `not_objects` those that its object must not be ("met the demand"), `complements` those it needs as its predicate
    ("branded Peru an aggressor"), `on` those it needs behind a preposition ("put on alert"). `to` says where the
    target stands, in order: "obj", "iobj", "object" (inside the object noun phrase), "clause", or a preposition. `has` are
    words that must stand in the clause: of each entry one alternative, with all its words;
    `unless` are words that must stand nowhere beside the verb.
    `origin` is the file and line of a rule that a user brought; it is tried before ours.
    """

    id: str
    cameo: str
    keys: frozenset[str]
    objects: frozenset[str]
    not_objects: frozenset[str]
    subjects: frozenset[str]
    complements: frozenset[str]
    on: frozenset[str]
    unless: frozenset[str]
    clause: str | None
    to: tuple[str, ...] | None
    flags: frozenset[str]
    has: tuple[tuple[tuple[str, ...], ...], ...] = ()
    origin: str = ""

    def specificity(self, key: str) -> int:
        """How much the rule asks for when `key` set it off: more specific rules are tried first."""
        asked = (self.objects, self.subjects, self.complements, self.on, self.clause, "-" in key, self.flags & _DEMANDING)
        return sum(map(bool, asked)) + bool(self.has)


@dataclass(frozen=True, slots=True)
class Operator:
    """A word that turns a deed into another; `family` names its table in compose.toml."""

    id: str
    family: str
    verbs: frozenset[str]
    nouns: frozenset[str]
    adjectives: frozenset[str]
    bare: str
    objects: frozenset[str]
    not_objects: frozenset[str]
    object_cameo: str
    unless: frozenset[str]
    to: tuple[str, ...] | None
    flags: frozenset[str]


@dataclass(frozen=True)
class Lexicon:
    """All rules, indexed by the lemma that can set them off."""

    verb_deeds: Mapping[str, tuple[Deed, ...]]
    noun_deeds: Mapping[str, tuple[Deed, ...]]
    by_id: Mapping[str, Deed]
    verb_operators: Mapping[str, tuple[Operator, ...]]
    noun_operators: Mapping[str, tuple[Operator, ...]]
    adjective_operators: Mapping[str, tuple[Operator, ...]]
    tables: Mapping[str, Mapping[str, str]]
    refine: Mapping[str, Mapping[str, str]]
    domains: Mapping[str, str]
    classes: Mapping[str, frozenset[str]]
    triggers: frozenset[str]
    standing: frozenset[str] = frozenset()  # operators whose nouns name an event by themselves ("Norway's refusal to …")

    @cached_property
    def headline_verbs(self) -> frozenset[str]:
        """The verbs that name a deed or govern one, also those that do so only in a phrase ("turf" of "turf-out")."""
        return frozenset(key.split("-")[0] for index in (self.verb_deeds, self.verb_operators) for key in index)

    def compose(self, family: str, inner: str) -> str | None:
        """Return the code an operator of `family` makes of a deed coded `inner`; the longest prefix in its table wins."""
        if inner[:2] == "01":
            return None  # "no event", as a user's rule may say
        table = self.tables.get(family, {})
        for length in range(len(inner), -1, -1):
            code = table.get(inner[:length])
            if code is not None:
                return code
        return None

    def refined(self, code: str, words: set[str]) -> str:
        """Return the finer code that a domain word beside the deed calls for (060 with "military" is 062)."""
        table = self.refine.get(code)
        if table:
            for word in sorted(words):
                domain = self.domains.get(word, "")
                if domain in table:
                    return table[domain]
        return code
