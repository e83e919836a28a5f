"""The recipe of the English pipeline, on a treebank of two sentences of our own."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
import spacy
from spacy.tokens import Doc

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

import prepare
import scores
import tokens
import treebanks
from augment import capitalize_as_headline, typeset
from names import CAPITALS, STATES, rename

CONLLU = """# newdoc id = GUM_news_ours
# sent_id = GUM_news_ours-1
# text = "Iran won't talk," he said.
1\t"\t"\tPUNCT\t``\t_\t5\tpunct\t_\tSpaceAfter=No
2\tIran\tIran\tPROPN\tNNP\t_\t5\tnsubj\t_\t_
3\two\twill\tAUX\tMD\t_\t5\taux\t_\tSpaceAfter=No
4\tn't\tnot\tPART\tRB\t_\t5\tadvmod\t_\t_
5\ttalk\ttalk\tVERB\tVB\t_\t9\tccomp\t_\tSpaceAfter=No
6\t,\t,\tPUNCT\t,\t_\t5\tpunct\t_\tSpaceAfter=No
7\t"\t"\tPUNCT\t''\t_\t5\tpunct\t_\t_
8\the\the\tPRON\tPRP\t_\t9\tnsubj\t_\t_
9\tsaid\tsay\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
10\t.\t.\tPUNCT\t.\t_\t9\tpunct\t_\t_

# newpar
# sent_id = GUM_news_ours-2
# text = Talks failed last week.
1\tTalks\ttalk\tNOUN\tNNS\t_\t2\tnsubj\t_\t_
2\tfailed\tfail\tVERB\tVBD\t_\t0\troot\t_\t_
3\tlast\tlast\tADJ\tJJ\t_\t4\tamod\t_\t_
4\tweek\tweek\tNOUN\tNN\t_\t2\tobl:tmod\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""


@pytest.fixture
def sentences(tmp_path: Path) -> list[treebanks.Sentence]:
    with gzip.open(tmp_path / "gum-ours.conllu.gz", "wt", encoding="utf-8") as file:
        file.write(CONLLU)
    return treebanks.read(tmp_path, "gum-ours")


def test_reader_keeps_text_heads_paragraphs_and_maps_old_relations(sentences: list[treebanks.Sentence]) -> None:
    first, second = sentences
    assert scores.raw_text(sentences) == '"Iran won\'t talk," he said. Talks failed last week.'
    assert (first.genre, first.document, second.id) == ("news", "GUM_news_ours", "GUM_news_ours-2")
    assert first.heads[4] == 8
    assert first.heads[8] == -1
    assert second.relations[3] == "obl:unmarked"
    assert [len(group) for group in treebanks.paragraphs(sentences)] == [1, 1]


def test_typesetting_changes_marks_and_nothing_else(sentences: list[treebanks.Sentence]) -> None:
    changed = typeset(sentences[0], Random(1))
    assert scores.raw_text([changed]) == "“Iran won’t talk,” he said."
    assert (changed.heads, changed.lemmas, changed.xpos) == (sentences[0].heads, sentences[0].lemmas, sentences[0].xpos)


def test_headline_capitals_keep_the_number_of_words(sentences: list[treebanks.Sentence]) -> None:
    assert capitalize_as_headline(sentences[1], Random(1)).words == ("Talks", "Failed", "Last", "Week", ".")


def test_missing_treebanks_stop_with_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"lacks ewt-train\.conllu\.gz"):
        treebanks.locate(tmp_path)


def test_gold_trees_score_full_marks_and_a_wrong_head_does_not(sentences: list[treebanks.Sentence]) -> None:
    nlp = spacy.blank("en")
    gold = {scores.raw_text([s]): prepare.make_doc([s], nlp.vocab) for s in sentences}

    class Oracle:
        def __init__(self, docs: dict[str, Doc]) -> None:
            self.docs = docs

        def pipe(self, texts, *, batch_size):
            return (self.docs[text] for text in texts)

    result = scores.score(Oracle(gold), sentences)
    for what in ("token", "sentence", "xpos", "upos", "lemma", "uas", "las"):
        assert result.f1(what) == 1
    assert result.without_punctuation("las") == result.relation_f1("nsubj") == result.relation_f1("root") == 1

    text = scores.raw_text([sentences[1]])
    gold[text][2].head = gold[text][1]  # "last" on "failed"
    wrong = scores.score(Oracle(gold), sentences)
    assert wrong.f1("uas") == pytest.approx(14 / 15)
    assert wrong.f1("lemma") == 1


def test_word_cut_differently_counts_against_every_score(sentences: list[treebanks.Sentence]) -> None:
    nlp = spacy.blank("en")
    text = scores.raw_text([sentences[1]])
    doc = Doc(
        nlp.vocab, words=["Talks", "failed", "last", "week."], spaces=[True] * 3 + [False], heads=[1, 1, 3, 1], deps=["x"] * 4
    )

    class One:
        def pipe(self, texts, *, batch_size):
            assert list(texts) == [text]
            return iter([doc])

    result = scores.score(One(), [sentences[1]])
    assert result.f1("token") == pytest.approx(2 * 3 / (5 + 4))


def test_tokenizer_rules_cut_as_the_treebanks_do() -> None:
    nlp = tokens.adjust(spacy.blank("en"))
    cut = [
        token.text
        for token in nlp(
            "Lt. Col. Ivanov met co-operation and anti-Russian non-state actors on COVID-19, US-Russia and/or F-16s."
        )
    ]
    assert cut[:2] == ["Lt.", "Col."]
    assert {"co-operation", "anti-Russian", "non-state"} <= set(cut)
    joined = " ".join(cut)
    assert "COVID - 19" in joined
    assert "US - Russia" in joined
    assert "and / or" in joined


def test_renaming_changes_names_alike_throughout_and_leaves_the_tree(sentences: list[treebanks.Sentence]) -> None:
    twice = [sentences[0], sentences[0]]
    changed = [rename(twice, Random(seed)) for seed in range(20)]
    names = {document[0].words[1] for document in changed}
    assert "Iran" in names  # half of the time it stays
    assert len(names) > 3
    assert names <= {*STATES, *CAPITALS}
    for first, second in changed:
        assert first.words == second.words
        assert [a for i, a in enumerate(first.words) if i != 1] == [a for i, a in enumerate(sentences[0].words) if i != 1]
        assert (first.heads, first.relations, first.xpos) == (sentences[0].heads, sentences[0].relations, sentences[0].xpos)


@pytest.mark.parametrize(
    ("script", "option"), [("evaluate.py", "--treebanks"), ("learn_panel.py", "--data")], ids=["evaluate", "learn_panel"]
)
def test_scripts_skip_with_a_message_where_their_data_are_absent(script, option, tmp_path):
    pytest.importorskip("polars", reason="learn_panel reads its data with Polars (pip install detente[train])")
    command = [sys.executable, str(Path(__file__).parents[2] / "training" / script), option, str(tmp_path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout.startswith("skipped: ")
