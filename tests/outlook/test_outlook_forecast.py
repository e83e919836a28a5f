from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.outlook import Branch, Incumbent, Stance, forecast_branches, measure_stance, shrink_stance, words
from detente.outlook.matters import measure_matters, split_between
from detente.outlook.simulate import make_draws, office_ramp, simulate_branches
from detente.priors import load_judgement, load_panel_prior
from detente.relations import PairEvents, estimate_index, month_number

PRIOR, JUDGEMENT = load_panel_prior(), load_judgement()
FIRST, LAST = month_number(2000, 1), month_number(2020, 10)


def make_index(seed=0, count=280, level=-0.5):
    rng = np.random.default_rng(seed)
    material = rng.random(count) < 0.35
    weight = np.clip(rng.normal(level, np.where(material, 5, 2.5)), -10, 10)
    return estimate_index(PairEvents.of(rng.integers(FIRST, LAST + 1, count), weight, material), prior=PRIOR, last=LAST)


INDEX = make_index()
DOVE, HAWK = Stance(1.0, 25, 6.0), Stance(-2.0, 25, 6.0)
TODAY = Incumbent("today", Stance(0.0, 25, 6.0))


def branch(name, prob=0.5, *, leader=None, legislature="aligned", stance=None, push=None):
    return Branch(name, name.title(), prob, leader or name, legislature, stance, push)


def look(branches, *, index=INDEX, **changes):
    usual = {"incumbent": TODAY, "office_month": 3.0, "judgement": JUDGEMENT, "usual_tone": 0.0, "horizon": 12, "seed": 0}
    return forecast_branches(index, branches, **(usual | changes))


PAIR = [branch("dove", stance=DOVE), branch("hawk", stance=HAWK)]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("horizon", [1, 6, 12, 24])
def test_chances_sum_to_exactly_one_and_dots_to_twenty(seed, horizon):
    outlook = look(PAIR, seed=seed, horizon=horizon)
    for forecast in (*(b.forecast for b in outlook.branches), outlook.overall):
        c = forecast.chances
        assert c.improve + c.unchanged + c.worsen == 1.0
        assert min(c.improve, c.unchanged, c.worsen) >= 0
        assert c.dots_improve + c.dots_unchanged + c.dots_worsen == 20


@pytest.mark.parametrize("seed", range(6))
def test_figures_words_and_dots_agree(seed):
    outlook = look(PAIR, seed=seed, index=make_index(seed))
    for b in outlook.branches:
        c, dots = b.forecast.chances, np.array(b.forecast.quantiles)
        assert np.all(np.diff(dots) > 0)
        assert (dots > outlook.now + outlook.change).sum() == c.dots_improve
        assert (dots < outlook.now - outlook.change).sum() == c.dots_worsen
        # a dot stands for a twentieth, so dots and figures differ by half a dot at most; what is left over by two halves
        assert abs(c.dots_improve - 20 * c.improve) <= 0.5 + 1e-6
        assert abs(c.dots_worsen - 20 * c.worsen) <= 0.5 + 1e-6
        assert abs(c.dots_unchanged - 20 * c.unchanged) <= 1 + 1e-6
        for kind in ("improve", "unchanged", "worsen"):
            assert str(getattr(c, f"dots_{kind}")) in c.words(kind) or "than" in c.words(kind)
        # and each figure can be had again from the distribution itself
        assert float(b.forecast.distribution.below(b.forecast.median)) == pytest.approx(0.5, abs=1e-6)
        assert c.worsen == pytest.approx(float(b.forecast.distribution.below(outlook.now - 0.5)), abs=1e-8)


@given(st.floats(0, 1))
def test_words_are_the_nearest_twentieth(prob):
    said = words(prob)
    number = int(said.split(" in ")[0].split()[-1])
    if "less" in said:
        assert prob < 0.025
    elif "more" in said:
        assert prob >= 0.975
    else:
        assert abs(20 * prob - number) <= 0.5 + 1e-9


