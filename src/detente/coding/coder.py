"""Documents to events: parse, read each sentence that can hold an event, give every source-target pair its own line."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from detente.actors import Found, find
from detente.coding.arguments import prepositions, relation, subjects
from detente.coding.dates import event_date
from detente.coding.flat import flat
from detente.coding.grammar import words
from detente.coding.home import at_home
from detente.coding.lexicon import Lexicon, base_of_gerund, default_lexicon
from detente.coding.mentions import gist_of, merge, told
from detente.coding.modes import mode_and_context
from detente.coding.otherside import answering, with_other_side
from detente.coding.own import Own
from detente.coding.participants import Memory, Participants
from detente.coding.places import place_of
from detente.coding.reader import Reader
from detente.coding.reading import Reading
from detente.coding.repair import repaired
from detente.coding.status import status_of
from detente.language import Sentence, model_name, spread
from detente.ontology import cameo
from detente.records import Actor, DateBasis, Document, Event, Trigger

_MOST_PAIRS = 6  # more than this many named on one side is a list, not a dyad


@dataclass(frozen=True, slots=True)
class Coder:
    """Codes documents with one lexicon and one parser.

    Parameters
    ----------
    lexicon : Lexicon
        Default: the one that ships with the package.
    model : str, optional
        spaCy pipeline to parse with; default: the one that ships with the package.
    merge : bool, default True
        A deed told twice in a document is one event with two mentions; otherwise every telling is an event.
    finder : callable, optional
        Returns the actors named in a text on a day; default: `detente.actors.find`.
    """

    lexicon: Lexicon
    model: str | None = None
    merge: bool = True
    finder: Callable[[str, date | None], list[Found]] = find

    @classmethod
    def default(cls, model: str | None = None, *, merge: bool = True, own: Own | None = None) -> Coder:
        """Return the coder of the package's own lexicon and who-is-who, and of a user's `own` names and rules before them."""
        return cls(own.lexicon(), model, merge, own.finder()) if own else cls(default_lexicon(), model, merge)

    def code(self, documents: Iterable[Document]) -> Iterator[list[Event]]:
        """Yield the events of each document, in the order of the documents."""
        for _, events in spread(documents, lambda: self.read, model=self.model):
            yield events

    def read(self, document: Document, sentences: Sequence[Sentence]) -> list[Event]:
        """Return the events of one parsed document."""
        events = list(self.code_sentences(document, sentences))
        return merge(events) if self.merge else events

    def code_sentences(self, document: Document, sentences: Sequence[Sentence]) -> Iterator[Event]:
        """Yield the events of one parsed document."""
        found = self.finder(document.text, document.date)
        version = f"{document.id}|{document.sha256}"
        memory = Memory()
        position = 0
        for sentence in map(repaired, sentences):
            while position < len(found) and found[position].end <= sentence.start:
                position += 1
            last = position
            while last < len(found) and found[last].start < sentence.end:
                last += 1
            here = found[position:last]
            participants = Participants(sentence, here, document.text, memory)
            readings = self.read_sentence(sentence, participants)
            if participants.any() and (
                not readings or not all(map(_two_sided, readings)) or _is_suspect(sentence, participants)
            ):
                others = self._read_flat(sentence, here, document.text, memory)
                readings = _completed(readings, others, suspect=_is_suspect(sentence, participants))
            for reading in readings:
                reading = answering(reading, participants, memory)
                place = place_of(sentence, reading, participants)
                clause = told(sentence, reading)
                gist = gist_of(sentence, reading, participants, place, clause)
                mode, context = mode_and_context(sentence, cameo(reading.cameo), clause)
                for event in _events(document, sentence, reading, version):
                    yield replace(event, gist=gist, place=place, mode=mode, context=context)
            memory.note(participants.all(), persons=participants.persons())
            memory.spoke = [a for r in readings for a in r.sources if a.code is not None] or memory.singular[-1:]
            memory.subject = participants.main_subject() or memory.subject

    def read_sentence(self, sentence: Sentence, participants: Participants) -> list[Reading]:
        """Return what one sentence says was done, each deed once."""
        if not participants.any() and not participants.memory.singular:
            return []
        reader = Reader(sentence, participants, self.lexicon)
        candidates = [i for i in _outside_in(sentence) if self._can_trigger(sentence, i)]
        consumed: set[int] = set()
        readings: list[Reading] = []
        for i in candidates:
            if i in consumed or sentence.upos[i] == "NOUN":
                continue
            reading = reader.read(i)
            if reading is not None and (reading.sources or reading.targets):
                consumed |= reading.consumed
                reading = self._finished(sentence, participants, reading)
                reading = with_other_side(sentence, participants, reading, readings)
                readings.append(at_home(sentence, participants, reading))
        if all(reading.cameo[:2] != "04" for reading in readings):
            readings += [
                self._finished(sentence, participants, r) for r in _contacts(sentence, participants, reader, candidates)
            ]
        told = bool(readings)
        for i in candidates:
            if i in consumed or sentence.upos[i] != "NOUN":
                continue
            reading = reader.read(i)
            if reading is None or not (reading.sources and reading.targets):
                continue
            reading = self._finished(sentence, participants, reading)
            alone = self._stands_alone(reading)
            if alone if not told else _is_full(reading, alone=alone) and not _repeats(reading, readings):
                consumed |= reading.consumed
                readings.append(reading)
        return readings

    def _read_flat(self, sentence: Sentence, here: Sequence[Found], text: str, memory: Memory) -> list[Reading]:
        """Return what a tree made from tags alone tells between two known actors."""
        names = Participants(sentence, here, text, memory)
        other = flat(_with_names(sentence, names))
        if other is None:
            return []
        readings = self.read_sentence(other, Participants(other, here, text, memory))
        one_state = len({a.code for a in names.all()}) == 1
        return [
            replace(r, rules=(*r.rules, "flat"))
            for r in readings
            if r.status == "happened" and (_two_sided(r) or (one_state and bool(r.sources and r.targets)))
        ]

    def _stands_alone(self, reading: Reading) -> bool:
        """Tell whether a noun that no verb carries names an event by itself: "an attack", not "relations"."""
        deed = self.lexicon.by_id.get(reading.rules[-1])
        return deed is not None and "alone" in deed.flags

    def _can_trigger(self, sentence: Sentence, i: int) -> bool:
        if relation(sentence, i) in ("amod", "case", "compound", "mark", "fixed"):
            return False  # "the visiting king", "following", "including"
        triggers = self.lexicon.triggers
        lemma = sentence.lemmas[i].lower()
        if sentence.upos[i] == "NOUN" and lemma.endswith("ing") and base_of_gerund(lemma, triggers) in triggers:
            return True
        return sentence.upos[i] != "AUX" and (
            lemma in triggers or f"{lemma}e" in triggers or sentence.words[i].lower() in triggers
        )

    def _finished(self, sentence: Sentence, participants: Participants, reading: Reading) -> Reading:
        status = reading.status or status_of(sentence, reading.anchor)
        attributed = reading.attributed
        if not attributed and (speaker := _speaker(sentence, reading.anchor)) is not None:
            attributed = tuple(participants.either(speaker))
        return replace(reading, status=status, attributed=attributed)


def coder_name(model: str | None = None, own: Own | None = None) -> str:
    """Return what the store keeps as the coder of its events: package version, parser, and what of a user's was used."""
    from detente import __version__

    return f"detente {__version__} {model_name(model)}" + (f" own {own.digest}" if own else "")


