"""Which way a predicted deed between states moves their relations: cooperation betters them, conflict worsens them.

Which words name a deed, and its CAMEO code, the event lexicon says (`data/lexicon`); CAMEO's quad class of the code gives the
direction. Of its rules only those count that ask for a verb, its object and what stands behind a preposition. Statements,
appeals, inquiries and demands (CAMEO 01, 02, 09, 10) say nothing of where relations go.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from detente.language import Sentence
from detente.ontology import cameo_table
from detente.records import Direction

_UNREAD = ("subject", "subject_nouns", "complement", "complement_nouns", "has", "clause", "group", "air")
"""What a rule may ask for that is not looked at here: such rules are left out."""
_IDLE_ROOTS = frozenset({"01", "02", "09", "10"})
_BETWEEN_STATES = ("diplomat", "embassy", "relations", "sanction", "treaty")  # noun classes: no state keeps such with itself
_HOME = frozenset(
    {"official", "office", "mission", "group", "body", "council", "board", "participation", "ban", "representative"}
)
"""… but for these of them, which a state has at home as well."""
_OTHERS = frozenset({"each", "another", "neighbour", "neighbor"})  # "each other", "one another"
_TURNED = frozenset({"fail", "refuse", "decline"})  # polarity tells that what follows them is not done
_DIRECTIONS: dict[str, Direction] = {"coop": "improve", "conflict": "worsen"}


@dataclass(frozen=True, slots=True)
class _Rule:
    """A deed of the lexicon: nouns its object must or must not be, nouns needed behind a preposition or excluded; its code."""

    objects: frozenset[str]
    not_objects: frozenset[str]
    on: frozenset[str]
    unless: frozenset[str]
    code: str


@dataclass(frozen=True, slots=True)
class _Deeds:
    """Deeds by verb ("send", "pull-out") and by noun; operators' families by verb, and what they make of a code."""

    verbs: dict[str, list[_Rule]]
    nouns: dict[str, str]
    families: dict[str, str]
    tables: dict[str, dict[str, str]]
    between: frozenset[str]

    def composed(self, family: str, code: str) -> str:
        """Return the code of a deed under an operator: the longest prefix in the family's table wins."""
        table = self.tables.get(family, {})
        return next((table[code[:n]] for n in range(len(code), -1, -1) if code[:n] in table), code)


@lru_cache(maxsize=1)
def _deeds() -> _Deeds:
    folder = files("detente.data").joinpath("lexicon")

    def read(path: Any) -> dict[str, Any]:
        return tomllib.loads(path.read_text(encoding="utf-8"))

    classes = {name: frozenset(words.split()) for name, words in read(folder.joinpath("classes.toml"))["classes"].items()}
    verbs: dict[str, list[_Rule]] = {}
    nouns: dict[str, str] = {}

    def words(row: dict[str, Any], key: str) -> frozenset[str]:
        named = (classes[name] for name in row.get(key, "").split())
        return frozenset(row.get(f"{key}_nouns", "").split()).union(*named)

    for path in sorted(folder.joinpath("deeds").iterdir(), key=lambda path: path.name):
        if not path.name.endswith(".toml"):
            continue
        chapter = read(path)
        for row in chapter.get("verbs", ()):
            if not any(name in row for name in _UNREAD):
                objects, not_objects, on, unless = (words(row, key) for key in ("object", "not_object", "on", "unless"))
                rule = _Rule(objects, not_objects, on, unless, row["cameo"])
                for verb in row["verbs"].split():
                    verbs.setdefault(verb, []).append(rule)
        for row in chapter.get("nouns", ()):
            if not any(name in row for name in (*_UNREAD, "object", "object_nouns")):
                for noun in row["nouns"].split():
                    nouns.setdefault(noun, row["cameo"])
    operators = read(folder.joinpath("operators.toml"))["operators"]
    families = {verb: row["family"] for row in reversed(operators) for verb in row.get("verbs", "").split()}
    between = frozenset[str]().union(*(classes[name] for name in _BETWEEN_STATES)) - _HOME
    return _Deeds(verbs, nouns, families, read(folder.joinpath("compose.toml")), between)


def deed_direction(
    s: Sentence, head: int, tokens: Collection[int], is_foreign: Callable[[Sequence[int]], bool]
) -> Direction | None:
    """Return the direction of the deed that a predicate names, None where it names none between states.

    `is_foreign` tells whether words name a state that is not the one of the subject.
    """
    inside = set(tokens)
    families: list[str] = []
    verb: int | None = head
    for _ in range(4):  # down from "agree" to what is agreed to do
        if verb is None or verb not in inside:
            return None
        deeds = _deeds()
        code = _code(s, verb, inside, is_foreign)
        if code is not None:
            for family in reversed(families):
                code = deeds.composed(family, code)
            return _direction(code)
        below = next((k for k in s.children_with(verb, "xcomp") if s.upos[k] == "VERB"), None)
        if below is not None and s.bases[verb] not in _TURNED:
            families.append(deeds.families.get(s.bases[verb], ""))
        verb = below
    return None


def _direction(code: str) -> Direction | None:
    row = cameo_table().get(code)
    if row is None or row.root in _IDLE_ROOTS:
        return None
    return _DIRECTIONS[row.quad.rpartition("_")[2]]


def _code(s: Sentence, verb: int, inside: Collection[int], is_foreign: Callable[[Sequence[int]], bool]) -> str | None:
    """Return the CAMEO code of the deed a verb names, where it is done to another state or to what stands between states."""
    deeds = _deeds()
    objects = [k for k in s.children_with(verb, "obj", "iobj", "nsubj:pass") if k in inside]
    behind = [k for k in s.children_with(verb, "obl", "xcomp", "advcl") if k in inside and s.upos[k] != "VERB"]
    beside = {s.bases[k] for k in s.children(verb) if s.deps[k] in ("compound:prt", "advmod", "obj")}
    beside |= {s.bases[c] for k in behind for c in s.children_with(k, "case")}
    heads = _lemmas(s, [*objects, *(c for k in objects for c in s.children_with(k, "conj"))])
    places = _lemmas(s, [*behind, *(c for k in behind for c in s.children_with(k, "nmod"))])
    around = [i for k in (*objects, *behind) for i in s.subtree(k)]
    words = _lemmas(s, around)
    abroad = is_foreign(around) or any(s.low[i] in _OTHERS for i in around)
    if not abroad and not heads & deeds.between:
        return None
    lemma = s.bases[verb]
    keys = [*(f"{lemma}-{word}" for word in sorted(beside)), lemma]
    best: tuple[int, str] | None = None
    for key in keys:
        for rule in deeds.verbs.get(key, ()):
            asked = bool(rule.objects) + bool(rule.on) + ("-" in key)
            lacks = (rule.objects and not heads & rule.objects) or (rule.on and not places & rule.on)
            if lacks or heads & rule.not_objects or words & rule.unless:
                continue
            if not rule.objects and not abroad:
                continue  # a verb by itself tells of a deed to a state, not to a bank
            if best is None or asked > best[0]:
                best = (asked, rule.code)
    noun = next((deeds.nouns[word] for word in sorted(heads) if word in deeds.nouns), None)
    family = deeds.families.get(lemma)
    if (best is None or best[0] == 0) and noun is not None and family is not None:
        return deeds.composed(family, noun)
    return best[1] if best else None


def _lemmas(s: Sentence, tokens: Sequence[int]) -> set[str]:
    """Return the dictionary forms of nouns, in the singular too where the parser keeps a plural ("troops")."""
    bases = {s.bases[i] for i in tokens}
    return bases | {base[:-1] for base in bases if base.endswith("s")}
