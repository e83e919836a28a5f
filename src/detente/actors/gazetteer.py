"""The who-is-who: every table compiled once into tries; dates only change who a name stands for.

`Gazetteer` holds what is known; `scan.py` reads texts with it. `Gazetteer.from_tables` builds one from other tables.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from importlib.resources.abc import Traversable
from typing import Literal

from detente.actors import tables
from detente.actors.people import Person, build_people, office_sector
from detente.actors.tables import NamedRow, NameRule, Role, State, Term, Words
from detente.actors.trie import Trie, fold, split_name
from detente.errors import NotFoundError
from detente.records import Identity

Form = Literal["name", "adjective", "demonym", "capital", "seat", "person", "office", "agency", "body", "group"]


_OWN_FORMS: dict[str, Form] = {
    "state": "name", "seat": "seat", "person": "person", "office": "office", "agency": "agency", "legislature": "agency",
    "party": "agency", "body": "body", "group": "group",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing a name can stand for: an identity, or a person; and the days when it did (None: open)."""

    form: Form
    identity: Identity | None = None
    person: Person | None = None
    start: date | None = None
    end: date | None = None
    full: bool = True

    def holds(self, on: date | None) -> bool:
        """Return whether the name had this sense on that day; with no date only a sense that still holds is sure."""
        if on is None:
            return self.end is None
        return (self.start is None or self.start <= on) and (self.end is None or on <= self.end)


@dataclass(slots=True)
class Entry:
    """A name as written, all its senses (the first listed counts first) and the rules of ambiguous.csv for it."""

    text: str
    senses: list[Sense] = field(default_factory=list)
    rules: dict[str, str] = field(default_factory=dict)

    def sense_at(self, on: date | None) -> Sense | None:
        """Return the sense on that day that is no person; failing that the first one at any time."""
        if "own" in self.rules and on is not None:  # a user's dates are meant to the day; outside them the name is nobody's
            return next((sense for sense in self.senses if sense.holds(on)), None)
        fixed = [sense for sense in self.senses if sense.identity is not None]
        return next((sense for sense in fixed if sense.holds(on)), fixed[0] if fixed else None)

    @property
    def people(self) -> list[Person]:
        """The persons of that name."""
        return list({sense.person.id: sense.person for sense in self.senses if sense.person is not None}.values())


