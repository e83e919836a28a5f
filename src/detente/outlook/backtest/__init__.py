"""Back-tests by rolling origin: our model, baselines and peers on the same cells.

panel  = Panel.of(names, month, pair, value, count)         month numbers, places in names, mean value and number of events
plan   = plan_backtest(panel, horizons=(1, 3, 6, 12, 24))
scored = run_backtest(panel, plan, peers=installed_peers()[0])      {model: Scored}; the model of this package is "detente"
rows   = summarise(scored); bins = reliability(scored["detente"]); misses = list_misses(scored["detente"], panel.names)
"""

from detente.outlook.backtest.baselines import BASELINES
from detente.outlook.backtest.panel import Panel
from detente.outlook.backtest.peers import PEERS, installed_peers
from detente.outlook.backtest.rolling import (
    HORIZONS,
    OURS,
    Plan,
    Scored,
    check_horizons,
    join_scored,
    plan_backtest,
    run_backtest,
)
from detente.outlook.backtest.summary import Bin, Miss, Row, list_misses, reliability, summarise

__all__ = [
    "BASELINES",
    "HORIZONS",
    "OURS",
    "PEERS",
    "Bin",
    "Miss",
    "Panel",
    "Plan",
    "Row",
    "Scored",
    "check_horizons",
    "installed_peers",
    "join_scored",
    "list_misses",
    "plan_backtest",
    "reliability",
    "run_backtest",
    "summarise",
]
