"""Score the event coder on coded sentences, say what its remaining errors come from, and how fast it is.

    python benchmarks/bench_events.py [--no-speed] [--errors FILE] [--gold FILE]

Sets: the PLOVER gold-standard sentences in ../shared/bench/events (left out with a message where absent) and those of our own
in benchmarks/data; `data/sets.toml` says what the rules have seen of each. `--errors` writes every coded event that was not
found, with its cause, as JSON Lines. Everything printed is worked out in the run, but for the figures of UniversalPetrarch,
which its rows name.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from _event_causes import Missed, causes, extra, without_event
from _event_coding import Coded, code_gold
from _event_scores import Scores, read_gold, score, units
from _event_traits import TRAITS, traits

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[1] / "shared" / "bench"
MOST = 10
FEWEST = 5  # a share of fewer says nothing
# Measured by the makers of the benchmark with the same scorer; precision, recall, F1 of the full triple. Its speed is with a
# parser of our class, on another machine.
PEER = (
    ("UniversalPetrarch, all 316 gold sentences", (0.39, 0.29, 0.33)),
    ("UniversalPetrarch, held-out, interstate", (0.43, 0.36, 0.39)),
)
PEER_SPEED = (
    "UniversalPetrarch: about 80 sentences a second from raw text, 2 to 4 s to load (figures of the benchmark's makers)"
)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-speed", action="store_true", help="leave speed and memory out")
    parser.add_argument("--errors", type=Path, help="write each coded event that was not found, with its cause (JSON Lines)")
    parser.add_argument("--gold", type=Path, action="append", help="score this file of coded sentences only (may be repeated)")
    parser.add_argument("--shared", type=Path, default=SHARED, help="folder with events/ and text/")
    options = parser.parse_args(argv)
    sets = [(path.stem, "as given", path) for path in options.gold] if options.gold else _sets(options.shared)
    coded = {name: (seen, code_gold(read_gold(path))) for name, seen, path in sets}
    with_events = {name: (seen, rows) for name, (seen, rows) in coded.items() if any(c.gold.events for c in rows)}
    print_scores(with_events)
    for name, (_, rows) in coded.items():
        count, given = without_event(rows)
        if count:
            print(f"{name}: of {count} sentences that tell of no event {given} got one that happened or lies ahead")
    for name, (_, rows) in with_events.items():
        print_types(name, rows)
        print_traits(name, rows)
    missed = {name: causes(rows) for name, (_, rows) in with_events.items()}
    for name, (_, rows) in with_events.items():
        print_causes(name, rows, missed[name])
    if options.errors:
        options.errors.write_text(
            "".join(json.dumps(_as_row(name, m), ensure_ascii=False) + "\n" for name, rows in missed.items() for m in rows),
            encoding="utf-8",
        )
    if not (options.no_speed or options.gold):
        print_speed(options.shared / "text" / "kremlin_en_news_1999_2020.parquet")
    return 0


def _sets(shared: Path) -> list[tuple[str, str, Path]]:
    """Return (name, what the rules have seen of it, file) of each set that is there."""
    table = tomllib.loads((HERE / "data" / "sets.toml").read_text(encoding="utf-8"))
    found = [(name, seen, shared / "events" / f"{name}.jsonl") for name, seen in table["shared"].items()]
    found += [(name, seen, HERE / "data" / f"{name}.jsonl") for name, seen in table["own"].items()]
    for name, _, path in found:
        if not path.exists():
            print(f"skipped: {name} is not there ({path})")
    return [one for one in found if one[2].exists()]


def _heading(text: str) -> None:
    print(f"\n## {text}")


def print_scores(coded: dict[str, tuple[str, list[Coded]]]) -> None:
    _heading("Scores: F1 of sets of units over sentences; full triple with precision and recall")
    head = (
        "set",
        "rules have",
        "sent.",
        "type",
        "quad",
        "source",
        "target",
        "dyad",
        "d+quad",
        "P",
        "R",
        "triple",
        "hit",
        "ev/sent",
    )
    _print_row(head)
    for name, (seen, rows) in coded.items():
        for part, chosen in (("", rows), (", interstate", [c for c in rows if c.gold.interstate])):
            if not part or 0 < len(chosen) < len(rows):
                found = _score(chosen)
                m = found.measures
                figures = [m[k].f1 for k in ("event", "quad", "source", "target", "dyad", "dyadquad")]
                triple = m["triple"]
                told = [len(c.predictions) for c in chosen if c.predictions]
                _print_row((name + part, seen, len(chosen), *figures, triple.precision, triple.recall, triple.f1,
                            found.hits / max(1, found.lines), sum(told) / max(1, len(told))))  # fmt: skip
    for name, triple_figures in PEER:
        _print_row((name, "", "", *[""] * 6, *triple_figures, "", ""))
    print("hit: share of coded events with a full triple right. ev/sent: events per sentence that has one.")


def _print_row(cells: Sequence[object]) -> None:
    widths = (42, 19, 6, *[8] * 11)
    written = [f"{c:.3f}" if isinstance(c, float) else str(c) for c in cells]
    print("".join(c.ljust(w) if k < 2 else c.rjust(w) for k, (c, w) in enumerate(zip(written, widths, strict=True))).rstrip())


def _score(rows: Sequence[Coded]) -> Scores:
    return score((c.gold for c in rows), {c.gold.id: c.predictions for c in rows})


def print_types(name: str, rows: Sequence[Coded]) -> None:
    _heading(f"{name}: event types")
    print("type          P     R    F1  coded")
    for event, tally in _score(rows).types.items():
        print(f"{event:10s} {tally.precision:5.2f} {tally.recall:5.2f} {tally.f1:5.2f}  {tally.right + tally.missed:5d}")


def print_traits(name: str, rows: Sequence[Coded]) -> None:
    """Print the shares of coded events found, by trait; an event may have several."""
    _heading(f"{name}: traits of coded events, share of which type, pair and full triple were found")
    by_trait: dict[str, list[tuple[bool, bool, bool]]] = {trait: [] for trait in TRAITS}
    annotated: dict[str, list[tuple[bool, bool, bool]]] = {}
    for one in rows:
        found_triples = units(one.gold, one.predictions)[1]["triple"]
        for gold in one.gold.events:
            if not gold.triples:
                continue
            dyads = {(a, b) for a, _, b in gold.triples}
            type_found = any(p.event == gold.event for p in one.predictions)
            pair_found = any((a, b) in dyads for a, _, b in found_triples)
            result = type_found, pair_found, bool(gold.triples & found_triples)
            for trait in traits(one, gold):
                by_trait[trait].append(result)
            for trait in gold.row.get("traits", ()):
                annotated.setdefault(f"sentence has: {trait}", []).append(result)
    shown = [*by_trait.items(), *sorted(annotated.items(), key=lambda item: -len(item[1]))]
    print(f"{'trait':26s} coded   type   pair triple")
    for trait, results in shown:
        if results and (trait in TRAITS or len(results) >= FEWEST):
            shares = [sum(r[k] for r in results) / len(results) for k in range(3)]
            print(f"{trait:26s} {len(results):5d}  {shares[0]:5.2f}  {shares[1]:5.2f}  {shares[2]:5.2f}")
    for trait, rule in TRAITS.items():
        print(f"  {trait}: {rule}")


def print_causes(name: str, rows: Sequence[Coded], missed: Sequence[Missed]) -> None:
    asked = sum(bool(gold.triples) for c in rows for gold in c.gold.events)
    _heading(f"{name}: {len(missed)} of {asked} coded events not found; the {MOST} commonest causes")
    common = Counter(m.cause for m in missed).most_common(MOST)
    for cause, count in common:
        print(f"{count:4d}  {cause}")
    print(f"{len(missed) - sum(count for _, count in common):4d}  other causes")
    print("by what failed: " + ", ".join(f"{what} {n}" for what, n in Counter(m.what for m in missed).most_common()))
    print("by reason: " + ", ".join(f"{why} {n}" for why, n in Counter(m.why for m in missed).most_common()))
    confused = Counter(f"{m.gold.event} coded {m.as_type}" for m in missed if m.as_type)
    if confused:
        print("types mixed up on the right pair: " + ", ".join(f"{c} {n}" for c, n in confused.most_common(MOST)))
    print("full triples coded and not asked for: " + ", ".join(f"{n} {where}" for where, n in extra(rows).items()))


def _as_row(name: str, missed: Missed) -> dict[str, object]:
    one = missed.coded
    return {
        "set": name, "id": missed.gold.id, "cause": missed.cause, "coded_as": missed.as_type, "text": one.gold.text,
        "asked": sorted(missed.gold.triples), "event_words": missed.gold.row.get("eventText"),
        "given": [[e.source and e.source.code, e.event, e.target and e.target.code, e.status, e.rule] for e in one.events],
        "traits": sorted(traits(one, missed.gold)),
    }  # fmt: skip


def print_speed(path: Path) -> None:
    from _event_speed import TEXTS, measure

    _heading("Speed and memory")
    if not path.exists():
        print(f"skipped: no texts to time on ({path})")
        return
    try:
        import polars as pl
    except ImportError:
        print("skipped: reading the texts takes Polars (make bench-events installs it)")
        return
    texts = pl.read_parquet(path)["text"].drop_nulls().sample(TEXTS, seed=1).to_list()
    found = measure(texts)
    one, two = found["rates"][1], found["rates"][2]
    print(f"{TEXTS} English news texts of the Kremlin, {found['sentences']:,} sentences, from raw text to events")
    print(f"one core: {one:,.0f} sentences a second; two workers: {two:,.0f}, that is {two / one:.2f} times as many")
    print(
        f"load: {found['load_s']:.2f} s from the start of Python to the first event; memory at most {found['memory_mb']:.0f} MB"
    )
    print("share of time: " + ", ".join(f"{stage} {share:.0%}" for stage, share in found["stages"].items()))
    print(PEER_SPEED)


if __name__ == "__main__":
    raise SystemExit(main())