def test_the_fan_starts_at_the_present_interval_and_widens():
    for b in look(PAIR).outcomes:
        path = b.path
        assert list(path.months) == list(range(13))
        assert (path.low90[0], path.high90[0], path.mean[0]) == (
            INDEX.level.low90[-1],
            INDEX.level.high90[-1],
            INDEX.level.mean[-1],
        )
        width = path.high90 - path.low90
        assert width[0] > 0.3
        assert np.all(np.diff(width[1:]) > -1e-3)
        # the first month ahead joins on: no jump from the index to the outlook
        assert abs(width[1] - width[0]) < 0.15
        assert path.low90[12] == pytest.approx(b.forecast.low90, abs=1e-3)
        assert np.all((path.low90 < path.low50) & (path.low50 < path.median) & (path.median < path.high50))


def test_same_seed_gives_the_same_outlook_and_another_seed_nearly():
    one, two, three = look(PAIR), look(PAIR), look(PAIR, seed=1)
    for a, b, c in zip(one.branches, two.branches, three.branches, strict=True):
        assert a.forecast.quantiles == b.forecast.quantiles
        assert a.forecast.chances == b.forecast.chances
        assert abs(a.forecast.chances.improve - c.forecast.chances.improve) < 0.015
        assert abs(a.forecast.chances.worsen - c.forecast.chances.worsen) < 0.015


def test_before_the_inauguration_no_branch_differs():
    outlook = look(PAIR, office_month=3.0, horizon=3)
    first, second = outlook.branches
    assert first.forecast.quantiles == second.forecast.quantiles
    assert outlook.matters.usable == 0
    assert outlook.matters.potential == 0
    assert outlook.matters.total_variation == 0
    # "hardly matters" would be said of the outcome; it is the horizon that is too short
    assert outlook.matters.verdict == "cannot matter yet: the winner takes office after the horizon"
    assert "cannot" not in look(PAIR, office_month=3.0, horizon=4).matters.verdict


def test_ramp_is_zero_before_office_and_one_six_months_after():
    np.testing.assert_allclose(office_ramp([1, 3, 6, 9, 12], 3.0, 6.0), [0, 0, 0.5, 1, 1])


def test_branches_never_change_the_probabilities_nor_each_other():
    alone = look(PAIR)
    more = look([branch("dove", 0.2, stance=DOVE), branch("hawk", 0.3, stance=HAWK), branch("third", 0.5)])
    assert [b.prob for b in more.branches] == [0.2, 0.3, 0.5]
    for a, b in zip(alone.branches, more.branches[:2], strict=True):
        assert a.forecast.quantiles == b.forecast.quantiles
    reordered = look(PAIR[::-1])
    assert reordered.branches[1].forecast.quantiles == alone.branches[0].forecast.quantiles


def test_stance_moves_the_level_its_way_and_the_incumbent_has_no_effect():
    outlook = look([*(replace(b, prob=0.3) for b in PAIR), branch("today", 0.4, stance=TODAY.stance)])
    dove, hawk, same = outlook.branches
    assert dove.shift > 0.05 > 0 > hawk.shift
    assert same.shift == 0
    # a new leader adds doubt, the incumbent none
    new = look([branch("new", stance=TODAY.stance), branch("today", stance=TODAY.stance)])
    assert new.branches[0].forecast.sd > new.branches[1].forecast.sd


def test_a_new_leader_adds_the_squared_ramp_times_lambda_and_one_who_stays_nothing():
    pair = [branch("new", stance=None), branch("today", stance=TODAY.stance)]
    draws = make_draws(INDEX, pair, incumbent=TODAY, judgement=JUDGEMENT, usual_tone=0.0)
    simulated = simulate_branches(INDEX, pair, draws, months=[2, 6, 12], incumbent=TODAY, office_month=3.0, judgement=JUDGEMENT)
    for h, ramp in enumerate((0.0, 0.5, 1.0)):
        expected = (ramp * draws.leader_sd) ** 2
        np.testing.assert_allclose(simulated.leader_variance[0, h], expected)
        np.testing.assert_allclose(simulated.variance[0, h] - simulated.variance[1, h], expected, atol=1e-12)
    assert np.all(simulated.leader_variance[1] == 0)


