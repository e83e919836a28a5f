"""Frames of verbs: "Ruiz said that …", "was accused of …", "told reporters …", "is thought to …"."""

from __future__ import annotations

from collections.abc import Iterator

from detente.claims.cues import families, families_of
from detente.claims.frames import (
    CHANCES,
    PREPOSITIONS,
    QUOTE_MARKS,
    RAISING,
    RATING,
    RELATIVES,
    SPEECH,
    SUBJECTS,
    VERB_TAGS,
    Candidate,
    clause_top,
    cue_of,
    preposition,
)  # fmt: skip
from detente.claims.sources import find_source, first_of
from detente.language import Sentence

_HAS_TOPIC = ("nmod", "acl", "acl:relcl", "ccomp", "xcomp")  # what a chance is a chance of
_JUDGING = families_of("accuse") | families_of("praise") | families_of("demand")


def verb_frames(s: Sentence, v: int) -> Iterator[Candidate]:
    """Yield every reading of a verb as a cue: by its clauses, its objects, what follows it."""
    children = s.children(v)
    source, how = find_source(s, v)
    cue = cue_of(s, v)
    by_dep: dict[str, list[int]] = {}
    for k in children:
        by_dep.setdefault(s.deps[k], []).append(k)
    objects = by_dep.get("obj", [])
    found = False
    clauses = by_dep.get("ccomp", [])
    for k in clauses[:2]:
        content = tuple(s.subtree(k))
        yield Candidate(v, "ccomp-before" if k < v else "ccomp", cue, source, content, how)
        found = True
    if not clauses:
        for k in (*by_dep.get("iobj", ()), *objects):
            for r in s.children_with(k, "acl:relcl", "acl"):  # "told reporters she would pay", read as "reporters whom …"
                if any(s.deps[x] in SUBJECTS and s.low[x] not in RELATIVES for x in s.children(r)):
                    yield Candidate(v, "obj-clause", cue, source, tuple(s.subtree(r)), how)
    after = [k for k in clauses if k > v]
    if after:
        below = s.subtree(v)
        onward = tuple(i for i in below if i >= min(s.subtree(after[0])))
        if len(onward) > len(s.subtree(after[0])) + 1:
            yield Candidate(v, "ccomp-all", cue, source, onward, how)
    dep, head = s.deps[v], s.heads[v]
    if head >= 0 and not clauses and (dep in ("parataxis", "discourse") or (dep == "advcl" and _is_as(s, v))) and not objects:
        own = set(s.subtree(v))
        rest = tuple(i for i in s.subtree(clause_top(s, head)) if i not in own)
        if rest:
            yield Candidate(v, "parenthesis", cue, source, rest, how)
            found = True
    if head < 0 and not clauses and not objects and (sides := by_dep.get("parataxis")):
        aside = sorted(i for k in sides for i in s.subtree(k))
        yield Candidate(v, "root-parataxis", cue, source, tuple(aside), how)
    for k in by_dep.get("xcomp", [])[:1]:
        below = s.subtree(k)
        if s.bases[v] in RAISING or how in ("passive", "agent"):
            subjects = [x for x in children if s.deps[x] in SUBJECTS]
            words = [i for x in subjects for i in s.subtree(x)] + below
            agent = source if how == "agent" else ()
            yield Candidate(v, "raising", cue, agent, tuple(sorted(words)), how)
        elif objects or "iobj" in by_dep:
            words = [i for x in (*objects, *by_dep.get("iobj", ())) for i in s.subtree(x)] + below
            yield Candidate(v, "obj-xcomp", cue, source, tuple(sorted(set(words))), how)
        else:
            yield Candidate(v, "xcomp", cue, source, tuple(below), how)
        found = True
    if how in ("passive", "agent") and not found:
        subjects = [x for x in children if s.deps[x] in SUBJECTS]
        words = [i for x in subjects for i in s.subtree(x)]
        if not words and dep in ("acl", "acl:relcl") and head >= 0:
            words = list(range(first_of(s, head), head + 1))
        words += [
            i for x in children if x > v and s.deps[x] in ("obl", "advcl", "obj") for i in s.subtree(x) if i not in source
        ]
        if subjects or dep in ("acl", "acl:relcl"):
            yield Candidate(v, "passive", cue, source if how == "agent" else (), tuple(sorted(set(words))), how)
    yield from _onward(s, v, cue, source, how)
    right = [x for x in children if x > v and s.deps[x] in ("obl", "advcl", "xcomp", "ccomp", "advmod", "iobj")]
    right = [x for x in right if not _says_more(s, x)]
    speaks = bool(families(s.bases[v], "VERB"))  # what is imposed or signed is a deed's object, not what is said
    if s.bases[v] in RATING:
        for k in objects:
            if s.bases[k] in CHANCES and any(s.deps[x] in _HAS_TOPIC for x in s.children(k)):
                rated = sorted({i for x in (*objects, *right) for i in s.subtree(x)})
                yield Candidate(v, "chance", cue, source, tuple(rated), how)
                break
    for k in objects[:1]:
        own_object = s.subtree(k)
        if not speaks and not any(s.words[i] in QUOTE_MARKS for i in own_object):
            continue
        whole = sorted({*own_object, *(i for x in right if x > k for i in s.subtree(x))})
        if len(whole) > len(own_object):
            yield Candidate(v, "obj-all", cue, source, tuple(whole), how)
        yield Candidate(v, "obj", cue, source, tuple(own_object), how)
        beside = [x for x in right if s.deps[x] in ("obl", "advcl") and x > k]
        if s.bases[v] in _JUDGING:  # "accused Ruiz of lying", read as "Ruiz of lying"
            beside += [x for x in s.children_with(k, "acl", "nmod") if x > k]
        for x in beside[:1]:
            if (word := preposition(s, x)) in PREPOSITIONS:
                yield Candidate(v, f"obj-{word}", cue, source, tuple(s.subtree(x)), how)
    if not objects:
        for x in by_dep.get("obl", []) + by_dep.get("advcl", []):
            if x > v and (word := preposition(s, x)) in PREPOSITIONS:
                behind = sorted({i for y in right if y >= x for i in s.subtree(y)})
                yield Candidate(v, f"prep-{word}", (*cue, *s.children_with(x, "case")[:1]), source, tuple(behind), how)
                break


