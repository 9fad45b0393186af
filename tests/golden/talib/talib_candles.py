"""Writes talib-candles.json, TA-Lib's verdicts on candlestick patterns, into the folder given.

Pins: Python 3.11, TA-Lib 0.8.2 (its C library 0.8.1), numpy 2.4.6. Needs node_modules/@observablehq/sample-datasets.

Bars are stored as whole numbers of a unit. Beside Apple's whole file there are random walks of several volatilities,
rounded to cents and to whole numbers, so that bodies and shadows are often equal; and series made of pieces cut out of
long random walks, such that each pattern ends a piece at least three times with each verdict that it can have. A piece
is longer than any pattern looks back, so that what comes before it does not matter. Verdicts are stored by value: the
rows that have it, each as its distance from the one before.

The edges of each pattern are found by moving one price of a piece, in hundredths of its unit, until the verdict on the
last bar changes: the last price with the old verdict and the first with the new one are kept. In hundredths every share
of a mean that a setting takes is a whole number, so that one of the two is a tie. An open or a close may so leave the
range of its bar.
"""

import csv
import json
import sys
from pathlib import Path

import numpy as np
import talib
import talib.abstract

out = Path(sys.argv[1])
root = Path(__file__).resolve().parents[3]
names = talib.get_function_groups()["Pattern Recognition"]
deep = ["ABANDONEDBABY", "DARKCLOUDCOVER", "EVENINGDOJISTAR", "EVENINGSTAR", "MATHOLD", "MORNINGDOJISTAR", "MORNINGSTAR"]
lookbacks = {name: talib.abstract.Function(name).lookback for name in names}
PIECE = 20
# Patterns with alternatives, of which a few pieces show only some.
MANY = ["CDLADVANCEBLOCK", "CDLSTALLEDPATTERN"]


def verdicts(bars, **options):
    """Each pattern's verdicts on each unbroken run of bars by itself."""
    rows = len(bars[0])
    known = ~np.isnan(bars).any(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], known.astype(int), [0]])))
    found = {}
    for name in [f"CDL{each}" for each in deep] if options else names:
        values = np.zeros(rows, dtype=int)
        for start, stop in zip(edges[::2], edges[1::2]):
            values[start:stop] = getattr(talib, name)(*(np.ascontiguousarray(b[start:stop]) for b in bars), **options)
        found[name] = values
    return found


def sparse(found):
    def rows(values, value):
        return [int(i) for i in np.diff(np.flatnonzero(values == value), prepend=0)]

    return {
        name: {str(value): rows(values, value) for value in sorted(set(values.tolist()) - {0})}
        for name, values in found.items()
    }


def walk(seed, rows, volatility, unit, gap=0.5, bare=1 / 3, calm=0.4, level=100):
    """Bars as whole numbers of `unit`. Each shadow is left out with probability `bare`; bodies are small with `calm`."""
    r = np.random.default_rng(seed)
    size = volatility * level / unit
    price = 0.0
    steps = size * r.standard_normal(rows) * np.where(r.random(rows) < calm, 0.15, 1.5)
    jumps = size * gap * r.standard_normal(rows)
    shadows = np.rint(size * np.abs(r.standard_normal((2, rows))) * (r.random((2, rows)) >= bare)).astype(int)
    open_, close = np.zeros(rows, dtype=int), np.zeros(rows, dtype=int)
    middle = level / unit
    for i in range(rows):
        start = price + jumps[i]
        open_[i] = round(middle + start)
        price = 0.98 * (start + steps[i])
        close[i] = round(middle + start + steps[i])
    return np.array([open_, np.maximum(open_, close) + shadows[0], np.minimum(open_, close) - shadows[1], close])


def made(unit):
    """Pieces of walks, at least three for each pattern and verdict that the walks have, in the order of patterns."""
    wanted = {}
    for seed, (gap, bare, calm) in enumerate([(0.5, 0.3, 0.4), (1.5, 0.9, 0.2), (1.0, 0.7, 0.5), (0.3, 0.5, 0.6)]):
        bars = walk(100 + seed, 400_000, 0.015, unit, gap, bare, calm)
        for name, values in verdicts(bars * unit).items():
            for value in sorted(set(values.tolist()) - {0}):
                pieces = wanted.setdefault((name, value), [])
                for i in np.flatnonzero(values == value):
                    if len(pieces) < 3 and i >= PIECE:
                        pieces.append(bars[:, i - PIECE + 1 : i + 1])
    return np.concatenate([piece for pieces in wanted.values() for piece in pieces], axis=1)