def test_an_opposed_legislature_attenuates_cooperation_and_lets_hostility_pass():
    both = [branch("a", leader="x", stance=DOVE), branch("b", leader="x", legislature="opposed", stance=DOVE)]
    dove, dove_bound = look(both).branches
    assert 0 < dove_bound.shift < 0.9 * dove.shift
    certain = replace(JUDGEMENT, pass_through=(0.3, 0.0), pseudo_statements=1e-6)
    sure = Stance(-3.0, 1000, 1e-6)
    calm = Incumbent("today", Stance(0.0, 1000, 1e-6))
    free, bound = look(
        [branch("a", leader="x", stance=sure), branch("b", leader="x", legislature="opposed", stance=sure)],
        judgement=certain,
        incumbent=calm,
    ).branches
    # model.md (b): J = beta * (c_p - c_0) for a hostile move
    assert free.shift == pytest.approx(-0.9, abs=1e-3)
    assert bound.shift == pytest.approx(free.shift, abs=1e-12)


def test_a_cooperative_move_keeps_the_expected_share():
    certain = replace(JUDGEMENT, pass_through=(0.3, 0.0), pseudo_statements=1e-6)
    sure, calm = Stance(3.0, 1000, 1e-6), Incumbent("today", Stance(0.0, 1000, 1e-6))
    for legislature, share in (("aligned", 0.8), ("opposed", 1 / 3)):
        result = look(
            [branch("a", legislature=legislature, stance=sure), branch("b", stance=sure)], judgement=certain, incumbent=calm
        ).branches[0]
        # half through words (Beta(9, 1), mean .9), half through deeds
        assert result.shift == pytest.approx(0.9 * (0.5 * 0.9 + 0.5 * share), abs=2e-3)


def test_a_push_moves_deeds_only_where_it_is_entered():
    plain, pushed = look(
        [branch("a", leader="today", stance=TODAY.stance), branch("b", leader="today", stance=TODAY.stance, push=(-0.15, 0.15))]
    ).branches
    assert plain.shift == 0
    assert pushed.shift == pytest.approx(-0.075, abs=2e-3)


def test_stance_is_pulled_to_the_usual_tone_by_ten_statements():
    usual = {"judgement": JUDGEMENT, "panel_variance": 6.0}
    mean, sd = shrink_stance(Stance(-3.0, 10, 9.0), **usual, usual_tone=0.0)
    assert mean == -1.5
    assert sd == pytest.approx((9 / 20) ** 0.5)
    assert shrink_stance(Stance(-3.0, 10, 9.0), **usual, usual_tone=-1.0)[0] == -2.0
    assert shrink_stance(None, **usual, usual_tone=-1.0) == (-1.0, pytest.approx(0.6**0.5))


def test_who_has_said_nothing_differs_from_nobody():
    # a silent candidate against an incumbent of hostile words: no direction, only doubt
    calm, hostile = Incumbent("today"), Incumbent("today", Stance(-6.0, 40, 6.0))
    certain = replace(JUDGEMENT, survive_words=(1e6, 1e-3), survive_deeds_aligned=(1e6, 1e-3))  # nothing is attenuated
    for incumbent in (calm, hostile):
        for stance in (None, Stance(8.0, 2, 6.0)):
            new = look([branch("new", stance=stance), branch("today")], incumbent=incumbent, judgement=certain, usual_tone=-2.0)
            assert new.branches[0].shift == pytest.approx(0, abs=0.02)
            assert new.branches[0].forecast.sd > new.branches[1].forecast.sd
    # three statements on either side are enough for a direction
    spoken = look(
        [branch("new", stance=Stance(8.0, 3, 6.0)), branch("today")], incumbent=hostile, judgement=certain, usual_tone=-2.0
    )
    assert spoken.branches[0].shift > 0.3


