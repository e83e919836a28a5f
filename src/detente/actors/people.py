"""Office-holders: who a surname or an office means on a date.

The rules, the same for every state:

- In office on the date: the sector of the office (a legislator LEG, the head of an international body IGO, a candidate PTY,
  an "other" office what its words say, all the rest GOV). Of several offices the highest counts, then the latest.
- Out of office: the state of the last office (of the first one, before it), sector CVL.
- No date: the latest office.
- A surname alone means the one person who bore it in office on that date; failing that the one person of that name whose last
  office ended, or first one began, nearest to the date, within 20 years. People of different states: nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detente.actors.tables import NamedRow, Role, Term, Words
from detente.records import Identity

# Highest first: which of two offices held on one day, or of two holders of one surname, is meant.
RANK = (
    "head_of_state",
    "head_of_government",
    "foreign_minister",
    "defence_minister",
    "vice",
    "body_head",
    "cabinet",
    "envoy",
    "legislator",
    "candidate",
    "other",
)
LEADERS = frozenset({"head_of_state", "head_of_government"})
PROMINENT = frozenset({"head_of_state", "head_of_government", "foreign_minister", "vice", "candidate"})
SINGLE_OFFICES = frozenset({"head_of_state", "head_of_government", "foreign_minister", "defence_minister", "vice", "cabinet"})
ONE_HOLDER = frozenset({"head_of_state", "head_of_government", "foreign_minister", "defence_minister"})
SECTORS = {"legislator": "LEG", "candidate": "PTY", "body_head": "IGO"}
# Words of an "other" office (words.csv, use "office GOV" …), asked in this order: a rebel commander is not of the army.
OFFICE_SECTORS = ("CRM", "REB", "REL", "SPY", "LEG", "PTY", "OPP", "GOV", "MIL", "MED", "BUS", "CVL")
ROYAL = ("king", "queen", "emir", "amir", "sultan", "emperor", "prince", "pope", "grand duke")
SUFFIXES = {"jr", "sr", "i", "ii", "iii", "iv", "v", "vi", "x", "xiv", "xvi"}
NEAR_YEARS = 20


@dataclass(frozen=True, slots=True)
class Person:
    """One person and every office of theirs that is known, earliest first."""

    id: str
    name: str
    full_names: tuple[str, ...]
    short_names: tuple[str, ...]
    titled_names: tuple[str, ...]
    terms: tuple[Term, ...]

    @property
    def states(self) -> frozenset[str]:
        """Codes of the states (and bodies) served."""
        return frozenset(term.country for term in self.terms)

    def term_at(self, on: date | None) -> Term | None:
        """Return the highest office held on that day; with no date the latest one."""
        if on is None:
            return max(self.terms, key=lambda term: (term.end or date.max, -RANK.index(term.kind)))
        held = [term for term in self.terms if term.holds(on)]
        return min(held, key=lambda term: (RANK.index(term.kind), -_day(term.start))) if held else None

    def identity_at(self, on: date | None) -> Identity:
        """Return who this is on that day: state and sector as the module's rules say."""
        term = self.term_at(on)
        if term is not None:
            sector = term.sector if term.kind == "other" else SECTORS.get(term.kind, "GOV")
            return Identity(self.id, self.name, term.country or None, sector, "person", term.office, term.source)
        assert on is not None
        states = [term for term in self.terms if term.kind != "body_head"]  # an international body is nobody's nationality
        past = [term for term in states if term.end is not None and term.end < on]
        nearest = max(past, key=lambda term: _day(term.end)) if past else next(iter(states), None)
        source = (nearest or self.terms[0]).source
        code = (nearest.country or None) if nearest else None  # a leader of a movement that belongs to no state has none
        return Identity(self.id, self.name, code, "CVL", "person", None, source)

    def days_from_office(self, on: date) -> int:
        """Days between the date and the nearest day in office; 0 while in office."""
        return min(max(_day(term.start) - on.toordinal(), on.toordinal() - _day(term.end, last=True), 0) for term in self.terms)


def _day(day: date | None, *, last: bool = False) -> int:
    if day is None:
        return date.max.toordinal() if last else 0
    return day.toordinal()


