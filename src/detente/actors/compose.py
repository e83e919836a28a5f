"""Puts names and roles together: "Russian forces", "India's foreign ministry", "President Clinton", "the president of Russia".

Nothing is listed that can be composed: a state's (or body's) name or adjective and a role of roles.csv; a role that can be a
title and a person; an office and the state after its "of".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from detente.actors.context import is_longer_name, starts_before, word_at, word_before
from detente.actors.gazetteer import Form, Gazetteer
from detente.actors.people import LEADERS, Person, is_known_by_surname, pick_bare, pick_holder, pick_titled
from detente.actors.tables import Role
from detente.records import Identity

Kind = Literal["state", "seat", "person", "office", "agency", "legislature", "party", "body", "group"]

_POSSESSIVE = re.compile(r"['’](?:s\b)?")
_GAP = re.compile(r"[ \t\xa0]+(?:\r?\n[ \t\xa0]*(?=[^\W\dA-Z_]))?|\r?\n[ \t\xa0]*(?=[^\W\dA-Z_])|-(?=[^\W_])")
_PERSON_GAP = re.compile(r",?[ \t\xa0]+(?:\r?\n[ \t\xa0]*)?|\r?\n[ \t\xa0]*")
_OF = re.compile(r"[ \t\xa0]+of[ \t\xa0]+(?:the[ \t\xa0]+)?")
_HYPHENED = re.compile(r"[^\W_]+(?:[-‑][^\W_]+)*")
# Types of arms and aircraft may stand between a state and a role: "Russian Su-27 fighter", "Turkish F-16 jets".
_TYPE = re.compile(r"[A-Z][A-Za-z]{0,3}[-‑]?\d{1,3}[A-Z]{0,3}")
# "the former president" is not the one in office on the date.
_FORMER = frozenset({"former", "ex", "ousted", "deposed", "late", "exiled", "onetime", "previous"})
_OFFICE: tuple[Kind, Form] = ("office", "office")
_GROUP: tuple[Kind, Form] = ("group", "group")
_FORMS: dict[str | None, tuple[Kind, Form]] = {
    "LEG": ("legislature", "agency"),
    "GOV": ("agency", "agency"),
    "MIL": ("agency", "agency"),
    "COP": ("agency", "agency"),
    "SPY": ("agency", "agency"),
    "JUD": ("agency", "agency"),
    "PTY": ("party", "agency"),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """What a place in a text names; `identity` None where the words are known to be no actor."""

    start: int
    end: int
    identity: Identity | None = None
    form: Form | None = None


class Composer:
    """Grows what a name trie found into the whole phrase. Asked by `scan.Scanner`; texts come with every call."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        # "senior", "former": may stand between a state and a role without changing what it stands for.
        self._modifiers = gazetteer.words["modifier"]
        # "police spokesman", "company officials": a second noun that keeps the sector of the first.
        self._chain_words = gazetteer.words["chain"]
        # "Russia forces Ukraine to …", "Russia analyst": after a bare name verbs, or people of another state.
        self._not_after_name = gazetteer.words["not_after_name"]
        self._title_ends = frozenset(role.name.lower().rstrip(".").split()[-1] for role in gazetteer.role_list if role.title)

    # -- after a state, a body, an agency, a group -------------------------------------------------------------------------

    def grow(self, text: str, start: int, stop: int, owner: Identity, form: Form, on: date | None, *, floor: int) -> Hit:
        """Return the longest phrase around a name: with a role after it, a person after that, or a role "of" it before."""
        if form == "demonym":
            return Hit(start, stop, owner, form)
        place, bare = stop, form != "adjective" and not text[start:stop].isupper() and "." not in text[start:stop]
        if (possessive := _POSSESSIVE.match(text, place)) is not None and form != "adjective":
            place, bare = possessive.end(), False
        role = self._role_after(text, start, place, owner, on, bare=bare)
        agency = self._agency_after(text, start, place, owner, on)
        if role is not None or agency is not None:
            return max((hit for hit in (agency, role) if hit is not None), key=lambda hit: hit.end)
        if form in ("body", "agency") and (hit := self._owner_after(text, start, stop, owner, on)):
            return hit
        if form in ("name", "body") and owner.code and (hit := self._role_before(text, start, stop, owner, on, floor)):
            return hit
        return Hit(start, stop, owner, form)

    def _role_after(self, text: str, start: int, place: int, owner: Identity, on: date | None, *, bare: bool) -> Hit | None:
        """Find a role, perhaps behind up to three modifiers ("senior", "former") and with a person after it."""
        best: Hit | None = None
        typed = False
        former = word_before(text, start).lower() in _FORMER
        for _ in range(4):
            gap = _GAP.match(text, place)
            word, end = word_at(text, gap.end()) if gap else ("", 0)
            if not word:
                break
            found = self.gazetteer.roles.longest(text, word, end)
            if found is not None and typed and (jet := self.gazetteer.role(f"{found[1].name} jet")) is not None:
                found = found[0], jet  # "Su-27 fighter" flies, a "fighter" alone fights on foot
            if found is not None and not (bare and text[end - len(word) : found[0]] in self._not_after_name):
                stop, role = found
                stop = self._with_stop(text, stop, role)
                if (
                    not role.title
                    and text[end - len(word)].isupper()
                    and is_longer_name(text, stop, self.gazetteer.starts_thing)
                ):
                    break  # "Russian Student Spring" is a name of its own
                person = self._person_after(text, stop, role, owner.code, on)
                if person is None and owner.kind == "body":  # "Security Council Secretary Nikolai Patrushev" is Russia's
                    person = self._person_after(text, stop, role, None, on)
                if person is not None:
                    return self._administered(text, start, person[0], person[1].identity_at(on))
                if role.sector is not None and (best is None or stop > best.end):
                    one = not former and not text[start:stop].lower().endswith(role.plural)
                    best = Hit(start, self._chained(text, stop), *self._compose(owner, role, on if one else None))
            modifier = _HYPHENED.match(text, end - len(word))
            typed = modifier is not None and _TYPE.fullmatch(modifier.group()) is not None
            if modifier is None or not (typed or modifier.group().lower() in self._modifiers):
                break
            former = former or modifier.group().lower() in _FORMER
            place = modifier.end()
        return best

    def _administered(self, text: str, start: int, stop: int, identity: Identity) -> Hit:
        """Take in "administration" or "government" after a person: then the state's government is meant."""
        possessive = _POSSESSIVE.match(text, stop)
        gap = _GAP.match(text, possessive.end() if possessive else stop)
        word, end = word_at(text, gap.end()) if gap else ("", 0)
        found = self.gazetteer.roles.longest(text, word, end) if word else None
        owner = self.gazetteer.state_by_code.get(identity.code or "")
        if found is not None and found[1].after_person and owner is not None:
            return Hit(start, self._chained(text, found[0]), *_composed(owner, found[1]))
        return Hit(start, stop, identity, "person")

    def _chained(self, text: str, stop: int) -> int:
        """Take in a second noun that keeps the sector of the first: "police spokesman"."""
        if text[stop : stop + 1] != " ":
            return stop
        word, end = word_at(text, stop + 1)
        return end if word in self._chain_words else stop

    def _with_stop(self, text: str, stop: int, role: Role) -> int:
        """Take in the full stop of an abbreviated title ("Gen.", "Mr.")."""
        return stop + 1 if role.name.endswith(".") and text[stop : stop + 1] == "." else stop

    def _agency_after(self, text: str, start: int, place: int, owner: Identity, on: date | None) -> Hit | None:
        """Find an agency or party by its own name after a state: "Russia's Federal Security Service"."""
        gap = _GAP.match(text, place)
        word, end = word_at(text, gap.end()) if gap and owner.kind == "state" else ("", 0)
        if not word[:1].isupper():
            return None
        for stop, entry in reversed(self.gazetteer.names.all(text, word, end)):
            sense = entry.sense_at(on)
            if sense is None or sense.identity is None or sense.form != "agency" or "not_an_actor" in entry.rules:
                continue
            agency = sense.identity
            if agency.code != owner.code:
                # "Japan's Democratic Party" is not the American one: the state named counts.
                name = f"{owner.name}: {entry.text}"
                agency = Identity(f"{owner.id}:{entry.text}", name, owner.code, agency.sector, agency.kind, None, owner.source)
            return Hit(start, self._chained(text, stop), agency, "agency")
        return None

    def _owner_after(self, text: str, start: int, stop: int, thing: Identity, on: date | None) -> Hit | None:
        """Give an agency or body to the state after its "of": "Security Council of Russia", "Senate of Pakistan"."""
        of = _OF.match(text, stop)
        word, end = word_at(text, of.end()) if of else ("", 0)
        for name_stop, entry in reversed(self.gazetteer.names.all(text, word, end) if word else []):
            sense = entry.sense_at(on)
            if sense is None or sense.identity is None or sense.form != "name" or "not_an_actor" in entry.rules:
                continue
            state, name = sense.identity, text[start:stop]
            sector, kind = ("GOV", "agency") if thing.kind == "body" else (thing.sector, thing.kind)
            owned = Identity(f"{state.id}:{name}", f"{state.name}: {name}", state.code, sector, kind, None, state.source)
            return Hit(start, name_stop, owned, "agency")
        return None

    def _role_before(self, text: str, start: int, stop: int, owner: Identity, on: date | None, floor: int) -> Hit | None:
        """Find a role "of" the state before it: "the government of India"."""
        of = start
        if text.endswith("the ", max(floor, 0), of):
            of -= 4
        if not text.endswith(" of ", max(floor, 0), of):
            return None
        for begin in starts_before(text, of - 3, floor):
            found = self.gazetteer.roles.longest(text, *word_at(text, begin))
            if found is not None and found[0] == of - 4:
                person = self._person_after(text, stop, found[1], owner.code, on)
                if person is not None:
                    return Hit(begin, person[0], person[1].identity_at(on), "person")
                if found[1].sector is not None:
                    one = not text.startswith(found[1].plural, begin) and word_before(text, begin) not in _FORMER
                    return Hit(begin, stop, *self._compose(owner, found[1], on if one else None))
        return None

    # -- titles and persons ------------------------------------------------------------------------------------------------

    def titled(self, text: str, start: int, end: int, word: str, on: date | None) -> Hit | None:
        """Read a title that starts here with the person after it, or with the state after its "of"."""
        found = self.gazetteer.roles.longest(text, word, end)
        if found is None:
            return None
        stop, role = found
        stop = self._with_stop(text, stop, role)
        person = self._person_after(text, stop, role, None, on)
        if person is not None and text[stop] != ",":
            return self._administered(text, start, person[0], person[1].identity_at(on))
        of = _OF.match(text, stop)
        word, end = word_at(text, of.end()) if of else ("", 0)
        for stop, entry in reversed(self.gazetteer.names.all(text, word, end) if word else []):
            sense, name_stop = entry.sense_at(on), stop
            if sense is None or sense.identity is None or sense.form not in ("name", "body") or "not_an_actor" in entry.rules:
                continue
            owner, owned = sense.identity, self._owner_after(text, end - len(word), name_stop, sense.identity, on)
            if owned is not None and owned.identity is not None:
                owner, name_stop = owned.identity, owned.end  # "Secretary of the Security Council of Russia"
            person = self._person_after(text, name_stop, role, owner.code, on)
            if person is not None:
                return Hit(start, person[0], person[1].identity_at(on), "person")
            if role.sector is not None:
                one = word_before(text, start).lower() not in _FORMER
                return Hit(start, name_stop, *self._compose(owner, role, on if one else None))
        return None

    def grow_person(self, text: str, start: int, stop: int, identity: Identity, *, floor: int) -> Hit:
        """Take in a title in lower case before a person, and "administration", "government" after one."""
        hit = self._administered(text, start, stop, identity)
        if hit.form != "person":
            return hit
        if start - floor > 3 and text[start - 1] in " \xa0" and text[start - 2].islower():
            begins = starts_before(text, start, floor)
            if text[begins[-1] : start - 1].rstrip(".") in self._title_ends:
                for begin in begins:
                    found = self.gazetteer.roles.longest(text, *word_at(text, begin))
                    if found and found[1].title and len(found[1].name) > 2 and found[0] in (start - 1, start - 2):
                        return Hit(begin, stop, identity, "person")
        return Hit(start, stop, identity, "person")

    def _person_after(self, text: str, place: int, role: Role, code: str | None, on: date | None) -> tuple[int, Person] | None:
        """Return (end, person) of a name after a title; `code` restricts to people of one state or body."""
        gap = _PERSON_GAP.match(text, place) if role.title else None
        word, end = word_at(text, gap.end()) if gap else ("", 0)
        if gap is None or not word:
            return None
        for stop, entry in reversed(self.gazetteer.names.all(text, word, end)):
            people = [person for person in entry.people if code is None or code in person.states]
            full = [sense.person for sense in entry.senses if sense.full and sense.person in people]
            if not people or ("," in gap.group() and not full):
                continue
            if not full and is_longer_name(text, stop, self.gazetteer.starts_thing):
                continue
            person = pick_titled(people, role, on)
            common = entry.text in self.gazetteer.words["common_surname"]
            untold = not full and code is None and role.sector is None
            if person is not None and untold and not is_known_by_surname(person, on, common=common):
                continue  # "Mr Lebedev" may be anybody
            if person is None and len(full) == 1:
                person = full[0]
            if person is None and (code is not None or "any" in role.office_kinds or role.sector == "LEG"):
                if role.sector == "LEG":  # a surname after "Sen." is hardly that of a head of state
                    people = [one for one in people if full or any(term.kind not in LEADERS for term in one.terms)]
                person = pick_bare(people, on) if people else None
            if person is not None:
                return stop, person
        return None

    def _compose(self, owner: Identity, role: Role, on: date | None) -> tuple[Identity, Form]:
        """Return who "<owner> <role>" is: the holder of an office on that day, else the role of that state as such."""
        if owner.code and on is not None and role.office_kinds and "any" not in role.office_kinds:
            term = pick_holder(self.gazetteer.terms_of.get(owner.code, ()), role, on)
            if term is not None and owner.kind in ("state", "body"):
                return self.gazetteer.people[term.person].identity_at(on), "office"
        return _composed(owner, role)


@lru_cache(maxsize=8192)
def _composed(owner: Identity, role: Role) -> tuple[Identity, Form]:
    """Build the identity of a role of a state. A group, body or agency keeps its own sector: rebels' leaders are rebels."""
    kind, form = _OFFICE if role.office_kinds else _FORMS.get(role.sector, _GROUP)
    sector = role.sector if owner.sector is None or owner.kind == "seat" else owner.sector
    name = f"{owner.name}: {role.name}"
    return Identity(f"{owner.id}:{role.name}", name, owner.code, sector, kind, role.name, owner.source), form
