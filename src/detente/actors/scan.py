"""Finds every named actor in a text: leftmost, longest, exact offsets.

Names are case-sensitive; what follows them is compositional: a state or its adjective and a role ("Russian forces", "India's
foreign ministry"), a title and a name ("President Clinton"), an office of a state ("the president of Russia"). Nothing looks
across a blank line, so a text cut there gives the same finds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from detente.actors.gazetteer import STATE_FORMS, Entry, Form, Gazetteer, _key
from detente.actors.people import Person, pick_bare, pick_holder, pick_titled
from detente.actors.tables import Role
from detente.actors.trie import fold
from detente.records import Identity

_POSSESSIVE = re.compile(r"['’](?:s\b)?")
_SPACE = re.compile(r"[ \t\xa0]+(?:\r?\n[ \t\xa0]*(?=[^\W\dA-Z_]))?|(?:\r?\n)[ \t\xa0]*(?=[^\W\dA-Z_])|-(?=[^\W_])")
_WORD = re.compile(r"[^\W_]+(?:[-‑][^\W_]+)*")
_OF = re.compile(r"[ \t\xa0]+of[ \t\xa0]+(?:the[ \t\xa0]+)?")
_OF_BEFORE = re.compile(r"(?:(?:[^\W_]+|[-'’])[ \t\xa0]?){1,6}[ \t\xa0]of[ \t\xa0](?:the[ \t\xa0])?$")
_LOWER_BEFORE = re.compile(r"((?:[a-z'-]+[ \t\xa0]){1,4})$")
_BLANK_LINE = re.compile(r"\n[ \t\xa0\r]*\n")
_LETTERS = re.compile(r"[^\W\d_]")
# Words that may stand between a state and a role without changing it.
_MODIFIERS = frozenset(
    [
        "senior",
        "top",
        "former",
        "deputy",
        "acting",
        "new",
        "outgoing",
        "then",
        "current",
        "late",
        "incoming",
        "visiting",
        "high-ranking",
        "high-level",
        "leading",
        "ruling",
        "state-run",
        "state-owned",
        "pro-government",
        "unidentified",
        "local",
        "regional",
        "federal",
        "national",
        "central",
        "foreign",
        "special",
        "elite",
        "embattled",
        "ousted",
        "deposed",
        "ex",
        "then-",
    ]
)
_GIVEN_NAMES = frozenset(
    [
        "Michael",
        "James",
        "John",
        "David",
        "Robert",
        "William",
        "Richard",
        "Thomas",
        "Charles",
        "Joseph",
        "Daniel",
        "Paul",
        "Mark",
        "Jim",
        "Bill",
        "Bob",
        "Tom",
        "Mike",
        "Steve",
        "Stephen",
        "Kevin",
        "Brian",
        "George",
        "Edward",
        "Peter",
        "Frank",
        "Jack",
        "Vernon",
        "Hamilton",
        "Barbara",
        "Denzel",
        "Jerome",
        "Louis",
        "Neil",
        "Eddie",
        "Kim",
        "Jeremy",
        "Alan",
        "Mary",
        "Susan",
        "Linda",
        "Karen",
        "Patricia",
        "Jennifer",
        "Elizabeth",
        "Sarah",
        "Anna",
        "Maria",
        "Alex",
        "Andrew",
        "Anthony",
        "Ben",
        "Chris",
        "Eric",
        "Gary",
        "Greg",
        "Henry",
        "Jason",
        "Jeff",
        "Larry",
        "Martin",
        "Matthew",
        "Nick",
        "Patrick",
        "Philip",
        "Ray",
        "Ron",
        "Sam",
        "Scott",
        "Tim",
        "Tony",
        "Walter",
        "Booker",
        "Kerry",
        "Jill",
    ]
)


@dataclass(frozen=True, slots=True)
class Found:
    """A named actor in a text: `text[start:end]`, who it is, and what kind of word names it."""

    start: int
    end: int
    text: str
    identity: Identity
    form: Form


class Scanner:
    """Reads texts with a gazetteer. Stateless after construction: one can serve all texts."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        lower = "|".join(sorted(map(re.escape, gazetteer.lower_starts), key=len, reverse=True))
        self._start = re.compile(rf"(?<![^\W_])(?:[^\W\d_a-z][^\W_]*|(?:{lower or 'al'})(?![^\W_]))")

    def find(self, text: str, on: date | None = None) -> list[Found]:
        """Return every actor named in the text, in order, none overlapping."""
        found: list[Found] = []
        position = 0
        names, roles = self.gazetteer.names.root, self.gazetteer.roles.root
        for match in self._start.finditer(text):
            word = match.group()
            if match.start() < position:
                continue
            key = word if word.isascii() else fold(word)
            if key not in names and key.lower() not in roles:
                continue
            hit = self._at(text, match.start(), match.end(), word, on, floor=position)
            if hit is None:
                continue
            position = hit[1]
            if hit[2] is not None and hit[3] is not None:
                found.append(Found(hit[0], hit[1], text[hit[0] : hit[1]], hit[2], hit[3]))
        return found

    def resolve(self, text: str, on: date | None = None) -> Identity | None:
        """Return who the whole text names on that day, or None where that is nobody, or could be several."""
        text = re.sub(r"^(?:the|The|THE)\s+", "", text.strip().strip('"“”').strip())
        text = re.sub(r"['’]s?$", "", text)
        match = _WORD.match(text)
        if match is None:
            return None
        first = re.match(r"[^\W_]+", text)
        assert first is not None
        hit = self._at(text, 0, first.end(), first.group(), on, floor=0, strict=False)
        if hit is not None and hit[0] == 0 and hit[1] == len(text):
            return hit[2]
        entry = self.gazetteer.lower_names.get(_key(text))
        if entry is not None:
            chosen = self._sense(entry, on, bare=True)
            return chosen[0] if chosen else None
        return self._role_phrase(text, on)

    # -- one place --------------------------------------------------------------------------------------------------------

    def _at(
        self, text: str, start: int, end: int, word: str, on: date | None, *, floor: int, strict: bool = True
    ) -> tuple[int, int, Identity | None, Form | None] | None:
        """Return (start, end, identity, form) of the longest actor at a place; identity None for words that are no actor."""
        titled = self._title(text, start, end, word, on)
        if titled is not None:
            return titled
        for stop, entry in reversed(self.gazetteer.names.all(text, word, end)):
            if "not_an_actor" in entry.rules:
                return start, stop, None, None
            if strict and not self._allowed(text, start, stop, entry):
                continue
            chosen = self._sense(entry, on, bare=strict and "needs_title" in entry.rules)
            if "needs_title" in entry.rules and strict and not any(s.identity for s in entry.senses):
                continue
            if chosen is None:
                continue
            identity, form = chosen
            if stop < len(text) and text[stop] == "." and entry.text.endswith(".") and text[stop - 2 : stop - 1] in (".", " "):
                stop += 1
            if form in STATE_FORMS or form in ("body", "group", "agency"):
                return self._extend(text, start, stop, identity, form, on, floor)
            if form == "person":
                return self._extend_person(text, start, stop, identity, on, floor)
            return start, stop, identity, form
        return None

    def _sense(self, entry: Entry, on: date | None, *, bare: bool = False) -> tuple[Identity, Form] | None:
        sense = entry.sense_at(on)
        if sense is not None and sense.identity is not None:
            return sense.identity, sense.form
        people = entry.people
        if not people:
            return None
        full = [s.person for s in entry.senses if s.person is not None and s.full]
        person = pick_bare(full or people, on) if len(people) > 1 or not full else people[0]
        return (person.identity_at(on), "person") if person is not None else None

    def _allowed(self, text: str, start: int, stop: int, entry: Entry) -> bool:
        """Apply the rules of ambiguous.csv and of headlines in capitals."""
        rules = entry.rules
        matched = text[start:stop]
        if "resolve_only" in rules:
            return False
        if matched.isupper() and ("acronym" in rules or matched != entry.text.upper()) and _in_capitals(text, start, stop):
            return False
        if not rules:
            return True
        if "not_first" in rules and _first_in_sentence(text, start):
            return False
        if "not_after_given_name" in rules and _word_before(text, start) in _GIVEN_NAMES:
            return False
        if "not_before_name" in rules and re.match(r" [A-Z][a-z]+(?! (?:said|says))", text[stop : stop + 30]):
            after = _WORD.match(text, stop + 1)
            if after is not None and self.gazetteer.roles.longest(text, after.group(), after.end()) is None:
                return False
        if "not_near" in rules and re.search(rf"\b(?:{rules['not_near']})\b", _paragraph(text, start, stop)):
            return False
        return True

    # -- composing --------------------------------------------------------------------------------------------------------

    def _extend(
        self, text: str, start: int, stop: int, identity: Identity, form: Form, on: date | None, floor: int
    ) -> tuple[int, int, Identity | None, Form | None]:
        """Grow a state's or body's name by a role after it, a person after that, or a role "of" it before it."""
        place = stop
        if (possessive := _POSSESSIVE.match(text, place)) is not None and form != "adjective":
            place = possessive.end()
        composed = self._role_after(text, place, identity, on)
        if composed is not None:
            return start, *composed
        before = _OF_BEFORE.search(text, max(floor, start - 60), start) if form in ("name", "body") and identity.code else None
        if before is not None:
            for match in _WORD.finditer(text, before.start(), start):
                hit = self.gazetteer.roles.longest(text, *_first_word(text, match.start()))
                if hit is not None and (of := _OF.fullmatch(text, hit[0], start)) is not None and of.end() == start:
                    person = self._person_after(text, stop, hit[1], identity.code, on)
                    if person is not None:
                        return match.start(), person[0], person[1].identity_at(on), "person"
                    named, kind = self._compose(identity, hit[1], on)
                    return match.start(), stop, named, kind
        return start, stop, identity, form

    def _role_after(self, text: str, place: int, identity: Identity, on: date | None) -> tuple[int, Identity, Form] | None:
        """Return (end, identity, form) of a role, with perhaps modifiers before it and a person after it."""
        for _ in range(3):
            space = _SPACE.match(text, place)
            if space is None:
                return None
            word, end = _first_word(text, space.end())
            if not word:
                return None
            hit = self.gazetteer.roles.longest(text, word, end)
            if hit is not None:
                stop, role = hit
                if text[stop - 1] != "." and role.name.endswith(".") and text[stop : stop + 1] == ".":
                    stop += 1
                person = self._person_after(text, stop, role, identity.code, on)
                if person is not None:
                    return person[0], person[1].identity_at(on), "person"
                if role.title and role.sector is None:
                    return None
                return stop, *self._compose(identity, role, on)
            modifier = _WORD.match(text, space.end())
            if modifier is None or modifier.group().lower() not in _MODIFIERS:
                # A person may follow at once: "Russia's Vladimir Putin" stays two actors.
                return None
            place = modifier.end()
        return None

    def _person_after(self, text: str, place: int, role: Role, code: str | None, on: date | None) -> tuple[int, Person] | None:
        """Return (end, person) of a person's name after a role; `code` restricts to one state or body."""
        if not role.title:
            return None
        comma = re.compile(r",?[ \t\xa0]+(?:\r?\n)?|\r?\n").match(text, place)
        if comma is None:
            return None
        word, end = _first_word(text, comma.end())
        if not word:
            return None
        for stop, entry in reversed(self.gazetteer.names.all(text, word, end)):
            people = entry.people
            if code is not None:
                people = [person for person in people if code in person.states]
            if not people:
                continue
            full = [s.person for s in entry.senses if s.person in people and s.full and s.person is not None]
            if "," in comma.group() and not full:
                continue
            person = pick_titled(people, role, on, code) or (full[0] if len(full) == 1 else None)
            if person is None and (code is not None or "any" in role.office_kinds or role.sector == "LEG"):
                person = pick_bare(people, on)
            if person is not None:
                return stop, person
        return None

    def _title(
        self, text: str, start: int, end: int, word: str, on: date | None
    ) -> tuple[int, int, Identity | None, Form | None] | None:
        """Read a title that starts here and the person after it, or the state after its "of"."""
        hit = self.gazetteer.roles.longest(text, word, end)
        if hit is None:
            return None
        stop, role = hit
        if text[stop : stop + 1] == "." and (role.name.endswith(".") or word.lower() + "." == role.name):
            stop += 1
        person = self._person_after(text, stop, role, None, on)
        if person is not None and "," not in text[stop : stop + 1]:
            return start, person[0], person[1].identity_at(on), "person"
        of = _OF.match(text, stop)
        if of is None:
            return None
        first, first_end = _first_word(text, of.end())
        for name_stop, entry in reversed(self.gazetteer.names.all(text, first, first_end) if first else []):
            sense = entry.sense_at(on)
            if sense is None or sense.identity is None or sense.form not in ("name", "body"):
                continue
            after = self._person_after(text, name_stop, role, sense.identity.code, on)
            if after is not None:
                return start, after[0], after[1].identity_at(on), "person"
            identity, form = self._compose(sense.identity, role, on)
            return start, name_stop, identity, form
        return None

    def _extend_person(
        self, text: str, start: int, stop: int, identity: Identity, on: date | None, floor: int
    ) -> tuple[int, int, Identity | None, Form | None]:
        """Take in a title in lower case before a person, and "administration", "government" after one."""
        place = stop
        if (possessive := _POSSESSIVE.match(text, place)) is not None:
            place = possessive.end()
        space = _SPACE.match(text, place)
        if space is not None:
            word, end = _first_word(text, space.end())
            hit = self.gazetteer.roles.longest(text, word, end) if word else None
            if hit is not None and hit[1].after_person and identity.code:
                state = self._state_of(identity.code)
                if state is not None:
                    named, _ = self._compose(state, hit[1], on)
                    return start, hit[0], named, "agency"
        before = _LOWER_BEFORE.search(text, max(floor, start - 60), start)
        if before is not None:
            for match in _WORD.finditer(text, before.start(), start):
                word, end = _first_word(text, match.start())
                hit = self.gazetteer.roles.longest(text, word, end)
                if hit is not None and hit[1].title and text[hit[0] : start].strip() == "" and hit[0] < start:
                    return match.start(), stop, identity, "person"
        return start, stop, identity, "person"

    def _state_of(self, code: str) -> Identity | None:
        from detente.actors.gazetteer import state_identity

        for state in self.gazetteer.states:
            if state.id == code:
                return state_identity(state)
        return None

    def _compose(self, owner: Identity, role: Role, on: date | None) -> tuple[Identity, Form]:
        """Return who "<owner> <role>" is: the holder of an office on that day, else the role of that state as such."""
        code = owner.code
        if code is not None and role.office_kinds and "any" not in role.office_kinds and on is not None:
            term = pick_holder(self.gazetteer.terms_of.get(code, ()), role, on)
            if term is not None:
                return self.gazetteer.people[term.person].identity_at(on), "office"
        return _composed(owner, role)

    def _role_phrase(self, text: str, on: date | None) -> Identity | None:
        """Resolve "foreign minister of India", typed in lower case."""
        hits = self.find(text, on)
        return hits[0].identity if len(hits) == 1 and hits[0].text == text else None