def office_sector(term: Term, things: Mapping[str, Sequence[NamedRow]], words: Words) -> str | None:
    """Return the sector of an office of kind "other".

    That of the group, party or agency of the state that the office names (the longest name in `things`); else what its words
    say; else that of the holder's party or movement, where it is known; else None.
    """
    office = f" {term.office} "
    for name in sorted((name for name in things if f" {name} " in office), key=len, reverse=True):
        if sector := _sector_at(things[name], term):
            return sector
    office = office.lower().replace("-", " ")
    for sector in OFFICE_SECTORS:
        if any(f" {word} " in office for word in words[f"office {sector}"]):
            return sector
    return _sector_at(things.get(term.party or "", ()), term)


def _sector_at(rows: Sequence[NamedRow], term: Term) -> str | None:
    """Return the sector that a group, party or agency of the state had when a term began; any other time's failing that."""
    own = [row for row in rows if row.code in (None, term.country) and row.sector not in (None, "CVL") and row.kind != "place"]
    start = term.start or date.min
    then = [row for row in own if (row.start or date.min) <= start <= (row.end or date.max)]
    return (then or own)[0].sector if own else None


def family_names(name: str, country: str, words: Words) -> list[str]:
    """Return the short forms by which news names a person: "Vladimir Putin" -> ["Putin"], "Xi Jinping" -> ["Xi"].

    Particles stay with the name that follows ("von der Leyen", "al-Assad" also as "Assad"); in Spanish-speaking states the last
    two names are a form of their own ("Peña Nieto"). Where people bear no family names (Myanmar), and for a few persons whose
    surname nearly always means somebody else (the prime ministers Jones, Mitchell and Harris), there is no short form.
    """
    parts = name.replace(",", "").split()
    while len(parts) > 1 and parts[-1].rstrip(".").lower() in SUFFIXES:
        parts.pop()
    if len(parts) < 2 or not words["no_family_name"].isdisjoint((country, name)):
        return []
    first_name_counts = country in words["family_name_first"] and not (country == "TWN" and "-" not in name)
    if first_name_counts or name in words["family_name_first"]:
        return [parts[0]]
    first = len(parts) - 1
    while first > 1 and parts[first - 1].lower() in words["particle"]:
        first -= 1
    forms = [" ".join(parts[first:])]
    prefix, hyphen, rest = parts[-1].partition("-")
    if hyphen and prefix.lower() in words["particle"]:
        forms.append(rest)
    if country in words["two_family_names"] and first > 2:
        forms.append(" ".join(parts[first - 1 :]))
    return forms


def build_people(terms: Iterable[Term], words: Words) -> dict[str, Person]:
    """Gather the terms of office into persons."""
    grouped: dict[str, list[Term]] = defaultdict(list)
    for term in terms:
        grouped[term.person].append(term)
    people = {}
    for person, held in grouped.items():
        held.sort(key=lambda term: _day(term.start))
        names = list(dict.fromkeys(name for term in held for name in (term.name, *term.other_names)))
        full = [name for name in names if " " in name or "-" in name]
        short = [name for name in names if name not in full]
        for name in dict.fromkeys(term.name for term in held):
            short += [form for form in family_names(name, held[0].country, words) if form not in short]
        royal = any(word in f" {term.office.lower()} " for term in held for word in (f" {title} " for title in ROYAL))
        titled = [held[0].name.split()[0]] if royal else []
        people[person] = Person(person, held[-1].name, tuple(full), tuple(short), tuple(titled), tuple(held))
    return people


def fits(role: Role, term: Term) -> bool:
    """Return whether an office can be called by that role: "President" fits "President of the Russian Federation"."""
    if role.sector == "LEG" and term.kind in LEADERS:
        return False  # "Sen. Wade" is not the President of Senegal
    if term.kind in role.office_kinds or "any" in role.office_kinds:
        return True
    return term.kind != "candidate" and _names_office(role, term) and not _is_deputy(term.office)


def _names_office(role: Role, term: Term) -> bool:
    return f" {role.name} " in f" {term.office.lower()} "


