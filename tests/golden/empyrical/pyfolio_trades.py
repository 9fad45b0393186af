"""Writes trades.json into the folder given: what pyfolio makes of transactions, and its figures of them.

    pip install pyfolio-reloaded==0.10.1 empyrical-reloaded==0.7.1 numpy==2.4.6 pandas==3.1.1
    python tests/golden/empyrical/pyfolio_trades.py tests/golden/empyrical
"""

import json
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from pyfolio.timeseries import gross_lev
from pyfolio.txn import get_turnover
from pyfolio.round_trips import PNL_STATS, SUMMARY_STATS, extract_round_trips

warnings.simplefilter("ignore")
days = pd.bdate_range("2021-01-04", periods=80, tz="UTC")
stamp = lambda t: int(round(t.timestamp() * 1000))


def main():
    r = np.random.default_rng(5)
    rows = []
    closes = {}
    for symbol in range(4):
        closes["ABCD"[symbol]] = price = np.round(50 * np.exp(np.cumsum(0.02 * r.standard_normal(len(days)))), 2)
        for day, value in zip(days, price):
            amount = int(r.integers(-12, 13))
            if amount != 0 and r.random() < 0.7:
                rows.append((day, "ABCD"[symbol], amount, float(value)))
    rows.sort(key=lambda row: row[0])
    frame = pd.DataFrame(rows, columns=["dt", "symbol", "amount", "price"]).set_index("dt")
    trips = extract_round_trips(frame)
    pnl = trips["pnl"]
    figures = {name: float(pnl.agg(f)) for name, f in PNL_STATS + SUMMARY_STATS}
    returns = trips["rt_returns"]
    figures["Avg return"] = float(returns.mean())
    figures["Avg winning return"] = float(returns[pnl > 0].mean())
    figures["Avg losing return"] = float(returns[pnl < 0].mean())
    figures["Best return"] = float(returns.max())
    figures["Worst return"] = float(returns.min())
    for name, of in {"": returns, " winning": returns[pnl > 0], " losing": returns[pnl < 0]}.items():
        figures[f"Median{name} return"] = float(of.median())
    days_held = trips["duration"] / pd.Timedelta("1D")
    figures["Avg duration in days"] = days_held.mean()
    figures["Median duration in days"] = days_held.median()
    figures["Longest duration in days"] = days_held.max()
    figures["Shortest duration in days"] = days_held.min()
    prices = pd.DataFrame(closes, index=days)
    held = frame.pivot_table(index="dt", columns="symbol", values="amount", aggfunc="sum").reindex(days).fillna(0).cumsum()
    positions = held * prices
    flows = -(frame["amount"] * frame["price"]).groupby(level=0).sum().reindex(days).fillna(0)
    positions["cash"] = 10_000 + flows.cumsum()
    figures["Gross leverage"] = float(gross_lev(positions).mean())
    for of in ("AGB", "portfolio_value"):
        figures[f"Daily turnover of {of}"] = float(get_turnover(positions, frame, of).reindex(days).fillna(0).mean())
    out = {
        "equity": [float(value) for value in positions.sum(axis=1)],
        "gross": [float(value) for value in gross_lev(positions)],
        "times": [stamp(day) for day in days],
        "fills": [[stamp(row[0]), "ABCD".index(row[1]), *row[2:]] for row in rows],
        "trips": [
            ["ABCD".index(t.symbol), stamp(t.open_dt), stamp(t.close_dt), bool(t.long), float(t.pnl), float(t.rt_returns)]
            for t in trips.itertuples()
        ],
        "figures": figures,
    }
    (Path(sys.argv[1]) / "trades.json").write_text(json.dumps(out) + "\n")


main()