def edges():
    """For each pattern, three pieces (or 24) with each verdict on the last bar, and the prices that keep or change it."""
    bases = {}
    for seed in range(6):
        style = [(0.5, 0.3, 0.4), (1.5, 0.9, 0.2), (1.0, 0.7, 0.5), (0.3, 0.5, 0.6), (1.5, 0.9, 0.5), (0.7, 0.6, 0.3)]
        bars = walk(200 + seed, 400_000, [0.004, 0.008, 0.02][seed % 3], 1, *style[seed], level=1000).astype(float)
        for name, values in verdicts(bars).items():
            rows = lookbacks[name] + 1
            for value in sorted(set(values.tolist()) - {0}):
                pieces = bases.setdefault(name, {}).setdefault(value, [])
                each, most = (4, 24) if name in MANY else (1, 3)
                for i in np.flatnonzero(values == value)[:each]:
                    if i >= rows and len(pieces) < most:
                        pieces.append(np.ascontiguousarray(bars[:, i - rows + 1 : i + 1]))
    found = {}
    for name, by_value in bases.items():
        for value, pieces in by_value.items():
            for piece in pieces:
                found.setdefault(name, []).append(
                    {"bars": piece.astype(int).tolist(), "verdict": value, "moved": moved(name, piece, value)}
                )
    return found


def moved(name, piece, verdict):
    """[bar, price, by how much, verdict] in hundredths of the unit; prices within 40 units are looked through."""
    function = getattr(talib, name)
    kept = []
    for row in range(piece.shape[1]):
        for field in range(4):
            for way in [-1, 1]:

                def at(by):
                    bars = piece * 100
                    bars[field, row] += way * by
                    return int(function(*bars)[-1])

                changed = next((by for by in range(100, 4100, 100) if at(by) != verdict), None)
                if changed is None:
                    continue
                same = changed - 100
                while changed - same > 1:
                    middle = (same + changed) // 2
                    if at(middle) == verdict:
                        same = middle
                    else:
                        changed = middle
                kept += [[row, field, way * by, at(by)] for by in [same, changed] if by]
    return kept


def apple():
    with open(root / "node_modules/@observablehq/sample-datasets/aapl.csv") as file:
        rows = list(csv.DictReader(file))
    return np.array([[float(r[k]) for r in rows] for k in ["Open", "High", "Low", "Close"]])


def entry(bars, unit):
    # A quotient is the same double everywhere, a product with 0.01 is another one.
    prices = bars / round(1 / unit) if unit < 1 else bars.astype(float)
    found = {"unit": round(1 / unit), "bars": bars.tolist(), "verdicts": sparse(verdicts(prices))}
    for depth in [0.1, 0.7]:
        found[f"penetration {depth}"] = sparse(verdicts(prices, penetration=depth))
    return found


aapl = apple()
gapped = aapl.copy()
for row, field in [(0, 0), (1, 3), (2, 1), (90, 2), (101, 0), (102, 3), (110, 1), (118, 2), (500, 0), (501, 0)]:
    gapped[field, row] = np.nan

series = {}
for seed, volatility in enumerate([0.002, 0.01, 0.03]):
    series[f"walk of {volatility} in cents"] = entry(walk(seed, 500, volatility, 0.01), 0.01)
    series[f"walk of {volatility} in whole numbers"] = entry(walk(10 + seed, 500, volatility, 1, level=1000), 1)
series["made in cents"] = entry(made(0.01), 0.01)
series["made in tenths"] = entry(made(0.1), 0.1)
series["constant"] = entry(np.full((4, 40), 100), 1)
value = {
    "lookbacks": lookbacks,
    "aapl": sparse(verdicts(aapl)),
    "gapped": sparse(verdicts(gapped)),
    "series": series,
    "edges": edges(),
}
(out / "talib-candles.json").write_text(json.dumps(value, separators=(",", ":")) + "\n")

counts = {}
for name in names:
    for found in [value["aapl"], *(each["verdicts"] for each in series.values())]:
        for verdict, rows in found[name].items():
            counts[name, verdict] = counts.get((name, verdict), 0) + len(rows)
print(counts)
print("fewest", min(counts.values()), "patterns", len({name for name, _ in counts}))
