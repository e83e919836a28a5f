"""Finds every named actor in a text: leftmost, longest, exact offsets.

Names are case-sensitive (and known in capitals too); what surrounds them is composed (`compose.py`) and checked
(`context.py`). Nothing looks across a blank line, so a text cut there gives the same finds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from detente.actors.compose import Composer, Hit
from detente.actors.context import (
    is_first_in_sentence,
    is_in_capitals,
    is_line_start,
    is_longer_name,
    is_qualified,
    surroundings,
    word_at,
    word_before,
)
from detente.actors.gazetteer import Entry, Form, Gazetteer, fold_key
from detente.actors.people import Person, is_known_by_surname, pick_bare
from detente.actors.trie import fold
from detente.records import Identity

_POSSESSIVE_END = re.compile(r"['’]s?$")
_ARTICLE = re.compile(r"^(?:the|The|THE|a|an|A|An)\s+")


@dataclass(frozen=True, slots=True)
class Found:
    """A named actor in a text: `text[start:end]`, who it is, and what kind of word names it."""

    start: int
    end: int
    text: str
    identity: Identity
    form: Form


class Scanner:
    """Reads texts with a gazetteer. Holds no state of a text: one can serve all."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._composer = Composer(gazetteer)
        lower = "|".join(sorted(map(re.escape, gazetteer.lower_starts), key=len, reverse=True))
        self._start = re.compile(rf"(?<![^\W_])(?:[^\W\d_a-z][^\W_]*|(?:{lower or 'al'})(?![^\W_]))")
        self._given_names = gazetteer.words["given_name"] | gazetteer.given_names
        # Every word a name or a title can start with: the one look-up that most words of a text need.
        self._firsts = {key for key in gazetteer.names.root if isinstance(key, str)}
        for key in gazetteer.roles.root:
            if isinstance(key, str):
                self._firsts |= {key.capitalize(), key.upper()}

    def find(self, text: str, on: date | None = None) -> list[Found]:
        """Return every actor named in the text, in order, none overlapping."""
        found: list[Found] = []
        position, firsts = 0, self._firsts
        for match in self._start.finditer(text):
            word = match.group()
            if (word if word.isascii() else fold(word)) not in firsts or match.start() < position:
                continue
            hit = self._at(text, match.start(), match.end(), word, on, floor=position)
            if hit is None:
                continue
            position = hit.end
            if hit.identity is not None and hit.form is not None:
                found.append(Found(hit.start, hit.end, text[hit.start : hit.end], hit.identity, hit.form))
        return found

    def resolve(self, text: str, on: date | None = None) -> Identity | None:
        """Return who the whole text names on that day, or None where that is nobody, or could be several."""
        text = _ARTICLE.sub("", text.strip().strip('"“”').strip())
        for whole in dict.fromkeys((text, _POSSESSIVE_END.sub("", text))):
            identity = self._resolve_whole(whole, on)
            if identity is not None:
                return identity
        return None

    def _resolve_whole(self, text: str, on: date | None) -> Identity | None:
        place, (word, end) = 0, word_at(text, 0)
        while word in self.gazetteer.words["modifier"] and text[end : end + 1] == " ":
            place, (word, end) = end + 1, word_at(text, end + 1)  # "former French president"
        if word:
            hit = self._at(text, place, end, word, on, floor=place, strict=False)
            if hit is not None and hit.start == place and hit.end == len(text):
                return hit.identity
        entry = self.gazetteer.lower_names.get(fold_key(text))
        if entry is not None and (chosen := self._sense(entry, on)) is not None:
            return chosen[0]
        hits = self.find(text, on)  # a phrase that starts in lower case: "foreign minister of India"
        return hits[0].identity if len(hits) == 1 and hits[0].text == text else None

    def _at(
        self, text: str, start: int, end: int, word: str, on: date | None, *, floor: int, strict: bool = True
    ) -> Hit | None:
        """Return the longest actor at a place; `strict` applies the rules for running text."""
        names = self.gazetteer.names.all(text, word, end)
        titled = self._composer.titled(text, start, end, word, on)
        if titled is not None and not (names and names[-1][0] >= titled.end):  # "Union of South Africa" is a name
            return titled
        for stop, entry in reversed(names):
            if "not_an_actor" in entry.rules:
                return Hit(start, stop)
            if strict and not self._allowed(text, start, stop, entry):
                continue
            chosen = self._sense(entry, on)
            if chosen is None:
                continue
            identity, form, person = chosen
            if person is not None:
                if strict and not self._person_allowed(text, start, stop, entry, person, on):
                    continue
                return self._composer.grow_person(text, start, stop, identity, floor=floor)
            if text[stop : stop + 1] == "." and (text[stop - 2 : stop - 1] == "." or entry.text.endswith(".")):
                stop += 1  # the last full stop of "U.S."
            if strict and is_qualified(text, start, stop):
                return Hit(start, stop)
            return self._composer.grow(text, start, stop, identity, form, on, floor=floor)
        return None

    def _sense(self, entry: Entry, on: date | None) -> tuple[Identity, Form, Person | None] | None:
        sense = entry.sense_at(on)
        if sense is not None and sense.identity is not None:
            return sense.identity, sense.form, None
        if not entry.people:
            return None
        full = {sense.person.id: sense.person for sense in entry.senses if sense.person is not None and sense.full}
        person = next(iter(full.values())) if len(full) == 1 else pick_bare(list(full.values()) or entry.people, on)
        return (person.identity_at(on), "person", person) if person is not None else None

    def _allowed(self, text: str, start: int, stop: int, entry: Entry) -> bool:
        """Apply the rules of ambiguous.csv and those for lines set in capitals."""
        rules = entry.rules
        if "acronym" in rules and is_in_capitals(text, start, stop) and not is_line_start(text, start):
            return False
        if not rules:
            return True
        if "resolve_only" in rules or ("not_first" in rules and is_first_in_sentence(text, start)):
            return False
        if "not_after_capital" in rules and word_before(text, start)[:1].isupper():
            before = text.rindex(word_before(text, start), 0, start)
            if not is_first_in_sentence(text, before):
                return False
        if "not_after_given_name" in rules and word_before(text, start) in self._given_names:
            return False
        if "not_before_name" in rules and is_longer_name(text, stop, self.gazetteer.starts_thing):
            return False
        return not ("not_near" in rules and re.search(rf"\b(?:{rules['not_near']})\b", surroundings(text, start, stop)))

    def _person_allowed(self, text: str, start: int, stop: int, entry: Entry, person: Person, on: date | None) -> bool:
        """Return whether a surname alone may mean this person in running text; a full name always may.

        It must be in office on the date, or have held a prominent office under a surname that few share; and no other given
        name stands before it.
        """
        if any(sense.full for sense in entry.senses):
            return True
        if "needs_title" in entry.rules or is_longer_name(text, stop, self.gazetteer.starts_thing):
            return False
        if not is_known_by_surname(person, on, common=entry.text in self.gazetteer.words["common_surname"]):
            return False
        before = word_before(text, start)
        if not before or not before[0].isupper():
            return True
        if before in self._given_names or len(before) == 1:
            return False
        if is_first_in_sentence(text, text.rindex(before, 0, start)):
            return True
        return self.gazetteer.roles.get(before) is not None or before in self.gazetteer.names.root
