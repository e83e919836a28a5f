"""Frames read off commas, colons and single words, where trees often fail: ", analysts say,", "according to …", "Ruiz: …"."""

from __future__ import annotations

from collections.abc import Iterator

from detente.claims.frames import RELATIVES, SPEECH, SUBJECTS, TELLING, VERB_TAGS, Candidate, clause_top, cue_of
from detente.claims.sources import first_of, without_case
from detente.language import Sentence

_NAME_WORDS = frozenset({"PROPN", "NOUN", "PRON", "ADJ", "DET", "NUM"})
_FARTHEST = 45  # words from a speaker's name to the verb, his office and house between them


def according(s: Sentence, i: int) -> Iterator[Candidate]:
    """Yield "according to X" with the clause it vouches for."""
    if i + 1 >= len(s) or s.low[i + 1] != "to":
        return
    n = s.heads[i]
    if n < 0 or s.deps[i] not in ("case", "mark", "fixed"):
        below = [k for k in s.children(i) if s.deps[k] in ("obl", "nmod", "obj")]
        if not below:
            return
        n = below[0]
    source = tuple(k for k in s.subtree(n) if (k > i + 1 and s.deps[k] != "punct") or k == n)
    source = tuple(k for k in source if k in set(without_case(s, n))) or (n,)
    own = set(s.subtree(n)) | {i, i + 1}
    head = s.heads[n] if s.heads[n] != i else s.heads[i]
    if head < 0:
        return
    top = clause_top(s, head)
    if s.deps[top] in ("advcl", "acl:relcl") and not any(k == top for k in s.children_with(head, "mark")):
        top = clause_top(s, s.heads[top]) if i > top and s.heads[top] >= 0 and i - 1 not in s.subtree(top) else top
    rest = tuple(k for k in s.subtree(top) if k not in own)
    if rest:
        yield Candidate(i, "according", (i, i + 1), source, rest, "own")
    whole = tuple(k for k in range(len(s)) if k not in own)
    if len(whole) > len(rest) + 1:
        yield Candidate(i, "according-all", (i, i + 1), source, whole, "own")


def colon(s: Sentence) -> Iterator[Candidate]:
    """Yield "Ruiz: No deal with Chad", as headlines and transcripts have it."""
    for i in range(1, min(8, len(s) - 1)):
        if (
            s.words[i] == ":"
            and all(s.upos[k] in ("PROPN", "PUNCT", "NOUN", "ADJ") for k in range(i))
            and s.upos[i - 1] == "PROPN"
        ):
            yield Candidate(i, "colon", (i,), tuple(range(i)), tuple(range(i + 1, len(s))), "own")
            return


def between_commas(s: Sentence) -> Iterator[Candidate]:
    """Yield ", analysts say," and ", Ana Ruiz, head of the institute, said." by their commas alone, whatever the tree says."""
    bases = s.bases
    if TELLING.isdisjoint(bases):
        return
    for v in range(2, len(s)):
        if bases[v] not in TELLING or s.upos[v] == "AUX" or not _is_finite(s, v):
            continue
        begin, source = _speaker_before(s, v)
        end = next((k for k in range(v + 1, len(s)) if s.words[k] in (",", "—", "–") or s.words[k] in '”".'), len(s))
        named_before = any(s.deps[k] in SUBJECTS and k < v for k in s.children(v))
        if not source and not named_before and s.words[v - 1] in (",", "”", '"', "''"):
            source = _speaker_behind(s, v)
            begin, end = v, len(s) if source else end
        if not source or begin < 2:
            continue
        stop = next(
            (k for k in range(end + 1, len(s)) if s.words[k - 1] == "," and s.tags[k] == "VBG" and s.bases[k] in TELLING),
            len(s),
        )
        rest = (*range(begin), *range(end, stop))
        if sum(s.upos[k] != "PUNCT" for k in rest) >= 2:
            where = "end" if end >= len(s) - 1 else "mid"
            yield Candidate(v, f"commas-{where}", cue_of(s, v), source, rest, "own" if begin < v else "beside")


def _is_finite(s: Sentence, v: int) -> bool:
    """Tell whether a verb is finite; a past form at the end of a clause that the tagger took for a participle is."""
    if s.tags[v] == "VBN":
        ends = v + 1 == len(s) or s.words[v + 1] in (".", ",")
        return ends and not s.children_with(v, "aux", "aux:pass", "cop") and s.deps[v] not in ("amod", "acl", "conj")
    return s.tags[v] in ("VBD", "VBZ", "VBP")


