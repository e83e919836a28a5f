"""Loading: our own model, another one, and what is said where there is none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import spacy

from detente.errors import InputError
from detente.language import load, parse_text
from detente.language.pipeline import MODEL_VARIABLE, own_model_path


def test_own_model_is_shipped_small_and_with_its_licence() -> None:
    folder = own_model_path()
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) < 20e6
    notice = (folder / "LICENSE-CC-BY-SA-4.0.txt").read_text(encoding="utf-8")
    for name in ("creativecommons.org/licenses/by-sa/4.0", "EWT", "GUM", "WordNet"):
        assert name in notice


def test_own_model_holds_no_path_and_no_words_of_the_training_texts() -> None:
    folder = own_model_path()
    config = (folder / "config.cfg").read_text(encoding="utf-8")
    assert "/" not in config
    assert ".spacy" not in config
    assert (folder / "vocab" / "strings.json").stat().st_size < 20_000


def test_own_model_has_the_parts_that_are_needed_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(MODEL_VARIABLE, raising=False)
    assert load().pipe_names == ["tok2vec", "tagger", "morphologizer", "parser", "lemmatizer"]


def test_model_can_be_named_by_path_and_by_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(own_model_path())
    named = load(path)
    monkeypatch.setenv(MODEL_VARIABLE, path)
    assert load() is named
    assert parse_text("Iran left.", nlp=named)[0].lemmas[1] == "leave"


@pytest.mark.parametrize("name", ["no_such_pipeline", "/no/such/folder", __file__])
def test_unknown_model_is_a_clear_error(name: str) -> None:
    with pytest.raises(InputError) as caught:
        load(name)
    assert name in caught.value.message
    assert caught.value.exit_code == 2


def test_pipeline_without_parser_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path)
    with pytest.raises(InputError, match="no parser and no lemmatizer"):
        load(str(tmp_path))


def test_parser_of_an_unknown_scheme_is_refused(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("parser").add_label("sb")
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"}).initialize(lookups=_lookups())
    nlp.get_pipe("parser").initialize(lambda: _example(nlp), nlp=nlp)
    nlp.to_disk(tmp_path)
    with pytest.raises(InputError, match="scheme"):
        load(str(tmp_path))


def _lookups() -> object:
    from spacy.lookups import Lookups

    lookups = Lookups()
    lookups.add_table("lemma_lookup", {})
    return lookups


def _example(nlp: object) -> list[object]:
    from spacy.training import Example

    doc = nlp.make_doc("Er geht")
    return [Example.from_dict(doc, {"heads": [1, 1], "deps": ["sb", "ROOT"]})]


def test_language_room_loads_spacy_only_when_asked() -> None:
    import subprocess

    code = "import detente.language, sys; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
