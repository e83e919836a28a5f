"""Score the finder of claims on six analysis pieces of our own (data/own_claims).

    python benchmarks/bench_own_claims.py [--errors PIECE …]

The pieces are about six pairs of states before an election, with invented persons. They were written and annotated before the
finder was run on them. `--errors` lists what is wrong in a piece that is marked `read = true`; of the others only totals
are printed, so that they go on saying what new text would give.

A statement is found where a claim shares half of its words (IoU, as in PolNeAR's scorer). A forecast is found where a forecast
shares half of its words, or holds four fifths of them and of no other; a found forecast that does so with none is a false one.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.claims import Contest, Contestant, claims_of_documents
from detente.coding import code_documents
from detente.records import Claim, Document, Span

PIECES = Path(__file__).resolve().parent / "data" / "own_claims"
SIGNS = {"positive": "+", "negative": "-"}
COLUMNS = {"errors read": (True,), "kept unread": (False,), "all six": (True, False)}  # column -> what `read` may be
MODES = ("direct", "mixed", "indirect")
ROWS = (
    "statements", *(f"  {mode}" for mode in MODES), "right speaker", "  of pronouns", "forecasts", "  outcome right",
    "  direction right", "  both right", "precision of forecasts", "undone deeds not coded",
)  # fmt: skip


@dataclass(slots=True)
class Tally:
    """Right ones and all, by name of a row."""

    counts: dict[str, list[int]] = field(default_factory=lambda: {name: [0, 0] for name in ROWS})
    errors: list[str] = field(default_factory=list)

    def add(self, name: str, right: bool, said: str = "") -> bool:
        self.counts[name][0] += right
        self.counts[name][1] += 1
        if not right and said:
            self.errors.append(f"{name.strip():24} {said}")
        return right


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", nargs="*", default=[], metavar="PIECE", help="list the errors of these pieces")
    options = parser.parse_args(argv)
    pieces = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(PIECES.glob("*.toml"))]
    closed = sorted({p["id"] for p in pieces if not p["read"]} & set(options.errors))
    if closed:
        print(f"not listed: {', '.join(closed)} (kept unread)", file=sys.stderr)
    columns = {name: [p for p in pieces if p["read"] in kept] for name, kept in COLUMNS.items()}
    tallies = {name: Tally() for name in columns}
    for piece in pieces:
        tally = score(piece)
        for name, chosen in columns.items():
            if piece in chosen:
                for row, (right, total) in tally.counts.items():
                    tallies[name].counts[row][0] += right
                    tallies[name].counts[row][1] += total
        if piece["id"] in options.errors and piece["read"]:
            print(f"== {piece['id']}", *tally.errors, sep="\n")
    print("Six analysis pieces of our own, with invented persons; right ones of all, percent")
    print(f"{'':26}" + "".join(f"{name:>22}" for name in columns))
    for row in ROWS:
        print(f"{row:26}", end="")
        for right, total in (tally.counts[row] for tally in tallies.values()):
            print(f"{right:>8} of {total:>3} {100 * right / max(total, 1):>5.0f} %", end="")
        print()
    return 0


def score(piece: Any) -> Tally:
    """Return what is right in one piece."""
    text: str = piece["text"]
    document = Document(piece["id"], text, piece["date"])
    vote = piece["contest"]
    outcomes = [Contestant(o["id"], tuple(o["persons"]), tuple(o["parties"]), o["incumbent"]) for o in vote["outcomes"]]
    contest = Contest(vote["id"], vote["date"], tuple(outcomes))
    [(_, claims)] = claims_of_documents([document], contests=(contest,))
    tally = Tally()
    _score_statements(tally, piece, [c for c in claims if c.part_of is None])
    _score_forecasts(tally, piece, claims)
    happened = [e.trigger for _, events in code_documents([document]) for e in events if e.status == "happened"]
    for words in piece["undone"]:
        a, b = locate(text, [words])[0]
        tally.add("undone deeds not coded", not any(a <= t.start < b for t in happened), words)
    return tally


def _score_statements(tally: Tally, piece: Any, claims: Sequence[Claim]) -> None:
    text = piece["text"]
    own = [words_of(text, c.content_spans) for c in claims]
    for mode, how, speaker, *says in piece["statements"]:
        gold = words_of(text, locate(text, says))
        shares = [_iou(gold, words) for words in own]
        best = max(shares, default=0.0)
        right = tally.add("statements", best >= 0.5, f"{speaker}: {says}")
        tally.add(f"  {mode}", right)
        if right:
            # Two statements may have the same words: what someone says, and what he says another says.
            same = [c for c, share in zip(claims, shares, strict=True) if share >= min(best, 0.8)]
            named = any(is_speaker(c, speaker) for c in same)
            tally.add("right speaker", named, f"{speaker}, not {', '.join(str(c.speaker.name) for c in same)}: {says}")
            if how == "pronoun":
                tally.add("  of pronouns", named)


def _score_forecasts(tally: Tally, piece: Any, claims: Sequence[Claim]) -> None:
    text = piece["text"]
    whole = {c.part_of for c in claims if c.part_of}
    found = [c for c in claims if c.type == "forecast" and c.id not in whole]
    gold = [words_of(text, locate(text, [row[0]])) for row in piece["forecasts"]]
    own = [words_of(text, c.content_spans) for c in found]
    used: set[int] = set()
    for words, (said, outcomes, direction, sign) in zip(gold, piece["forecasts"], strict=True):
        options = [k for k, w in enumerate(own) if _is_match(words, w, [other for other in gold if other is not words])]
        used.update(options)
        if not tally.add("forecasts", bool(options), said):
            continue
        c = found[max(options, key=lambda k: _iou(words, own[k]))]
        scenario = sorted(c.condition.scenario) if c.condition else []
        towards = (c.direction or "", SIGNS[c.polarity] if c.direction else "")
        a = tally.add("  outcome right", scenario == sorted(outcomes.split()), f"{scenario}: {said}")
        b = tally.add("  direction right", towards == (direction, sign if direction else ""), f"{''.join(towards)}: {said}")
        tally.add("  both right", a and b)
    for k, c in enumerate(found):
        tally.add("precision of forecasts", k in used, f"{c.speaker.name}: {c.text}")


def _is_match(gold: set[Span], words: set[Span], others: Iterable[set[Span]]) -> bool:
    if _iou(gold, words) >= 0.5:
        return True
    return len(gold & words) >= 0.8 * len(gold) and not any(len(o & words) >= 0.8 * len(o) for o in others)


def is_speaker(claim: Claim, name: str) -> bool:
    """Tell whether a claim's speaker is the one of that name; "" stands for one whom the text does not name."""
    given = claim.speaker.name or ""
    if not name:
        return not given or claim.speaker.kind == "unnamed"
    own = claim.speaker.kind in ("person", "unnamed")
    return _plain(given) == _plain(name) or (not own and _plain(given).startswith(_plain(name)))


def _plain(name: str) -> str:
    return re.sub(r"^(?:the|a|an) ", "", " ".join(name.split()).lower())


def locate(text: str, says: Sequence[str]) -> list[Span]:
    """Return where the words stand: the longest only once in the text, the others as near to it as can be."""
    longest = max(says, key=len)
    if text.count(longest) != 1:
        raise ValueError(f"stands {text.count(longest)} times in the text: {longest!r}")
    anchor = text.index(longest)
    spans = []
    for words in says:
        places = [m.start() for m in re.finditer(re.escape(words), text)]
        if not places:
            raise ValueError(f"not in the text: {words!r}")
        place = min(places, key=lambda p: abs(p - anchor))
        spans.append((place, place + len(words)))
    return spans


def words_of(text: str, spans: Collection[Span]) -> set[Span]:
    """Return the words within spans, by their place."""
    return {(a + m.start(), a + m.end()) for a, b in spans for m in re.finditer(r"\w+(?:[’'\-]\w+)*", text[a:b])}


def _iou(a: set[Span], b: set[Span]) -> float:
    return len(a & b) / max(1, len(a | b))


if __name__ == "__main__":
    sys.exit(main())
