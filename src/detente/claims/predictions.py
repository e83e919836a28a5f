"""What a clause predicts: who will, may or is likely to do what; with the likelihood word as written and which way it points.

No predictions: what may have been, what someone is able or obliged to do, wishes and fears, questions.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from detente.claims.cues import families, families_of
from detente.claims.figures import figure_of
from detente.claims.frames import CHANCES, RATING
from detente.claims.tables import ADVERBS, likelihood_of, likelihood_table
from detente.language import Sentence
from detente.records import Likelihood, Polarity

_MODALS = {
    "will": "will", "’ll": "'ll", "'ll": "'ll", "wo": "will", "would": "would", "'d": "would", "’d": "would", "could": "could",
    "may": "may", "might": "might", "shall": "will",
}  # fmt: skip
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "hardly", "barely", "scarcely"})
_LIKELY = frozenset(
    {
        "likely",
        "unlikely",
        "probable",
        "improbable",
        "possible",
        "certain",
        "bound",
        "poised",
        "doubtful",
        "conceivable",
        "plausible",
        "inevitable",
    }
)
_BARE_CHANCES = frozenset({"chance", "likelihood", "possibility", "probability", "risk", "danger"})
# … foretell without "good" or "no" before them
_SLIGHT = frozenset(
    {
        "faint",
        "slim",
        "dim",
        "bleak",
        "poor",
        "low",
        "remote",
        "slight",
        "little",
        "no",
        "small",
        "minimal",
        "dark",
        "distant",
        "gloomy",
    }
)
_FORESEES = families_of("predict") | {"suspect"}
_WISHES = families_of("fear") | families_of("hope")
_SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj", "expl")
_REASONS = frozenset({"if", "unless", "because", "so", "lest", "until", "before", "once", "since"})


@dataclass(slots=True)
class Prediction:
    """One predicted thing: its predicate in a sentence, the words of its clause, its likelihood word, which way it points."""

    head: int
    tokens: list[int]
    likelihood: Likelihood | None
    polarity: Polarity
    subject: tuple[int, ...]
    by: str


def find_predictions(s: Sentence, inside: Collection[int], cue: int | None, text: str) -> list[Prediction]:
    """Return what the words `inside` a sentence predict, left to right; `cue` is the cue of the statement they belong to."""
    keys: dict[int, tuple[str, list[int]]] = {}  # predicate -> key of the table, words of the phrase
    for i in sorted(inside):
        word, lemma = s.low[i], s.bases[i]
        if (
            word in _MODALS
            and s.tags[i] == "MD"
            and s.heads[i] >= 0
            and s.deps[i] in ("aux", "root", "ccomp", "conj", "advcl", "cop")
        ):
            p = s.heads[i] if s.deps[i] == "aux" else i
            if p in inside and not _is_past(s, p, word) and not _is_inverted(s, i, p):
                keys.setdefault(p, _with_adverbs(s, p, i, _MODALS[word]))
        elif lemma in _LIKELY and s.upos[i] in ("ADJ", "ADV") and _governs(s, i):
            before = [k for k in s.children_with(i, "advmod") if ADVERBS.fullmatch(s.low[k])]
            keys.setdefault(i, (" ".join(s.low[k] for k in (*before, i)), [*before, i]))
        elif (
            lemma in _FORESEES
            and s.upos[i] == "VERB"
            and i != cue
            and not s.children_with(i, "aux:pass")
            and any(s.deps[k] in ("obj", "ccomp", "xcomp") for k in s.children(i))
            and not _is_past(s, i, "")
            and s.tags[i] != "MD"
        ):
            if lemma not in ("bet", "project", "suspect") or s.children_with(i, "ccomp"):
                keys.setdefault(i, ("expect" if lemma in ("expect", "anticipate") else lemma, [i]))
        elif lemma in ("expect", "go", "set", "predict", "forecast", "stand") and i != cue and _promises(s, i, lemma):
            keys.setdefault(i, ("expected" if lemma == "expect" else word, [i]))
        elif lemma in CHANCES and s.upos[i] == "NOUN" and (found := _chance(s, i)) is not None:
            keys.setdefault(found[0], (found[1], found[2]))
        elif lemma == "risk" and s.upos[i] == "VERB" and s.children_with(i, "obj", "xcomp") and i != cue:
            keys.setdefault(i, (word, [i]))
        elif word in ("potentially", "possibly", "perhaps") and s.heads[i] in inside and s.tags[s.heads[i]] == "VBG":
            keys.setdefault(s.heads[i], (word, [i]))
    for p in [p for p in keys if s.bases[p] in _LIKELY | CHANCES]:
        for k in s.children(p):  # "it is unlikely that ties will improve": one prediction, its likelihood above
            if s.deps[k] in ("ccomp", "csubj", "acl", "xcomp") and k in keys and s.bases[k] not in _LIKELY | CHANCES:
                del keys[k]
    behind = {k: q for q in keys for k in s.children_with(q, "mark") if s.low[k] == "that" and k - 1 in keys}
    for that, q in behind.items():  # the same where the tree hung the clause elsewhere
        if s.bases[that - 1] in _LIKELY:
            keys.pop(q)
    out: list[Prediction] = []
    for p, (key, phrase) in sorted(keys.items()):
        if _is_idle(s, p, keys, inside):
            continue
        subject = _subject_beside(s, p) or _subject(s, p)
        if any(s.low[k] in ("who", "which", "what", "that") for k in subject) and s.deps[p].startswith("acl"):
            continue
        clause = s.subtree(behind[p + 1]) if p + 1 in behind and behind[p + 1] not in keys else []
        tokens = [i for i in sorted({*s.subtree(p), *clause}) if i in inside and i != cue]
        others = {i for q in keys if q != p and q in tokens and _parts(s, q) for i in s.subtree(q)}
        others |= {i for k in s.children_with(p, "conj") if _stands_alone(s, k) for i in s.subtree(k)}
        own = sorted({*(i for i in tokens if i not in others), *(i for i in subject if i in inside)})
        polarity = _polarity(s, p, key)
        known = likelihood_table().get(key)
        if key in ("will", "'ll") and polarity == "negative":
            key = "will not"
        if known is not None and known[1] == "negative":
            polarity = "positive" if _is_negated(s, p) else "negative"
        words = " ".join(text[s.starts[k] : s.ends[k]] for k in sorted(phrase))
        likelihood = likelihood_of(words, key)
        figure = figure_of(text[s.starts[max(0, p - 6)] : s.end]) if s.bases[p] in CHANCES else None
        if figure is not None and figure.low is not None and figure.high is not None:
            likelihood, polarity = figure, "negative" if figure.low + figure.high < 1 else "positive"
        out.append(Prediction(p, own, likelihood, polarity, subject, key))
    return out


def _with_adverbs(s: Sentence, p: int, modal: int, key: str) -> tuple[str, list[int]]:
    """Return the key and words of a modal with the adverbs that say how likely: "will almost certainly"."""
    near = [k for k in s.children_with(p, "advmod") if ADVERBS.fullmatch(s.low[k]) and abs(k - modal) <= 4]
    near += [k for i in near for k in s.children_with(i, "advmod") if ADVERBS.fullmatch(s.low[k])]
    if not near:
        return key, [modal]
    phrase = " ".join(s.low[k] for k in sorted(near))
    return (phrase if phrase in likelihood_table() else key), sorted([modal, *near])


def _is_past(s: Sentence, p: int, modal: str) -> bool:
    """Tell whether a predicate is about the past: "may have declined"."""
    has = any(s.bases[k] == "have" and s.low[k] in ("have", "'ve", "’ve") for k in s.children_with(p, "aux"))
    return has and s.tags[p] in ("VBN", "VBD", "JJ", "NN", "VBG") and modal not in ("will", "wo", "’ll", "'ll")


def _is_inverted(s: Sentence, i: int, p: int) -> bool:
    """Tell whether a modal opens a question or a condition ("would he win?")."""
    subject = _subject(s, p)
    return bool(subject) and i < subject[0] and s.words[-1] == "?"


def _governs(s: Sentence, i: int) -> bool:
    return bool(s.children_with(i, "cop")) or any(s.deps[k] in ("xcomp", "ccomp", "csubj", "advcl") for k in s.children(i))


def _promises(s: Sentence, i: int, lemma: str) -> bool:
    """Tell whether "is expected to", "is set to", "is going to" stands here."""
    to = any(
        s.deps[k] in ("xcomp", "advcl", "ccomp") and any(s.tags[c] == "TO" for c in s.children(k))
        for k in s.children(i)
        if k > i
    )
    if lemma == "go":
        return to and s.tags[i] == "VBG"
    if lemma == "stand":
        return to and s.tags[i] in ("VBZ", "VBP")
    return to and s.tags[i] in ("VBN", "VBD", "JJ") and bool(s.children_with(i, "aux:pass", "aux", "cop"))


def _chance(s: Sentence, n: int) -> tuple[int, str, list[int]] | None:
    """Return the predicate, the key and the words of "prospects for … are faint", "little chance of"."""
    if not any(s.deps[k] in ("nmod", "acl", "ccomp", "xcomp") for k in s.children(n)):
        return None
    lemma = "chance" if s.bases[n] in ("chance", "prospect", "likelihood", "odds", "probability", "hope") else s.bases[n]
    head = s.heads[n]
    if s.deps[n] in _SUBJECTS and head >= 0 and s.upos[head] == "ADJ":
        word = s.bases[head]
        key = word if word in likelihood_table() else f"{word} chance"
        return head, key, [head]
    if s.bases[n] == "hope":
        return None
    before = [
        k for k in s.children_with(n, "amod", "det", "advmod") if (k < n and s.upos[k] in ("ADJ", "ADV")) or s.low[k] == "no"
    ]
    words = " ".join(s.low[k] for k in before)
    rated = s.deps[n] == "obj" and head >= 0 and s.bases[head] in RATING
    if not words and not rated and (s.bases[n] not in _BARE_CHANCES or s.tags[n] != "NN"):
        return None
    return n, f"{words} {lemma}".strip(), [*before, n]


def _subject(s: Sentence, p: int) -> tuple[int, ...]:
    """Return the words of the subject of a predicate, that of the verb it is coordinated with where it has none."""
    seen = 0
    while p >= 0 and seen < 5:
        for k in s.children(p):
            if s.deps[k] in _SUBJECTS:
                return tuple(s.subtree(k))
        if s.deps[p] not in ("conj", "xcomp"):
            return ()
        p, seen = s.heads[p], seen + 1
    return ()


def _subject_beside(s: Sentence, p: int) -> tuple[int, ...]:
    """Return the noun phrase right before the modal of a predicate to which the tree gave no subject of its own."""
    modal = next((k for k in s.children_with(p, "aux") if s.tags[k] == "MD"), -1)
    if modal < 1 or any(s.deps[k] in _SUBJECTS for k in s.children(p)):
        return ()
    last = modal - 1
    while last > 0 and s.upos[last] == "ADV":
        last -= 1
    first = last + 1
    while first > 0 and s.upos[first - 1] not in ("PUNCT", "VERB", "AUX", "SCONJ"):
        first -= 1
    return tuple(range(first, last + 1)) if s.upos[last] in ("NOUN", "PROPN", "PRON") else ()


def _is_negated(s: Sentence, p: int) -> bool:
    return any(s.low[k] in _NEGATIONS for k in s.children(p) if s.deps[k] in ("advmod", "aux", "neg"))


def _polarity(s: Sentence, p: int, key: str) -> Polarity:
    """Return negative where the speaker expects it not to happen: negation, "do little to", "slim"."""
    negative = _is_negated(s, p)
    lemma = s.bases[p]
    if lemma == "do" and any(s.low[k] in ("little", "nothing") for k in s.children_with(p, "obj", "advmod")):
        negative = not negative
    if lemma in _SLIGHT or key.split()[0] in _SLIGHT:
        negative = not negative
    if lemma in ("fail", "refuse", "decline") and any(s.deps[k] == "xcomp" for k in s.children(p)):
        negative = not negative
    if any(
        s.low[c] in ("no", "neither", "nobody", "nothing", "none")
        for k in s.children(p)
        if s.deps[k] in _SUBJECTS
        for c in (k, *s.children(k))
    ):
        negative = not negative
    return "negative" if negative else "positive"


def _stands_alone(s: Sentence, k: int) -> bool:
    """Tell whether what is coordinated is a clause of its own: "… are faint, and that relations …"."""
    return any(s.deps[c] == "mark" or s.deps[c] in _SUBJECTS for c in s.children(k))


def _parts(s: Sentence, q: int) -> bool:
    """Tell whether a prediction below another is one of its own rather than part of it."""
    return s.deps[q] in ("conj", "parataxis", "ccomp", "advcl")


def _has_other_verb(s: Sentence, i: int, inside: Collection[int]) -> bool:
    """Tell whether what is said has a finite verb outside the clause `i`: without one that clause is all of it."""
    own = set(s.subtree(i))
    return any(s.tags[k] in ("VBD", "VBZ", "VBP", "MD") for k in inside if k not in own)


def _is_idle(s: Sentence, p: int, keys: Collection[int], inside: Collection[int]) -> bool:
    """Tell whether what looks predicted is a condition, a reason, a wish, or stands in a clause that only describes."""
    upos = s.upos[p]
    if set(families(s.bases[p], upos)) & {"fear", "hope"} and s.bases[p] in _WISHES and upos == "VERB":
        return True
    valued = s.children_with(p, "cop") and any(s.low[k] == "it" for k in s.children_with(p, "nsubj", "expl"))
    told = upos == "NOUN" and not s.children_with(
        p, "ccomp", "xcomp", "advcl", "csubj"
    )  # "it would be four more years of this"
    if valued and not told and any(s.low[k] in ("would", "'d", "’d") for k in s.children_with(p, "aux")):
        return True  # "it would be good if …" values, it foretells nothing
    clauses = s.children_with(p, "ccomp")
    if s.bases[p] in ("mean", "think", "believe", "say", "suggest") and any(k in keys for k in clauses):
        return True  # "it could mean that policy might …": what counts is the clause
    i, seen = p, 0
    while i >= 0 and seen < 12:
        marks = {s.low[k] for k in s.children_with(i, "mark", "advmod") if k < i and s.deps[k] == "mark"}
        if marks & _REASONS and i in inside and s.deps[i] in ("advcl", "ccomp", "acl"):
            return True
        if s.deps[i] == "csubj" and s.heads[i] in keys:
            return True  # "how successful he might be would depend on …"
        if s.deps[i] in ("acl:relcl", "advcl:relcl", "acl") and i in inside and s.heads[i] in inside and not marks:
            return _has_other_verb(s, i, inside)
        head = s.heads[i]
        if head >= 0 and s.deps[i] in ("ccomp", "xcomp", "acl", "csubj") and head in inside:
            lemma = s.bases[head]
            if lemma in _WISHES and lemma not in ("warn", "caution"):
                return True
            if s.words[-1] == "?" and s.deps[i] == "csubj":
                return True
        if head not in inside:
            break
        i, seen = head, seen + 1
    return False
