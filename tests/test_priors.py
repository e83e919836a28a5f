import json
import re
from dataclasses import replace
from importlib import resources

import numpy as np
import pytest

from detente.errors import FormatError, InputError
from detente.outlook import Judgement
from detente.priors import load_judgement, load_panel_prior, load_prior_notes, read_judgement
from detente.relations.prior import VALUES

PANEL = resources.files("detente").joinpath("data", "panel")


def test_shipped_prior_is_whole_and_names_its_making():
    prior = load_panel_prior()
    assert prior.weights.sum() == pytest.approx(1, abs=1e-12)
    for part in (prior.verbal, prior.material):
        assert part.grid.shape == (len(prior.weights), 4)
        assert part.shares.sum() == pytest.approx(1, abs=1e-4)
        assert part.shares @ VALUES == pytest.approx(part.level_mean, abs=1.0)
    notes = load_prior_notes()
    made = notes["provenance"]
    assert made["command"].startswith("python training/learn_panel.py")
    assert all(len(digest) == 64 for digest in made["data"].values())
    assert made["licence"]
    assert made["left_out"] == ["IND-PAK", "RUS-USA"]
    assert notes["words"]["summary"]["pairs"] > 100
    assert notes["words"]["summary"]["events"] > 10_000


def test_prior_mean_of_deeds_lies_below_that_of_words():
    # most talk between states is cooperative, most reported deeds are not
    prior = load_panel_prior()
    assert prior.material.level_mean < 0 < prior.verbal.level_mean
    assert prior.composite.verbal_sd == pytest.approx(prior.verbal.level_var**0.5, abs=1e-4)
    assert prior.composite.material_sd == pytest.approx(prior.material.level_var**0.5, abs=1e-4)


def test_spread_of_the_composite_between_pairs_counts_what_words_and_deeds_share():
    prior = load_panel_prior()
    rng = np.random.default_rng(0)
    sds = np.sqrt([prior.verbal.level_var, prior.material.level_var])
    shared = prior.correlation.start * sds[0] * sds[1]
    drawn = rng.multivariate_normal([0, 0], [[sds[0] ** 2, shared], [shared, sds[1] ** 2]], 400_000) @ prior.composite.factors
    assert prior.between_sd == pytest.approx(drawn.std(), rel=0.01)


def test_prior_of_another_format_is_refused(tmp_path):
    content = json.loads(PANEL.joinpath("prior.json").read_text())
    path = tmp_path / "prior.json"
    path.write_text(json.dumps(content | {"format": 1}))
    with pytest.raises(FormatError) as caught:
        load_panel_prior(path)
    assert caught.value.code == "P02"
    assert "format 1;" in str(caught.value)


@pytest.mark.parametrize(("text", "code"), [("not json", "P01"), ("[]", "P02"), ('{"format": 2, "version": "x"}', "P03")])
def test_broken_prior_is_refused(tmp_path, text, code):
    path = tmp_path / "prior.json"
    path.write_text(text)
    with pytest.raises(FormatError) as caught:
        load_panel_prior(path)
    assert caught.value.code == code


def test_missing_file_is_refused(tmp_path):
    with pytest.raises(FormatError) as caught:
        load_panel_prior(tmp_path / "none.json")
    assert caught.value.code == "P04"


def test_shipped_judgement_equals_the_defaults_and_every_table_has_a_source():
    assert replace(load_judgement(), version="") == Judgement()
    notes = read_judgement().notes
    tables = [part for key, part in notes.items() if isinstance(part, dict) and key != "survival"]
    for part in (*tables, *notes["survival"].values()):
        assert part["source"]


def test_a_user_can_change_a_number_in_a_copy(tmp_path):
    path = tmp_path / "mine.toml"
    text = PANEL.joinpath("judgement.toml").read_text()
    path.write_text(text.replace("mean = 0.3\n", "mean = 0.6\n"))
    assert load_judgement(path).pass_through == (0.6, 0.2)
    assert read_judgement(path).sha256 != read_judgement().sha256
    path.write_text(text.replace("points = 0.5", "points = -1.0"))
    with pytest.raises(InputError) as caught:
        load_judgement(path)
    assert caught.value.code == "O01"


