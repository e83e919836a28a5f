"""Where a sentence may say what someone says, thinks or wants: every cue with what would be its source and content.

Rules here are generous: a learned scorer (`scorer.py`) decides which of the candidates is an attribution. Each candidate names
the frame by which it was found; a cue may have several.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from detente.claims.cues import families, families_of
from detente.language import Sentence

_VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer", "csubj"})
_CLAUSAL_NOUN = frozenset({"acl", "ccomp", "xcomp"})
_PREPOSITIONS = frozenset({"for", "about", "on", "against", "of", "to", "over", "with", "as", "in", "from", "at", "that"})
_RELATIVES = frozenset({"who", "that", "which", "whom"})
_RAISING = frozenset({"seem", "appear", "happen", "tend"})
_SUBJECT_CONTROL = frozenset({"promise", "vow", "pledge", "threaten"})
_LIGHT = frozenset(
    {"make", "give", "have", "express", "voice", "issue", "offer", "take", "release", "raise", "repeat", "hold", "put"}
)


@dataclass(slots=True)
class Candidate:
    """One cue with what would be its source and content, as token indices of one sentence.

    `how` says how the source was found: own, shared (by coordination), controlled, noun, relative, possessor, agent, none.
    """

    head: int
    frame: str
    cue: tuple[int, ...]
    source: tuple[int, ...]
    content: tuple[int, ...]
    how: str


def candidates(s: Sentence, lemmas: Collection[str] | None = None) -> Iterator[Candidate]:
    """Yield the candidates of a sentence, cue by cue; `lemmas` limits the cues (None: every verb, noun and adjective)."""
    for i, upos in enumerate(s.upos):
        lemma = s.lemmas[i].lower()
        if lemma == "accord" or s.words[i].lower() == "according":
            yield from _according(s, i)
        if lemmas is not None and lemma not in lemmas:
            continue
        if (
            s.tags[i] in _VERB_TAGS
            and upos != "AUX"
            and s.deps[i] not in ("case", "aux", "aux:pass", "cop", "amod", "compound")
        ):
            yield from _verb(s, i)
        elif s.tags[i] in ("VBN", "VBG", "JJ", "NN") and s.deps[i] == "amod":
            yield from _participle(s, i)
        elif upos == "NOUN":
            yield from _noun(s, i)
        elif upos == "ADJ":
            yield from _adjective(s, i)
    yield from _colon(s)
    yield from _between_commas(s)
    yield from _before_that(s)
    yield from _what(s)


# ------------------------------------------------------------------ sources


def find_source(s: Sentence, v: int) -> tuple[tuple[int, ...], str]:
    """Return who says what the verb `v` says: token indices, and how they were found."""
    seen = 0
    how = "own"
    if (
        s.tags[v] == "VBG"
        and v > 1
        and s.words[v - 1] == ","
        and s.lemmas[v - 2].lower() in _SPEECH
        and s.tags[v - 2] in _VERB_TAGS
    ):
        v, how = v - 2, "controlled"  # "…, analysts say, reasoning that …"
    while seen < 8:
        seen += 1
        subjects = [k for k in s.children(v) if s.deps[k] in _SUBJECTS]
        if not subjects and seen == 1 and (beside := _noun_beside(s, v)):
            return beside, "beside"
        if subjects:
            passive = s.deps[subjects[0]] == "nsubj:pass"
            if passive:
                agent = _agent(s, v)
                return (agent, "agent") if agent else ((), "passive")
            if s.words[subjects[0]].lower() in _RELATIVES and s.deps[v] == "acl:relcl":
                return tuple(range(_first(s, s.heads[v]), subjects[0] + 1)), "relative"
            return _noun_phrase(s, subjects[0]), how
        dep, head = s.deps[v], s.heads[v]
        if s.children_with(v, "aux:pass") or (s.tags[v] == "VBN" and dep in ("acl", "amod")):
            agent = _agent(s, v)
            return (agent, "agent") if agent else ((), "passive")
        if head < 0:
            return (), "none"
        if dep == "conj" and s.upos[head] in ("VERB", "AUX", "ADJ", "NOUN"):
            v, how = head, "shared" if how == "own" else how
        elif dep == "xcomp":
            objects = s.children_with(head, "obj", "iobj")
            if objects and s.lemmas[head].lower() not in _SUBJECT_CONTROL:
                return _noun_phrase(s, objects[0]), "controlled"
            v, how = head, "controlled"
        elif dep in ("parataxis", "ccomp") and not s.children_with(v, "mark"):
            v, how = head, "controlled"
        elif dep == "advcl":
            if s.tags[v] == "VBG" and v and s.words[v - 1] == ",":
                head = _main_clause(s, head)  # "she said, a day after he fell ill, calling it …"
            v, how = head, "controlled"
        elif dep == "acl" or dep == "acl:relcl":
            return tuple(range(_first(s, head), head + 1)), "noun"
        else:
            return (), "none"
    return (), "none"


def _noun_beside(s: Sentence, v: int) -> tuple[int, ...]:
    """Return the plural noun right before "say", which the tree hung elsewhere ("… his allies and analysts say he …")."""
    if v and s.tags[v] in ("VBP", "VBD", "VBZ") and s.lemmas[v].lower() in _SPEECH and s.tags[v - 1] in ("NNS", "NNPS", "PRP"):
        return tuple(range(_first(s, v - 1), v))
    return ()


def _main_clause(s: Sentence, i: int) -> int:
    """Climb out of clauses that a conjunction subordinates."""
    seen = 0
    while s.heads[i] >= 0 and seen < 8 and s.deps[i] in ("advcl", "acl", "acl:relcl", "advcl:relcl"):
        i, seen = s.heads[i], seen + 1
    return i


def _agent(s: Sentence, v: int) -> tuple[int, ...]:
    for k in s.children_with(v, "obl:agent", "obl"):
        if s.deps[k] == "obl:agent" or any(s.words[c].lower() == "by" for c in s.children_with(k, "case")):
            return _without_case(s, k)
    return ()


def _first(s: Sentence, n: int) -> int:
    """Return where the noun phrase of `n` begins."""
    own = [k for k in s.children(n) if k < n and s.deps[k] not in ("punct", "case", "cc", "mark")]
    return min([n, *(_first(s, k) for k in own)])


def _noun_phrase(s: Sentence, n: int) -> tuple[int, ...]:
    """Return the words of a noun phrase without what only comments on it (relative clauses, parentheses behind it)."""
    out: list[int] = []
    stack = [n]
    while stack:
        i = stack.pop()
        out.append(i)
        for k in s.children(i):
            if s.deps[k] in ("acl:relcl", "parataxis", "advcl", "mark", "cc:preconj") or (
                i == n and s.deps[k] in ("case", "cc")
            ):
                continue
            stack.append(k)
    out.sort()
    while out and s.deps[out[-1]] == "punct" and s.words[out[-1]] not in (")", "]"):
        out.pop()
    while out and s.deps[out[0]] == "punct":
        out.pop(0)
    return tuple(out)


def _without_case(s: Sentence, n: int) -> tuple[int, ...]:
    case = {c for k in s.children_with(n, "case") for c in s.subtree(k)}
    return tuple(i for i in _noun_phrase(s, n) if i not in case)


# ------------------------------------------------------------------ verbs


def _cue(s: Sentence, v: int) -> tuple[int, ...]:
    aux = [k for k in s.children(v) if s.deps[k] in ("aux", "aux:pass", "compound:prt") or s.lemmas[k].lower() == "not"]
    return tuple(sorted([v, *aux]))


def _verb(s: Sentence, v: int) -> Iterator[Candidate]:
    children = s.children(v)
    source, how = find_source(s, v)
    cue = _cue(s, v)
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
                if any(s.deps[x] in _SUBJECTS and s.words[x].lower() not in _RELATIVES for x in s.children(r)):
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
        rest = tuple(i for i in s.subtree(_clause_top(s, head)) if i not in own)
        if rest:
            yield Candidate(v, "parenthesis", cue, source, rest, how)
            found = True
    if head < 0 and not clauses and not objects and (sides := by_dep.get("parataxis")):
        aside = sorted(i for k in sides for i in s.subtree(k))
        yield Candidate(v, "root-parataxis", cue, source, tuple(aside), how)
    for k in by_dep.get("xcomp", [])[:1]:
        below = s.subtree(k)
        if s.lemmas[v].lower() in _RAISING or how in ("passive", "agent"):
            subjects = [x for x in children if s.deps[x] in _SUBJECTS]
            words = [i for x in subjects for i in s.subtree(x)] + below
            agent = source if how == "agent" else ()
            yield Candidate(v, "raising", cue, agent, tuple(sorted(words)), how)
        elif objects:
            words = [i for x in objects for i in s.subtree(x)] + below
            yield Candidate(v, "obj-xcomp", cue, source, tuple(sorted(set(words))), how)
        else:
            yield Candidate(v, "xcomp", cue, source, tuple(below), how)
        found = True
    if how in ("passive", "agent") and not found:
        subjects = [x for x in children if s.deps[x] in _SUBJECTS]
        words = [i for x in subjects for i in s.subtree(x)]
        if not words and dep in ("acl", "acl:relcl") and head >= 0:
            words = list(range(_first(s, head), head + 1))
        words += [
            i for x in children if x > v and s.deps[x] in ("obl", "advcl", "obj") for i in s.subtree(x) if i not in source
        ]
        if subjects or dep in ("acl", "acl:relcl"):
            yield Candidate(v, "passive", cue, source if how == "agent" else (), tuple(sorted(set(words))), how)
    yield from _onward(s, v, cue, source, how)
    right = [x for x in children if x > v and s.deps[x] in ("obl", "advcl", "xcomp", "ccomp", "advmod", "iobj")]
    right = [x for x in right if not _says_more(s, x)]
    speaks = bool(families(s.lemmas[v].lower(), "VERB"))  # what is imposed or signed is a deed's object, not what is said
    for k in objects[:1]:
        own_object = s.subtree(k)
        if not speaks and not any(s.words[i] in _QUOTE_MARKS for i in own_object):
            continue
        whole = sorted({*own_object, *(i for x in right if x > k for i in s.subtree(x))})
        if len(whole) > len(own_object):
            yield Candidate(v, "obj-all", cue, source, tuple(whole), how)
        yield Candidate(v, "obj", cue, source, tuple(own_object), how)
        beside = [x for x in right if s.deps[x] in ("obl", "advcl") and x > k]
        if s.lemmas[v].lower() in _JUDGING:  # "accused Ruiz of lying", read as "Ruiz of lying"
            beside += [x for x in s.children_with(k, "acl", "nmod") if x > k]
        for x in beside[:1]:
            if (word := _preposition(s, x)) in _PREPOSITIONS:
                yield Candidate(v, f"obj-{word}", cue, source, tuple(s.subtree(x)), how)
    if not objects:
        for x in by_dep.get("obl", []) + by_dep.get("advcl", []):
            if x > v and (word := _preposition(s, x)) in _PREPOSITIONS:
                behind = sorted({i for y in right if y >= x for i in s.subtree(y)})
                yield Candidate(v, f"prep-{word}", (*cue, *s.children_with(x, "case")[:1]), source, tuple(behind), how)
                break


def _says_more(s: Sentence, x: int) -> bool:
    """Tell whether a clause is ", adding that …": another statement, no part of this one."""
    return s.deps[x] == "advcl" and s.tags[x] == "VBG" and x > 0 and s.words[x - 1] == "," and s.lemmas[x].lower() in _SPEECH


def _onward(s: Sentence, v: int, cue: tuple[int, ...], source: tuple[int, ...], how: str) -> Iterator[Candidate]:
    """Yield all that follows a verb of saying up to the next one, where the tree cuts the front or end of a long clause off."""
    if s.lemmas[v].lower() not in _SPEECH or s.deps[v] == "amod" or (v + 1 < len(s) and s.words[v + 1] == ","):
        return
    begin = v + 1
    for k in range(v + 1, min(len(s), v + 14)):
        if s.words[k].lower() == "that" and s.tags[k] == "IN":
            begin = k
            break
        if s.tags[k] in _VERB_TAGS or s.tags[k] == "MD":
            break
    if begin == v + 1:
        told = [i for x in s.children_with(v, "iobj") if x > v for i in s.subtree(x)]
        begin = max([v, *told]) + 1
    ends = [min(s.subtree(x)) for x in s.children(v) if x > begin and (s.deps[x] == "conj" or _says_more(s, x))]
    if s.deps[v] in ("acl:relcl", "acl", "advcl"):
        ends.append(max(s.subtree(v)) + 1)
    end = min([len(s), *ends])
    closed = next((k for k in range(begin + 2, end) if s.words[k] in ("”", '"', "''") and s.words[k - 1] == ","), end)
    if any(s.tags[k] in _VERB_TAGS and s.lemmas[k].lower() in _SPEECH for k in range(closed + 1, min(end, closed + 8))):
        end = closed + 1  # behind a quotation its own cue: “…,” he said
    while end > begin and (s.upos[end - 1] in ("PUNCT", "CCONJ") and s.words[end - 1] not in ("”", '"', "''", ")")):
        end -= 1
    if end - begin > 2 and any(s.tags[k] in ("VBD", "VBZ", "VBP", "MD") for k in range(begin, end)):
        yield Candidate(v, "onward", cue, source, tuple(range(begin, end)), how)


def _is_as(s: Sentence, v: int) -> bool:
    return any(s.words[k].lower() == "as" for k in s.children_with(v, "mark"))


def _clause_top(s: Sentence, i: int) -> int:
    """Climb from what a parenthesis hangs on to the clause it comments on."""
    while s.heads[i] >= 0 and s.deps[i] not in ("ccomp", "parataxis", "advcl", "acl:relcl", "root"):
        if s.deps[i] == "conj" and any(s.deps[k] in _SUBJECTS for k in s.children(i)):
            break
        i = s.heads[i]
    return i


def _preposition(s: Sentence, x: int) -> str:
    marks = [k for k in s.children(x) if s.deps[k] in ("case", "mark") and k < x]
    return s.words[marks[0]].lower() if marks else ""


# ------------------------------------------------------------------ nouns, adjectives, the rest


def _noun(s: Sentence, n: int) -> Iterator[Candidate]:
    source, how = _noun_source(s, n)
    children = s.children(n)
    for k in children:
        dep = s.deps[k]
        if k > n and dep in _CLAUSAL_NOUN and (s.children_with(k, "mark") or dep == "ccomp"):
            yield Candidate(n, "noun-clause", (n,), source, tuple(s.subtree(k)), how)
            return
        if k > n and dep == "appos" and any(s.words[c].lower() == "that" for c in s.children_with(k, "mark")):
            yield Candidate(n, "noun-clause", (n,), source, tuple(s.subtree(k)), how)
            return
    if s.deps[n] in ("nsubj", "nsubj:outer") and s.heads[n] >= 0:
        top = s.heads[n]
        copula = s.children_with(top, "cop")
        clauses = s.children_with(top, "ccomp", "xcomp") if s.lemmas[top].lower() == "be" else ()
        if copula and not clauses and s.upos[top] in ("VERB", "AUX"):
            content = [i for i in s.subtree(top) if i > copula[-1]]
            yield Candidate(n, "noun-is", (n, copula[-1]), source, tuple(content), how)
            return
        for k in clauses[:1]:
            yield Candidate(n, "noun-is", (n, top), source, tuple(s.subtree(k)), how)
            return
    for k in children:
        if k > n and s.deps[k] == "nmod" and (word := _preposition(s, k)) in _PREPOSITIONS:
            if word == "of" and how == "of":
                continue
            yield Candidate(n, f"noun-{word}", (n,), source, tuple(s.subtree(k)), how)
            return
    if s.deps[n] == "obl" and (word := _preposition(s, n)) in ("in", "to", "from") and source and s.lemmas[n].lower() in _VIEW:
        own = set(s.subtree(n))
        rest = tuple(i for i in s.subtree(_clause_top(s, s.heads[n])) if i not in own)
        yield Candidate(n, "in-view", (n,), source, rest, how)


_VIEW = frozenset(
    {"view", "opinion", "word", "eye", "estimate", "estimation", "mind", "telling", "judgment", "judgement", "assessment"}
)


def _noun_source(s: Sentence, n: int) -> tuple[tuple[int, ...], str]:
    for k in s.children_with(n, "nmod:poss"):
        return tuple(i for i in _noun_phrase(s, k) if s.words[i] not in ("'s", "’s", "'", "’")), "possessor"
    for k in s.children_with(n, "nmod"):
        word = _preposition(s, k)
        if word in ("by", "from", "among"):
            return _without_case(s, k), "agent"
    verb = s.heads[n]
    if s.deps[n] in ("obj", "obl") and verb >= 0:
        return find_source(s, verb)[0], "light" if s.lemmas[verb].lower() in _LIGHT else "verb"
    for k in s.children_with(n, "nmod"):
        if _preposition(s, k) == "of" and (s.upos[k] in ("PROPN", "PRON")):
            return _without_case(s, k), "of"
    compound = s.children_with(n, "compound")
    if compound and s.upos[compound[0]] == "PROPN":
        return compound, "compound"
    return (), "none"


def _participle(s: Sentence, i: int) -> Iterator[Candidate]:
    noun = s.heads[i]
    agent = _agent(s, i)
    content = [k for k in _noun_phrase(s, noun) if k != i]
    if content and (agent or s.tags[i] == "VBN"):
        yield Candidate(i, "amod", (i,), agent, tuple(content), "agent" if agent else "none")


def _adjective(s: Sentence, a: int) -> Iterator[Candidate]:
    source, how = find_source(s, a)
    cue = tuple(sorted([a, *s.children_with(a, "cop")]))
    for k in s.children(a):
        dep = s.deps[k]
        if k < a or dep not in ("ccomp", "xcomp", "advcl", "obl", "csubj"):
            continue
        word = _preposition(s, k)
        frame = (
            "adj-clause"
            if dep in ("ccomp", "csubj") or word in ("that", "whether", "if")
            else "adj-to"
            if dep == "xcomp"
            else f"adj-{word}"
        )
        if dep in ("obl", "advcl") and word not in _PREPOSITIONS and frame != "adj-clause":
            continue
        yield Candidate(a, frame, cue, source, tuple(s.subtree(k)), how)
        return


def _according(s: Sentence, i: int) -> Iterator[Candidate]:
    """Yield "according to X" with the clause it vouches for."""
    if i + 1 >= len(s) or s.words[i + 1].lower() != "to":
        return
    n = s.heads[i]
    if n < 0 or s.deps[i] not in ("case", "mark", "fixed"):
        below = [k for k in s.children(i) if s.deps[k] in ("obl", "nmod", "obj")]
        if not below:
            return
        n = below[0]
    source = tuple(k for k in s.subtree(n) if (k > i + 1 and s.deps[k] != "punct") or k == n)
    source = tuple(k for k in source if k in set(_without_case(s, n))) or (n,)
    own = set(s.subtree(n)) | {i, i + 1}
    head = s.heads[n] if s.heads[n] != i else s.heads[i]
    if head < 0:
        return
    top = _clause_top(s, head)
    if s.deps[top] in ("advcl", "acl:relcl") and not any(k == top for k in s.children_with(head, "mark")):
        top = _clause_top(s, s.heads[top]) if i > top and s.heads[top] >= 0 and i - 1 not in s.subtree(top) else top
    rest = tuple(k for k in s.subtree(top) if k not in own)
    if rest:
        yield Candidate(i, "according", (i, i + 1), source, rest, "own")
    whole = tuple(k for k in range(len(s)) if k not in own)
    if len(whole) > len(rest) + 1:
        yield Candidate(i, "according-all", (i, i + 1), source, whole, "own")


def _colon(s: Sentence) -> Iterator[Candidate]:
    """Yield "Ruiz: No deal with Chad", as headlines and transcripts have it."""
    for i in range(1, min(8, len(s) - 1)):
        if (
            s.words[i] == ":"
            and all(s.upos[k] in ("PROPN", "PUNCT", "NOUN", "ADJ") for k in range(i))
            and s.upos[i - 1] == "PROPN"
        ):
            yield Candidate(i, "colon", (i,), tuple(range(i)), tuple(range(i + 1, len(s))), "own")
            return


_QUOTE_MARKS = frozenset({'"', "“", "”", "``", "''", "«", "»"})
_JUDGING = families_of("accuse") | families_of("praise") | families_of("demand")
_SPEECH = frozenset(w for w in families_of("say") | families_of("think") if w not in _RAISING)
_NAME_WORDS = frozenset({"PROPN", "NOUN", "PRON", "ADJ", "DET", "NUM"})
_FARTHEST = 45  # words from a speaker's name to the verb, his office and house between them


def _between_commas(s: Sentence) -> Iterator[Candidate]:
    """Yield ", analysts say," and ", Ana Ruiz, head of the institute, said." by their commas alone, whatever the tree says."""
    for v in range(2, len(s)):
        if s.tags[v] not in ("VBD", "VBZ", "VBP") or s.lemmas[v].lower() not in _SPEECH or s.upos[v] == "AUX":
            continue
        begin, source = _speaker_before(s, v)
        end = next((k for k in range(v + 1, len(s)) if s.words[k] in (",", "—", "–") or s.words[k] in '”".'), len(s))
        named_before = any(s.deps[k] in _SUBJECTS and k < v for k in s.children(v))
        if not source and not named_before and s.words[v - 1] in (",", "”", '"', "''"):
            source = _speaker_behind(s, v)
            begin, end = v, len(s) if source else end
        if not source or begin < 2:
            continue
        stop = next(
            (
                k
                for k in range(end + 1, len(s))
                if s.words[k - 1] == "," and s.tags[k] == "VBG" and s.lemmas[k].lower() in _SPEECH
            ),
            len(s),
        )
        rest = (*range(begin), *range(end, stop))
        if sum(s.upos[k] != "PUNCT" for k in rest) >= 2:
            where = "end" if end >= len(s) - 1 else "mid"
            yield Candidate(v, f"commas-{where}", _cue(s, v), source, rest, "own" if begin < v else "beside")


def _speaker_before(s: Sentence, v: int) -> tuple[int, tuple[int, ...]]:
    """Return where the words between commas begin and who is named there; () where nobody is."""
    begin = v
    while begin > 0 and (
        s.upos[begin - 1] in (*_NAME_WORDS, "ADV", "AUX")
        or s.words[begin - 1].lower() in ("of", "’s", "'s", "and", "in", "at", "-")
    ):
        begin -= 1
    if begin < v and begin and s.words[begin - 1] in (",", "”", '"', "''"):
        named = [k for k in range(begin, v) if s.upos[k] in ("PROPN", "NOUN", "PRON")]
        return (begin, tuple(range(begin, named[-1] + 1))) if named else (0, ())
    if s.words[v - 1] in (",", ")"):  # a name, what the person is, and the verb
        for k in range(v - 2, max(1, v - _FARTHEST), -1):
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
    while stop < len(s) and (
        s.upos[stop] in _NAME_WORDS or s.words[stop].lower() in ("of", "’s", "'s", "the", "at", "-", "for")
    ):
        stop += 1
    named = [k for k in range(v + 1, stop) if s.upos[k] in ("PROPN", "NOUN")]
    return tuple(range(v + 1, named[-1] + 1)) if named and s.upos[v + 1] != "PRON" else ()


def _before_that(s: Sentence) -> Iterator[Candidate]:
    """Yield "suspect that …" where the tagger took the verb for a noun: the subject is what stands before it."""
    for v in range(1, len(s) - 3):
        if (
            s.words[v + 1].lower() != "that"
            or s.tags[v] not in ("NN", "NNS", "JJ", "VB")
            or s.children_with(v, "det", "nmod:poss", "amod", "cop")
        ):
            continue
        word = s.words[v].lower()
        lemma = word if word in _SPEECH else word.removesuffix("s")
        if lemma not in _SPEECH:
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
                tuple(i for i in range(_first(s, first), first + 1)),
                tuple(range(v + 1, len(s))),
                "beside",
            )


def _what(s: Sentence) -> Iterator[Candidate]:
    """Yield "what officials say was an accident": the words around who says it."""
    for w, word in enumerate(s.words):
        if word.lower() != "what":
            continue
        v = next((k for k in range(w + 2, min(len(s), w + 10)) if s.tags[k] in ("VBP", "VBZ", "VBD", "VBN")), 0)
        while v and v + 1 < len(s) and s.upos[v] == "AUX" and s.tags[v + 1] in _VERB_TAGS:
            v += 1
        if (
            not v
            or s.lemmas[v].lower() not in _SPEECH
            or not all(s.upos[k] in (*_NAME_WORDS, "ADP", "AUX") for k in range(w + 1, v))
        ):
            continue
        end = next(
            (k for k in range(v + 1, len(s)) if s.words[k] in (",", ";", ".", "—") or s.words[k].lower() == "what"), len(s)
        )
        end -= end < len(s) and s.words[end].lower() == "what"
        source = tuple(k for k in range(w + 1, v) if s.upos[k] != "AUX")
        if end - v > 2:
            yield Candidate(v, "what", _cue(s, v), source, (w, *range(v + 1, end)), "own")
