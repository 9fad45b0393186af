"""The two price sets of the golden runs: `made`, which is prices.json, and `real`, eight symbols of the S&P 500's data.

Pins: Python 3.11, numpy 2.4.6, pandas 2.3.3.
"""

import csv
import gzip
import json
from pathlib import Path
from types import SimpleNamespace

import numpy

REAL = ["AAPL", "AMZN", "AZO", "GE", "JPM", "KO", "MTD", "XOM"]
FROM, TO = "2014-01-02", "2015-12-31"
FIELDS = ("open", "high", "low", "close", "volume")


def made():
    about = json.loads((Path(__file__).parent / "prices.json").read_text())
    symbols = list(about["symbols"])
    columns = {
        name: numpy.array([[0 if v is None else v for v in about["symbols"][s][name]] for s in symbols]).T
        for name in FIELDS
    }
    return answer(about["days"], symbols, columns, about["splits"], about["dividends"], about["delistings"])


def real(path):
    """`path` is all_stocks_5yr.csv.gz. Prices are rounded to the cent, half a cent upward."""
    rows = {symbol: {} for symbol in REAL}
    with gzip.open(path, "rt") as file:
        for line in csv.DictReader(file):
            if line["Name"] in rows and FROM <= line["date"] <= TO:
                rows[line["Name"]][line["date"]] = line
    days = sorted(rows[REAL[0]])
    assert all(sorted(rows[s]) == days for s in REAL)
    columns = {
        name: numpy.array(
            [[int(float(rows[s][d][name]) * (1 if name == "volume" else 100) + 0.5) for s in REAL] for d in days]
        )
        for name in FIELDS
    }
    return answer(days, REAL, columns, [], [], [])


def answer(days, symbols, columns, splits, dividends, delistings):
    """Columns are whole cents and units, day × symbol, 0 where there is none; `latest` is the last known close."""
    latest = columns["close"].copy()
    for i in range(1, len(latest)):
        latest[i] = numpy.where(latest[i] == 0, latest[i - 1], latest[i])
    return SimpleNamespace(
        days=days, symbols=symbols, columns=columns, latest=latest, splits=splits, dividends=dividends,
        delistings={d["symbol"]: d["row"] for d in delistings},
    )
