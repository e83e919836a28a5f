"""What the coder makes of the shipped chronicles: how many entries it codes, into what, how fast; and samples to judge by hand.

    python benchmarks/chronicle_coverage.py [--chronicle usa-rus] [--json | --markdown | --write docs/validation.md]
    python benchmarks/chronicle_coverage.py --chronicle usa-rus --sample 60 --seed 1 > judge.txt
    python benchmarks/chronicle_coverage.py --tally judge.txt

A sample shows each entry with every event the coder gave it. Fill in each line "judgement:" with one word of JUDGEMENTS.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from _docs import write_between
from detente.records import Document, Event

JUDGEMENTS = {
    "right": "every event between the two is there and right in type, direction and status, and none is invented",
    "partly": "the main event is right; another one is missing, wrong or told twice",
    "wrong": "the main event is wrong in type, direction or status, or one is invented",
    "missed": "there is an event between the two and the coder gave none",
    "empty": "there is none to code and the coder gave none",
}
_JUDGED = re.compile(r"^judgement: *(\S*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Coded:
    """A chronicle and its events, entry by entry, with the cost of coding."""

    name: str
    pair: tuple[str, str]
    entries: tuple[tuple[Document, tuple[Event, ...]], ...]
    sentences: int
    seconds: float


def code_chronicle(name: str, *, chosen: set[str] | None = None) -> Coded:
    """Code a chronicle, or the entries with the chosen ids; the model is loaded before the clock starts."""
    from detente.chronicles import read_chronicle
    from detente.coding import Coder
    from detente.language import load, parse

    documents = [d for d in read_chronicle(name) if chosen is None or d.id in chosen]
    coder, pipeline = Coder.default(), load()
    list(coder.code(documents[:1]))  # read the who-is-who, too, before the clock starts
    start, sentences, entries = time.perf_counter(), 0, []
    for document, parsed in zip(documents, parse((d.text for d in documents), nlp=pipeline), strict=True):
        sentences += len(parsed)
        entries.append((document, tuple(coder.code_sentences(document, parsed))))
    first, second = name.upper().split("-")
    return Coded(name, (first, second), tuple(entries), sentences, time.perf_counter() - start)


def is_between(event: Event, pair: tuple[str, str]) -> bool:
    """Say whether source and target are the two states, in either order."""
    return {event.source.code if event.source else None, event.target.code if event.target else None} == set(pair)


def direction(event: Event) -> str:
    arrow = "<->" if event.reciprocal else "->"
    sides = [(a.code or "?") if a else "(nobody)" for a in (event.source, event.target)]
    return f" {arrow} ".join(sorted(sides) if event.reciprocal else sides)


def measure(coded: Coded) -> dict[str, Any]:
    """Count entries and events; types, classes and years are of the events between the two that happened."""
    every = [e for _, events in coded.entries for e in events]
    between = [e for e in every if is_between(e, coded.pair)]
    happened = [e for e in between if e.status == "happened"]
    years: dict[str, list[int]] = {}
    for document, events in coded.entries:
        row = years.setdefault(document.date.isoformat()[:4] if document.date else "?", [0, 0, 0])
        ours = [e for e in events if is_between(e, coded.pair) and e.status == "happened"]
        row[0], row[1], row[2] = row[0] + 1, row[1] + bool(ours), row[2] + len(ours)

    def entries_with(wanted: Any) -> int:
        return sum(any(wanted(e) for e in events) for _, events in coded.entries)

    return {
        "chronicle": coded.name,
        "entries": len(coded.entries),
        "entries with an event": entries_with(lambda e: True),
        "entries with an event between the two": entries_with(lambda e: is_between(e, coded.pair)),
        "entries with one that happened": entries_with(lambda e: is_between(e, coded.pair) and e.status == "happened"),
        "events": len(every),
        "events between the two": len(between),
        "of these happened": len(happened),
        "sentences": coded.sentences,
        "seconds": round(coded.seconds, 2),
        "sentences a second": round(coded.sentences / coded.seconds, 1) if coded.seconds else None,
        "status": dict(Counter(e.status for e in between).most_common()),
        "direction": dict(Counter(map(direction, happened)).most_common()),
        "other sides": dict(Counter(direction(e) for e in every if not is_between(e, coded.pair)).most_common(12)),
        "quad": dict(Counter(e.quad for e in happened).most_common()),
        "type": dict(Counter(e.event for e in happened).most_common()),
        "mean Goldstein": round(sum(e.goldstein for e in happened) / len(happened), 2) if happened else None,
        "years": {y: {"entries": r[0], "coded": r[1], "events": r[2]} for y, r in sorted(years.items())},
    }


def as_text(facts: dict[str, Any], *, markdown: bool) -> str:
    """Lay the counts out as tables."""
    mark = "### " if markdown else "== "
    lines = [f"{mark}{facts['chronicle']}", ""]
    single = [(k, v) for k, v in facts.items() if not isinstance(v, dict) and k != "chronicle"]
    lines += _table(["", ""], [(k, _shown(k, v, facts)) for k, v in single], markdown)
    titles = {
        "status": "status, events between the two", "direction": "direction, happened", "quad": "quad class, happened",
        "type": "PLOVER type, happened", "other sides": "events not between the two, 12 most frequent",
    }  # fmt: skip
    for key, title in titles.items():
        lines += ["", *_table([title, "events"], list(facts[key].items()), markdown)]
    rows = [(y, r["entries"], r["coded"], r["events"]) for y, r in facts["years"].items()]
    lines += ["", *_table(["year", "entries", "with an event between the two", "events"], rows, markdown)]
    return "\n".join(lines)


def _shown(key: str, value: Any, facts: dict[str, Any]) -> str:
    share = f" ({value / facts['entries']:.0%})" if key.startswith("entries ") and facts["entries"] else ""
    return f"{value}{share}"


def _table(head: Sequence[str], rows: Sequence[Sequence[Any]], markdown: bool) -> list[str]:
    if markdown:
        return [
            "| " + " | ".join(head) + " |",
            "|---" * len(head) + "|",
            *("| " + " | ".join(map(str, r)) + " |" for r in rows),
        ]
    whole = [[str(c) for c in r] for r in [head, *rows] if any(r)]
    wide = [max(len(r[k]) for r in whole) + 2 for k in range(len(head))] if whole else []
    return [
        "  " + r[0].ljust(max(wide[0], 42)) + "".join(c.rjust(w) for c, w in zip(r[1:], wide[1:], strict=True)) for r in whole
    ]


def as_sample(coded: Coded) -> str:
    """Lay entries out for a person to judge; * marks what the index uses."""
    lines = ["Judge each entry with one word:", *(f"  {word}: {meaning}" for word, meaning in JUDGEMENTS.items()), ""]
    for document, events in coded.entries:
        lines += [f"[{document.id}] {document.text}"]
        for e in events:
            used = "*" if is_between(e, coded.pair) and e.status == "happened" else " "
            sides = (f'{a.name} "{a.text}"' if a else "nobody" for a in (e.source, e.target))
            said = f", according to {e.attributed_to}" if e.attributed_to else ""
            lines += [
                f"  {used} {direction(e)}  {e.event} {e.status}  {e.cameo} ({e.goldstein:+.1f})  “{e.trigger.text}”{said}",
                f"      {' to '.join(sides)}; rule {e.rule}",
            ]
        lines += [*([] if events else ["    no event"]), "judgement: ", ""]
    return "\n".join(lines)


def choose(name: str, *, size: int, seed: int) -> set[str]:
    """Draw the ids of a sample; the same seed and chronicle give the same entries whatever the coder does."""
    from detente.chronicles import read_chronicle

    ids = sorted(d.id for d in read_chronicle(name))
    return set(random.Random(seed).sample(ids, min(size, len(ids))))


def tally(text: str) -> str:
    """Count the judgements of a filled-in sample; unknown words and blanks are named, not dropped."""
    words = Counter(m.group(1).lower().rstrip(".,;") or "(blank)" for m in _JUDGED.finditer(text))
    total = sum(words.values())
    known = [f"{word}: {words[word]}" for word in JUDGEMENTS]
    other = [f"not a judgement: {word!r} {n}" for word, n in sorted(words.items()) if word not in JUDGEMENTS]
    return "\n".join([f"{total} entries", *known, *other])


def main(arguments: Sequence[str] | None = None) -> int:
    from detente.chronicles import list_chronicles

    names = list_chronicles()
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--chronicle", choices=names, action="append", help="default: every shipped one")
    parser.add_argument("--sample", type=int, metavar="N", help="print N entries drawn at random with all that was coded")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tally", type=Path, metavar="FILE", help="count the judgements in a filled-in sample")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--markdown", action="store_true")
    form.add_argument("--write", type=Path, metavar="FILE", help="put the markdown into a document, between its marks")
    options = parser.parse_args(arguments)
    if options.tally:
        print(tally(options.tally.read_text(encoding="utf-8")))
        return 0
    found = []
    for name in options.chronicle or names:
        if options.sample is not None:
            print(as_sample(code_chronicle(name, chosen=choose(name, size=options.sample, seed=options.seed))))
            continue
        found.append(measure(code_chronicle(name)))
        if not options.json and not options.write:
            print(as_text(found[-1], markdown=options.markdown) + "\n")
    if options.write:
        made = f"Made {date.today().isoformat()}; speed of one process on a shared machine, loading the model not counted."
        tables = "\n\n".join(as_text(facts, markdown=True) for facts in found)
        write_between(options.write, "chronicle_coverage", f"{made}\n\n{tables}")
    if options.json and found:
        print(json.dumps(found, indent=1, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
