"""One parsed document as the finders of claims see it: sentences, quotations, paragraphs, and which word stands in which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.claims.quotes import Quote, find_quotes
from detente.language import Sentence

LONG_QUOTE = 4
"""Fewest words of a quotation that can be a statement of its own; shorter ones are terms and titles."""


@dataclass(slots=True)
class Page:
    """A document with its sentences and quotations.

    `quoted[n][i]` is the number of the quotation in which token `i` of sentence `n` stands, -1 outside; `paragraph[n]` is the
    number of the paragraph of sentence `n`.
    """

    text: str
    sentences: Sequence[Sentence]
    quotes: list[Quote]
    quoted: list[list[int]]
    paragraph: list[int]

    @classmethod
    def of(cls, text: str, sentences: Sequence[Sentence]) -> Page:
        """Return the page of a parsed text."""
        quotes = find_quotes(text)
        quoted: list[list[int]] = []
        paragraph: list[int] = []
        q = number = last = 0
        for s in sentences:
            number += text.find("\n", last, s.start) >= 0
            last = s.end
            paragraph.append(number)
            while q < len(quotes) and quotes[q].end <= s.start:
                q += 1
            if q >= len(quotes) or quotes[q].start >= s.end:
                quoted.append([])
                continue
            here, k = [], q
            for start in s.starts:
                while k < len(quotes) and quotes[k].end <= start:
                    k += 1
                here.append(k if k < len(quotes) and quotes[k].start <= start else -1)
            quoted.append(here)
        return cls(text, sentences, quotes, quoted, paragraph)

    def in_quote(self, n: int, i: int) -> int:
        """Return the number of the quotation of a token, -1 outside."""
        return self.quoted[n][i] if self.quoted[n] else -1

    def share_quoted(self, n: int) -> float:
        """Return the share of the words of a sentence that stand in quotation marks, 0..1."""
        if not self.quoted[n]:
            return 0.0
        words = [i for i, upos in enumerate(self.sentences[n].upos) if upos != "PUNCT"] or range(len(self.sentences[n]))
        return sum(self.quoted[n][i] >= 0 for i in words) / len(words)
