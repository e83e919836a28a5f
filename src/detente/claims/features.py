"""What the scorer looks at in a candidate: names of features, each on or off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.claims.cues import families
from detente.claims.frames import Candidate
from detente.claims.page import LONG_QUOTE, Page
from detente.claims.words import word_set
from detente.language import Sentence

_MODALS = {"will": "will", "would": "would", "can": "can", "could": "can", "may": "may", "might": "may", "should": "should",
           "must": "should", "do": "do", "does": "do", "did": "do", "have": "have", "has": "have", "had": "have", "’ll": "will",
           "'ll": "will", "'d": "would", "’d": "would"}  # fmt: skip
_PERSONS = {"i": "I", "we": "I", "you": "you", "he": "he", "she": "he", "they": "they", "it": "it", "who": "who",
            "which": "which", "that": "which", "this": "it", "there": "it"}  # fmt: skip
_BEHIND = frozenset({"commas-end", "commas-mid", "ccomp-before", "parenthesis"})
_MARKS = frozenset(
    {"that", "whether", "if", "how", "what", "why", "who", "to", "when", "where", "of", "for", "by", "about", "as", "it"}
)
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SIZES = ((1, "1"), (2, "2"), (4, "4"), (8, "8"), (16, "16"))
_BY_OBJECT = frozenset({"obj", "noun", "prep", "passive"})


Group = tuple[Any, ...]
"""Features that depend on the same few values: what names them, and the values. Their sum is worked out once."""


def features(page: Page, n: int, candidates: Sequence[Candidate]) -> list[list[str]]:
    """Return for each candidate of sentence `n` the names of the features that hold of it.

    The candidates of one cue are read together: which other readings there are, and which of them holds most, tells much.
    """
    return [[name for group in groups for name in named(group)] for groups in feature_groups(page, n, candidates)]


def named(group: Group) -> tuple[str, ...]:
    """Return the names of the features of a group."""
    names: tuple[str, ...] = group[0](*group[1:])
    return names


def feature_groups(page: Page, n: int, candidates: Sequence[Candidate]) -> list[list[Group]]:
    """Return for each candidate of sentence `n` the groups of features that hold of it (`features`, not yet written out)."""
    s = page.sentences[n]
    by_cue: dict[int, list[Candidate]] = {}
    for c in candidates:
        by_cue.setdefault(c.head, []).append(c)
    cues = {head: _of_cue(page, n, head, group) for head, group in by_cue.items()}
    return [_of_candidate(page, n, s, c, cues[c.head], by_cue[c.head]) for c in candidates]


def _of_cue(page: Page, n: int, h: int, group: Sequence[Candidate]) -> tuple[str, tuple[str, ...], list[Group]]:
    """Return of a cue: its word in dictionary form, its families, and the features that all its readings share."""
    s = page.sentences[n]
    deps, low = s.deps, s.low
    upos = "VERB" if s.tags[h][:2] == "VB" or any(c.frame == "onward" for c in group) else s.upos[h]
    lemma = s.bases[h]
    own = families(lemma, upos)
    children = s.children(h)
    particle = next((low[k] for k in children if deps[k] == "compound:prt"), "")
    if particle:
        lemma = f"{lemma}_{particle}"
    first = own[0] if own else "none"
    auxiliary = "+".join(sorted({_MODALS.get(low[k], "be") for k in children if deps[k] in ("aux", "cop")}))
    negated = any(s.bases[k] in ("not", "never", "n't") for k in children if deps[k] == "advmod")
    groups: list[Group] = [
        (_cue_itself, lemma, upos, s.tags[h], deps[h], auxiliary, own),
        (_cue_around, lemma, first, low[h - 1] if h else "^", low[h + 1] if h + 1 < len(s.words) else "$"),
        (_cue_place, first, negated, s.words[-1] == "?", n == 0),
    ]
    head = s.heads[h]
    if head >= 0:
        above = families(s.bases[head], s.upos[head])
        groups.append((_cue_above, first, deps[h], s.bases[head], s.upos[head], above[0] if above else ""))
    return lemma, own or ("none",), groups


def _cue_itself(lemma: str, upos: str, tag: str, dep: str, auxiliary: str, own: tuple[str, ...]) -> tuple[str, ...]:
    first = own[0] if own else "none"
    return (
        "1", f"L={lemma}", f"U={upos}", f"tag={tag}", f"dep={dep}", f"aux={auxiliary}",
        *(f"fam={family}" for family in own or ("none",)),
        f"fam.aux={first}|{auxiliary}", f"fam.dep={first}|{dep}", f"L.dep={lemma}|{dep}",
    )  # fmt: skip


def _cue_around(lemma: str, first: str, before: str, after: str) -> tuple[str, ...]:
    return f"-1={before}", f"+1={after}", f"fam+1={first}|{after}", f"L+1={lemma}|{after}"


def _cue_place(first: str, negated: bool, question: bool, title: bool) -> tuple[str, ...]:
    names = ["not", f"not|{first}"] if negated else []
    return (*names, *(("question",) if question else ()), *(("title",) if title else ()))


def _cue_above(first: str, dep: str, above: str, upos: str, family: str) -> tuple[str, ...]:
    names = f"up={above}", f"up.dep={upos}|{dep}"
    return (*names, f"up.fam={family}|{dep}", f"fam.up={first}|{family}") if family else names


def _of_candidate(
    page: Page, n: int, s: Sentence, c: Candidate, cue: tuple[str, tuple[str, ...], list[Group]], group: Sequence[Candidate]
) -> list[Group]:
    lemma, own, shared = cue
    h, frame, content = c.head, c.frame, c.content
    who, name = _who(s, c)
    mark = page.in_quote(n, h)
    # Who forgot the closing mark may have written the cue behind the words.
    in_quote = mark >= 0 and (page.quotes[mark].closed or frame not in _BEHIND)
    groups = [
        *shared,
        (_frame_and_source, frame, c.how, who, s.deps[h], own),
        (_word_and_frame, lemma, frame, who),
        (_source_word, frame, who, name, own[0]),
        (_where, frame, who, in_quote, n == 0),
    ]
    length = len(content)
    if len(group) > 1:
        longer = 0
        for other in group:
            longer += len(other.content) > length
            if other is not c:
                groups.append((_beside, frame, other.frame))
        groups.append((_rank, frame, "most" if not longer else "least" if longer == len(group) - 1 else "mid"))
    if content:
        size = next((name for most, name in _SIZES if length <= most), "long")
        share, whole = _quoted(page, n, content) if page.quoted[n] and not in_quote else (0.0, "no")
        marks = "all" if share > 0.8 else "some" if share > 0 else "no"
        first = s.low[content[0]]
        first = first if first in _MARKS else s.tags[content[0]]
        tags = s.tags
        verbal = not _FINITE.isdisjoint([tags[i] for i in content])
        groups.append((_content, frame, own[0], size, marks, first, verbal, whole))
        groups.append((_word_and_first, lemma, first))
        if frame.split("-")[0] in _BY_OBJECT:
            heads = s.heads
            top = next((i for i in content if heads[i] == h), content[0])
            groups.append((_object, frame, own[0], s.bases[top], s.upos[top]))
        end = content[-1] + 1
        behind = s.words[end] if end < len(s.words) else "$"
        groups.append((_behind, frame, behind if not behind.isalnum() else s.upos[end]))
    return groups


def _frame_and_source(frame: str, how: str, who: str, dep: str, own: tuple[str, ...]) -> tuple[str, ...]:
    names = [f"F={frame}", f"how={how}", f"F.how={frame}|{how}", f"who={who}", f"F.who={frame}|{who}", f"F.dep={frame}|{dep}"]
    for family in own:
        names += (f"fam.F={family}|{frame}", f"fam.who={family}|{who}")
    return tuple(names)


def _word_and_frame(lemma: str, frame: str, who: str) -> tuple[str, ...]:
    return f"LF={lemma}|{frame}", f"LK={lemma}|{frame.split('-')[0]}", f"L.who={lemma}|{who}"


def _source_word(frame: str, who: str, name: str, family: str) -> tuple[str, ...]:
    if who not in ("noun", "nouns"):
        return (f"S={name}",)
    sort = "role" if name in word_set("role") else "body" if name in word_set("body") else "thing"
    return f"S={name}", f"sort={sort}", f"fam.sort={family}|{sort}", f"F.sort={frame}|{sort}"


def _where(frame: str, who: str, in_quote: bool, title: bool) -> tuple[str, ...]:
    names = ("quoted", f"quoted|{who}", f"quoted|{frame}") if in_quote else ()
    return (*names, f"title|{frame}") if title else names


def _beside(frame: str, other: str) -> tuple[str, ...]:
    return (f"F.F={frame}|{other}",)


def _rank(frame: str, rank: str) -> tuple[str, ...]:
    return (f"F.rank={frame}|{rank}",)


def _content(frame: str, family: str, size: str, marks: str, first: str, verbal: bool, whole: str) -> tuple[str, ...]:
    return (
        f"size={size}", f"F.size={frame}|{size}", f"marks={marks}", f"F.marks={frame}|{marks}", f"first={first}",
        f"F.first={frame}|{first}", f"verbal={verbal}", f"F.verbal={frame}|{verbal}", f"fam.size={family}|{size}",
        f"fam.first={family}|{first}", f"whole={whole}", f"F.whole={frame}|{whole}",
    )  # fmt: skip


def _word_and_first(lemma: str, first: str) -> tuple[str, ...]:
    return (f"L.first={lemma}|{first}",)


def _object(frame: str, family: str, word: str, upos: str) -> tuple[str, ...]:
    return f"O={word}", f"Ou={upos}|{frame}", f"fam.Ou={family}|{upos}"


def _behind(frame: str, behind: str) -> tuple[str, ...]:
    return (f"F.behind={frame}|{behind}",)


def _quoted(page: Page, n: int, content: Sequence[int]) -> tuple[float, str]:
    """Return the share of the content in quotation marks, 0..1, and how much of a long quotation it holds."""
    row = page.quoted[n]
    counts: dict[int, int] = {}
    for i in content:
        if row[i] >= 0:
            counts[row[i]] = counts.get(row[i], 0) + 1
    if not counts:
        return 0.0, "no"
    q, most = max(counts.items(), key=lambda x: x[1])
    held = row.count(q)
    whole = "short" if held <= LONG_QUOTE else "whole" if most >= 0.9 * held else "part"
    return sum(counts.values()) / len(content), whole


def _who(s: Sentence, c: Candidate) -> tuple[str, str]:
    """Return what kind of word names the source (a person's name, a pronoun, a noun, nothing), and its dictionary form."""
    if not c.source:
        return "none", ""
    first, last = c.source[0], c.source[-1]
    top = next((i for i in c.source if not first <= s.heads[i] <= last), first)
    word, upos = s.low[top], s.upos[top]
    if upos == "PRON":
        return _PERSONS.get(word, "pron"), word
    if upos == "PROPN":
        return "name", ""
    lemma = s.bases[top]
    if upos == "NOUN":
        return "nouns" if s.tags[top] == "NNS" else "noun", lemma
    return upos, lemma