class Gazetteer:
    """All actors known by name, ready to be looked up.

    Parameters
    ----------
    states, named, terms, roles, rules, words
        Rows of the tables; see `detente.actors.tables`. `named` maps a form ("seat", "agency", "body", "group" …) to its rows.
    """

    def __init__(
        self,
        states: Sequence[State],
        *,
        named: Mapping[Form, Sequence[NamedRow]],
        terms: Sequence[Term],
        roles: Sequence[Role],
        rules: Sequence[NameRule],
        words: Words,
    ) -> None:
        self.states = tuple(states)
        self.named = named
        self.words = words
        things: dict[str, list[NamedRow]] = defaultdict(list)
        for row in (*named.get("group", ()), *named.get("agency", ())):
            for name in (row.name, *row.other_names):
                things[name].append(row)
        terms = [replace(t, sector=office_sector(t, things, words)) if t.kind == "other" else t for t in terms]
        self.people = build_people(terms, words)
        self.terms_of: dict[str, list[Term]] = defaultdict(list)
        for term in terms:
            self.terms_of[term.country].append(term)
        self.role_list = tuple(roles)
        self.roles: Trie[Role] = Trie(lower=True)
        for role in roles:
            self.roles.add(role.name, role)
            self.roles.add(role.plural, role)
        self._rules: dict[str, dict[str, str]] = defaultdict(dict)
        for rule in rules:
            self._rules[rule.text][rule.rule] = rule.value
        self._entries: dict[str, Entry] = {}
        self.names: Trie[Entry] = Trie()
        self._add_all()

    @classmethod
    def from_tables(
        cls, folder: Traversable | None = None, *, own: Sequence[NamedRow] = (), own_roles: Sequence[Role] = ()
    ) -> Gazetteer:
        """Build from the tables in a folder; by default our own. A user's own names and roles take the place of the tables'."""
        named: dict[Form, Sequence[NamedRow]] = {
            "seat": tables.read_named("stand_ins", folder),
            "body": tables.read_named("bodies", folder),
            "agency": tables.read_named("agencies", folder),
            "group": [*tables.read_named("groups", folder), *tables.read_named("towns", folder)],
        }
        roles = {role.name: role for role in tables.read_roles(folder)}
        for role in own_roles:  # what office a known role is stays as it was
            known = roles.get(role.name, role)
            roles[role.name] = replace(known, plural=role.plural, sector=role.sector, source=role.source)
        made = cls(
            tables.read_states(folder),
            named=named,
            terms=tables.read_terms(folder),
            roles=list(roles.values()),
            rules=tables.read_name_rules(folder),
            words=tables.read_words(folder),
        )
        made._put_own(own)
        return made

    # -- building ---------------------------------------------------------------------------------------------------------

    def _add_all(self) -> None:
        for state in self.states:
            for name, sense in state_senses(state):
                self._add(name, sense)
        for form, rows in self.named.items():
            for row in rows:
                self._add_named(row, form)
        for person in self.people.values():
            self._add_person(person)
        for text, rules in self._rules.items():
            if "not_an_actor" in rules:
                self._add(text, None)
        for entry in list(self._entries.values()):
            if "means" in entry.rules:
                entry.senses.sort(key=lambda sense: sense.identity is None or sense.identity.code != entry.rules["means"])
            self._add_capitals(entry)

    def _add(self, name: str, sense: Sense | None) -> None:
        entry = self._entries.get(name)
        if entry is None:
            entry = self._entries[name] = Entry(name, rules=self._rules.get(name, {}))
            known = self.names.get(name)
            if known is not None:  # the same words but for accents or hyphens: one entry
                entry = self._entries[name] = known
            else:
                self.names.add(name, entry)
        if sense is not None and sense not in entry.senses:
            entry.senses.append(sense)

    def _add_named(self, row: NamedRow, form: Form) -> None:
        kinds = {"capital": "seat", "town": "seat", "place": "group", "country": "state", "adjective": "state"}
        identity = Identity(row.id, row.name, row.code, row.sector, kinds.get(row.kind, row.kind), None, row.source)  # type: ignore[arg-type]
        words: Form = "capital" if row.kind == "capital" else form
        for name in (row.name, *row.other_names):
            self._add(name, Sense(words, identity, start=row.start, end=row.end))
            if not row.in_text:
                self._entries[name].rules = {**self._entries[name].rules, "resolve_only": ""}

    def _put_own(self, rows: Sequence[NamedRow]) -> None:
        """Let names mean what a user's rows say and nothing else: dated senses first; kind "none" is nobody."""
        senses = [self._own_sense(row) for row in rows]
        by_name: dict[str, list[int]] = defaultdict(list)
        for i, row in enumerate(rows):
            for name in dict.fromkeys((row.name, *row.other_names)):
                by_name[name].append(i)
        for name, places in by_name.items():
            if len(places) == 1 and self._says_the_same(name, rows[places[0]]):
                continue  # keeps what we know beside it: that a word is an adjective, a capital, a former name
            meant = sorted((senses[i] for i in places), key=lambda sense: sense.start is None and sense.end is None)
            nobody = all(sense.identity is None for sense in meant)
            entry = Entry(name, meant, {"own": "", "not_an_actor": ""} if nobody else {"own": ""})
            self._entries[name] = entry
            self.names.add(name, entry)
            self._add_capitals(entry)

    @staticmethod
    def _own_sense(row: NamedRow) -> Sense:
        if row.kind == "none":
            return Sense("group", None, start=row.start, end=row.end)
        identity = Identity(row.id, row.name, row.code, row.sector, row.kind, None, row.source)  # type: ignore[arg-type]
        return Sense(_OWN_FORMS.get(row.kind, "group"), identity, start=row.start, end=row.end)

    def _says_the_same(self, name: str, row: NamedRow) -> bool:
        known = self._entries.get(name)
        sense = known.sense_at(None) if known is not None and "own" not in known.rules else None
        if sense is None or sense.identity is None:
            return False
        was = sense.identity
        dated = row.start is not None or row.end is not None
        return not dated and row.kind in (was.kind, "state") and (row.code, row.sector) == (was.code, was.sector)

    def _add_person(self, person: Person) -> None:
        for name in person.full_names:
            self._add(name, Sense("person", person=person))
        for name in person.short_names:
            self._add(name, Sense("person", person=person, full=False))
        for name in person.titled_names:
            known = self.names.get(name)
            self._add(name, Sense("person", person=person, full=False))
            if known is None:
                self._entries[name].rules = {**self._entries[name].rules, "needs_title": ""}

    def _add_capitals(self, entry: Entry) -> None:
        """Let a name also match in a headline set in capitals; not words that mean something else there."""
        upper = entry.text.upper()
        if upper == entry.text or len(upper) < 4 or "not_in_capitals" in entry.rules or upper in self._entries:
            return
        self.names.add(upper, entry)

    # -- asking -----------------------------------------------------------------------------------------------------------

    def state(self, text_or_code: str) -> State:
        """Return the state that a name or code means; any case.

        Parameters
        ----------
        text_or_code : str
            A name, official or old name, adjective, demonym, ISO alpha-2, alpha-3 or numeric code, COW number or abbreviation.
            Where codes clash ISO comes first: "AUS" is Australia, not COW's Austria.

        Returns
        -------
        State

        Raises
        ------
        NotFoundError
            A01; `near` holds the ISO codes of states with a name like it.
        """
        text = fold_key(text_or_code)
        found = self._state_names.get(text)
        if found is None:
            near = self._near_states(text)
            names = ", ".join(f"{state.name} ({state.iso3})" for state in near)
            search = f"Search: detente actors search {text_or_code.strip().lower()[:3]}"
            raise NotFoundError(
                "A01",
                f'no actor is called "{text_or_code}"',
                help=f"near: {names}. {search}" if near else search,
                near=[state.iso3 for state in near],
            )
        return found

    @cached_property
    def _state_names(self) -> dict[str, State]:
        """Every word for a state in lower case; the first to claim a word keeps it."""
        names: dict[str, State] = {}

        def claim(words: Iterable[tuple[str | None, State]]) -> None:
            for word, state in words:
                if word:
                    names.setdefault(fold_key(word), state)

        present = [state for state in self.states if state.end is None]
        claim((state.iso3, state) for state in present)
        claim((state.iso2, state) for state in present)
        claim((state.id, state) for state in self.states)
        claim((state.name, state) for state in self.states)
        claim((state.official, state) for state in self.states)
        claim((name, state) for state in self.states for name in state.other_names)
        claim((word, state) for state in self.states for word in state.adjectives)
        claim((word, state) for state in self.states for pair in state.demonyms for word in pair)
        claim((state.numeric, state) for state in present)
        claim((state.cow_abbr, state) for state in self.states)
        claim((str(state.cow) if state.cow else None, state) for state in self.states)
        for entry in self._entries.values():
            if "means" in entry.rules:
                names[fold_key(entry.text)] = names[fold_key(entry.rules["means"])]
        return names

    def _near_states(self, text: str) -> list[State]:
        close = difflib.get_close_matches(text, self._state_names, n=6, cutoff=0.7)
        return list({self._state_names[name].id: self._state_names[name] for name in close}.values())[:3]

    def role(self, lemma: str) -> Role | None:
        """Return the role a noun names ("troops", "foreign minister"), singular or plural, any case."""
        return self.roles.get(lemma)

    def search(self, text: str, limit: int = 10) -> list[Identity]:
        """Return actors with a name like the text: exact, then beginning with it, holding it, then of similar spelling."""
        wanted = fold_key(text)
        ranked: dict[str, tuple[tuple[int, int], Identity]] = {}
        names = self._search_names
        close = set(difflib.get_close_matches(wanted, names, n=limit, cutoff=0.75))
        for name, identities in names.items():
            if name == wanted:
                rank = 0
            elif name.startswith(wanted):
                rank = 1
            elif f" {wanted}" in name:
                rank = 2
            elif wanted in name:
                rank = 3
            elif name in close:
                rank = 4
            else:
                continue
            for identity in identities:
                key = (rank, len(name))
                if identity.id not in ranked or key < ranked[identity.id][0]:
                    ranked[identity.id] = (key, identity)
        return [identity for _, identity in sorted(ranked.values(), key=lambda pair: (pair[0], pair[1].name))[:limit]]

    @cached_property
    def _search_names(self) -> dict[str, list[Identity]]:
        names: dict[str, list[Identity]] = defaultdict(list)
        for entry in self._entries.values():
            for sense in entry.senses:
                identity = sense.person.identity_at(None) if sense.person else sense.identity
                if identity is not None:
                    names[fold_key(entry.text)].append(identity)
        return dict(names)

    def entries(self) -> Iterator[Entry]:
        """Yield every entry."""
        yield from {id(entry): entry for entry in self._entries.values()}.values()

    @cached_property
    def state_by_code(self) -> dict[str, Identity]:
        """Present states as such, by ISO alpha-3 code."""
        return {state.iso3: state_identity(state) for state in self.states if state.end is None}

    @cached_property
    def given_names(self) -> frozenset[str]:
        """First words of the persons' full names: before a surname of somebody else they make another person."""
        return frozenset(name.split()[0] for person in self.people.values() for name in person.full_names)

    @cached_property
    def _thing_starts(self) -> frozenset[str]:
        things = (entry.text for entry in self.entries() if any(sense.identity is not None for sense in entry.senses))
        return frozenset(keys[0] for keys in map(split_name, things) if keys)

    def starts_thing(self, word: str) -> bool:
        """Return whether a role, or the name of something else than a person, starts with that word."""
        return word in self._thing_starts or word.lower() in self.roles.root

    @cached_property
    def lower_starts(self) -> frozenset[str]:
        """First words in lower case of names ("al-Qaeda", "von der Leyen")."""
        return frozenset(key for key in self.names.root if isinstance(key, str) and key[:1].islower())

    @cached_property
    def lower_names(self) -> dict[str, Entry]:
        """Entries by their name in lower case, for questions typed without capitals."""
        return {fold_key(entry.text): entry for entry in reversed(list(self.entries()))}


