"""A parsed sentence in plain Python: what rules and tests work on, free of spaCy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Token(NamedTuple):
    """One word or mark of a sentence. `start`, `end`: code points into the untouched document, end exclusive."""

    i: int
    text: str
    lemma: str
    tag: str
    upos: str
    dep: str
    head: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """One sentence as columns of equal length, one entry a token; `sentence[i]` gives a single `Token`.

    Attributes
    ----------
    text : str
        The sentence as the parser read it: white space collapsed, invisible characters dropped. To quote, cut
        `document.text[sentence.start:sentence.end]` instead.
    words, lemmas : tuple of str
        As the parser read them, and in dictionary form.
    tags : tuple of str
        Penn Treebank tags (`VBD`, `NNP`).
    upos : tuple of str
        Universal part-of-speech tags (`VERB`, `PROPN`).
    deps : tuple of str
        Universal Dependencies relations with subtypes (`nsubj:pass`, `obl:agent`); `root` for the root.
    heads : tuple of int
        Index of each token's head within the sentence, -1 for the root.
    starts, ends : tuple of int
        Code points into the untouched document, end exclusive.
    low, bases : tuple of str
        Words and lemmas in lower case, made from the others: rules ask for them all the time.
    """

    text: str
    words: tuple[str, ...]
    lemmas: tuple[str, ...]
    tags: tuple[str, ...]
    upos: tuple[str, ...]
    deps: tuple[str, ...]
    heads: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    low: tuple[str, ...] = field(init=False, repr=False)
    bases: tuple[str, ...] = field(init=False, repr=False)
    _children: list[tuple[int, ...]] = field(default_factory=list, init=False, repr=False)
    _subtrees: dict[int, list[int]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "low", tuple([word.lower() for word in self.words]))
        object.__setattr__(self, "bases", tuple([lemma.lower() for lemma in self.lemmas]))

    def __len__(self) -> int:
        return len(self.words)

    def __getitem__(self, index: int) -> Token:
        i = range(len(self.words))[index]
        return Token(
            i,
            self.words[i],
            self.lemmas[i],
            self.tags[i],
            self.upos[i],
            self.deps[i],
            self.heads[i],
            self.starts[i],
            self.ends[i],
        )

    def __iter__(self) -> Iterator[Token]:
        return (self[i] for i in range(len(self.words)))

    @property
    def start(self) -> int:
        """Where the sentence begins in the untouched document, code points."""
        return self.starts[0]

    @property
    def end(self) -> int:
        """Where the sentence ends in the untouched document, code points, exclusive."""
        return self.ends[-1]

    @property
    def root(self) -> int:
        """Index of the root; the first one where a parser of another make gave several."""
        return self.heads.index(-1)

    def children(self, index: int) -> tuple[int, ...]:
        """Return the tokens that depend on token `index`, left to right."""
        if not self._children:
            lists: list[list[int]] = [[] for _ in self.heads]
            for i, head in enumerate(self.heads):
                if head >= 0:
                    lists[head].append(i)
            self._children.extend(map(tuple, lists))
        return self._children[index]

    def children_with(self, index: int, *deps: str) -> tuple[int, ...]:
        """Return the children of token `index` whose relation is one of `deps`; `nsubj` does not include `nsubj:pass`."""
        own = self.deps
        return tuple([i for i in self.children(index) if own[i] in deps])

    def subtree(self, index: int) -> list[int]:
        """Return token `index` and all that hangs below it, left to right."""
        if index not in self._subtrees:
            found, stack = [], [index]
            while stack:
                i = stack.pop()
                found.append(i)
                stack.extend(self.children(i))
            self._subtrees[index] = sorted(found)
        return list(self._subtrees[index])

    def span(self, indices: Sequence[int]) -> tuple[int, int]:
        """Return where the given tokens (in any order, at least one) begin and end in the untouched document."""
        return self.starts[min(indices)], self.ends[max(indices)]
