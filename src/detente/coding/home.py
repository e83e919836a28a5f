"""A side that the sentence leaves to the place: protesters face their own government, police arrest those in their land.

Only where no rule and no name gave that side. The rule says so ("… > home", "… > place").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.actors import role
from detente.coding.arguments import is_passive, objects, obliques
from detente.coding.participants import Participants
from detente.coding.reading import Reading
from detente.language import Sentence
from detente.records import Actor

CITIZENS = frozenset({"OPP", "CVL", "LAB", "EDU", "REL", "REB", "PTY", "BUS", "MED"})
_AGAINST_OWN = ("02", "0871", "10", "11", "12", "13", "14", "17", "18", "19")  # what citizens do to their own state
# what a state does to its own people
_TO_OWN = tuple("080 081 082 0832 0833 0834 0841 09 116 17 18 201 202".split())
_ARRESTS = ("116", "173", "174")
_EXPULSIONS = ("160", "166", "174")  # "was expelled from Peru", "ordered out of Peru"
_REACTIONS = ("051", "111")  # "was condemned in Lima"
_PLACES = ("in", "across", "through", "throughout", "near", "outside", "around", "inside")


def at_home(sentence: Sentence, participants: Participants, reading: Reading) -> Reading:
    """Give a one-sided domestic deed its other side: the same state, or the state of the place."""
    if not reading.sources:
        return _at_place(sentence, participants, reading)
    if reading.targets or reading.reciprocal:
        return reading
    own = [a for a in reading.sources if a.code is not None and a.sector != "IGO"]
    if not own or len({a.code for a in own}) > 1:
        return reading
    by_citizens = all(a.sector in CITIZENS for a in own) and reading.cameo.startswith(_AGAINST_OWN)
    to_own = reading.cameo.startswith(_TO_OWN) and (is_done_to_people(sentence, reading) or participants.name_one_state())
    within = reading.cameo.startswith("19") and participants.name_one_state()  # an army that fights in its own land
    if by_citizens or within or to_own or reading.cameo.startswith("14"):
        return replace(reading, targets=(_opposite(sentence, participants, reading, own[0]),), rules=(*reading.rules, "home"))
    return reading


def _at_place(sentence: Sentence, participants: Participants, reading: Reading) -> Reading:
    """Take the state of the place for who protests there or arrests there."""
    protest = reading.cameo.startswith("14")
    passive = sentence.upos[reading.anchor] == "VERB" and is_passive(sentence, reading.anchor)
    expelled = passive and reading.cameo.startswith(_EXPULSIONS)
    if not (protest or expelled or reading.cameo.startswith(_ARRESTS) or (passive and reading.cameo in _REACTIONS)):
        return reading
    where = (*_PLACES, "from", "out") if expelled else _PLACES
    v = reading.anchor
    around = [v, *(objects(sentence, v) if expelled else ()), *(sentence.children_with(v, "xcomp") if expelled else ())]
    behind = [o.head for k in around for o in obliques(sentence, k) if o.preposition.split()[0] in where]
    behind += [h for k in around[1:] if sentence.upos[k] == "VERB" for h in sentence.children_with(k, "obj")]  # "to leave Lima"
    places = [a for head in behind for a in participants.either(head)]
    taken = {a.code for a in reading.targets} if expelled or reading.cameo in _REACTIONS else set()
    states = [a for a in places if a.code is not None and (expelled or a.sector != "IGO") and a.code not in taken]
    if not states and protest:
        states = (
            [a for a in reading.targets if a.code is not None and a.sector != "IGO"] if participants.name_one_state() else []
        )
    return replace(reading, sources=tuple(states[:1]), rules=(*reading.rules, "place")) if states else reading


def is_done_to_people(sentence: Sentence, reading: Reading) -> bool:
    """Tell whether a coercion or assault has people as its object: "arrested six reporters"."""
    things = objects(sentence, reading.anchor) if reading.cameo.startswith(("0841", "17", "18")) else ()
    return any(role(sentence.lemmas[k].lower()) is not None for k in things)


def _opposite(sentence: Sentence, participants: Participants, reading: Reading, source: Actor) -> Actor:
    """Return the other side of a deed at home: the object's words where it names people, else the source's."""
    i = reading.anchor
    things: Sequence[int] = objects(sentence, i) if sentence.upos[i] == "VERB" else ()
    for k in things:
        if sentence.starts[k] != source.start and role(sentence.lemmas[k].lower()) is not None:
            return Actor(source.code, source.name, None, participants.text[sentence.starts[k] : sentence.ends[k]],
                         sentence.starts[k], sentence.ends[k])  # fmt: skip
    return replace(source, sector=None)