def test_every_number_of_the_shipped_judgement_is_used(tmp_path):
    # a number that nobody reads would promise an effect it does not have
    notes = read_judgement().notes
    tables = [(key, part) for key, part in notes.items() if isinstance(part, dict) and key != "survival"]
    tables += [(f"survival.{key}", part) for key, part in notes["survival"].items()]
    text = PANEL.joinpath("judgement.toml").read_text()
    for table, part in tables:
        for key, value in part.items():
            if key == "source":
                continue
            before, after = text.split(f"[{table}]\n")
            path = tmp_path / "mine.toml"
            path.write_text(
                f"{before}[{table}]\n" + re.sub(rf"^{key} = .*$", f"{key} = {value + 1}", after, count=1, flags=re.M)
            )
            try:
                assert load_judgement(path) != load_judgement(), f"{table}.{key} is read by nobody"
            except InputError as error:
                assert error.code == "O01"


@pytest.mark.parametrize(
    ("old", "new", "code"), [("format = 1", "format = 7", "P12"), ("[office]", "[ofice]", "P13"), ("[push]", "[push", "P11")]
)
def test_broken_judgement_is_refused(tmp_path, old, new, code):
    path = tmp_path / "mine.toml"
    path.write_text(PANEL.joinpath("judgement.toml").read_text().replace(old, new))
    with pytest.raises(FormatError) as caught:
        load_judgement(path)
    assert caught.value.code == code


def test_grid_points_of_the_prior_are_in_range():
    for part in (load_panel_prior().verbal, load_panel_prior().material):
        phi, sd, q, k = part.grid.T
        assert np.all((phi >= 0) & (phi < 1) & (sd >= 0) & (q >= 0) & (k >= 1))
    with pytest.raises(InputError):
        replace(load_panel_prior(), weights=np.ones(3))
    with pytest.raises(InputError):
        replace(load_panel_prior().correlation, drift=1.0)
    with pytest.raises(InputError):
        replace(load_panel_prior().verbal, shares=np.ones(3))
    with pytest.raises(InputError):
        replace(load_panel_prior().verbal, level_var=0.0)


@pytest.mark.parametrize(
    ("part", "key", "value", "said"),
    [
        ("composite", "words_weight", 0.9, "weights are 0.9 (words) and 0.5 (deeds)"),
        ("composite", "words_weight", -0.5, "weights are -0.5"),
        ("composite", "deeds_sd", 0.0, "deviations"),
    ],
)
def test_weights_of_a_prior_that_contradict_each_other_are_refused(tmp_path, part, key, value, said):
    content = json.loads(PANEL.joinpath("prior.json").read_text())
    content[part][key] = value
    path = tmp_path / "prior.json"
    path.write_text(json.dumps(content))
    with pytest.raises(FormatError) as caught:
        load_panel_prior(path)
    assert caught.value.code == "P03" and said in caught.value.message and caught.value.help


def test_weights_of_the_grid_that_do_not_sum_to_one_are_refused(tmp_path):
    content = json.loads(PANEL.joinpath("prior.json").read_text())
    content["joint"]["weights"] = [w / 2 for w in content["joint"]["weights"]]
    path = tmp_path / "prior.json"
    path.write_text(json.dumps(content))
    with pytest.raises(FormatError, match=r"sum to 0\.5") as caught:
        load_panel_prior(path)
    assert caught.value.code == "P03"


@pytest.mark.parametrize(
    ("old", "new"), [("mean = 0.3\n", "mean = nan\n"), ("hardly = 0.10", "hardly = 0.50"), ("b = 4", "b = inf")]
)
def test_judgement_that_is_no_number_or_contradicts_itself_is_refused(tmp_path, old, new):
    path = tmp_path / "mine.toml"
    text = PANEL.joinpath("judgement.toml").read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(InputError) as caught:
        load_judgement(path)
    assert caught.value.code == "O01"
