"""The event lexicon: rules read from `data/lexicon/*.toml`, indexed by lemma.

Three kinds of words make an event: deeds (`deeds/*.toml`: verbs and nouns that name what is done), operators (`operators.toml`:
to promise, demand, refuse, threaten, end a deed) and the tables that combine the two into one CAMEO code (`compose.toml`).
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from detente.coding.rules import Deed, Lexicon, Operator
from detente.errors import FormatError
from detente.ontology import cameo_table

_FLAGS = (
    "reciprocal",
    "person",
    "group",
    "air",
    "need_target",
    "intent_only",
    "person_target",
    "bare",
    "person_object",
    "no_object",
    "own_slots",
    "no_sport",
    "benign",
    "alone",
    "state_target",
    "force_subject",
    "two_sides",
    "together",
    "person_subject",
    "need_source",
    "inverse",
    "active",
    "passive",
    "infinitive",
    "self",
    "owner",
    "transitive",
)
_STANDING = frozenset({"intent", "agree", "demand", "appeal", "reject", "threaten", "warn", "end", "ease"})


def base_of_gerund(word: str, keys: Collection[str]) -> str:
    """Return the base form of an -ing form, where one of the keys tells which it is, else its stem."""
    stem = word.removesuffix("ing")
    doubled = stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else stem
    return next((form for form in (stem, f"{stem}e", doubled) if form in keys), stem)


def read_lexicon(texts: Mapping[str, str]) -> Lexicon:
    """Build a lexicon from the text of `classes`, `compose`, `operators` and one or more files of deeds (`deeds/…`).

    Raises
    ------
    FormatError
        A code that CAMEO does not have, a class that is not defined, a missing field: names the rule.
    """
    parsed = {name: _parse(name, text) for name, text in texts.items()}
    classes = {name: frozenset(words.split()) for name, words in parsed["classes"]["classes"].items()}
    chapters = [(name, content) for name, content in parsed.items() if name.startswith("deeds/")]
    verb_deeds = [read_deed(row, "verbs", classes, name) for name, content in chapters for row in content.get("verbs", ())]
    noun_deeds = [read_deed(row, "nouns", classes, name) for name, content in chapters for row in content.get("nouns", ())]
    operators = [_operator(row, classes) for row in parsed["operators"]["operators"]]
    tables = {name: dict(table) for name, table in parsed["compose"].items() if name != "refine"}
    refine = {code: dict(table) for code, table in parsed["compose"]["refine"].items()}
    for code in (c for table in (*tables.values(), *refine.values()) for c in table.values()):
        _check_code(code, "compose.toml")
    domains = {word: name for name, words in parsed["classes"]["domains"].items() for word in words.split()}
    lexicon_keys = [
        *(k for d in (*verb_deeds, *noun_deeds) for k in d.keys),
        *(k for o in operators for k in (*o.verbs, *o.nouns, *o.adjectives)),
    ]
    return Lexicon(
        verb_deeds=_index((k, d) for d in verb_deeds for k in d.keys),
        noun_deeds=_index((k, d) for d in noun_deeds for k in d.keys),
        by_id={d.id: d for d in (*verb_deeds, *noun_deeds)},
        verb_operators=_index((k, o) for o in operators for k in o.verbs),
        noun_operators=_index((k, o) for o in operators for k in o.nouns),
        adjective_operators=_index((k, o) for o in operators for k in o.adjectives),
        tables=tables,
        refine=refine,
        domains=domains,
        classes=classes,
        triggers=frozenset(part for k in lexicon_keys for part in (k, k.split("-")[0], k.split("-")[-1])),
        standing=frozenset(o.id for o in operators if o.nouns and o.family in _STANDING),
    )


@lru_cache(maxsize=1)
def default_lexicon() -> Lexicon:
    """Return the lexicon that ships with the package."""
    return read_lexicon(shipped_texts())


def shipped_texts() -> dict[str, str]:
    """Return the lexicon's files, by name without ".toml", the chapters of deeds in the order of CAMEO."""
    folder = files("detente.data").joinpath("lexicon")
    chapters = sorted(f.name for f in folder.joinpath("deeds").iterdir() if f.name.endswith(".toml"))
    names = ("classes", "compose", "operators", *(f"deeds/{name.removesuffix('.toml')}" for name in chapters))
    return {name: folder.joinpath(f"{name}.toml").read_text(encoding="utf-8") for name in names}


def with_deeds(base: Lexicon, verbs: Sequence[Deed], nouns: Sequence[Deed]) -> Lexicon:
    """Return a lexicon in which a user's rules come first.

    One of the same name takes the place of ours; one that asks for nothing but its word, of all ours for that word.
    """
    taken = {deed.id for deed in (*verbs, *nouns)}

    def joined(ours: Mapping[str, tuple[Deed, ...]], own: Sequence[Deed]) -> dict[str, tuple[Deed, ...]]:
        index: dict[str, tuple[Deed, ...]] = _index((k, d) for d in own for k in sorted(d.keys))
        bare = {key for key, deeds in index.items() if any(deed.specificity(key) == 0 for deed in deeds)}
        kept = {key: tuple(d for d in deeds if d.id not in taken) for key, deeds in ours.items() if key not in bare}
        return {key: (*index.get(key, ()), *kept.get(key, ())) for key in {**kept, **index}}

    keys = {part for d in (*verbs, *nouns) for k in d.keys for part in (k, k.split("-")[0], k.split("-")[-1])}
    return replace(
        base,
        verb_deeds=joined(base.verb_deeds, verbs),
        noun_deeds=joined(base.noun_deeds, nouns),
        by_id={**base.by_id, **{d.id: d for d in (*verbs, *nouns)}},
        triggers=base.triggers | keys,
    )


