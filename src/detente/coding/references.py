"""Whom a pronoun, "its minister" or "the two countries" takes up: from the sentence itself, else from those before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from detente.coding.arguments import conjuncts, relation
from detente.coding.grammar import words
from detente.coding.reading import Reading
from detente.language import Sentence
from detente.records import Actor

SINGULAR_PRONOUNS = frozenset({"it", "he", "she", "him", "her", "himself", "itself"})
PLURAL_PRONOUNS = frozenset({"they", "them", "themselves", "each", "both"})
_COLLECTIVE = words("collective")


@dataclass(slots=True)
class Memory:
    """Who was spoken of before, for pronouns and for "the two countries", the latest last; what the last sentence told."""

    singular: list[Actor] = field(default_factory=list)
    pair: list[Actor] = field(default_factory=list)
    spoke: list[Actor] = field(default_factory=list)
    subject: list[Actor] = field(default_factory=list)
    person: list[Actor] = field(default_factory=list)
    deeds: list[Reading] = field(default_factory=list)

    def note(self, actors: Iterable[Actor], *, persons: Iterable[Actor] = ()) -> None:
        """Remember the actors of one sentence, in text order, and which of them are persons."""
        self.person = [*self.person, *persons][-8:]
        for actor in actors:
            self.singular.append(actor)
            if actor.code is not None and actor.sector != "IGO":
                self.pair = [*[a for a in self.pair if a.code != actor.code][-1:], actor]
        del self.singular[:-8]


class References:
    """The words of one sentence that take up an actor named elsewhere; `Participants` knows the names."""

    sentence: Sentence
    text: str
    memory: Memory

    def all(self) -> list[Actor]:
        """Return all actors that the sentence names, in text order."""
        raise NotImplementedError

    def either(self, head: int) -> list[Actor]:
        """Return the actors that a noun phrase denotes or is modified by."""
        raise NotImplementedError

    def covers(self, token: int) -> bool:
        """Tell whether a token belongs to a name."""
        raise NotImplementedError

    def modifiers(self, head: int, inner: tuple[str, ...], depth: int = 0) -> list[Actor]:
        """Return the actors that modify a noun phrase: possessor, adjective, behind one of the prepositions `inner`."""
        raise NotImplementedError

    def owners(self, head: int) -> list[Actor]:
        """Return whose minister or army "its minister", "their troops" is: the nearest subject before, else the last named."""
        own = [k for k in self.sentence.children_with(head, "nmod:poss") if self.sentence.tags[k] == "PRP$"]
        if not own or self.sentence.words[own[0]].lower() in ("my", "our", "your"):
            return []
        before = [a for a in self.subjects_before(head) if a.code is not None]
        if not before:
            before = [a for a in self.all() if a.end <= self.sentence.starts[head] and a.code is not None][-1:]
        plural = self.sentence.words[own[0]].lower() == "their"
        return [self.pointed(a, own[0]) for a in (before if plural else before[:1])]

    def collective(self, head: int) -> list[Actor]:
        """Return the two states that "the two countries", "both sides" means."""
        sentence = self.sentence
        if sentence.lemmas[head].lower() not in _COLLECTIVE:
            return []
        words = {sentence.words[k].lower() for k in sentence.children(head)}
        if not words & {"two", "both"} or self.covers(head) or self.modifiers(head, ("of", "from")):
            return []
        before = [a for a in self.all() if a.end <= sentence.starts[head] and a.code is not None and a.sector != "IGO"]
        codes: list[Actor] = []
        for actor in reversed(before):
            if all(a.code != actor.code for a in codes):
                codes.append(actor)
        pair = codes[:2] if len(codes) >= 2 else self.memory.pair
        return [self.pointed(a, head) for a in sorted(pair, key=lambda a: a.start)] if len(pair) == 2 else []

    def _object_pronoun(self, head: int) -> list[Actor]:
        """Return whom an object pronoun means: the nearest actor before it that is not the subject of its own clause."""
        subject = {a.code for a in self.subjects_before(head)}
        before = [a for a in self.all() if a.end <= self.sentence.starts[head] and a.code is not None]
        for actor in [*reversed(before), *reversed(self.memory.singular)]:
            if actor.code not in subject:
                return [self.pointed(actor, head)]
        return []

    def pronoun(self, head: int) -> list[Actor]:
        """Return whom a pronoun means."""
        sentence, word = self.sentence, self.sentence.words[head].lower()
        if word in ("him", "her", "them", "it") and relation(sentence, head) in ("obj", "iobj", "obl"):
            return self._object_pronoun(head)
        if word in PLURAL_PRONOUNS:
            before = self.subjects_before(head)
            if len(before) >= 2:
                return [self.pointed(a, head) for a in before[-2:]]
            return [self.pointed(a, head) for a in before or self.memory.pair]
        if word in SINGULAR_PRONOUNS:
            before = self.subjects_before(head)
            if before:
                return [self.pointed(before[-1], head)]
            if not any(a.end <= sentence.starts[head] for a in self.all()):
                return [self.pointed(a, head) for a in self._remembered(word)]
        return []

    def _remembered(self, word: str) -> list[Actor]:
        """Return whom "he" or "it" takes up from the sentences before: their subject, else the last one named."""
        memory = self.memory
        if word in ("he", "she", "him", "her"):
            names = {a.name for a in memory.person}
            return [a for a in memory.subject if a.name in names][-1:] or memory.person[-1:]
        return memory.subject[-1:] or memory.singular[-1:]

    def pointed(self, actor: Actor, head: int) -> Actor:
        """Return an actor as named by the word that takes it up."""
        start, end = self.sentence.starts[head], self.sentence.ends[head]
        return Actor(actor.code, actor.name, actor.sector, self.text[start:end], start, end)

    def subjects_before(self, head: int) -> list[Actor]:
        """Return the actors of the nearest subject before a pronoun."""
        sentence = self.sentence
        for i in range(head - 1, -1, -1):
            if relation(sentence, i) == "nsubj" and sentence.upos[i] != "PRON":
                actors = [a for h in conjuncts(sentence, i) if h < head for a in self.either(h)]
                if actors:
                    return actors
        return []
