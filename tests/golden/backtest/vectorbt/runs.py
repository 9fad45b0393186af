"""Writes made.json or real.json, what vectorbt makes of target weights and signals, into the folder.

    python vectorbt/runs.py FOLDER made
    python vectorbt/runs.py FOLDER real PATH/all_stocks_5yr.csv.gz

A run's `fills` are [row, symbol, quantity, price, commission]; `cash_changes` are changes, [row, cash]; `equity` is the value at
each close. Weights and signals are given by integer arithmetic, so that both sides have the same.

Pins: Python 3.11, vectorbt 1.2.0, numba 0.68.1, numpy 2.4.6, pandas 3.1.1.
"""

import json
import sys
from pathlib import Path

import numpy
import pandas
import vectorbt

sys.path.append(str(Path(__file__).parents[1]))

import price_sets  # noqa: E402

out, chosen = Path(sys.argv[1]), sys.argv[2]
prices = price_sets.made() if chosen == "made" else price_sets.real(sys.argv[3])
days = pandas.DatetimeIndex(prices.days)
universe = ["AAA", "BBB", "CCC", "PAYS"] if chosen == "made" else ["AAPL", "GE", "JPM", "XOM"]
places = [prices.symbols.index(s) for s in universe]
rows = len(days)


def frame(name):
    return pandas.DataFrame(prices.columns[name][:, places] / 100, index=days, columns=universe)


opens, highs, lows, close = map(frame, ("open", "high", "low", "close"))


def weights(short):
    """New weights every third row: twentieths, below 1 in all; of every other symbol negative where short."""
    wanted = pandas.DataFrame(numpy.nan, index=days, columns=universe)
    for i in range(0, rows, 3):
        for k in range(len(universe)):
            wanted.iloc[i, k] = (1 + (7 * i + 3 * k) % 4) / 20 * (-1 if short and (i + k) % 2 == 1 else 1)
    return wanted


def signals():
    """In where the mean of 5 closes rises above that of 20, out where it falls below; rows and symbols of each."""
    cents = prices.columns["close"][:, places]
    above = numpy.zeros((rows, len(universe)), dtype=bool)
    for i in range(19, rows):
        above[i] = 4 * cents[i - 4 : i + 1].sum(axis=0) > cents[i - 19 : i + 1].sum(axis=0)
    before = numpy.vstack([numpy.zeros((1, len(universe)), dtype=bool), above[:-1]])
    wrap = lambda a: pandas.DataFrame(a, index=days, columns=universe)  # noqa: E731
    entries, exits = above & ~before, ~above & before
    entries[:20] = exits[:20] = False
    return wrap(entries), wrap(exits)


shared = {"init_cash": 100_000, "cash_sharing": True, "group_by": True, "freq": "1D"}


def same_close(short, fees, slippage):
    return vectorbt.Portfolio.from_orders(
        close, size=weights(short), size_type="targetpercent", fees=fees, slippage=slippage, call_seq="auto", **shared
    )


def next_open(short, fees, slippage):
    """Units by the close at which they were decided, filled at the open after it."""
    return vectorbt.Portfolio.from_orders(
        close, size=weights(short).shift(1), size_type="targetpercent", price=opens, val_price=close.shift(1).bfill(),
        fees=fees, slippage=slippage, call_seq="auto", **shared,
    )


def next_open_signals(direction, fees, slippage):
    entries, exits = signals()
    short = {"both": {"short_entries": exits}, "long": {"exits": exits}}[direction]
    moved = {name: frame.shift(1, fill_value=False) for name, frame in {"entries": entries, **short}.items()}
    return vectorbt.Portfolio.from_signals(
        close, **moved, price=opens, size=100, size_type="amount", fees=fees, slippage=slippage, **shared
    )


RUNS = [
    ("same-close", same_close, {"short": False}, 0.001, 0.0005),
    ("same-close-short", same_close, {"short": True}, 0.0005, 0.001),
    ("same-close-free", same_close, {"short": True}, 0.0, 0.0),
    ("next-open", next_open, {"short": False}, 0.001, 0.0005),
    ("next-open-short", next_open, {"short": True}, 0.0005, 0.001),
    ("signals", next_open_signals, {"direction": "long"}, 0.001, 0.0005),
    ("signals-both", next_open_signals, {"direction": "both"}, 0.001, 0.0005),
]


def simulate(name, make, options, fees, slippage):
    portfolio = make(**options, fees=fees, slippage=slippage)
    records = portfolio.orders.records
    records = records.sort_values(["idx", "col"], kind="stable")
    fills = [
        [int(i), int(c), round(float(n) * (1 if side == 0 else -1), 9), round(float(p), 9), round(float(f), 9)]
        for i, c, n, side, p, f in zip(*(records[x] for x in ("idx", "col", "size", "side", "price", "fees")))
    ]
    cash = [round(float(v), 6) for v in numpy.ravel(portfolio.cash().values)]
    equity = [round(float(v), 6) for v in numpy.ravel(portfolio.value().values)]
    changes = [[i, v] for i, v in enumerate(cash) if i == 0 or v != cash[i - 1]]
    print(f"{name:20} {len(fills):5} fills, equity {equity[-1]}")
    return {"name": name, "universe": universe, "slippage": {"kind": "rate", "rate": slippage},
            "commission": {"kind": "per-dollar", "cost": fees}, "cash": 100_000, **options, "fills": fills,
            "cash_changes": changes, "equity": equity}


lines = [json.dumps(simulate(*run), separators=(",", ":")) for run in RUNS]
(out / f"{chosen}.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")
