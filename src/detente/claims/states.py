"""The pair of states that a text, and each claim in it, is about."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

from detente.actors import Found
from detente.claims.page import Page
from detente.language import Sentence
from detente.records import Span

_RELATIONS = frozenset({"tie", "relation", "relationship", "détente", "detente", "rapprochement"})


@dataclass(frozen=True, slots=True)
class States:
    """The states a page speaks of: where each is named (start, code; in order), and the pair it is about, if about one."""

    named: Sequence[tuple[int, str]]
    pair: tuple[str, str] | None

    @classmethod
    def of(cls, page: Page, found: Sequence[Found]) -> States:
        """Return the states of a page; its pair are the two named most, where sentences name them together more than once."""
        named = [(f.start, code) for f in found if (code := _state(f)) is not None]
        counts: dict[str, int] = {}
        together: dict[tuple[str, str], int] = {}
        k = 0
        for s in page.sentences:
            here: set[str] = set()
            while k < len(named) and named[k][0] < s.end:
                code = named[k][1]
                here.add(code)
                counts[code] = counts.get(code, 0) + 1
                k += 1
            for two in combinations(sorted(here), 2):
                together[two] = together.get(two, 0) + 1
        top = sorted(sorted(counts, key=lambda c: (-counts[c], c))[:2])
        pair = (top[0], top[1]) if len(top) == 2 else None
        return cls(named, pair if pair and together.get(pair, 0) >= 2 else None)

    def about(self, spans: Sequence[Span], lemmas: Collection[str]) -> tuple[str, str] | None:
        """Return the pair of states that words are about, sorted; None where they are about none.

        One state of the text's own pair, or a word such as "ties" beside no state, stands for that pair.
        """
        codes: dict[str, int] = {}
        for a, b in spans:
            for _, code in self.named[bisect_left(self.named, (a, "")) : bisect_left(self.named, (b, ""))]:
                codes[code] = codes.get(code, 0) + 1
        own = set(self.pair or ())
        ties = bool(_RELATIONS & set(lemmas))
        if self.pair and (
            (ties and own & set(codes))
            or (len(codes) == 1 and set(codes) <= own)
            or own <= set(codes)
            or (not codes and _RELATIONS & set(lemmas))
        ):
            return self.pair
        if len(codes) < 2:
            return None
        first, second = sorted(sorted(codes, key=lambda c: (-codes[c], c))[:2])
        return first, second

    def codes(self, s: Sentence, tokens: Sequence[int]) -> set[str]:
        """Return the codes of the states that words of a sentence name."""
        named = self.named[bisect_left(self.named, (s.start, "")) : bisect_left(self.named, (s.end, ""))]
        return {code for place, code in named if any(s.starts[i] <= place < s.ends[i] for i in tokens)} if named else set()


def _state(found: Found) -> str | None:
    """Return the ISO code of the state a named actor belongs to."""
    code = found.identity.code
    return code if code is not None and len(code) == 3 and code.isupper() and found.identity.kind != "body" else None
