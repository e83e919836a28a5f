"""Documents to events: parse, read each sentence that can hold an event, give every source-target pair its own line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from detente.actors import Found, find
from detente.coding.arguments import relation, subjects
from detente.coding.bothtrees import completed, is_suspect, two_sided
from detente.coding.ellipsis import ellipses
from detente.coding.flat import flat
from detente.coding.grammar import words
from detente.coding.home import at_home
from detente.coding.learned import Finder, default_finder, found_by
from detente.coding.lexicon import base_of_gerund, default_lexicon
from detente.coding.lines import events_of
from detente.coding.mentions import gist_of, merge, told
from detente.coding.modes import mode_and_context
from detente.coding.mutual import mutual
from detente.coding.otherside import answering, toward_subject, with_other_side
from detente.coding.own import Own
from detente.coding.participants import Participants
from detente.coding.places import place_of
from detente.coding.presence import contacts, visits
from detente.coding.reader import Reader
from detente.coding.reading import Reading
from detente.coding.references import Memory
from detente.coding.repair import repaired, with_headline_verb
from detente.coding.rules import Lexicon
from detente.coding.status import status_of
from detente.language import Sentence, model_name, spread
from detente.ontology import cameo
from detente.records import Document, Event


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
    learned : Finder, optional
        Asked where the rules find no event in a sentence; None: the rules alone.
    """

    lexicon: Lexicon
    model: str | None = None
    merge: bool = True
    finder: Callable[[str, date | None], list[Found]] = find
    learned: Finder | None = None

    @classmethod
    def default(cls, model: str | None = None, *, merge: bool = True, own: Own | None = None, learned: bool = True) -> Coder:
        """Return the coder of the package's own lexicon and who-is-who, and of a user's `own` names and rules before them."""
        beside = default_finder() if learned else None
        if own:
            return cls(own.lexicon(), model, merge, own.finder(), beside)
        return cls(default_lexicon(), model, merge, learned=beside)

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
            suspect = is_suspect(sentence, participants)
            if participants.any() and (suspect or not readings or not all(map(two_sided, readings))):
                others = self._read_flat(sentence, participants)
                readings = completed(readings, others, suspect=suspect)
            readings = [*readings, *ellipses(sentence, participants, readings, memory.deeds)]
            if self.learned is not None and not readings and participants.any():
                readings = found_by(self.learned, sentence, participants, self.lexicon, self._finished)
            for reading in readings:
                reading = answering(reading, participants, memory)
                place = place_of(sentence, reading, participants)
                clause = told(sentence, reading)
                gist = gist_of(sentence, reading, participants, place, clause)
                mode, context = mode_and_context(sentence, cameo(reading.cameo), clause)
                for event in events_of(document, sentence, reading, version):
                    yield replace(event, gist=gist, place=place, mode=mode, context=context)
            memory.note(participants.all(), persons=participants.persons())
            memory.spoke = [a for r in readings for a in r.sources if a.code is not None] or memory.singular[-1:]
            memory.deeds = readings
            memory.subject = participants.main_subject() or memory.subject

    def read_sentence(self, sentence: Sentence, participants: Participants) -> list[Reading]:
        """Return what one sentence says was done, each deed once."""
        if not participants.any() and not participants.memory.singular:
            return []
        if self.lexicon.classes["match"] & {lemma.lower() for lemma in sentence.lemmas}:
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
                reading = mutual(sentence, self._finished(sentence, participants, reading))
                reading = with_other_side(sentence, participants, reading, readings)
                readings.append(at_home(sentence, participants, reading))
        if all(reading.cameo[:2] != "04" for reading in readings):
            met = list(contacts(sentence, participants, reader, candidates)) or list(visits(sentence, participants))
            readings += [self._finished(sentence, participants, r) for r in met]
        by_verbs = bool(readings)
        for i in candidates:
            if i in consumed or sentence.upos[i] != "NOUN":
                continue
            reading = reader.read(i)
            if reading is None or not reading.sources:
                continue
            reading = self._finished(sentence, participants, toward_subject(sentence, participants, reading))
            if not reading.targets and not (reading.reciprocal and len(reading.sources) > 1):
                continue
            alone = self._stands_alone(reading)
            if alone if not by_verbs else _is_full(reading, alone=alone) and not _repeats(reading, readings):
                consumed |= reading.consumed
                readings.append(reading)
        return readings

    def _read_flat(self, sentence: Sentence, participants: Participants) -> list[Reading]:
        """Return what a tree made from tags alone tells between two known actors; `participants` are those of the sentence."""
        other = flat(with_headline_verb(_with_names(sentence, participants), participants, self.lexicon))
        if other is None:
            return []
        readings = self.read_sentence(other, participants.of(other))
        one_actor = len({a.code for a in participants.all()}) == 1
        return [
            replace(r, rules=(*r.rules, "flat"))
            for r in readings
            if r.status == "happened" and (two_sided(r) or (one_actor and bool(r.sources and r.targets)))
        ]

    def _stands_alone(self, reading: Reading) -> bool:
        """Tell whether a noun that no verb carries names an event by itself: "an attack", "its refusal", not "relations"."""
        if reading.rules[0] in self.lexicon.standing:
            return True
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
        if not reading.sources and attributed and _in_first_person(sentence, reading.anchor):
            reading = replace(reading, sources=attributed)  # "We oppose …", a spokesman for the Peruvian ministry said
        return replace(reading, status=status, attributed=attributed)