def _is_deputy(office: str) -> bool:
    return any(word in office.lower() for word in ("deputy", "vice", "former", "adviser", "assistant"))


def pick_titled(people: Sequence[Person], role: Role, on: date | None) -> Person | None:
    """Return whom "President Clinton" means: of the people of that name the one with a fitting office on the date.

    A former holder keeps the title; a later one has it only when there is no date.
    """
    fitting = [(person, [term for term in person.terms if fits(role, term)]) for person in people]
    fitting = [(person, terms) for person, terms in fitting if terms]
    if not fitting:
        return None
    if "any" in role.office_kinds:  # "Secretary General Rasmussen": of two Rasmussens the one whose office has those words
        named = [(person, [term for term in terms if _names_office(role, term)]) for person, terms in fitting]
        fitting = [(person, terms) for person, terms in named if terms] or fitting
    if on is None:
        return _one_state([(_day(terms[-1].end, last=True), person) for person, terms in fitting])
    now = [(_day(term.start), person) for person, terms in fitting for term in terms if term.holds(on)]
    if now:
        return _one_state(now)
    past = [(_day(term.end), person) for person, terms in fitting for term in terms if term.end is not None and term.end < on]
    if past:
        return _one_state(past)
    # Named by a title that they took up later ("Prime Minister-designate", or a date given roughly): the next one to come.
    return _one_state([(-_day(terms[0].start), person) for person, terms in fitting])


def pick_bare(people: Sequence[Person], on: date | None) -> Person | None:
    """Return whom a surname alone means, or None when it could be people of different states."""
    if len(people) == 1 and (on is None or people[0].days_from_office(on) <= NEAR_YEARS * 366):
        return people[0]
    if on is None:
        return _one_state([(_day(person.terms[-1].end, last=True), person) for person in people])
    held = [(person, term) for person in people if (term := person.term_at(on)) is not None]
    if held:
        best = min(RANK.index(term.kind) for _, term in held)
        top = best if best <= 1 else len(RANK)
        chosen = {person.id: person for person, term in held if RANK.index(term.kind) <= max(top, best)}
        return next(iter(chosen.values())) if len(chosen) == 1 else None
    near = [person for person in people if person.days_from_office(on) <= NEAR_YEARS * 366]
    return _one_state([(-person.days_from_office(on), person) for person in near]) if near else None


def _one_state(scored: list[tuple[int, Person]]) -> Person | None:
    """Return the person with the highest score, unless the candidates have no state (or body) in common."""
    people = {person.id: person for _, person in scored}
    if len(people) > 1 and not frozenset.intersection(*(person.states for person in people.values())):
        return None
    return max(scored, key=lambda pair: pair[0])[1]


def pick_holder(terms: Iterable[Term], role: Role, on: date) -> Term | None:
    """Return who holds the office that a role names on that day; the office's own words count before its kind.

    `terms` are those of one state. "Iranian president" is the President even where another person is head of state.
    """
    if not role.office_kinds or role.office_kinds[0] not in SINGLE_OFFICES:
        return None
    held = [term for term in terms if term.holds(on) and term.kind != "candidate"]
    named = [term for term in held if _names_office(role, term) and not _is_deputy(term.office)]
    named = [term for term in named if term.kind in role.office_kinds] or named
    if len({term.office for term in named}) > 1:
        named = []  # "the Russian minister" could be any of them
    if not named and role.office_kinds[0] in ONE_HOLDER and len(role.office_kinds) == 1:
        named = [term for term in held if term.kind in role.office_kinds]
    return max(named, key=lambda term: _day(term.start)) if named else None


def is_known_by_surname(person: Person, on: date | None, *, common: bool = False) -> bool:
    """Return whether news would name this person by surname alone: in office that day, or once in a prominent office.

    `common`: many bear the surname, so on a day out of office it means somebody else ("Mr. Taylor", once Liberia's president).
    """
    term = person.term_at(on) if on is not None else None
    if term is not None and term.kind != "other":
        return True
    return not (common and on is not None) and any(term.kind in PROMINENT for term in person.terms)
