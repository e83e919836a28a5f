"""Tokenizer rules that bring spaCy's English closer to the treebanks. They are saved inside the model: no code at load time."""

from __future__ import annotations

import spacy
from spacy.lang.char_classes import ALPHA, HYPHENS
from spacy.language import Language
from spacy.util import compile_infix_regex

# After these a hyphen does not split the word: non-proliferation, co-operate, ex-president.
PREFIXES = (
    *(
        "anti",
        "bi",
        "co",
        "counter",
        "e",
        "ex",
        "extra",
        "inter",
        "intra",
        "mega",
        "micro",
        "mid",
        "mini",
        "multi",
        "neo",
        "non",
    ),
    *("over", "post", "pre", "pro", "pseudo", "quasi", "re", "semi", "sub", "super", "trans", "ultra", "un", "under"),
)
ABBREVIATIONS = (
    *("Amb.", "Assn.", "Assoc.", "Atty.", "Brig.", "Capt.", "Cmdr.", "Col.", "Cpl.", "Dept.", "Det.", "Drs.", "Fr.", "Ft."),
    *("Gens.", "Govs.", "Hon.", "Insp.", "Intl.", "Lt.", "Maj.", "Mt.", "Pres.", "Profs.", "Pvt.", "Reps.", "Secy.", "Sens."),
    *("Sgt.", "Supt.", "Univ.", "al.", "approx.", "ca.", "etc."),
)


def adjust(nlp: Language) -> Language:
    """Set the rules on a pipeline's tokenizer."""
    kept = "".join(rf"(?<!\b{form})" for prefix in PREFIXES for form in (prefix, prefix.title()))
    stock = rf"(?<=[{ALPHA}0-9])(?:{HYPHENS})(?=[{ALPHA}])"
    ours = rf"(?<=[{ALPHA}0-9])(?:{kept}-|–|—|--|---|——|~)(?=[{ALPHA}])"
    infixes = [ours if rule == stock else rule for rule in nlp.Defaults.infixes]
    if ours not in infixes:
        raise RuntimeError("spaCy's hyphen rule has changed: training/tokens.py replaces a rule that is no longer there")
    infixes.append(rf"(?<=[{ALPHA}])-(?=[0-9])")  # COVID-19, F-16: three tokens in EWT and GUM
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    for form in ABBREVIATIONS:
        nlp.tokenizer.add_special_case(form, [{"ORTH": form}])
    nlp.tokenizer.add_special_case("and/or", [{"ORTH": "and"}, {"ORTH": "/"}, {"ORTH": "or"}])
    return nlp


@spacy.registry.callbacks("detente_tokenizer.v1")
def make_callback():
    """Let a training config name `adjust` as its `before_init`."""
    return adjust