def test_equal_words_of_unequal_number_differ_by_what_they_tell_beyond_the_usual():
    # both speak as that state's people usually do: the number of statements makes no difference
    usual = look(
        [branch("new", stance=Stance(-1.0, 40, 6.0)), branch("today")], incumbent=Incumbent("today", Stance(-1.0, 5, 6.0)),
        usual_tone=-1.0, judgement=replace(JUDGEMENT, survive_words=(1e6, 1e-3), survive_deeds_aligned=(1e6, 1e-3)),
    )  # fmt: skip
    assert usual.branches[0].shift == pytest.approx(0, abs=0.02)


def test_variance_of_few_statements_is_nearly_that_of_the_panel():
    alike = measure_stance([-2.0] * 5, panel_variance=6.0)
    assert alike == Stance(-2.0, 5, pytest.approx(60 * 6.0 / 64))
    many = measure_stance(np.tile([-5.0, 5.0], 3000), panel_variance=6.0)
    assert many.variance == pytest.approx(25, rel=0.01)
    assert measure_stance([3.0], panel_variance=6.0).variance == 6.0


def test_overall_is_the_branches_weighted_by_their_probabilities():
    outlook = look([replace(PAIR[0], prob=0.8), replace(PAIR[1], prob=0.2)])
    mean = sum(b.prob * b.forecast.mean for b in outlook.branches)
    assert outlook.overall.mean == pytest.approx(mean, abs=1e-9)
    improve = sum(b.prob * b.forecast.chances.improve for b in outlook.branches)
    assert outlook.overall.chances.improve == pytest.approx(improve, abs=1e-8)


def test_no_probabilities_mean_equal_weights_and_say_so():
    outlook = look([replace(b, prob=None) for b in PAIR])
    assert not outlook.prob_given
    assert [b.prob for b in outlook.branches] == [0.5, 0.5]


@pytest.mark.parametrize(
    ("branches", "code"),
    [
        ([branch("a", 1.0)], "O12"),
        ([branch("a"), branch("a")], "O13"),
        ([branch("a"), branch("b", None)], "O14"),
        ([branch("a", 1.2), branch("b", -0.2)], "O15"),
        ([branch("a", 0.6), branch("b", 0.3)], "O16"),
        ([branch("a", stance=Stance(12.0, 3)), branch("b")], "O11"),
    ],
)
def test_branches_at_odds_are_refused(branches, code):
    with pytest.raises(InputError) as caught:
        look(branches)
    assert caught.value.code == code


@pytest.mark.parametrize("horizon", [0, 61])
def test_horizon_out_of_range_is_refused(horizon):
    with pytest.raises(InputError) as caught:
        look(PAIR, horizon=horizon)
    assert caught.value.code == "O17"


# --- does the outcome matter


def constant(means, sd=1.0, leader=0.0, draws=200):
    means = np.repeat(np.array(means)[:, None], draws, 1)
    return means, np.full_like(means, sd**2 + leader), np.full_like(means, leader)


def measure(means, prob, leaders, *, sd=1.0, leader=0.0):
    mean, variance, extra = constant(means, sd, leader)
    return measure_matters(mean, variance, extra, prob=np.array(prob), leaders=leaders, judgement=JUDGEMENT)


def test_usable_share_is_between_over_total_variance():
    found = measure([-1.0, 1.0], [0.5, 0.5], ["a", "b"])
    assert found.usable == pytest.approx(0.5)
    assert (found.usable_low, found.usable_high) == (pytest.approx(0.5), pytest.approx(0.5))
    assert found.verdict == "matters"


