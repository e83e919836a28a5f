"""The lemmatizer: spaCy's English rules and word lists (MIT licence) with exceptions learned from the treebanks' lemmas."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc

from treebanks import Sentence

CLOSED = {"aux", "pron", "det", "part", "adp", "sconj", "cconj", "intj"}
OPEN = {"verb", "noun", "adj", "adv", "num"}


def add_lemmatizer(nlp: Language, sentences: Iterable[Sentence]) -> int:
    """Add a rule lemmatizer to the pipeline; return how many exceptions were learned."""
    lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "rule", "overwrite": True})
    lemmatizer.initialize()  # reads the tables of spacy-lookups-data
    tables = lemmatizer.lookups
    # The word lists come as lists, which are searched from end to end; as dictionaries a look-up takes no time.
    index = {part: dict.fromkeys(words, 0) for part, words in tables.get_table("lemma_index").items()}
    tables.remove_table("lemma_index")
    tables.add_table("lemma_index", index)

    exceptions = tables.get_table("lemma_exc")
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
