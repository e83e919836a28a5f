"""The lemmatizer: spaCy's English rules and word lists (MIT licence) with exceptions learned from the treebanks' lemmas."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc

from treebanks import Sentence

CLOSED = {"aux", "pron", "det", "part", "adp", "sconj", "cconj", "intj"}
OPEN = {"verb", "noun", "adj", "adv", "num"}

# Rules beside those that come with the word lists. An ending that stands for itself keeps a word whole. That of -ss is tried
# twice: of forms that a list knows the lemmatizer takes what the last rule made (boss, not bos; but taxi, not taxis), of others
# what the first made (unreadiness).
WHOLE = {"noun": ("ss", "us", "is"), "verb": ("ss",)}
MORE = {"verb": [["ied", "y"]]}
# A verb that ends so doubles its last consonant: "staging" comes of stage, for that of stag is "stagging".
DOUBLING = re.compile(r"[^aeiou]*[aeiou][^aeiouwxyh]")


def add_lemmatizer(nlp: Language, sentences: Iterable[Sentence]) -> int:
    """Add a rule lemmatizer to the pipeline; return how many exceptions were learned."""
    lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "rule", "overwrite": True})
    lemmatizer.initialize()  # reads the tables of spacy-lookups-data
    tables = lemmatizer.lookups
    # The word lists come as lists, which are searched from end to end; as dictionaries a look-up takes no time.
    index = {part: dict.fromkeys(words, 0) for part, words in tables.get_table("lemma_index").items()}
    tables.remove_table("lemma_index")
    known = tables.add_table("lemma_index", index)
    rules, exceptions = tables.get_table("lemma_rules"), tables.get_table("lemma_exc")
    for part, endings in WHOLE.items():
        whole = [[ending, ending] for ending in endings]
        rules[part] = whole + rules[part] + MORE.get(part, []) + whole[:1]
    for verb in [v for v in known["verb"] if f"{v}e" in known["verb"] and DOUBLING.fullmatch(v)]:
        del known["verb"][verb]  # an exception could not say so: it adds a form and does not choose between two
    for part in ("noun", "verb", "adj", "adv"):
        exceptions[part] = {**_kept_whole(nlp, lemmatizer, known[part], part), **exceptions.get(part, {})}
    lemmatizer.cache = {}
    learned: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for (part, form), counts in _count(sentences).items():
        lemma, count = counts.most_common(1)[0]
        if part in CLOSED:
            is_learned = counts.total() >= 2 and count * 2 >= counts.total()
        else:
            # One sighting is enough for an inflected form that keeps its beginning (spun: spin), two for anything else.
            is_regular = part in {"verb", "noun", "adj"} and lemma[:2].lower() == form[:2]
            is_learned = (
                count >= 0.6 * counts.total() and (count >= 2 or is_regular) and _by_rule(nlp, lemmatizer, form, part) != lemma
            )
        if is_learned:
            learned[part][form] = [lemma]
            learned[part][form.replace("'", "’")] = [lemma]
    learned["part"].update({form: ["'s"] for form in ("'", "’", "'s", "’s")})
    for part, forms in learned.items():
        exceptions[part] = {**exceptions.get(part, {}), **forms}
    lemmatizer.cache = {}
    return sum(map(len, learned.values()))


def _kept_whole(nlp: Language, lemmatizer: object, words: Iterable[str], part: str) -> dict[str, list[str]]:
    """Return the words of a list that the rules would make into what is in no list (tender: tend): they are their own lemma."""
    known = set(words)
    made = {form: _by_rule(nlp, lemmatizer, form, part) for form in words if form.isalpha()}
    return {form: [form] for form, lemma in made.items() if lemma.lower() != form and lemma.lower() not in known}


def _count(sentences: Iterable[Sentence]) -> dict[tuple[str, str], Counter[str]]:
    """Count the lemmas of each (part of speech, lower-case form)."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for word, part, lemma, is_misspelt in zip(
            sentence.words, sentence.upos, sentence.lemmas, sentence.misspelt, strict=True
        ):
            form, part = word.lower().replace("’", "'"), part.lower()
            is_word = form.replace("'", "").replace("-", "").isalpha()
            if part in CLOSED | OPEN and is_word and lemma != "_" and not is_misspelt:
                counts[part, form][lemma] += 1
    return counts


def _by_rule(nlp: Language, lemmatizer: object, form: str, part: str) -> str:
    doc = Doc(nlp.vocab, words=[form], pos=[part.upper()])
    return str(lemmatizer(doc)[0].lemma_)  # type: ignore[operator]
