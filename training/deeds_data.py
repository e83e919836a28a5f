"""Sentences to teach the finder of deeds with: annotated ones, and ones made from them by putting other words in.

An annotated line is `text with {triggers} in braces || SOURCE TYPE TARGET ; …`, one triple a trigger, "-" where there is
no event; only triggers and types are used. A row is the words of a sentence, its text, where each word begins, and the
type of each word ("" is none).
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from detente.actors import Found, find
from detente.coding import Coder
from detente.coding.features import Description, around, candidates, describe
from detente.coding.learned import GENERAL
from detente.coding.participants import Participants
from detente.coding.references import Memory
from detente.coding.repair import repaired
from detente.language import Sentence, parse
from detente.records import Document

HERE = Path(__file__).parent
WORD = re.compile(r"\w+|[^\w\s]")
LEXICON = HERE.parent / "src" / "detente" / "data" / "lexicon"
OWN = ("own_events.jsonl", "own_broad_read.jsonl", "own_no_event.jsonl")  # of benchmarks/data; the unread set is not among them
EVERYDAY = frozenset({"say", "have", "be", "do", "go", "tell"})
PARTICLES = "up off down out back away over in on through aside apart about at against".split()


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence: its text, and the types that spans of it name (code points, end exclusive)."""

    text: str
    spans: tuple[tuple[int, int, str], ...] = ()

    @property
    def words(self) -> list[str]:
        """Return the words as the teacher reads them."""
        return [m[0] for m in WORD.finditer(self.text)]

    def types(self) -> list[str]:
        """Return the type of each word."""
        return [next((t for a, b, t in self.spans if a < m.end() and m.start() < b), "") for m in WORD.finditer(self.text)]


def read(path: Path) -> Iterator[Row]:
    """Read a file of annotated lines, or a benchmark set (.jsonl)."""
    return of_benchmark(path) if path.suffix == ".jsonl" else annotated(path)


def annotated(path: Path) -> Iterator[Row]:
    """Read annotated lines; a line whose triggers and triples do not match in number is an error that names it."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        marked, _, coded = line.rpartition(" || ")
        triples = [] if coded.strip() == "-" else [part.split() for part in coded.strip().split(" ; ")]
        pieces = re.split(r"\{([^{}]*)\}", marked)
        if len(pieces) // 2 != len(triples) or any(len(t) != 3 or t[1] not in GENERAL for t in triples):
            raise SystemExit(f"{path}:{number}: {len(pieces) // 2} triggers in braces, but “{coded.strip()}”")
        text, spans = "", []
        for n, piece in enumerate(pieces):
            if n % 2:
                spans.append((len(text), len(text) + len(piece), triples[n // 2][1]))
            text += piece
        yield Row(text, tuple(spans))


def of_benchmark(path: Path) -> Iterator[Row]:
    """Read a set in the form of benchmarks/data: a row an event, with the words that tell it."""
    rows: dict[str, list[tuple[int, int, str]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        spans = rows.setdefault(row["text"], [])
        words = row.get("eventText") or ""
        at = row["text"].lower().find(words.lower()) if row.get("event") and words else -1
        if at >= 0:
            spans.append((at, at + len(words), row["event"]))
    yield from (Row(text, tuple(spans)) for text, spans in rows.items())


def of_lexicon(random: Random) -> list[Row]:
    """Return the lexicon's examples, each also with the other words of its rule; what the rules code is the truth."""
    from lemminflect import getInflection

    rules = []
    for path in (*sorted((LEXICON / "deeds").glob("*.toml")), LEXICON / "operators.toml"):
        for rows in tomllib.loads(path.read_text(encoding="utf-8")).values():
            rules += [r for r in rows if isinstance(r, dict) and "ex" in r] if isinstance(rows, list) else []
    texts = []
    for rule, sentences in zip(rules, parse(r["ex"] for r in rules), strict=True):
        text = rule["ex"]
        texts.append(text)
        keys = {k for k in f"{rule.get('verbs', '')} {rule.get('nouns', '')}".split() if k.isalpha()}
        for s in sentences:
            i = next((i for i in range(len(s)) if s.lemmas[i].lower() in keys), None)
            others = sorted(keys - {s.lemmas[i].lower()}) if i is not None else []
            forms = (getInflection(other, s.tags[i]) for other in others)
            texts.extend(text[: s.starts[i]] + form[0] + text[s.ends[i] :] for form in forms if form)
    documents = [Document(str(n), text) for n, text in enumerate(dict.fromkeys(texts))]
    found = []
    for document, events in zip(documents, Coder.default(merge=False, learned=False).code(documents), strict=True):
        spans = {(e.trigger.start, e.trigger.end, e.event) for e in events if e.status in ("happened", "future")}
        short = [span for span in sorted(spans) if document.text[span[0] : span[1]].count(" ") < 3]
        if short:
            found.append(Row(document.text, tuple(short)))
    random.shuffle(found)
    return found


