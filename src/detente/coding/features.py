"""What stands around a word that may name a deed, as the learned finder sees it: words in slots, and plain marks.

A *slot* holds lemmas by their part in the clause: `word`; `phrase`, with its particle or the preposition right behind;
`subject`, `object`, `behind` a preposition, `above`, `below`, `beside`, `around`. A *mark* is a fact without a vector
("prep:on@", "aux:will", "passive"). "@" says that a known actor stands there, "~" that one modifies what stands there.
Names of actors are never features: the same for every state.
"""

from __future__ import annotations

from typing import NamedTuple

from detente.coding.arguments import content_heads, is_passive, objects, obliques, particle, relation, subjects
from detente.coding.participants import Participants
from detente.language import Sentence

SLOTS = ("word", "phrase", "subject", "object", "behind", "above", "below", "beside", "around")
_NO_TRIGGER = frozenset({"case", "compound", "mark", "fixed", "flat", "aux", "cop", "det", "advmod", "nummod"})
_CONTENT = frozenset({"NOUN", "VERB", "ADJ", "PROPN"})
_MARKED = frozenset({"aux", "mark", "cop", "det", "advmod", "expl"})
_CLOSED = frozenset(
    "will would shall should can could may might must to if unless whether that because when while after before as since until "
    "by for in of from against without not n't never no hardly the a an its his her their our this these any some all who "
    "have be do already again soon yet recently once there it both together jointly".split()
)
PHRASAL = frozenset(
    "up off down out back away over in on through aside apart about at against after round around ahead along to "
    "under for".split()
)


class Description(NamedTuple):
    """A candidate word: the lemmas of each slot in the order of `SLOTS`, and its marks."""

    slots: tuple[tuple[str, ...], ...]
    marks: tuple[str, ...]


def candidates(sentence: Sentence, names: Participants) -> list[int]:
    """Return the words that may name a deed: verbs, nouns that are no name, predicate adjectives."""
    found = []
    for i, kind in enumerate(sentence.upos):
        if kind not in ("VERB", "NOUN", "ADJ") or names.covers(i) or relation(sentence, i) in _NO_TRIGGER:
            continue
        if kind == "ADJ" and not sentence.children_with(i, "cop"):
            continue
        found.append(i)
    return found


def around(sentence: Sentence, names: Participants) -> tuple[str, ...]:
    """Return the content words of a sentence, names left out."""
    return tuple(sentence.lemmas[i].lower() for i, kind in enumerate(sentence.upos) if kind in _CONTENT and not names.covers(i))


def describe(sentence: Sentence, i: int, names: Participants, content: tuple[str, ...]) -> Description:
    """Return what stands around token i; `content` is what `around` gives."""
    s = sentence
    lemma = s.lemmas[i].lower()
    verbal = s.upos[i] == "VERB"
    marks = [f"pos:{s.upos[i]}", f"tag:{s.tags[i]}", f"dep:{s.deps[i]}", f"lemma:{lemma}"]
    heads = subjects(s, i)
    things = [h for k in objects(s, i) for h in content_heads(s, k)] if verbal else []
    behind = obliques(s, i)
    if verbal and is_passive(s, i):
        marks.append("passive")
    part = particle(s, i)
    if part is None and i + 1 < len(s) and s.words[i + 1] in PHRASAL:
        part = s.words[i + 1]
    if part is not None:
        marks += [f"prt:{part}", f"lemma+prt:{lemma} {part}"]
    marks += [f"subject:{_kind(s, h, names)}" for h in heads[:2]] or ["subject:-"]
    marks += [f"object:{_kind(s, h, names)}" for h in things[:2]] or ["object:-"]
    marks += [f"lemma+object:{lemma} {s.lemmas[h].lower()}" for h in things[:3] if not names.covers(h)]
    for o in behind:
        first = o.preposition.split()[0]
        marks += [f"prep:{first}{_kind(s, o.head, names)}", f"lemma+prep:{lemma} {first}"]
    for h in things[:2]:
        for o in obliques(s, h):
            marks.append(f"object-prep:{o.preposition.split()[0]}{_kind(s, o.head, names)}")
    beside = []
    for k in s.children(i):
        kind, word = relation(s, k), s.words[k].lower()
        if kind in _MARKED:
            marks.append(f"{kind}:{word if word in _CLOSED else '*'}")
        elif kind in ("amod", "compound", "nmod") and not names.covers(k) and k < i:
            beside.append(s.lemmas[k].lower())
            marks.append(f"lemma+beside:{lemma} {s.lemmas[k].lower()}")
        if kind in ("nmod", "amod", "compound") and k < i and names.covers(k):
            marks.append(f"owner:{'poss' if s.deps[k] == 'nmod:poss' else kind}")
    beside += [s.lemmas[k].lower() for h in things[:2] for k in s.children_with(h, "amod", "compound") if not names.covers(k)]
    head = s.heads[i]
    above: tuple[str, ...] = ()
    if head >= 0:
        marks += [f"above:{s.upos[head]}:{relation(s, i)}"]
        marks += [f"above-{relation(s, k)}:{s.words[k].lower()}" for k in s.children_with(head, "aux", "mark", "advmod")
                  if s.words[k].lower() in _CLOSED and k < i]  # fmt: skip
        above = () if names.covers(head) else (s.lemmas[head].lower(),)
    below = tuple(s.lemmas[k].lower() for k in s.children_with(i, "xcomp", "ccomp"))
    actors = len({a.code for a in names.all()})
    marks.append(f"actors:{min(actors, 3)}")
    if s.words[len(s) - 1] == "?":
        marks.append("question")
    plain = [tuple(s.lemmas[h].lower() for h in hs if not names.covers(h)) for hs in (heads[:2], things[:3])]
    things_behind = tuple(s.lemmas[o.head].lower() for o in behind if not names.covers(o.head))
    phrase = () if part is None else (f"{lemma} {part}",)
    return Description(((lemma,), phrase, *plain, things_behind, above, below, tuple(beside), content), tuple(marks))


def _kind(sentence: Sentence, h: int, names: Participants) -> str:
    """Return "@" for a known actor, "~" for a phrase that one modifies, "p" for a pronoun, else nothing."""
    if names.covers(h):
        return "@"
    if any(names.covers(k) for k in sentence.children(h)):
        return "~"
    return "p" if sentence.upos[h] == "PRON" else ""