def code_document(document: Document, *, model: str | None = None, merge: bool = True, own: Own | None = None) -> list[Event]:
    """Return the events of one document; `own` are names and rules of a user's (`detente.dictionaries.read_own`).

    Examples
    --------
    >>> [(e.source.code, e.event, e.target.code) for e in code_document(Document("d", "Norway imposed sanctions on Peru."))]
    [('NOR', 'SANCTION', 'PER')]
    """
    return next(Coder.default(model, merge=merge, own=own).code([document]))


def code_documents(
    documents: Iterable[Document], *, model: str | None = None, workers: int = 1, merge: bool = True, own: Own | None = None
) -> Iterator[tuple[Document, list[Event]]]:
    """Yield each document with its events, in order, as a stream.

    Parameters
    ----------
    documents : iterable of Document
        Read lazily; memory does not grow with their number.
    model : str, optional
        spaCy pipeline to parse with.
    workers : int, default 1
        Processes that share the work.
    merge : bool, default True
        A deed told twice in a document is one event with two mentions; otherwise every telling is an event.
    own : Own, optional
        Names and rules of a user's, which go before ours; see `detente.dictionaries.read_own`.

    Yields
    ------
    (Document, list of Event)
    """
    yield from spread(documents, _reader, model, merge, own, model=model, workers=workers)


def _reader(model: str | None, merge: bool, own: Own | None) -> Callable[[Document, list[Sentence]], list[Event]]:
    return Coder.default(model, merge=merge, own=own).read


