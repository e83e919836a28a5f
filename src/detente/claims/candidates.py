"""Where a sentence may say what someone says, thinks or wants: every cue with what would be its source and content.

Rules here are generous: a learned scorer (`scorer.py`) decides which of the candidates is an attribution. Each candidate names
the frame by which it was found; a cue may have several.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from detente.claims.direct import bare_cue, dash_cue, quote_candidates
from detente.claims.frames import VERB_TAGS, Candidate
from detente.claims.noun_frames import adjective_frames, noun_frames, participle_frames
from detente.claims.page import Page
from detente.claims.surface_frames import according, before_that, between_commas, colon, what_says
from detente.claims.verb_frames import verb_frames
from detente.language import Sentence

_NO_CUES = frozenset({"case", "aux", "aux:pass", "cop", "amod", "compound"})


def all_candidates(page: Page, n: int, cues: Collection[str] | None = None) -> Iterator[Candidate]:
    """Yield every candidate of sentence `n` of a page; `cues` limits the words that may be one (None: any)."""
    yield from candidates(page.sentences[n], cues)
    yield from quote_candidates(page, n)
    for alone in (bare_cue(page, n), dash_cue(page, n)):
        if alone is not None:
            yield alone


def candidates(s: Sentence, lemmas: Collection[str] | None = None) -> Iterator[Candidate]:
    """Yield what a sentence itself offers, cue by cue; `lemmas` limits the cues (None: every verb, noun and adjective)."""
    tags, low = s.tags, s.low
    for i, (upos, lemma) in enumerate(zip(s.upos, s.bases, strict=True)):
        if lemma == "accord" or low[i] == "according":
            yield from according(s, i)
        if lemmas is not None and lemma not in lemmas:
            continue
        tag = tags[i]
        if (tag in VERB_TAGS or upos == "VERB") and upos != "AUX" and s.deps[i] not in _NO_CUES:
            yield from verb_frames(s, i)
        elif tag in ("VBN", "VBG", "JJ", "NN") and s.deps[i] == "amod":
            yield from participle_frames(s, i)
        elif upos == "NOUN":
            yield from noun_frames(s, i)
        elif upos == "ADJ":
            yield from adjective_frames(s, i)
    yield from colon(s)
    yield from between_commas(s)
    yield from before_that(s)
    yield from what_says(s)