def coder_name(model: str | None = None, own: Own | None = None) -> str:
    """Return what the store keeps as the coder of its events: package version, parser, and what of a user's was used."""
    from detente import __version__

    return f"detente {__version__} {model_name(model)}" + (f" own {own.digest}" if own else "")


def code_document(
    document: Document, *, model: str | None = None, merge: bool = True, own: Own | None = None, learned: bool = True
) -> list[Event]:
    """Return the events of one document; `own` are names and rules of a user's (`detente.dictionaries.read_own`).

    `learned` False: by rules alone.

    Examples
    --------
    >>> [(e.source.code, e.event, e.target.code) for e in code_document(Document("d", "Norway imposed sanctions on Peru."))]
    [('NOR', 'SANCTION', 'PER')]
    """
    return next(Coder.default(model, merge=merge, own=own, learned=learned).code([document]))


def code_documents(
    documents: Iterable[Document],
    *,
    model: str | None = None,
    workers: int = 1,
    merge: bool = True,
    own: Own | None = None,
    learned: bool = True,
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
    learned : bool, default True
        Ask the learned finder where the rules find no event in a sentence.

    Yields
    ------
    (Document, list of Event)
    """
    yield from spread(documents, _reader, model, merge, own, learned, model=model, workers=workers)


def _reader(
    model: str | None, merge: bool, own: Own | None, learned: bool
) -> Callable[[Document, list[Sentence]], list[Event]]:
    return Coder.default(model, merge=merge, own=own, learned=learned).read


def _outside_in(sentence: Sentence) -> Iterator[int]:
    """Yield the tokens from the root down, so that an operator is met before what it governs."""
    queue = [i for i, head in enumerate(sentence.heads) if head < 0]
    while queue:
        i = queue.pop(0)
        yield i
        queue.extend(sentence.children(i))


_SPEECH = words("speech")


def _with_names(sentence: Sentence, participants: Participants) -> Sentence:
    """Take every word of a known name for a name: "United" in "United Nations" is no verb."""
    upos = [
        "PROPN" if kind in ("VERB", "AUX", "ADP") and participants.covers(i) and sentence.words[i][:1].isupper() else kind
        for i, kind in enumerate(sentence.upos)
    ]
    return replace(sentence, upos=tuple(upos))


def _is_full(reading: Reading, *, alone: bool) -> bool:
    """Tell whether a noun beside a verb names a deed with both its sides: "the arrest of three Peruvians by Norway"."""
    return two_sided(reading) and (alone or reading.cameo[:2] >= "08")


def _repeats(reading: Reading, readings: Sequence[Reading]) -> bool:
    """Tell whether a noun names again what a verb tells: a deed of the same kind between the same sides."""
    sides = {a.code for a in (*reading.sources, *reading.targets)}
    return any(r.cameo[:2] == reading.cameo[:2] and sides <= {a.code for a in (*r.sources, *r.targets)} for r in readings)


def _in_first_person(sentence: Sentence, i: int) -> bool:
    """Tell whether "we" or "I" do what a verb says."""
    return any(sentence.words[h].lower() in ("we", "i") for h in subjects(sentence, i))


def _speaker(sentence: Sentence, i: int) -> int | None:
    """Return the head of who says a clause: "…, the ministry said" (parataxis or a speech verb above)."""
    for k in sentence.children_with(i, "parataxis", "ccomp"):
        if sentence.lemmas[k].lower() in _SPEECH:
            own = [c for c in sentence.children(k) if relation(sentence, c) == "nsubj"]
            if own:
                return own[0]
    return None
