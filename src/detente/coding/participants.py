"""Which actors a noun phrase names: names, adjectives with a role noun, titles before unknown names, pronouns.

`actors.find` marks what is known in the raw text; here those marks meet the tree. A reading is *strong* where the phrase
itself is the actor ("Russian troops", "the president of Peru") and *weak* where an actor only modifies it ("Haiti's efforts").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from detente.actors import Found, Role, role
from detente.coding.arguments import antecedent, conjuncts, prepositions, relation
from detente.coding.grammar import words
from detente.coding.references import PLURAL_PRONOUNS, SINGULAR_PRONOUNS, Memory, References
from detente.language import Sentence
from detente.records import Actor, Identity

_HELD = words("named_after_towns")
_AND = re.compile(r",? and (?:the )?|, (?:the )?|,? as well as (?:the )?")
_DOMESTIC = frozenset({"GOV", "LEG", "JUD", "MIL", "COP", "SPY", "REB", "OPP", "PTY", "CVL", "LAB", "EDU", "REL"})
_SEATS = {"Brussels": "EU"}  # a capital whose own state is seldom meant where it acts or is addressed
_PLACE_BEFORE = re.compile(r"\b(?:in|at|near|outside|around|to|from|for|into)\s$", re.IGNORECASE)
_INNER_PREPOSITIONS = ("of", "from", "in", "for", "by", "between", "at", "against", "on", "to", "with")


class Participants(References):
    """The actors of one sentence, by the head of the noun phrase that names them."""

    def __init__(self, sentence: Sentence, found: Sequence[Found], text: str, memory: Memory) -> None:
        self.sentence, self.text, self.memory = sentence, text, memory
        found = _spoken_for(found, text)
        self._at: dict[int, list[Found]] = {}
        starts = sentence.starts
        j = 0
        for mention in found:
            while j > 0 and starts[j - 1] >= mention.start:
                j -= 1
            while j < len(starts) and sentence.ends[j] <= mention.start:
                j += 1
            k = j
            while k < len(starts) and starts[k] < mention.end:
                self._at.setdefault(k, []).append(mention)
                k += 1
        self.mentions = list(found)
        self._all: list[Actor] | None = None
        self._open: set[int] = set()

    def of(self, sentence: Sentence) -> Participants:
        """Return the same actors over another tree of the same sentence."""
        return Participants(sentence, self.mentions, self.text, self.memory)

    def name_one_state(self) -> bool:
        """Tell whether the sentence names one state or body alone."""
        return len({a.code for a in self.all() if a.code is not None}) == 1

    def any(self) -> bool:
        """Tell whether the sentence names anybody at all."""
        return bool(self.mentions)

    def covers(self, token: int) -> bool:
        """Tell whether a token belongs to a name."""
        return token in self._at

    def is_people(self, token: int) -> bool:
        """Tell whether a token names people by their state: "forty Tongans"."""
        return self.sentence.tags[token] in ("NNS", "NNPS") and any(m.form == "demonym" for m in self._at.get(token, ()))

    def strong(self, head: int) -> list[Actor]:
        """Return the actors that the phrase with this head denotes, those joined to it by "and" in the text included."""
        found = self._strong(head)
        return _unique([*found, *(b for a in found for b in self._joined(a))])

    def _joined(self, actor: Actor) -> list[Actor]:
        """Return the actors that stand beside one with only "and" or commas between: a small parser often misses long lists."""
        mentions = self.mentions
        here = next((j for j, m in enumerate(mentions) if m.start <= actor.start and actor.end <= m.end), None)
        if here is None:
            return []
        joined: list[Actor] = []
        for step in (-1, 1):
            j = here
            while 0 <= j + step < len(mentions):
                left, right = sorted((mentions[j], mentions[j + step]), key=lambda m: m.start)
                if not _AND.fullmatch(self.text[left.end : right.start]) or self._opens_clause(right):
                    break
                j += step
                joined.append(_actor(mentions[j]))
        return joined if any(" and " in self.text[min(a.start, actor.start) : max(a.end, actor.end)] for a in joined) else []

    def _opens_clause(self, mention: Found) -> bool:
        """Tell whether a name is the subject of its own verb ("…, and Moscow denied it")."""
        sentence = self.sentence
        tokens = [i for i in range(len(sentence)) if mention.start <= sentence.starts[i] < mention.end]
        head = next((i for i in tokens if sentence.heads[i] not in tokens), None)
        after = tokens[-1] + 1 if tokens else 0
        if not any(sentence.upos[i] == "VERB" for i in range(tokens[0] if tokens else 0)):
            return False  # no verb before it: the names are one subject, whatever the tree says
        if head is not None and relation(sentence, head) in ("nsubj", "root"):
            return True
        return (
            after < len(sentence) and sentence.upos[after] == "VERB" and head is not None and relation(sentence, head) != "conj"
        )

    def _strong(self, head: int) -> list[Actor]:
        if head in self._open:
            return []  # "my question for both of you": the pronoun would be asked for itself
        self._open.add(head)
        try:
            return self._denoted(head)
        finally:
            self._open.discard(head)

    def _denoted(self, head: int) -> list[Actor]:
        sentence = self.sentence
        head = antecedent(sentence, head)
        if sentence.upos[head] == "PRON" or sentence.lemmas[head].lower() in SINGULAR_PRONOUNS | PLURAL_PRONOUNS:
            return self.pronoun(head)
        collective = self.collective(head)
        if collective:
            return collective
        if head in self._at:
            return self._named(head)
        found_role = self._role(head)
        if found_role is not None or sentence.upos[head] == "PROPN":
            sector = found_role.sector if found_role is not None else None
            plural = sentence.tags[head] in ("NNS", "NNPS")
            listed = [a for k in sentence.children_with(head, "appos") for h in conjuncts(sentence, k) for a in self._strong(h)]
            if plural and listed:  # "the foreign secretaries, X of India and Y of Pakistan"
                return listed
            modifiers = self.modifiers(head, ("of", "from", "in", "at", "for"))
            if modifiers:
                chosen = modifiers if plural else modifiers[:1]
                return [self._widened(a, head, sector) if len(chosen) == 1 else a for a in chosen]
            if sentence.upos[head] == "PROPN":  # an unknown name after a title: "Ghanaian journalist Kofi Mensah"
                for k in sentence.children(head):
                    if relation(sentence, k) in ("nmod", "compound", "appos", "flat") and k not in self._at:
                        title = role(sentence.lemmas[k].lower())
                        inner = self.modifiers(k, ("of", "from"))
                        if inner:
                            return [self._widened(inner[0], head, title.sector if title else None)]
                        if title is not None:  # "President Dos Santos" whom the who-is-who lacks, where one state is named
                            return self._stateless(head, title.sector)
            elif found_role is not None:
                owners = self.owners(head)
                return [self._widened(a, head, sector) for a in owners] or self._stateless(head, found_role.sector)
        return []

    def _role(self, head: int) -> Role | None:
        """Return what a role noun stands for, with the noun before it where both are one role ("opposition leaders")."""
        sentence, lemma = self.sentence, self.sentence.lemmas[head].lower()
        before = (role(f"{sentence.lemmas[k].lower()} {lemma}") for k in sentence.children_with(head, "compound", "amod"))
        return next((found for found in before if found is not None), None) or role(lemma)

    def weak(self, head: int, *, friendly: bool = False) -> list[Actor]:
        """Return the actors that only modify the phrase: possessor, adjective, "of", "in"; the nearest kind first.

        `friendly` leaves out those behind "against": "missiles for use against Peru" are not for Peru.
        """
        inner = tuple(p for p in _INNER_PREPOSITIONS if p != "against") if friendly else _INNER_PREPOSITIONS
        return self.modifiers(antecedent(self.sentence, head), inner)

    def either(self, head: int, *, friendly: bool = False) -> list[Actor]:
        """Return the strong reading, else the weak one."""
        return self.strong(head) or self.weak(head, friendly=friendly)

    def possessors(self, head: int) -> list[Actor]:
        """Return who has or does what the noun names: "Russia's", "Russian", "by Russia", "from Russia"."""
        return self.modifiers(head, ("by", "from"))

    def just_before(self, verb: int) -> list[Actor]:
        """Return the actors whose name ends right before a finite verb (adverbs between): its subject, whatever the tree."""
        i = verb - 1
        while i >= 0 and self.sentence.upos[i] in ("ADV", "AUX", "PART"):
            i -= 1
        return self._named(i) if i in self._at else []

    def all(self) -> list[Actor]:
        """Return all actors of the sentence in text order, each once."""
        if self._all is None:
            self._all = self._every()
        return self._all

    def _every(self) -> list[Actor]:
        seen: dict[tuple[int, int], Actor] = {}
        for i in range(len(self.sentence)):
            if i in self._at and relation(self.sentence, i) not in ("flat", "goeswith") and not self._only_names(i):
                for actor in self._named(i):
                    seen.setdefault((actor.start, actor.end), actor)
        return [seen[k] for k in sorted(seen)]

    def _only_names(self, i: int) -> bool:
        """Tell whether a town only gives its name to what was held or signed there: "the Rome talks", "the Minsk agreement"."""
        sentence = self.sentence
        if sentence.deps[i] not in ("compound", "nmod", "nmod:unmarked", "amod") or prepositions(sentence, i) is not None:
            return False
        held = sentence.lemmas[sentence.heads[i]].lower() in _HELD or sentence.words[sentence.heads[i]].lower() in _HELD
        return held and all(m.identity.kind == "seat" for m in self._at.get(i, ())) and i in self._at

    def _named(self, head: int) -> list[Actor]:
        mentions = self._at[head]
        actors = [_actor(m) for m in mentions]
        if len(mentions) == 1 and mentions[0].identity.kind == "state" and mentions[0].end < self.sentence.ends[head]:
            return actors
        if len(actors) == 1 and actors[0].code is None:
            # an office without a state ("the foreign minister"): the state may stand beside it
            modifiers = [a for a in self.modifiers(head, ("of", "from")) if a.code is not None]
            if modifiers:
                return [self._widened(modifiers[0], head, actors[0].sector)]
        return actors

    def modifiers(self, head: int, inner: tuple[str, ...], depth: int = 0) -> list[Actor]:
        """Return the actors that modify a noun phrase: possessor, adjective, behind one of the prepositions `inner`."""
        sentence = self.sentence
        if depth > 4:
            return []
        near: list[Actor] = []
        far: list[Actor] = []
        for k in sentence.children(head):
            kind = relation(sentence, k)
            if sentence.deps[k] == "nmod:poss" or kind in ("amod", "compound", "det", "nmod", "flat", "appos", "obl"):
                preposition = prepositions(sentence, k) if kind in ("nmod", "obl") and sentence.deps[k] != "nmod:poss" else None
                if preposition is not None and not any(preposition == p or preposition.startswith(p + " ") for p in inner):
                    continue
                bucket = far if preposition is not None else near
                for h in conjuncts(sentence, k):
                    if sentence.upos[h] == "PRON":
                        continue
                    if self._only_names(h):
                        continue
                    if h in self._at:
                        bucket.extend(self._named(h))
                    elif h != head:
                        bucket.extend(self._strong(h) if preposition is not None else self.modifiers(h, inner, depth + 1))
                        if preposition is not None and not bucket:
                            bucket.extend(self.modifiers(h, inner, depth + 1))
        return _unique(near or far)

    def persons(self) -> list[Actor]:
        """Return the actors named as persons or office-holders, in text order."""
        return [_actor(m) for m in self.mentions if m.identity.kind in ("person", "office")]

    def main_subject(self) -> list[Actor]:
        """Return the actors of the sentence's main subject."""
        sentence = self.sentence
        for k in sentence.children(sentence.root):
            if relation(sentence, k) == "nsubj":
                return [a for h in conjuncts(sentence, k) for a in self.either(h)]
        return []

    def _widened(self, actor: Actor, head: int, sector: str | None) -> Actor:
        start, end = min(actor.start, self.sentence.starts[head]), max(actor.end, self.sentence.ends[head])
        return Actor(actor.code, actor.name, sector or actor.sector, self.text[start:end], start, end)

    def _stateless(self, head: int, sector: str | None) -> list[Actor]:
        """Return a role without a state: of the one state that the sentence names, else of none (armed groups, opposition)."""
        start, end = self.sentence.starts[head], self.sentence.ends[head]
        words = self.text[start:end]
        states = {a.code for a in self.all() if a.code is not None and a.sector != "IGO"}
        if len(states) == 1 and sector in _DOMESTIC:
            return [Actor(states.pop(), words, sector, words, start, end)]
        return [Actor(None, words, sector, words, start, end)] if sector in ("REB", "OPP") else []


def _spoken_for(found: Sequence[Found], text: str) -> list[Found]:
    """Let "Brussels" speak for the body that sits there, unless it only says where or Belgium is named beside it."""
    return [
        replace(m, identity=Identity(code, code, code, "IGO", "body", None, "seat of the body"))
        if (code := _SEATS.get(m.text)) and not _PLACE_BEFORE.search(text[max(0, m.start - 12) : m.start])
        and all(n is m or n.identity.code != m.identity.code for n in found)
        else m
        for m in found
    ]  # fmt: skip


def _actor(found: Found) -> Actor:
    identity = found.identity
    return Actor(identity.code, identity.name, identity.sector, found.text, found.start, found.end)


def _unique(actors: Iterable[Actor]) -> list[Actor]:
    seen: dict[tuple[int, int], Actor] = {}
    for actor in actors:
        seen.setdefault((actor.start, actor.end), actor)
    return list(seen.values())