def test_total_variation_and_information_of_two_normals():
    from scipy.stats import norm

    found = measure([0.0, 1.0], [0.5, 0.5], ["a", "b"])
    assert found.total_variation == pytest.approx(2 * norm.cdf(0.5) - 1, abs=1e-3)
    apart = measure([0.0, 30.0], [0.5, 0.5], ["a", "b"])
    assert apart.information == pytest.approx(1.0, abs=1e-6)
    assert apart.total_variation == pytest.approx(1.0, abs=1e-6)
    same = measure([0.0, 0.0], [0.5, 0.5], ["a", "b"])
    assert same.information == pytest.approx(0.0, abs=1e-9)
    assert same.verdict == "hardly matters"


def test_potential_share_is_the_variance_of_simulated_leader_effects():
    # second method: draw the unsigned effects themselves. a and b are new, c stays; two branches share leader a
    prob, leaders, lam = np.array([0.2, 0.3, 0.4, 0.1]), ["a", "a", "b", "c"], 0.6
    mean, variance, extra = constant([0.0] * 4, 1.0, lam**2)
    extra[3], variance[3] = 0.0, 1.0
    found = measure_matters(mean, variance, extra, prob=prob, leaders=leaders, judgement=JUDGEMENT)
    rng = np.random.default_rng(0)
    effect = lam * rng.normal(size=(200_000, 2))
    by_branch = np.stack([effect[:, 0], effect[:, 0], effect[:, 1], np.zeros(len(effect))])
    between = (prob @ (by_branch - prob @ by_branch) ** 2).mean()
    assert found.usable == 0
    assert found.potential == pytest.approx(between / float(prob @ variance[:, 0]), abs=2e-3)


def test_verdict_between_the_thresholds_says_so():
    found = measure([-0.3, 0.3], [0.5, 0.5], ["a", "b"], leader=0.2)
    assert found.verdict == "may matter, direction not knowable yet"
    assert found.usable < 0.25 < 1
    assert found.potential_high > 0.10


def test_unlikely_in_any_branch_follows_the_rule():
    sad = Stance(-8.0, 500, 1.0)
    down = look([branch("a", stance=sad), branch("b", stance=sad)])
    assert max(b.forecast.chances.improve for b in down.branches) < 1 / 3
    assert "unlikely to improve in any branch" in down.sentences
    assert "unlikely to worsen in any branch" not in down.sentences
    for outlook in (down, look(PAIR)):
        c = [b.forecast.chances for b in outlook.branches]
        assert ("unlikely to improve in any branch" in outlook.sentences) == (max(x.improve for x in c) < 1 / 3)
        assert ("unlikely to worsen in any branch" in outlook.sentences) == (max(x.worsen for x in c) < 1 / 3)


def test_common_draws_make_equal_branches_equal():
    twins = [branch("a", leader="x", stance=HAWK), branch("b", leader="x", stance=HAWK)]
    draws = make_draws(INDEX, twins, incumbent=TODAY, judgement=JUDGEMENT, usual_tone=0.0)
    simulated = simulate_branches(INDEX, twins, draws, months=[12], incumbent=TODAY, office_month=3.0, judgement=JUDGEMENT)
    np.testing.assert_array_equal(simulated.mean[0], simulated.mean[1])
    outlook = look(twins)
    assert outlook.matters.total_variation == 0
    assert outlook.matters.usable == 0


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 100), st.floats(0.05, 0.95))
def test_shares_lie_between_zero_and_one(seed, prob):
    outlook = look([replace(PAIR[0], prob=prob), replace(PAIR[1], prob=1 - prob)], seed=seed)
    m = outlook.matters
    shares = (m.usable, m.usable_low, m.usable_high, m.potential, m.potential_low, m.potential_high)
    for value in (*shares, m.information, m.total_variation):
        assert 0 <= value <= 1
    assert m.usable_low <= m.usable_high
    assert m.usable <= m.potential + 0.05


