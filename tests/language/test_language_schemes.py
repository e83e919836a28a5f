"""Trees of spaCy's published pipelines become Universal Dependencies. Drawn by hand after the label definitions."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detente.language.schemes import is_clear_style, to_universal

LABELS = (
    "nsubj",
    "dobj",
    "prep",
    "pobj",
    "pcomp",
    "agent",
    "attr",
    "acomp",
    "conj",
    "cc",
    "expl",
    "det",
    "dative",
    "aux",
    "punct",
)


def convert(rows: str) -> dict[str, tuple[str, str]]:
    """Read `word lemma upos dep head` a line and return for each word its relation and its head's word."""
    table = [row.split() for row in rows.strip().splitlines()]
    words, lemmas, upos, deps, heads = zip(*table, strict=True)
    positions = [words.index(head) if head != "-" else -1 for head in heads]
    tags = ["TO" if word == "to" and part == "PART" else "XX" for word, part in zip(words, upos, strict=True)]
    new_deps, new_heads = to_universal(lemmas, tags, upos=upos, deps=deps, heads=positions)
    return {word: (dep, words[head] if head >= 0 else "-") for word, dep, head in zip(words, new_deps, new_heads, strict=True)}


def test_object_of_a_preposition_hangs_on_the_verb() -> None:
    found = convert(
        """Russia Russia PROPN nsubj imposed
        imposed impose VERB root -
        sanctions sanction NOUN dobj imposed
        on on ADP prep imposed
        Ukraine Ukraine PROPN pobj on"""
    )
    assert found["Ukraine"] == ("obl", "imposed")
    assert found["on"] == ("case", "Ukraine")
    assert found["sanctions"] == ("obj", "imposed")


def test_agent_of_a_passive_is_marked() -> None:
    found = convert(
        """treaty treaty NOUN nsubjpass signed
        was be AUX auxpass signed
        signed sign VERB root -
        by by ADP agent signed
        presidents president NOUN pobj by
        of of ADP prep presidents
        France France PROPN pobj of"""
    )
    assert found["treaty"] == ("nsubj:pass", "signed")
    assert found["was"] == ("aux:pass", "signed")
    assert found["presidents"] == ("obl:agent", "signed")
    assert found["France"] == ("nmod", "presidents")
    assert found["of"] == ("case", "France")


def test_two_prepositions_end_on_the_noun() -> None:
    found = convert(
        """Iran Iran PROPN nsubj pulled
        pulled pull VERB root -
        out out ADP prep pulled
        of of ADP prep out
        talks talk NOUN pobj of"""
    )
    assert found["talks"] == ("obl", "pulled")
    assert found["out"] == ("case", "talks")
    assert found["of"] == ("case", "talks")


def test_clause_after_a_preposition_is_an_adverbial_clause() -> None:
    found = convert(
        """Iran Iran PROPN nsubj replied
        replied reply VERB root -
        by by ADP prep replied
        seizing seize VERB pcomp by
        ships ship NOUN dobj seizing"""
    )
    assert found["seizing"] == ("advcl", "replied")
    assert found["by"] == ("mark", "seizing")
    assert found["ships"] == ("obj", "seizing")


def test_predicate_takes_the_place_of_the_copula() -> None:
    found = convert(
        """Russia Russia PROPN nsubj is
        says say VERB root -
        is be AUX ccomp says
        ready ready ADJ acomp is
        to to PART aux talk
        talk talk VERB xcomp ready"""
    )
    assert found["ready"] == ("ccomp", "says")
    assert found["is"] == ("cop", "ready")
    assert found["Russia"] == ("nsubj", "ready")
    assert found["to"] == ("mark", "talk")


def test_there_is_keeps_its_verb() -> None:
    found = convert("There there PRON expl is\nis be VERB root -\ndeal deal NOUN attr is")
    assert found["deal"] == ("nsubj", "is")
    assert found["is"] == ("root", "-")


def test_coordination_hangs_on_its_first_member() -> None:
    found = convert(
        """Russia Russia PROPN nsubj met
        , , PUNCT punct Russia
        Iran Iran PROPN conj Russia
        and and CCONJ cc Iran
        Turkey Turkey PROPN conj Iran
        met meet VERB root -"""
    )
    assert found["Iran"] == ("conj", "Russia")
    assert found["Turkey"] == ("conj", "Russia")
    assert found["and"] == ("cc", "Turkey")


def test_coordinated_prepositions_give_coordinated_nouns() -> None:
    found = convert(
        """EU EU PROPN nsubj presses
        presses press VERB root -
        on on ADP prep presses
        Russia Russia PROPN pobj on
        and and CCONJ cc on
        upon upon ADP conj on
        Iran Iran PROPN pobj upon"""
    )
    assert found["Russia"] == ("obl", "presses")
    assert found["Iran"] == ("conj", "Russia")
    assert found["upon"] == ("case", "Iran")
    assert found["and"] == ("cc", "Iran")


@given(st.data())
def test_any_tree_stays_a_tree_over_the_same_words(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 12))
    heads, order = [-1] * count, data.draw(st.permutations(range(count)))
    for place, i in enumerate(order[1:], 1):
        heads[i] = order[data.draw(st.integers(0, place - 1))]
    deps = ["root" if head < 0 else data.draw(st.sampled_from(LABELS)) for head in heads]
    upos = data.draw(st.lists(st.sampled_from(["NOUN", "VERB", "ADP", "AUX"]), min_size=count, max_size=count))
    lemmas = data.draw(st.lists(st.sampled_from(["be", "on", "state"]), min_size=count, max_size=count))
    new_deps, new_heads = to_universal(lemmas, ["XX"] * count, upos=upos, deps=deps, heads=heads)
    assert len(new_deps) == len(new_heads) == count
    assert new_heads.count(-1) == 1
    assert new_deps[new_heads.index(-1)] == "root"
    for i in range(count):
        seen = {i}
        while new_heads[i] >= 0:
            i = new_heads[i]
            assert i not in seen
            seen.add(i)


def test_scheme_is_told_by_its_labels() -> None:
    assert is_clear_style(("dobj", "nsubjpass", "pobj"))
    assert not is_clear_style(("obj", "nsubj:pass", "obl"))