def fold_key(text: str) -> str:
    """Bring a question to the form names are kept in: lower case, no accents, no "the"."""
    words = fold(text.strip().lower().replace("’", "'"))
    return words.removeprefix("the ")


def state_identity(state: State) -> Identity:
    """Return the identity of a state as such."""
    return Identity(state.id, state.name, state.iso3, None, "state", None, state.source)


def state_senses(state: State) -> Iterator[tuple[str, Sense]]:
    """Yield every word for a state with what it is: name, adjective, demonym, capital."""
    identity = state_identity(state)
    end = state.end
    for name in (state.name, state.official, *state.other_names):
        yield name, Sense("name", identity, end=end)
    for word in state.adjectives:
        yield word, Sense("adjective", identity, end=end)
    for pair in state.demonyms:
        for word in pair:
            yield word, Sense("demonym", identity, end=end)
    for capital in state.capitals:
        seat = Identity(
            f"{state.id}:{capital.name}", capital.name, state.iso3, None, "seat", f"capital of {state.name}", state.source
        )
        yield capital.name, Sense("capital", seat, start=capital.start, end=capital.end or end)


@lru_cache(maxsize=1)
def default_gazetteer() -> Gazetteer:
    """Return the gazetteer of our own tables, built once."""
    return Gazetteer.from_tables()
