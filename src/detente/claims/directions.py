"""Which way a predicted thing moves relations: better, worse, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from detente.claims.tables import direction_words
from detente.language import Sentence
from detente.records import Direction

_PREDICATES = frozenset({"over", "close", "shut", "open", "hold", "return", "start", "begin", "break"})
"""Words that move their subject or object, and mean something else beside another thing ("close ties", "talks over trade")."""
_CHANGES = frozenset({"change", "alter", "differ", "difference", "shift", "movement", "differently", "different"})
_NONE = frozenset({"no", "not", "n't", "n’t", "nothing", "little", "hardly", "barely", "never", "few", "scarcely", "neither"})
_LONGEST = 5  # words of a set phrase
_NEAR = 6  # words between what happens ("lift", "more") and what it happens to ("sanctions")


def direction_of(s: Sentence, tokens: Sequence[int]) -> Direction | None:
    """Return the direction the words of a prediction give, None where they give none or both alike.

    Negation is not looked at: "unlikely to improve" has the direction improve and a negative polarity.
    """
    table = direction_words()
    tokens = _without_asides(s, tokens)
    (improve, worsen, unchanged), used = _phrases(s, tokens)
    lemmas = {i: s.bases[i] for i in tokens}
    words = {i: s.low[i] for i in tokens}
    named = table["good"] | table["bad"]
    things = {i: lemma in table["good"] for i, lemma in lemmas.items() if lemma in named and i not in used}
    for i, is_good in things.items():
        verb = s.heads[i] if s.deps[i] in ("nsubj", "nsubj:pass") else -1
        if s.deps[i] == "obj" and s.heads[i] >= 0:  # "expects exports to fall"
            verb = next((k for k in s.children_with(s.heads[i], "xcomp", "ccomp") if k > i), -1)
        if verb < 0:  # "cooperation between them might shrink", where the tree hung the subject elsewhere
            next_verb = next((k for k in range(i + 1, len(s)) if k in lemmas and s.upos[k] == "VERB"), -1)
            alone = next_verb >= 0 and not any(s.deps[k] in ("obj", "nsubj", "nsubj:pass") for k in s.children(next_verb))
            verb = next_verb if alone and any(s.deps[k] == "aux" for k in s.children(next_verb)) else -1
        if verb in lemmas and lemmas[verb] in table["up"] | table["down"]:
            better = (lemmas[verb] in table["up"]) == is_good
            improve, worsen = improve + better, worsen + (not better)
            used |= {i, verb}
            continue
        for k in range(i - 1, max(i - _NEAR, -1), -1):
            if k not in lemmas or k in used:
                continue
            up, down = lemmas[k] in table["up"], lemmas[k] in table["down"]
            if s.deps[k] == "amod" and down and is_good:
                continue  # "strained ties" are what there is, not what will come
            if lemmas[k] in _PREDICATES and not (s.upos[k] == "VERB" and s.heads[i] == k):
                continue
            if up or down:
                better = up == is_good
                improve, worsen = improve + better, worsen + (not better)
                used |= {i, k}
                break
            if lemmas[k] in table["improve"] | table["worsen"] and not is_good and lemmas[k] not in ("more",):
                break
    for i in tokens:
        if i in used or (things.get(i) and lemmas[i] not in table["improve"]):
            continue
        passed_on = lemmas[i] == "refuse" and s.children_with(i, "xcomp")  # polarity tells that it is not done
        if s.upos[i] == "VERB" and not s.children_with(i, "aux:pass") and not passed_on:
            kind, hostile = lemmas[i] in table["kind_deeds"], lemmas[i] in table["hostile_deeds"]
            if (kind or hostile) and any(words.get(k) == "longer" for k in s.children(i)):
                kind, hostile = hostile, kind  # "will no longer visit"
            improve, worsen = improve + kind, worsen + hostile
        both = {lemmas[i], words[i]}
        weight = 0.5 if i in things else 1.0
        if both & table["improve"]:
            improve += weight
        elif both & table["worsen"] or i in things:
            worsen += weight
        elif both & table["unchanged"]:
            unchanged += 0.6
    top = max(improve, worsen, unchanged)
    if top == 0 or (improve == worsen == top):
        return None
    return "improve" if improve == top else "worsen" if worsen == top else "unchanged"


def stays_as_it_is(s: Sentence, tokens: Sequence[int]) -> bool:
    """Tell whether a prediction says that nothing changes: "little movement", "nothing will be different"."""
    for i in tokens:
        if s.bases[i] in _CHANGES:
            near = [*range(max(0, i - 4), i), *s.children(i), *(k for k in s.children(s.heads[i]) if s.heads[i] >= 0)]
            if any(s.low[k] in _NONE or any(s.low[c] in _NONE for c in s.children(k)) for k in near if k in tokens):
                return True
    return False


def _phrases(s: Sentence, tokens: Sequence[int]) -> tuple[tuple[float, float, float], set[int]]:
    """Return what set phrases ("a fresh start", "on ice") say of better, worse and unchanged, and the words they take up."""
    table = direction_words()
    row = [i for i in tokens if s.upos[i] not in ("DET", "PUNCT") and s.tags[i] != "PRP$"]
    found = {"improve": 0.0, "worsen": 0.0, "unchanged": 0.0}
    used: set[int] = set()
    for k in range(len(row)):
        for size in range(min(_LONGEST, len(row) - k), 1, -1):
            phrase = "_".join(s.bases[i] for i in row[k : k + size])
            name = next((name for name in found if phrase in table[f"{name}_phrases"]), None)
            if name is not None and not used & set(row[k : k + size]):
                found[name] += 0.6 if name == "unchanged" else 1.0
                used |= set(row[k : k + size])
                break
    return (found["improve"], found["worsen"], found["unchanged"]), used


def _without_asides(s: Sentence, tokens: Sequence[int]) -> list[int]:
    """Leave out what is granted or a reason, not predicted: "even if the tone is tougher", "although …", "because …"."""
    aside: set[int] = set()
    for i in tokens:
        word = s.low[i]
        even_if = word == "if" and i and s.low[i - 1] == "even"
        marks = even_if or word in ("although", "though", "despite", "while", "because")
        if marks and s.deps[i] in ("mark", "case") and s.heads[i] >= 0:
            aside |= set(s.subtree(s.heads[i]))
    rest = [i for i in tokens if i not in aside]
    return rest or list(tokens)