def _outside_in(sentence: Sentence) -> Iterator[int]:
    """Yield the tokens from the root down, so that an operator is met before what it governs."""
    queue = [i for i, head in enumerate(sentence.heads) if head < 0]
    while queue:
        i = queue.pop(0)
        yield i
        queue.extend(sentence.children(i))


_SPEECH = words("speech")


def _contacts(sentence: Sentence, participants: Participants, reader: Reader, candidates: Sequence[int]) -> Iterator[Reading]:
    """Yield the contact during which something was said: "In a telephone call with X, Y rejected …"."""
    for i in candidates:
        if relation(sentence, i) != "obl" or prepositions(sentence, i) not in ("in", "at", "during", "on"):
            continue
        reading = reader.read(i)
        if reading is None or reading.cameo[:2] != "04" or reading.anchor != i:
            continue
        verb = sentence.heads[i]
        sources = reading.sources or tuple(a for h in subjects(sentence, verb) for a in participants.either(h))
        own = {a.code for a in sources}
        targets = tuple(a for a in reading.targets if a.code not in own)
        if own - {None} and targets:
            yield replace(reading, sources=sources, targets=targets, reciprocal=True)
            return


def _with_names(sentence: Sentence, participants: Participants) -> Sentence:
    """Take every word of a known name for a name: "United" in "United Nations" is no verb."""
    upos = [
        "PROPN" if kind in ("VERB", "AUX", "ADP") and participants.covers(i) and sentence.words[i][:1].isupper() else kind
        for i, kind in enumerate(sentence.upos)
    ]
    return replace(sentence, upos=tuple(upos))


def _completed(readings: list[Reading], others: Sequence[Reading], *, suspect: bool) -> list[Reading]:
    """Put two-sided readings of the second tree in the place of one-sided ones of the same words; all where none has two."""
    unreal = {i for r in readings if r.status in ("negated", "hypothetical") for i in (*r.trigger, *r.consumed)}
    others = [other for other in others if not unreal & {*other.trigger, *other.consumed}]
    if not any(map(_two_sided, readings)):
        whole = [reading for reading in readings if reading.sources and reading.targets]
        taken = {i for reading in whole for i in (*reading.trigger, *reading.consumed)}
        full = [other for other in others if _two_sided(other) and not taken & {*other.trigger, *other.consumed}]
        read = {i for other in full for i in other.trigger}
        left = [r for r in readings if r not in whole and r.sources and not read & set(r.trigger)]
        return [*whole, *full, *left] if whole or full else others or readings
    by_word = {i: other for other in others for i in other.trigger}
    found = []
    for reading in readings:
        better = next((by_word[i] for i in reading.trigger if i in by_word), None)
        found.append(better if better is not None and not _two_sided(reading) else reading)
    taken = {i for reading in found for i in (*reading.trigger, *reading.consumed)}
    return found + [o for o in others if _two_sided(o) and suspect and not taken & {*o.trigger, *o.consumed}]


def _is_suspect(sentence: Sentence, participants: Participants) -> bool:
    """Tell whether a past form stands right behind a name as an adjective of the next noun: "Peru swapped lists" misread."""
    return any(
        dep == "amod"
        and i
        and sentence.words[i].endswith("ed")
        and participants.covers(i - 1)
        and sentence.upos[i - 1] == "PROPN"
        for i, dep in enumerate(sentence.deps)
    )


def _is_full(reading: Reading, *, alone: bool) -> bool:
    """Tell whether a noun beside a verb names a deed with both its sides: "the arrest of three Peruvians by Norway"."""
    return _two_sided(reading) and (alone or reading.cameo[:2] >= "08")


def _repeats(reading: Reading, readings: Sequence[Reading]) -> bool:
    """Tell whether a noun names again what a verb tells: a deed of the same kind between the same sides."""
    sides = {a.code for a in (*reading.sources, *reading.targets)}
    return any(r.cameo[:2] == reading.cameo[:2] and sides <= {a.code for a in (*r.sources, *r.targets)} for r in readings)


def _two_sided(reading: Reading) -> bool:
    """Tell whether two different known actors face each other in a reading."""
    if reading.rules[-1] in ("facing", "home"):
        return False  # the other side was inferred; a second tree may find it
    sources, targets = ({a.code for a in side if a.code is not None} for side in (reading.sources, reading.targets))
    return len(sources | targets) > 1 and (bool(sources and targets) or reading.reciprocal)