def _speaker_before(s: Sentence, v: int) -> tuple[int, tuple[int, ...]]:
    """Return where the words between commas begin and who is named there; () where nobody is."""
    begin = v
    while begin > 0 and (
        s.upos[begin - 1] in (*_NAME_WORDS, "ADV", "AUX") or s.low[begin - 1] in ("of", "’s", "'s", "and", "in", "at", "-")
    ):
        begin -= 1
    if begin < v and begin and s.words[begin - 1] in (",", "”", '"', "''"):
        named = [k for k in range(begin, v) if s.upos[k] in ("PROPN", "NOUN", "PRON")]
        return (begin, tuple(range(begin, named[-1] + 1))) if named else (0, ())
    if s.words[v - 1] in (",", ")"):  # a name, what the person is, and the verb
        for k in range(v - 1, max(1, v - _FARTHEST), -1):
            if s.words[k] == "," and s.upos[k - 1] == "PROPN":
                first = k - 1
                while first > 0 and s.upos[first - 1] == "PROPN":
                    first -= 1
                if k - first >= 2 and first and s.words[first - 1] in (",", "”", '"'):
                    return _with_role(s, first), tuple(range(first, v - 1))
    return 0, ()


def _with_role(s: Sentence, first: int) -> int:
    """Return where the words begin that say who someone is before the name: ", her foreign minister, Ana Ruiz, said"."""
    begin = first - 1
    while begin > 0 and s.upos[begin - 1] in ("NOUN", "ADJ", "DET", "PRON", "PROPN") and s.words[begin - 1] != ",":
        begin -= 1
    role = begin < first - 1 and begin and s.words[begin - 1] in (",", "”", '"') and s.upos[first - 2] == "NOUN"
    return begin if role else first


def _speaker_behind(s: Sentence, v: int) -> tuple[int, ...]:
    """Return the name behind an inverted verb: "said Ana Ruiz, a fellow at …"."""
    stop = v + 1
    while stop < len(s) and (s.upos[stop] in _NAME_WORDS or s.low[stop] in ("of", "’s", "'s", "the", "at", "-", "for")):
        stop += 1
    named = [k for k in range(v + 1, stop) if s.upos[k] in ("PROPN", "NOUN")]
    return tuple(range(v + 1, named[-1] + 1)) if named and s.upos[v + 1] != "PRON" else ()


def before_that(s: Sentence) -> Iterator[Candidate]:
    """Yield "suspect that …" where the tagger took the verb for a noun: the subject is what stands before it."""
    low = s.low
    if "that" not in low:
        return
    for v in range(1, len(s) - 3):
        if (
            low[v + 1] != "that"
            or s.tags[v] not in ("NN", "NNS", "JJ", "VB")
            or s.children_with(v, "det", "nmod:poss", "amod", "cop")
        ):
            continue
        word = s.low[v]
        lemma = word if word in SPEECH else word.removesuffix("s")
        if lemma not in SPEECH:
            continue
        heads = [
            k
            for k in range(v)
            if s.tags[k] in ("NNS", "NNPS", "NNP", "PRP") and s.deps[k] in ("nsubj", "root", "nsubj:pass", "compound", "conj")
        ]
        if heads:
            first = heads[0]
            yield Candidate(
                v,
                "onward",
                (v,),
                tuple(i for i in range(first_of(s, first), first + 1)),
                tuple(range(v + 1, len(s))),
                "beside",
            )


def what_says(s: Sentence) -> Iterator[Candidate]:
    """Yield "what officials say was an accident": the words around who says it."""
    if "what" not in s.low:
        return
    for w, word in enumerate(s.low):
        if word != "what":
            continue
        v = next((k for k in range(w + 2, min(len(s), w + 10)) if s.tags[k] in ("VBP", "VBZ", "VBD", "VBN")), 0)
        while v and v + 1 < len(s) and s.upos[v] == "AUX" and s.tags[v + 1] in VERB_TAGS:
            v += 1
        if not v or s.bases[v] not in SPEECH or not all(s.upos[k] in (*_NAME_WORDS, "ADP", "AUX") for k in range(w + 1, v)):
            continue
        end = next((k for k in range(v + 1, len(s)) if s.words[k] in (",", ";", ".", "—") or s.low[k] == "what"), len(s))
        end -= end < len(s) and s.low[end] == "what"
        verbs = [k for k in range(v + 1, end) if s.tags[k] in ("VBD", "VBZ", "VBP", "MD")]
        own = verbs[:1] if verbs and verbs[0] <= v + 2 else []  # "says was a mistake"; "calls a mistake" has none
        beyond = [k for k in verbs if k not in own and s.low[k - 1] not in RELATIVES]
        if beyond:  # the verb of the clause around it: "what she says was a gift is now …"
            end = beyond[0]
        while end > v and s.upos[end - 1] in ("CCONJ", "PUNCT"):
            end -= 1
        source = tuple(k for k in range(w + 1, v) if s.upos[k] != "AUX")
        if end - v > 2:
            yield Candidate(v, "what", cue_of(s, v), source, (w, *range(v + 1, end)), "own")
