"""What the scorer looks at in a candidate: names of features, each on or off."""

from __future__ import annotations

from collections.abc import Sequence

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


def features(page: Page, n: int, candidates: Sequence[Candidate]) -> list[list[str]]:
    """Return for each candidate of sentence `n` the names of the features that hold of it.

    The candidates of one cue are read together: which other readings there are, and which of them holds most, tells much.
    """
    s = page.sentences[n]
    groups: dict[int, list[Candidate]] = {}
    for c in candidates:
        groups.setdefault(c.head, []).append(c)
    cues = {head: _of_cue(page, n, head, group) for head, group in groups.items()}
    return [_of_candidate(page, n, s, c, cues[c.head], groups[c.head]) for c in candidates]


def _of_cue(page: Page, n: int, h: int, group: Sequence[Candidate]) -> tuple[str, tuple[str, ...], list[str]]:
    """Return of a cue: its word in dictionary form, its families, and the features that all its readings share."""
    s = page.sentences[n]
    upos = "VERB" if s.tags[h][:2] == "VB" or any(c.frame == "onward" for c in group) else s.upos[h]
    lemma = s.lemmas[h].lower()
    own = families(lemma, upos)
    children = s.children(h)
    particle = next((s.words[k].lower() for k in children if s.deps[k] == "compound:prt"), "")
    if particle:
        lemma = f"{lemma}_{particle}"
    first = own[0] if own else "none"
    auxiliary = "+".join(
        sorted({_MODALS.get(s.words[k].lower(), "be") for k in children if s.deps[k] == "aux" or s.deps[k] == "cop"})
    )
    found = ["1", f"L={lemma}", f"U={upos}", f"tag={s.tags[h]}", f"dep={s.deps[h]}", f"aux={auxiliary}"]
    found += [f"fam={family}" for family in own or ("none",)]
    found += (f"fam.aux={first}|{auxiliary}", f"fam.dep={first}|{s.deps[h]}", f"L.dep={lemma}|{s.deps[h]}")
    if any(s.lemmas[k].lower() in ("not", "never", "n't") for k in children if s.deps[k] == "advmod"):
        found += ("not", f"not|{first}")
    if s.words[-1] == "?":
        found.append("question")
    head = s.heads[h]
    if head >= 0:
        found += (f"up={s.lemmas[head].lower()}", f"up.dep={s.upos[head]}|{s.deps[h]}")
        above = families(s.lemmas[head].lower(), s.upos[head])
        if above:
            found += (f"up.fam={above[0]}|{s.deps[h]}", f"fam.up={first}|{above[0]}")
    before = s.words[h - 1].lower() if h else "^"
    after = s.words[h + 1].lower() if h + 1 < len(s) else "$"
    found += (f"-1={before}", f"+1={after}", f"fam+1={first}|{after}", f"L+1={lemma}|{after}")
    if n == 0:
        found.append("title")
    return lemma, own or ("none",), found


def _of_candidate(
    page: Page, n: int, s: Sentence, c: Candidate, cue: tuple[str, tuple[str, ...], list[str]], group: Sequence[Candidate]
) -> list[str]:
    lemma, own, shared = cue
    h, frame, content = c.head, c.frame, c.content
    kind = frame.split("-")[0]
    who, name = _who(s, c)
    found = [
        *shared, f"F={frame}", f"LF={lemma}|{frame}", f"LK={lemma}|{kind}", f"how={c.how}", f"F.how={frame}|{c.how}",
        f"who={who}", f"F.who={frame}|{who}", f"L.who={lemma}|{who}", f"F.dep={frame}|{s.deps[h]}", f"S={name}",
    ]  # fmt: skip
    for family in own:
        found += (f"fam.F={family}|{frame}", f"fam.who={family}|{who}")
    if who in ("noun", "nouns"):
        sort = "role" if name in word_set("role") else "body" if name in word_set("body") else "thing"
        found += (f"sort={sort}", f"fam.sort={own[0]}|{sort}", f"F.sort={frame}|{sort}")
    mark = page.in_quote(n, h)
    # Who forgot the closing mark may have written the cue behind the words.
    in_quote = mark >= 0 and (page.quotes[mark].closed or frame not in _BEHIND)
    if in_quote:
        found += ("quoted", f"quoted|{who}", f"quoted|{frame}")
    if n == 0:
        found.append(f"title|{frame}")
    for other in group:
        if other is not c:
            found.append(f"F.F={frame}|{other.frame}")
    length = len(content)
    if len(group) > 1:
        rank = sum(len(other.content) > length for other in group)
        found.append(f"F.rank={frame}|{'most' if not rank else 'least' if rank == len(group) - 1 else 'mid'}")
    if content:
        size = next((name for most, name in _SIZES if length <= most), "long")
        share, whole = _quoted(page, n, content) if page.quoted[n] and not in_quote else (0.0, "no")
        marks = "all" if share > 0.8 else "some" if share > 0 else "no"
        first = s.words[content[0]].lower()
        first = first if first in _MARKS else s.tags[content[0]]
        verbal = any(s.tags[i] in _FINITE for i in content)
        found += (
            f"size={size}", f"F.size={frame}|{size}", f"marks={marks}", f"F.marks={frame}|{marks}", f"first={first}",
            f"F.first={frame}|{first}", f"L.first={lemma}|{first}", f"verbal={verbal}", f"F.verbal={frame}|{verbal}",
            f"fam.size={own[0]}|{size}", f"fam.first={own[0]}|{first}", f"whole={whole}", f"F.whole={frame}|{whole}",
        )  # fmt: skip
        if kind in _BY_OBJECT:
            top = next((i for i in content if s.heads[i] == h), content[0])
            found += (f"O={s.lemmas[top].lower()}", f"Ou={s.upos[top]}|{frame}", f"fam.Ou={own[0]}|{s.upos[top]}")
        end = content[-1] + 1
        behind = s.words[end] if end < len(s) else "$"
        found.append(f"F.behind={frame}|{behind if not behind.isalnum() else s.upos[end]}")
    return found


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
    word, upos = s.words[top].lower(), s.upos[top]
    if upos == "PRON":
        return _PERSONS.get(word, "pron"), word
    if upos == "PROPN":
        return "name", ""
    lemma = s.lemmas[top].lower()
    if upos == "NOUN":
        return "nouns" if s.tags[top] == "NNS" else "noun", lemma
    return upos, lemma