def described(rows: Sequence[Row]) -> Iterator[list[tuple[int, Description]]]:
    """Parse rows and yield, for each, its candidate words (by number of the teacher's word) with what stands around them."""
    for row, sentences in zip(rows, parse(r.text for r in rows), strict=True):
        at = {c: n for n, m in enumerate(WORD.finditer(row.text)) for c in range(*m.span())}
        found, own = find(row.text), []
        for s in map(repaired, sentences):
            names = _names(s, found, row.text)
            if names.any():
                content = around(s, names)
                own += [(at[s.starts[i]], describe(s, i, names, content)) for i in candidates(s, names) if s.starts[i] in at]
        yield own


def _names(sentence: Sentence, found: Sequence[Found], text: str) -> Participants:
    return Participants(sentence, [f for f in found if sentence.start <= f.start < sentence.end], text, Memory())


def with_other_words(rows: Sequence[Row], verbs: Sequence[str], nouns: Sequence[str], times: int, random: Random) -> list[Row]:
    """Return sentences with a verb or noun (a trigger, mostly) replaced by one of a long list: the teacher will label them."""
    from lemminflect import getInflection

    made = []
    for row, sentences in zip(rows, parse(r.text for r in rows), strict=True):
        triggers = {a for a, _, _ in row.spans}
        slots: dict[bool, list[tuple[int, int, str]]] = {True: [], False: []}
        named = [(f.start, f.end) for f in find(row.text)]
        for s in sentences:
            for i, kind in enumerate(s.upos):
                place = (s.starts[i], s.ends[i], s.tags[i])
                if kind == "VERB" and s.lemmas[i].lower() not in EVERYDAY:
                    slots[True].append(place)
                elif s.tags[i] in ("NN", "NNS") and not any(a <= s.starts[i] < b for a, b in named):
                    slots[False].append(place)
        for _ in range(times):
            verbal = random.random() < 0.75
            own = [p for p in slots[verbal] if p[0] in triggers] if random.random() < 0.85 else []
            if not (own or slots[verbal]):
                continue
            start, end, tag = random.choice(own or slots[verbal])
            if form := getInflection(random.choice(verbs if verbal else nouns), tag):
                word = form[0].capitalize() if row.text[start].isupper() else form[0]
                made.append(Row(row.text[:start] + word + row.text[end:]))
    return made


def with_listed_words(rows: Sequence[Row], path: Path, random: Random) -> list[Row]:
    """Return annotated sentences whose trigger verb gave way to a word of the same type from a list ("none": of no type)."""
    from lemminflect import getInflection

    lines = [line.split(":", 1) for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    slots: dict[str, list[tuple[Row, int, tuple[int, int, str]]]] = {"none": []}
    for row, sentences in zip(rows, parse(r.text for r in rows), strict=True):
        for n, (start, end, kind) in enumerate(row.spans):
            inside = [
                (s.starts[i], s.ends[i], s.tags[i])
                for s in sentences
                for i in range(len(s))
                if s.upos[i] == "VERB" and start <= s.starts[i] < end
            ]
            if len(inside) == 1 and row.text[start:end].count(" ") < 2:
                slots.setdefault(kind, []).append((row, n, inside[0]))
                slots["none"].append((row, n, inside[0]))
    made = []
    for kind, listed in lines:
        for words in listed.split():
            verb, *rest = words.split("_")
            for _ in range(8 if kind == "none" else 4):
                row, n, (start, end, tag) = random.choice(slots[kind])
                form = getInflection(verb, tag) or getInflection(verb, tag, inflect_oov=True)
                if form:
                    made.append(_replaced(row, n, start, end, " ".join([form[0], *rest]), "" if kind == "none" else kind))
    return made


def _replaced(row: Row, n: int, start: int, end: int, words: str, kind: str) -> Row:
    """Return a row whose nth span is now `words` at start..end; a preposition right behind gives way to that of the words."""
    behind = row.text[end:]
    if " " in words:
        behind = re.sub(rf"^ (?:{'|'.join(PARTICLES)}|with|to|from|of|into|for)\b", "", behind)
    shift = len(words) - (end - start) - (len(row.text[end:]) - len(behind))
    spans = [(a + shift, b + shift, t) if a >= end else (a, b, t) for k, (a, b, t) in enumerate(row.spans)
             if k != n and (a >= end or b <= start)]  # fmt: skip
    if kind:
        spans.append((start, start + len(words), kind))
    return Row(row.text[:start] + words + behind, tuple(sorted(spans)))
