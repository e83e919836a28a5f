"""Outlooks per outcome of an election: arrays in, arrays out; knows no states, files or consoles.

    judgement = detente.priors.load_judgement()          # assumptions: data/panel/judgement.toml or a user's copy
    branch  = Branch(id, label, prob_or_None, leader, "aligned" | "opposed",
                     stance=Stance(mean, count, variance_or_None), push=(mean, sd),
                     offices={"president": id, "senate": id}, outcome=id_of_leading_outcome, share=chance_given_it)
    stance  = measure_stance(values, panel_variance=prior.verbal.event_var)    # values: Goldstein, one per statement
    outlook = forecast_branches(index, branches, incumbent=Incumbent(leader, stance), office_month=3.0,
                                judgement=judgement, usual_tone=-0.7, horizon=12, seed=0)      -> PairOutlook
    record  = score_past(events, prior=prior, last=last, horizon=12)   -> Record (None and `reason` where too few)

    PairOutlook: now, change, horizon_months, prob_given, outcomes: (OutcomeOutlook, ...), branches: (BranchOutlook, ...),
                 overall: Forecast, matters: Matters, sentences: (str, ...) such as "unlikely to improve in any branch",
                 caution: str
    OutcomeOutlook: id, label, prob, forecast: Forecast, path: Path, shift
    BranchOutlook: id, label, outcome, prob, share, legislature, forecast: Forecast, shift; the branches of an outcome mix to it
    Forecast:    mean, sd, low90, low50, median, high50, high90, quantiles (20 dots), chances: Chances, distribution: Mixture
    Path:        months (0..horizon), mean, low90, low50, median, high50, high90; month 0 is the index's present interval
    Chances:     improve, unchanged, worsen (sum to exactly 1), dots_improve, dots_unchanged, dots_worsen (sum to 20),
                 .words("improve") -> "13 in 20"
    Matters:     usable, usable_low, usable_high, signed, potential, potential_low, potential_high, information,
                 total_variation, verdict, reason,
                 split (office -> OfficePart(share, low, high, total_variation), or None)
    Record:      n, horizon_months, crps, crps_no_change, crps_skill, brier, coverage50, coverage90,
                 first_origin, last_origin, reason
    scores:      crps, log_score, pit, brier, interval_score of normal mixtures (`detente.outlook.scores`)

For `detente outlook --json`: `matters.share` is `matters.usable`; `level`, `low`, `high` are `mean`, `low90`, `high90`.
The caller raises `RefusalError` where `index.sufficiency.level == "refuse"`.
"""

from detente.outlook.branches import Branch, Incumbent, Stance, measure_stance, shrink_stance
from detente.outlook.chances import Chances, words
from detente.outlook.forecast import BranchOutlook, Forecast, OutcomeOutlook, PairOutlook, Path, forecast_branches
from detente.outlook.judgement import Judgement
from detente.outlook.matters import Matters, OfficePart
from detente.outlook.record import Record, score_past

__all__ = [
    "Branch",
    "BranchOutlook",
    "Chances",
    "Forecast",
    "Incumbent",
    "Judgement",
    "Matters",
    "OfficePart",
    "OutcomeOutlook",
    "PairOutlook",
    "Path",
    "Record",
    "Stance",
    "forecast_branches",
    "measure_stance",
    "score_past",
    "shrink_stance",
    "words",
]