def _says_more(s: Sentence, x: int) -> bool:
    """Tell whether a clause is ", adding that …": another statement, no part of this one."""
    return s.deps[x] == "advcl" and s.tags[x] == "VBG" and x > 0 and s.words[x - 1] == "," and s.bases[x] in SPEECH


def _says_next(s: Sentence, k: int) -> bool:
    """Tell whether a word is the second of two things said: "… and said that …", "… but implied …"."""
    return s.tags[k] in ("VBD", "VBZ", "VBP") and s.low[k - 1] in ("and", "but") and s.bases[k] in SPEECH


def _onward(s: Sentence, v: int, cue: tuple[int, ...], source: tuple[int, ...], how: str) -> Iterator[Candidate]:
    """Yield all that follows a verb of saying up to the next one, where the tree cuts the front or end of a long clause off."""
    if s.bases[v] not in SPEECH or s.deps[v] == "amod" or (v + 1 < len(s) and s.words[v + 1] == ","):
        return
    begin = v + 1
    for k in range(v + 1, min(len(s), v + 14)):
        if s.low[k] == "that" and s.tags[k] == "IN":
            begin = k
            break
        if s.tags[k] in VERB_TAGS or s.tags[k] == "MD":
            break
    if begin == v + 1:
        told = [i for x in s.children_with(v, "iobj") if x > v for i in s.subtree(x)]
        begin = max([v, *told]) + 1
    ends = [k - 1 for k in range(begin + 2, len(s)) if _says_next(s, k)]
    ends += [min(s.subtree(x)) for x in s.children(v) if x > begin and (s.deps[x] == "conj" or _says_more(s, x))]
    if s.deps[v] in ("acl:relcl", "acl", "advcl"):
        ends.append(max(s.subtree(v)) + 1)
    end = min([len(s), *ends])
    closed = next((k for k in range(begin + 2, end) if s.words[k] in ("”", '"', "''") and s.words[k - 1] == ","), end)
    if any(s.tags[k] in VERB_TAGS and s.bases[k] in SPEECH for k in range(closed + 1, min(end, closed + 8))):
        end = closed + 1  # behind a quotation its own cue: “…,” he said
    while end > begin and (s.upos[end - 1] in ("PUNCT", "CCONJ") and s.words[end - 1] not in ("”", '"', "''", ")")):
        end -= 1
    if end - begin > 2 and any(s.tags[k] in ("VBD", "VBZ", "VBP", "MD") for k in range(begin, end)):
        yield Candidate(v, "onward", cue, source, tuple(range(begin, end)), how)


def _is_as(s: Sentence, v: int) -> bool:
    return any(s.low[k] == "as" for k in s.children_with(v, "mark"))