@lru_cache(maxsize=4096)
def _composed(owner: Identity, role: Role) -> tuple[Identity, Form]:
    sector = "IGO" if owner.sector == "IGO" else role.sector or owner.sector
    kind, form = _KINDS.get(role.sector, ("group", "group"))
    if role.office_kinds:
        kind, form = "office", "office"
    name = f"{owner.name}: {role.name}"
    return Identity(f"{owner.id}:{role.name}", name, owner.code, sector, kind, role.name, owner.source), form  # type: ignore[arg-type]


_KINDS: dict[str | None, tuple[str, Form]] = {
    "LEG": ("legislature", "agency"),
    "GOV": ("agency", "agency"),
    "MIL": ("agency", "agency"),
    "COP": ("agency", "agency"),
    "SPY": ("agency", "agency"),
    "JUD": ("agency", "agency"),
    "PTY": ("party", "agency"),
}


def _first_word(text: str, place: int) -> tuple[str, int]:
    match = re.compile(r"[^\W_]+").match(text, place)
    return (match.group(), match.end()) if match else ("", place)


def _word_before(text: str, start: int) -> str:
    match = re.search(r"([^\W_]+)\.? $", text[max(0, start - 25) : start])
    return match.group(1) if match else ""


def _first_in_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip(" \t\"“'‘(")
    return not before or before[-1] in ".!?\n:"


def _paragraph(text: str, start: int, stop: int) -> str:
    begin = 0
    for match in _BLANK_LINE.finditer(text, 0, start):
        begin = match.end()
    after = _BLANK_LINE.search(text, stop)
    return text[begin : after.start() if after else len(text)]


def _in_capitals(text: str, start: int, stop: int) -> bool:
    """Return whether the line around a name is set in capitals, the name itself left aside."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", stop)
    rest = text[first:start] + text[stop : last if last >= 0 else len(text)]
    letters = _LETTERS.findall(rest)
    return len(letters) > 3 and sum(letter.isupper() for letter in letters) > 0.9 * len(letters)