def test_split_over_offices_by_hand():
    # president adds 2 where A holds it, the house 1 where A holds it; independent and even: variances 1 and 1/4
    offices = [{"president": p, "house": h} for p in "AB" for h in "AB"]
    mean = np.array([3.0, 2.0, 1.0, 0.0])
    found = split_between(mean, np.full(4, 0.25), offices)
    assert found == pytest.approx({"president": 1.0, "house": 0.25})
    # offices that always go together share what either explains
    both = split_between(np.array([3.0, 0.0]), np.array([0.4, 0.6]), [{"president": x, "house": x} for x in "AB"])
    assert both == pytest.approx({"president": 1.08, "house": 1.08})


@given(st.integers(0, 10_000), st.sampled_from([2, 3]))
def test_split_sums_to_the_variance_between_branches_in_every_draw(seed, offices):
    rng = np.random.default_rng(seed)
    held = [dict(zip("abc"[:offices], combination, strict=True)) for combination in product("01", repeat=offices)]
    mean, prob = rng.normal(size=(len(held), 7)), rng.dirichlet(np.ones(len(held)))
    found = split_between(mean, prob, held)
    np.testing.assert_allclose(sum(found.values()), prob @ (mean - prob @ mean) ** 2, atol=1e-12)
    # relabelling the holders changes nothing; an office that changes nothing gets nothing where it is independent
    other = [{office: f"party {one}" for office, one in row.items()} for row in held]
    for office, part in split_between(mean, prob, other).items():
        np.testing.assert_allclose(part, found[office])


def test_split_by_permutations_is_the_same():
    # second method: average over the orders in which the offices become known
    rng = np.random.default_rng(3)
    held = [dict(zip("abc", combination, strict=True)) for combination in product("01", repeat=3)]
    mean, prob = rng.normal(size=8), rng.dirichlet(np.ones(8))

    def explained(known):
        keys = [tuple(row[o] for o in known) for row in held]
        out = 0.0
        for key in set(keys):
            rows = [j for j, k in enumerate(keys) if k == key]
            out += prob[rows].sum() * (prob[rows] @ mean[rows] / prob[rows].sum() - prob @ mean) ** 2
        return out

    found = split_between(mean, prob, held)
    for office in "abc":
        adds = [explained(o[: o.index(office) + 1]) - explained(o[: o.index(office)]) for o in permutations("abc")]
        assert found[office] == pytest.approx(np.mean(adds))


def test_office_that_changes_nothing_gets_nothing():
    held = [{"president": p, "house": h} for p in "AB" for h in "AB"]
    found = split_between(np.array([1.0, 1.0, -1.0, -1.0]), np.array([0.3, 0.2, 0.3, 0.2]), held)
    assert found["house"] == pytest.approx(0) and found["president"] == pytest.approx(1)
    # but one that goes together with the other shares in what that one explains
    tied = split_between(np.array([1.0, 1.0, -1.0, -1.0]), np.array([0.4, 0.1, 0.1, 0.4]), held)
    assert tied["house"] > 0.1


def test_split_needs_two_offices():
    assert split_between(np.arange(2.0), np.full(2, 0.5), [{"a": "x"}, {"a": "y"}]) is None
    assert split_between(np.arange(2.0), np.full(2, 0.5), []) is None


# --- chambers


def chambered(*, stance=DOVE, shares=(0.7, 0.3), push=None):
    """A president's branches by an aligned and an opposed senate, against an incumbent who stays."""
    new = [
        replace(
            branch(f"new/{view}", 0.6 * share, leader="new", legislature=view, stance=stance),
            outcome="new",
            share=share,
            offices={"president": "new", "senate": view},
            push=push if view == "opposed" else None,
        )
        for view, share in zip(("aligned", "opposed"), shares, strict=True)
    ]
    stays = [
        replace(
            branch(f"today/{view}", 0.4 * share, leader="today", legislature=view, stance=TODAY.stance),
            outcome="today",
            share=share,
            offices={"president": "today", "senate": view},
            push=push if view == "opposed" else None,
        )
        for view, share in zip(("aligned", "opposed"), (0.5, 0.5), strict=True)
    ]
    return [*new, *stays]  # fmt: skip


