"""`detente backtest`: how good such forecasts were, by rolling origin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.options import open_project, plain, print_json, terminal

if TYPE_CHECKING:
    from detente.backtests import Backtest
    from detente.outlook.backtest import Row

SHOWN_MISSES = 10
# 79 columns in all
_NAME, _WIDTHS = 19, (7, 7, 8, 8, 7, 23)
TITLES = {
    "detente": "détente",
    "no_change": "no change",
    "smoothed_no_change": "smoothed no-change",
    "climatology": "climatology",
    "last_24_months": "last 24 months",
    "auto_ets": "AutoETS",
    "auto_theta": "AutoTheta",
    "auto_arima": "AutoARIMA",
    "local_level": "local level",
}


class _Month(click.ParamType):  # type: ignore[type-arg]  # generic only in newer releases of click
    name = "YYYY-MM"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        year, _, month = str(value).partition("-")
        if not (len(year) == 4 and year.isdigit() and month.isdigit() and 1 <= int(month) <= 12):
            self.fail(f'"{value}" is not a month; write it as YYYY-MM, such as 2012-06', param, ctx)
        return int(year), int(month)


class _Horizons(click.ParamType):  # type: ignore[type-arg]
    name = "N,N,…"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:
        if isinstance(value, tuple):
            return value
        parts = str(value).split(",")
        if not all(part.strip().isdigit() for part in parts):
            self.fail(f'"{value}" is not a list of months; write it as 1,3,6,12', param, ctx)
        return tuple(int(part) for part in parts)


@click.command()
@click.option(
    "--panel",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Parquet file with columns date, a, b, value, count: one row per event, day or month.",
)
@click.option(
    "--store",
    type=click.Path(path_type=Path),
    help="A project file of your own; default: the chronicles that ship with détente.",
)
@click.option("--horizons", type=_Horizons(), help="Months ahead; default: 1,3,6,12,24.")
@click.option("--first", type=_Month(), help="First origin of a panel; default: two fifths into it.")
@click.option("--step", type=click.IntRange(min=1), help="Months between origins; default: 1 on a panel, 3 on a store.")
@click.option("--least", type=click.FloatRange(min=1), help="Score only months of a panel with so many events; default: 3.")
@click.option("--peers", is_flag=True, help="Run statsforecast and statsmodels beside it, if installed (minutes).")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def backtest(
    panel: Path | None,
    store: Path | None,
    horizons: tuple[int, ...] | None,
    first: tuple[int, int] | None,
    step: int | None,
    least: float | None,
    peers: bool,
    as_json: bool,
) -> None:
    """Test the forecasts on the past: from month after month, with nothing known that came later.

    With --panel our model and rules without a model forecast the mean event value of the months ahead, everything learned
    from the panel's own past. Without it the outlook's own model is tested on every pair of a store with a long enough past.
    Exit code 3 where rows of the file were set aside.

    \b
    Examples:
      detente backtest
      detente backtest --panel pairs.parquet
      detente backtest --panel pairs.parquet --peers --step 3 --json
    """
    from detente.backtests import backtest_panel, backtest_project

    if panel is None:
        given = {"--first": first, "--least": least, "--peers": peers or None}
        if wrong := [name for name, value in given.items() if value is not None]:
            raise click.UsageError(f"{', '.join(wrong)}: only with --panel")
        result = backtest_project(open_project(store), horizons=horizons, step=step or 3)
    else:
        if store is not None:
            raise click.UsageError("--panel and --store exclude each other")
        result = backtest_panel(panel, horizons=horizons, first=first, step=step or 1, least=least, peers=peers)
    if as_json:
        print_json(result.as_dict())
    else:
        print_backtest(result)
    for reason, n in result.rejects.items():
        click.echo(f"set aside: {n:,} rows: {reason}", err=True)
    if result.peers_missing:
        click.echo(f"not installed, not compared: {', '.join(result.peers_missing)} (pip install 'detente[bench]')", err=True)
    if result.rejects:
        click.get_current_context().exit(3)


def print_backtest(result: Backtest) -> None:
    """Print scores by horizon, calibration, and the months that were missed."""
    from detente.words import count

    console = terminal()
    total = sum(result.row("detente", h).n for h in result.horizons)
    left = f" ({result.pairs_left_out:,} with fewer events left out)" if result.pairs_left_out else ""
    console.print(plain(f"Back-test of {result.source}"), style="bold")
    scored = (
        f"months with at least {result.settings['least_events']:g} events"
        if "panel_prior" not in result.settings
        else "words and deeds put together as in the index, over the three months that end at the horizon"
    )
    pairs = f"{result.pairs:,} pair{'s' if result.pairs != 1 else ''}{left}"
    console.print(
        plain(
            f"{pairs}, {result.months[0]} to {result.months[1]}; {total:,} forecasts made as of {result.origins[0]} to "
            f"{result.origins[1]}, each from the months up to then only. Scored: {scored}."
        )
    )
    for h in result.horizons:
        ahead = f"{h} month{'s' if h > 1 else ''} ahead"
        console.print(_line(ahead, "CRPS", "log", "in 50 %", "in 90 %", "Brier", "skill"), style="bold")
        for row in sorted((r for r in result.rows if r.horizon == h), key=lambda r: r.crps):
            console.print(_cells(row), style="bold" if row.model == "detente" else None)
    console.print(
        plain(
            "CRPS: error in units of the value, smaller is better. log: log score, larger is better. in 50 %, in 90 %: "
            "share of what came inside the interval; 0.50 and 0.90 would be right. Brier: of “above the last 12 "
            "months’ mean”; a coin has 0.25. skill: how much smaller the CRPS is than that of smoothed no-change, and "
            "a 90 % interval from resampling pairs. Against climatology and the last 24 months, and how far coverage "
            "would vary with other pairs: --json."
        ),
        style="dim",
    )
    console.print("Chance of “up”, as said and as it came", style="bold")
    for b in result.reliability:
        give_or_take = "" if b.error is None else f" ± {b.error:.2f}"
        console.print(f"  said {b.said:.2f}   came {f'{b.came_true:.2f}{give_or_take}':11s}   {count(b.n, 'forecast')}")
    if any(b.error is not None for b in result.reliability):
        console.print(plain("±: one standard error, the forecasts of a pair counted together."), style="dim")
    if result.misses:
        console.print("Missed: less than 1 in 200 on the side where it came", style="bold")
    for miss in result.misses[:SHOWN_MISSES]:
        console.print(
            plain(
                f"  {miss.pair}  {_month(miss.target)}  came {miss.came:+.2f}, "
                f"{miss.low90:+.2f} to {miss.high90:+.2f} was expected in {_month(miss.origin)}"
            )
        )
    if len(result.misses) > SHOWN_MISSES:
        console.print(f"  and others: --json lists {len(result.misses)}", style="dim")


def _cells(row: Row) -> str:
    skill = ""
    if "smoothed_no_change" in row.skill:
        low, high = row.skill_interval["smoothed_no_change"]
        skill = f"{row.skill['smoothed_no_change']:+.3f} [{low:+.2f}, {high:+.2f}]"
    brier = "" if row.brier is None else f"{row.brier:.3f}"
    figures = f"{row.crps:.3f}", f"{row.log_score:.2f}", f"{row.coverage50:.2f}", f"{row.coverage90:.2f}"
    return _line(TITLES.get(row.model, row.model), *figures, brier, skill)


def _line(name: str, *cells: str) -> str:
    return name.ljust(_NAME) + "".join(cell.rjust(width) for cell, width in zip(cells, _WIDTHS, strict=True))


def _month(number: int) -> str:
    from detente.backtests import month_name

    return month_name(number)
