"""A user's own names and rules, which go before ours: what `detente.dictionaries` reads and the coder takes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from detente.actors import Found, Gazetteer, Role, Scanner
from detente.actors.tables import NamedRow
from detente.coding.lexicon import default_lexicon, with_deeds
from detente.coding.rules import Deed, Lexicon
from detente.records import Identity


@dataclass(frozen=True, slots=True)
class Own:
    """Names, roles and rules of a user's; each knows the file and line it came from.

    Attributes
    ----------
    actors : tuple of NamedRow
        What a name means, on which days. It then means nothing else. Kind "none": the name is no actor.
    roles : tuple of Role
        Nouns that stand for a sector beside a state ("Peruvian ministers").
    verbs, nouns : tuple of Deed
        Rules, tried before ours. One that asks for nothing but its verb takes the place of ours for that verb; our operators
        (promises, demands, refusals …) still go before it.
    """

    actors: tuple[NamedRow, ...] = ()
    roles: tuple[Role, ...] = ()
    verbs: tuple[Deed, ...] = ()
    nouns: tuple[Deed, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.actors or self.roles or self.verbs or self.nouns)

    def lexicon(self) -> Lexicon:
        """Return our lexicon with these rules before it."""
        return with_deeds(default_lexicon(), self.verbs, self.nouns) if self.verbs or self.nouns else default_lexicon()

    def finder(self) -> Callable[[str, date | None], list[Found]]:
        """Return what finds actors in a text with these names before ours; building it takes about a second."""
        if not (self.actors or self.roles):
            from detente.actors import find

            return find
        return Scanner(Gazetteer.from_tables(own=self.actors, own_roles=self.roles)).find

    def source_of(self, identity: Identity) -> str | None:
        """Return the file and line of the name or role that gave an identity; None where it is ours."""
        known = {row.source for row in self.actors}
        roles = {role.name: role.source for role in self.roles}
        own = [identity.source] if identity.source in known else []
        return ", ".join([*own, *([roles[identity.role]] if identity.role in roles else [])]) or None

    @property
    def digest(self) -> str:
        """Eight hexadecimal digits that tell one set of dictionaries from another, whatever the files are called."""
        names = [(*r.other_names, r.name, r.code, r.sector, r.kind, r.start, r.end) for r in self.actors]
        roles = [(r.name, r.plural, r.sector) for r in self.roles]
        rules = []
        for deed in (*self.verbs, *self.nouns):
            words = (deed.keys, deed.objects, deed.not_objects, deed.subjects, deed.complements, deed.on, deed.flags)
            rules.append((deed.cameo, deed.clause, deed.to, deed.has, *map(sorted, words)))
        return hashlib.sha256(repr((names, roles, rules)).encode()).hexdigest()[:8]