def _parse(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as cause:
        raise FormatError("X01", f"{name}.toml is not TOML: {cause}", help="mend the line it names") from cause


def _index(pairs: Any) -> dict[str, Any]:
    index: dict[str, list[Any]] = defaultdict(list)
    for key, rule in pairs:
        index[key].append(rule)
    return {key: tuple(rules) for key, rules in index.items()}


def _check_code(code: str, where: str) -> str:
    if code not in cameo_table():
        raise FormatError(
            "X02", f'{where} has the code "{code}", which CAMEO does not have', help="see detente.ontology.cameo_table()"
        )
    return code


def _nouns(row: dict[str, Any], classes: Mapping[str, frozenset[str]], where: str, field: str = "object") -> frozenset[str]:
    """Return the noun lemmas a rule asks for: a class by name (`object`) and single words (`object_nouns`)."""
    name = row.get(field)
    if name is not None and name not in classes:
        raise FormatError("X03", f'{where} asks for the noun class "{name}", which classes.toml does not define',
                          help="defined are " + ", ".join(sorted(classes)))  # fmt: skip
    return (classes[name] if name else frozenset()) | frozenset(row.get(f"{field}_nouns", "").split())


def _flags(row: dict[str, Any]) -> frozenset[str]:
    return frozenset(flag for flag in _FLAGS if row.get(flag))


def _to(row: dict[str, Any]) -> tuple[str, ...] | None:
    return tuple(row["to"].split()) if "to" in row else None


_DEED_KEYS = frozenset(
    {
        "id",
        "verbs",
        "nouns",
        "cameo",
        "to",
        "ex",
        "clause",
        "object",
        "object_nouns",
        "not_object",
        "not_object_nouns",
        "subject",
        "subject_nouns",
        "complement",
        "complement_nouns",
        "on",
        "on_nouns",
        "has",
        "unless",
        "unless_nouns",
    }
) | frozenset(_FLAGS)
_OPERATOR_KEYS = frozenset(
    {
        "id",
        "family",
        "verbs",
        "nouns",
        "adjectives",
        "bare",
        "to",
        "object",
        "object_nouns",
        "object_cameo",
        "not_object",
        "ex",
        "reciprocal",
        "infinitive",
        "self",
        "passive",
        "benign",
        "unless",
        "unless_nouns",
    }
)


def _check_keys(row: dict[str, Any], allowed: frozenset[str], needed: tuple[str, ...], where: str) -> None:
    """Refuse what no code reads (a misspelt key would silently do nothing) and a rule that lacks what it needs."""
    unknown = sorted(set(row) - allowed)
    if unknown:
        raise FormatError(
            "X05", f'{where} has "{unknown[0]}", which no rule may have', help="allowed: " + ", ".join(sorted(allowed))
        )
    for key in needed:
        if key not in row:
            raise FormatError("X04", f'{where} has no "{key}"', help=f"every rule here has {', '.join(needed)}")


def read_deed(row: dict[str, Any], part: str, classes: Mapping[str, frozenset[str]], file: str) -> Deed:
    """Build one rule from its row; `part` is "verbs" or "nouns"; a mistake is a FormatError that names rule and file."""
    where = f'rule "{row.get("id", "?")}" of {file}.toml'
    _check_keys(row, _DEED_KEYS, ("id", "cameo", part, "ex"), where)
    return Deed(
        id=row["id"],
        cameo=_check_code(row["cameo"], where),
        keys=frozenset(row[part].split()),
        objects=_nouns(row, classes, where),
        not_objects=_nouns(row, classes, where, "not_object"),
        subjects=_nouns(row, classes, where, "subject"),
        complements=_nouns(row, classes, where, "complement"),
        on=_nouns(row, classes, where, "on"),
        unless=_nouns(row, classes, where, "unless"),
        clause=row.get("clause"),
        to=_to(row),
        flags=_flags(row),
        has=tuple(tuple(tuple(a.split("_")) for a in entry.lower().split()) for entry in row.get("has", ())),
    )


def _operator(row: dict[str, Any], classes: Mapping[str, frozenset[str]]) -> Operator:
    where = f'rule "{row.get("id", "?")}" of operators.toml'
    _check_keys(row, _OPERATOR_KEYS, ("id", "family", "ex"), where)
    for code in (row.get("bare"), row.get("object_cameo")):
        if code:
            _check_code(code, where)
    return Operator(
        id=row["id"],
        family=row["family"],
        verbs=frozenset(row.get("verbs", "").split()),
        nouns=frozenset(row.get("nouns", "").split()),
        adjectives=frozenset(row.get("adjectives", "").split()),
        bare=row.get("bare", ""),
        objects=_nouns(row, classes, where),
        not_objects=_nouns(row, classes, where, "not_object"),
        object_cameo=row.get("object_cameo", ""),
        unless=_nouns(row, classes, where, "unless"),
        to=_to(row),
        flags=_flags(row),
    )