def _speaker(sentence: Sentence, i: int) -> int | None:
    """Return the head of who says a clause: "…, the ministry said" (parataxis or a speech verb above)."""
    for k in sentence.children_with(i, "parataxis", "ccomp"):
        if sentence.lemmas[k].lower() in _SPEECH:
            own = [c for c in sentence.children(k) if relation(sentence, c) == "nsubj"]
            if own:
                return own[0]
    return None


def _events(document: Document, sentence: Sentence, reading: Reading, version: str) -> Iterator[Event]:
    """Build the events of one reading; `version` names the document with the hash of its text."""
    row = cameo(reading.cameo)
    if row.event is None:
        return
    start, end = sentence.starts[min(reading.trigger)], sentence.ends[max(reading.trigger)]
    trigger = Trigger(start, end, document.text[start:end])
    attributed = document.text[reading.attributed[0].start : reading.attributed[0].end] if reading.attributed else None
    day, basis = _day(document, sentence, reading)
    for source, target, reciprocal in _pairs(reading):
        sides = "|".join(f"{a.start},{a.code}" if a else "" for a in (source, target))
        key = f"{version}|{start}|{end}|{sides}|{row.code}"
        yield Event(
            id=hashlib.sha256(key.encode()).hexdigest()[:16],
            document=document.id,
            start=sentence.start,
            end=sentence.end,
            trigger=trigger,
            date=day,
            date_basis=basis,
            source=source,
            target=target,
            event=row.event,
            mode=row.mode,
            context=row.context,
            cameo=row.code,
            quad=row.quad,
            goldstein=row.goldstein,
            status=reading.status or "happened",
            reciprocal=reciprocal,
            mentions=1,
            attributed_to=attributed,
            rule=" > ".join(reading.rules),
        )


def _day(document: Document, sentence: Sentence, reading: Reading) -> tuple[date | None, DateBasis | None]:
    """Return the day of a deed: what the sentence says, else the document's; what lies ahead is dated by its announcement."""
    said: tuple[date | None, DateBasis | None] = (document.date, "document" if document.date else None)
    if reading.status == "future":
        return said
    day, basis = event_date(sentence, reading.anchor, document.text, document.date)
    if basis == "document" and _is_background(sentence, reading.anchor):
        return None, None
    return day, basis


def _is_background(sentence: Sentence, i: int) -> bool:
    """Tell whether a subordinate clause tells what had happened before ("states that had imposed sanctions"): day unknown."""
    j = i
    while sentence.heads[j] >= 0 and relation(sentence, j) in ("conj", "xcomp", "obj"):
        j = sentence.heads[j]
    had = any(
        sentence.words[k].lower() in ("had", "'d", "’d")
        for k in (*sentence.children_with(i, "aux"), *sentence.children_with(j, "aux"))
    )
    return had and relation(sentence, j) in ("acl", "advcl")


def _pairs(reading: Reading) -> list[tuple[Actor | None, Actor | None, bool]]:
    """Return the source-target pairs of a reading, one for two states or bodies however many of their people are named.

    A reciprocal deed between two sides is one pair. A state that is named on both sides beside another ("Russia's parliament
    ratified the Moscow treaty with the United States") is not its own target.
    """
    sources, targets = _by_code(reading.sources), _by_code(reading.targets)
    if reading.reciprocal and not (sources and targets):
        sides = sources or targets
        if len(sides) >= 2:
            pairs: list[tuple[Actor | None, Actor | None, bool]] = [
                (a, b, True) for i, a in enumerate(sides) for b in sides[i + 1 :]
            ]
            return pairs[:_MOST_PAIRS]
    mutual = reading.reciprocal and bool(sources) and bool(targets)
    one_side: list[Actor | None] = [*sources[:_MOST_PAIRS]] or [None]
    other_side: list[Actor | None] = [*targets[:_MOST_PAIRS]] or [None]
    found = [(s, t, mutual) for s in one_side for t in other_side if s is not None or t is not None]
    apart = [(s, t, m) for s, t, m in found if s is None or t is None or s.code is None or s.code != t.code]
    if len({frozenset((s and s.code, t and t.code)) for s, t, _ in apart}) < len(apart) and mutual:
        apart = list({frozenset((s and s.code, t and t.code)): (s, t, m) for s, t, m in reversed(apart)}.values())
    return apart or found


def _by_code(actors: Sequence[Actor]) -> list[Actor]:
    """Return the first actor of each state or body."""
    seen: dict[str, Actor] = {}
    for actor in actors:
        seen.setdefault(actor.code or f"?{actor.start}", actor)
    return list(seen.values())
