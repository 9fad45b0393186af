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
from pyfolio.round_trips import PNL_STATS, SUMMARY_STATS, extract_round_trips

warnings.simplefilter("ignore")
days = pd.bdate_range("2021-01-04", periods=80, tz="UTC")
stamp = lambda t: int(round(t.timestamp() * 1000))


def main():
    r = np.random.default_rng(5)
    rows = []
    for symbol in range(4):
        price = np.round(50 * np.exp(np.cumsum(0.02 * r.standard_normal(len(days)))), 2)
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
    figures["Avg duration in days"] = trips["duration"].mean() / pd.Timedelta("1D")
    out = {
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
