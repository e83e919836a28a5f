"""The relations index: arrays in, arrays out; knows no states, files or consoles.

    events = PairEvents.of(month, weight, material, source=ids_or_None)
             month: month_number(2020, 10); weight: Goldstein value; material: bool; source: a number per outlet
    index  = estimate_index(events, prior=prior, last=month_number(2020, 10))          -> PairIndex
    many   = estimate_indices([events, ...], prior=prior, last=..., first=...)         -> list[PairIndex]

    PairIndex: months, level: Band (the index, in hindsight), month: Band (with each month's own news shock), known: Band,
               words: Band, deeds: Band, gap: Gap, percentile (0..100), no_data_level, coverage: Coverage,
               sufficiency: Sufficiency, present: Mixture, last
               .contributions(month=None) -> (events,)            sums to level - no_data_level
               .change_contributions(before, after) -> (events,)  sums to the change of the level
               .turning_points(limit=6, half=6, apart=12, least_prob=.8, movers=3)
                   -> [TurningPoint(month, before, after, change, prob, movers: event places, contributions,
                                    parts: (events,))]
    Band:      mean, sd, low90, low50, high50, high90             each (months,)
    Gap:       mean, sd, prob_positive (months,), flag: str | None
    Coverage:  events, events_last_12, material_last_12, months_covered, months_since_last, top_source_share
    Sufficiency: level ("all" | "no_monthly_arrows" | "thin" | "refuse"), per_month, events, material_quarterly,
               missing_recent, missing_total, reason, help

`prior` comes from `detente.priors.load_panel_prior()`; files are read there, not here. The caller raises `RefusalError` where
`sufficiency.level == "refuse"`. All event dates must be <= `last`; for "as known on" another date pass `events.upto(month)`.
"""

from detente.relations.coverage import Coverage, Sufficiency
from detente.relations.index import (
    Band,
    DirectedLevel,
    Gap,
    PairIndex,
    Sides,
    Sum,
    TurningPoint,
    estimate_index,
    estimate_indices,
)
from detente.relations.joint import Posterior, State
from detente.relations.mixture import Mixture
from detente.relations.months import PairEvents, month_number
from detente.relations.prior import ComponentPrior, Composite, Correlation, PanelPrior, SidesPrior

__all__ = [
    "Band",
    "ComponentPrior",
    "Composite",
    "Correlation",
    "Coverage",
    "DirectedLevel",
    "Gap",
    "Mixture",
    "PairEvents",
    "PairIndex",
    "PanelPrior",
    "Posterior",
    "Sides",
    "SidesPrior",
    "State",
    "Sufficiency",
    "Sum",
    "TurningPoint",
    "estimate_index",
    "estimate_indices",
    "month_number",
]
