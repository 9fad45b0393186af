"""Writes prices.json, a made-up price set of eight symbols, into the folder given.

Prices are whole cents and volumes whole units, so that both sides read the same numbers. AAA, BBB and CCC are liquid;
GAP misses days and jumps overnight; THIN trades a few hundred units a day and on some days none; SPLIT is split five for
four; PAYS pays two cash dividends; GONE is delisted before the end. Days are sessions of the New York Stock Exchange.

Pins: Python 3.11, numpy 2.4.6, exchange_calendars 4.13.2.
"""

import json
import sys
from pathlib import Path

import exchange_calendars
import numpy

out = Path(sys.argv[1])
r = numpy.random.default_rng(20)
ROWS = 300
days = exchange_calendars.get_calendar("XNYS").sessions_in_range("2014-01-02", "2015-12-31")[:ROWS]
SPLIT_ROW, RATIO = 150, 0.8
GONE_ROW = 240


def walk(start, sigma, drift, gap, volume, spread):
    close = start * numpy.exp(numpy.cumsum(r.normal(drift, sigma, ROWS)))
    before = numpy.concatenate([[start], close[:-1]])
    open_ = before * numpy.exp(r.normal(0, gap, ROWS))
    high = numpy.maximum(open_, close) * numpy.exp(numpy.abs(r.normal(0, sigma / 2, ROWS)))
    low = numpy.minimum(open_, close) * numpy.exp(-numpy.abs(r.normal(0, sigma / 2, ROWS)))
    cents = [numpy.maximum(1, numpy.round(100 * x)).astype(int) for x in (open_, high, low, close)]
    units = numpy.maximum(1, (volume * numpy.exp(r.normal(0, spread, ROWS))).astype(int))
    return dict(zip(("open", "high", "low", "close", "volume"), [*cents, units]))


prices = {
    "AAA": walk(50, 0.012, 0.0005, 0.004, 900_000, 0.3),
    "BBB": walk(120, 0.018, 0.0002, 0.006, 400_000, 0.4),
    "CCC": walk(17, 0.022, -0.0004, 0.008, 1_500_000, 0.5),
    "GAP": walk(33, 0.02, 0.0003, 0.03, 60_000, 0.6),
    "THIN": walk(22, 0.015, 0.0004, 0.005, 2_000, 0.9),
    "SPLIT": walk(80, 0.014, 0.0006, 0.004, 300_000, 0.3),
    "PAYS": walk(41, 0.01, 0.0002, 0.003, 500_000, 0.3),
    "GONE": walk(9, 0.03, -0.002, 0.01, 200_000, 0.5),
}
missing = numpy.sort(r.choice(numpy.arange(5, ROWS - 5), 24, replace=False))
missing = numpy.union1d(missing, numpy.arange(100, 104))  # a halt of four days
prices["THIN"]["volume"][r.choice(numpy.arange(3, ROWS), 25, replace=False)] = 0
for name in ("open", "high", "low", "close"):
    column = prices["SPLIT"][name]
    column[SPLIT_ROW:] = numpy.round(column[SPLIT_ROW:] * RATIO)


def cell(symbol, row, value):
    gone = (symbol == "GAP" and row in missing) or (symbol == "GONE" and row >= GONE_ROW)
    return None if gone else int(value)


answer = {
    "days": [str(day.date()) for day in days],
    "symbols": {
        symbol: {name: [cell(symbol, i, v) for i, v in enumerate(column)] for name, column in columns.items()}
        for symbol, columns in prices.items()
    },
    # The new price is the old one times the ratio.
    "splits": [{"symbol": "SPLIT", "row": SPLIT_ROW, "ratio": RATIO}],
    # Rows of the ex-date and of the payment, and what is paid for one unit.
    "dividends": [
        {"symbol": "PAYS", "row": 80, "paid": 90, "amount": 0.37},
        {"symbol": "PAYS", "row": 200, "paid": 215, "amount": 0.52},
    ],
    # The first row on which the symbol trades no more.
    "delistings": [{"symbol": "GONE", "row": GONE_ROW}],
}
(out / "prices.json").write_text(json.dumps(answer, separators=(",", ":")) + "\n")