def test_branches_of_an_outcome_mix_to_it():
    outlook = look(chambered())
    assert [o.id for o in outlook.outcomes] == ["new", "today"]
    assert [o.prob for o in outlook.outcomes] == pytest.approx([0.6, 0.4])
    for outcome in outlook.outcomes:
        rows = [b for b in outlook.branches if b.outcome == outcome.id]
        assert sum(b.share for b in rows) == pytest.approx(1)
        assert outcome.forecast.mean == pytest.approx(sum(b.share * b.forecast.mean for b in rows), abs=1e-9)
        for kind in ("improve", "worsen"):
            mixed = sum(b.share * getattr(b.forecast.chances, kind) for b in rows)
            assert getattr(outcome.forecast.chances, kind) == pytest.approx(mixed, abs=1e-8)
    mean = sum(b.prob * b.forecast.mean for b in outlook.branches)
    assert outlook.overall.mean == pytest.approx(mean, abs=1e-9)


def test_chambers_that_change_nothing_leave_the_outcomes_to_the_bit():
    alone = look([branch("new", 0.6, stance=HAWK), branch("today", 0.4, stance=TODAY.stance)])
    both = look([replace(b, legislature="aligned") for b in chambered(stance=HAWK, shares=(0.5, 0.5))])
    for one, two in zip(alone.outcomes, both.outcomes, strict=True):
        assert one.forecast.quantiles == two.forecast.quantiles
        assert one.forecast.chances == two.forecast.chances
        np.testing.assert_array_equal(one.path.low90, two.path.low90)
    assert both.matters.usable == pytest.approx(alone.matters.usable)
    assert both.matters.split["president"].share == pytest.approx(alone.matters.usable)
    assert both.matters.split["senate"].share == pytest.approx(0, abs=1e-12)
    assert both.matters.split["senate"].total_variation == pytest.approx(0, abs=1e-9)


def test_opposed_chamber_matters_where_the_leader_would_be_friendlier():
    certain = replace(JUDGEMENT, pass_through=(0.6, 0.0))
    outlook = look(chambered(stance=Stance(4.0, 400, 6.0), shares=(0.5, 0.5)), judgement=certain)
    aligned, opposed = outlook.branches[:2]
    assert aligned.shift > opposed.shift > 0
    parts = outlook.matters.split
    assert parts["president"].share > parts["senate"].share > 0.001
    assert sum(p.share for p in parts.values()) == pytest.approx(outlook.matters.usable)
    for part in parts.values():
        assert part.low <= part.share + 1e-9 <= part.high + 2e-9


def test_push_of_a_chamber_makes_it_matter_whoever_leads():
    plain, pushed = (look(chambered(stance=None, push=push)) for push in (None, (-2.0, 0.1)))
    assert pushed.matters.split["senate"].share > plain.matters.split["senate"].share + 0.05
    assert pushed.branches[3].shift == pytest.approx(-1.0, abs=0.01)


def test_shares_that_do_not_sum_to_one_are_refused():
    with pytest.raises(InputError) as caught:
        look([replace(b, share=0.4) for b in chambered()])
    assert caught.value.code == "O18" and "new" in caught.value.message


def test_outcome_without_any_chance_still_has_its_forecast():
    rows = [replace(b, prob=0.0 if b.outcome == "new" else b.share) for b in chambered()]
    outlook = look(rows)
    assert outlook.outcomes[0].prob == 0
    assert np.isfinite(outlook.outcomes[0].forecast.mean)
    assert outlook.matters.usable == 0
    assert np.isfinite([outlook.matters.information, outlook.matters.total_variation]).all()
