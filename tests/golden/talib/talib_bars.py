"""Writes talib-bars.json into the folder given: what TA-Lib says of moving averages, bands, stops, volume, ranges, prices and
statistics. Made with TA-Lib 0.8.2 (C library 0.8.1) and numpy 2.4.6 on Python 3.11; each value has 13 digits.

Every case names a feature and its options, and holds TA-Lib's values of five things: Apple's last 300 days, a random
walk of 300 days, 60 days of one price, 150 days with gaps, where TA-Lib is given each unbroken run by itself, and the last
three values of the walk cut short about the row of the first value.
"""

import csv
import json
import sys
from pathlib import Path

import numpy as np
import talib

out = Path(sys.argv[1])
root = Path(__file__).resolve().parents[3]
names = ["open", "high", "low", "close", "volume"]


def apple():
    with open(root / "node_modules/@observablehq/sample-datasets/aapl.csv") as file:
        rows = list(csv.DictReader(file))[-300:]
    return {k: np.array([float(r[k.capitalize()]) for r in rows]) for k in names}


def walk(seed=11, rows=300):
    r = np.random.default_rng(seed)
    close = np.round(50 * np.exp(np.cumsum(0.02 * r.standard_normal(rows))), 4)
    open_ = np.round(close * (1 + 0.005 * r.standard_normal(rows)), 4)
    high = np.round(np.maximum(open_, close) * (1 + 0.01 * r.random(rows)), 4)
    low = np.round(np.minimum(open_, close) * (1 - 0.01 * r.random(rows)), 4)
    return dict(zip(names, [open_, high, low, close, np.round(1e6 * r.random(rows))]))


def constant(rows=60):
    return {k: np.full(rows, 5000.0 if k == "volume" else 100.1) for k in names}


def gapped():
    bars = {k: v[:150].copy() for k, v in apple().items()}
    for v in bars.values():
        v[[0, 1, 2, 70, 110, 111, 112]] = np.nan
    return bars


def by_runs(compute, bars):
    """The figure of each unbroken run, NaN elsewhere."""
    good = ~np.isnan(sum(bars.values()))
    values = np.full(len(good), np.nan)
    edges = np.flatnonzero(np.diff(np.r_[False, good, False]))
    for start, stop in zip(edges[::2], edges[1::2]):
        part = {k: np.ascontiguousarray(v[start:stop]) for k, v in bars.items()}
        values[start:stop] = compute(**part)
    return values


def kept(rows):
    """The rows that are written down."""
    return [i for i in range(rows) if i < 60 or i >= rows - 20 or i % 7 == 0]


def spans(rows, seed=3):
    """How many rows to average on each row, for MAVP."""
    return np.round(1 + 20 * np.random.default_rng(seed).random(rows), 2)


def clean(values):
    return [None if np.isnan(v) else float(f"{v:.13g}") for v in values]


def age(index, window):
    values = np.arange(len(index)) - np.float64(index)
    values[: window - 1] = np.nan
    return values


def change(total, window):
    values = total - np.r_[np.zeros(min(window, len(total))), total[:-window]]
    values[: window - 1] = np.nan
    return values


def blank(values, rows):
    """Without the first rows, where a change is not one of so many rows."""
    values[:rows] = np.nan
    return values


def growth(level, window):
    values = np.full(len(level), np.nan)
    values[window:] = level[window:] / level[:-window] - 1
    return values


def shown(values, window, pick):
    """TA-Lib gives whole numbers for a side, 0 where there is none yet."""
    return blank(np.float64(values[pick]), window)


cases = []
UNDEFINED, TIED = "undefined", "tied"


def case(feature, compute, still=None, **options):
    """`still`: where nothing moves TA-Lib answers 0 and the feature NaN, or which of equal values is meant differs."""
    cases.append((feature, options, compute, still))


def close(function, *more, pick=None):
    def compute(close, **_):
        values = function(close, *more)
        return values if pick is None else values[pick]

    return compute


# Moving averages
plain = {"sma": 0, "ema": 1, "wma": 2, "dema": 3, "tema": 4, "trima": 5, "kama": 6, "t3": 8}
for name in plain:
    for window in [5, 12]:
        case(name, close(getattr(talib, name.upper()), window), window=window)
case("trima", close(talib.TRIMA, 13), window=13)
case("t3", close(talib.T3, 4, 0.3), window=4, volumeFactor=0.3)
for window in [9, 20]:
    case("hull-average", close(talib.HMA, window), window=window)
    case("zero-lag-average", close(talib.ZLEMA, window), window=window)
    case("volume-weighted-average", lambda close, volume, w=window, **_: talib.VWMA(close, volume, w), window=window)
case("wilder-average", close(talib.RMA, 10), window=10)
case("sma", lambda volume, **_: talib.SMA(volume, 20), window=20, field="volume")
for name, kind in plain.items():
    case("moving-average", close(talib.MA, 8, kind), window=8, type=name)
case("moving-average", close(talib.MA, 1, 0), window=1)


for kind in ["sma", "ema"]:
    case(
        "variable-moving-average",
        lambda close, span, kind=kind, **_: talib.MAVP(close, span, 3, 15, plain[kind]),
        windows="span",
        least=3,
        most=15,
        type=kind,
    )


# Bands, middles and stops
for pick, output in enumerate(["upper", "middle", "lower"]):
    case("bollinger", close(talib.BBANDS, 20, 2, 2, pick=pick), output=output)
    case(
        "bollinger",
        close(talib.BBANDS, 10, 1.5, 2.5, 1, pick=pick),
        window=10,
        width=1.5,
        lowerWidth=2.5,
        average="ema",
        output=output,
    )
    case(
        "acceleration-bands",
        lambda high, low, close, pick=pick, **_: talib.ACCBANDS(high, low, close, 20)[pick],
        output=output,
    )
case("midpoint", close(talib.MIDPOINT, 14), window=14)
case("midprice", lambda high, low, **_: talib.MIDPRICE(high, low, 9), window=9)
case("parabolic-sar", lambda high, low, **_: talib.SAR(high, low, 0.02, 0.2))
case("parabolic-sar", lambda high, low, **_: talib.SAR(high, low, 0.05, 0.12), acceleration=0.05, maximum=0.12)
case("parabolic-sar", lambda high, low, **_: np.sign(talib.SAREXT(high, low)), output="side")
case("extended-parabolic-sar", lambda high, low, **_: talib.SAREXT(high, low))
case(
    "extended-parabolic-sar",
    lambda high, low, **_: talib.SAREXT(high, low, -60, 0.01, 0.03, 0.02, 0.15, 0.02, 0.04, 0.3),
    start=-60,
    offset=0.01,
    longInitial=0.03,
    longStep=0.02,
    longMaximum=0.15,
    shortInitial=0.02,
    shortStep=0.04,
    shortMaximum=0.3,
)
for output, pick in {"upper": 0, "middle": 1, "lower": 2}.items():
    case(
        "donchian-channel",
        lambda high, low, pick=pick, **_: talib.DONCHIAN(high, low, 20)[pick],
        output=output,
    )
    for window, span in [(20, 10), (5, 12)]:
        case(
            "keltner-channel",
            lambda high, low, close, pick=pick, w=window, s=span, **_: talib.KC(high, low, close, w, s, 1.5)[pick],
            window=window,
            rangeWindow=span,
            width=1.5,
            output=output,
        )
for pick, output in enumerate(["stop", "side"]):
    case(
        "supertrend",
        lambda high, low, close, pick=pick, **_: shown(talib.SUPERTREND(high, low, close, 10, 2), 10, pick),
        width=2,
        output=output,
    )

# Volume, ranges and prices
case(
    "accumulation-distribution",
    lambda high, low, close, volume, **_: change(talib.AD(high, low, close, volume), 8),
    window=8,
)
case("chaikin-oscillator", lambda high, low, close, volume, **_: talib.ADOSC(high, low, close, volume, 3, 10))
case(
    "chaikin-oscillator",
    lambda high, low, close, volume, **_: talib.ADOSC(high, low, close, volume, 12, 5),
    fast=12,
    slow=5,
)
case("true-range", lambda high, low, close, **_: talib.TRANGE(high, low, close))
for window in [1, 14]:
    case("average-true-range", lambda high, low, close, w=window, **_: talib.ATR(high, low, close, w), window=window)
case("natr", lambda high, low, close, **_: talib.NATR(high, low, close, 14))
case("average-price", lambda open, high, low, close, **_: talib.AVGPRICE(open, high, low, close))
case("median-price", lambda high, low, **_: talib.MEDPRICE(high, low))
case("typical-price", lambda high, low, close, **_: talib.TYPPRICE(high, low, close))
case("weighted-close", lambda high, low, close, **_: talib.WCLPRICE(high, low, close))
for pick, output in enumerate(["open", "high", "low", "close"]):
    case(
        "heikin-ashi",
        lambda open, high, low, close, pick=pick, **_: talib.HA(open, high, low, close)[pick],
        output=output,
    )
case("chaikin-money-flow", lambda high, low, close, volume, **_: talib.CMF(high, low, close, volume, 20))
case("force-index", lambda close, volume, **_: talib.EFI(close, volume, 13))
case("market-facilitation", lambda high, low, volume, **_: talib.MARKETFI(high, low, volume))
case("relative-volume", lambda volume, **_: talib.RVOL(volume, 20))
case("volume-oscillator", lambda volume, **_: talib.PVO(volume, 12, 26, 1))
case("volume-oscillator", lambda volume, **_: talib.PVO(volume, 5, 9, 0), fast=5, slow=9, average="sma")
case(
    "price-volume-trend",
    lambda close, volume, **_: blank(change(talib.PVT(close, volume), 9), 9),
    window=9,
)
case("negative-volume-index", lambda close, volume, **_: growth(talib.NVI(close, volume), 9), window=9)
case("positive-volume-index", lambda close, volume, **_: growth(talib.PVI(close, volume), 9), window=9)
case("average-day-range", lambda high, low, **_: talib.ADR(high, low, 14))
case("chaikin-volatility", lambda high, low, **_: talib.CVI(high, low, 10, 10), UNDEFINED)
case("mass-index", lambda high, low, **_: talib.MASSI(high, low, 9, 25), UNDEFINED)
case("relative-volatility", close(talib.RVI, 14, 10), UNDEFINED)

# Statistics
for window in [5, 14]:
    case("variance", close(talib.VAR, window), window=window)
    case("standard-deviation", close(talib.STDDEV, window), window=window)
    case("average-deviation", close(talib.AVGDEV, window), window=window)
    case("percent-rank", close(talib.PERCENTRANK, window), window=window)
    for percent in [0, 25, 77, 100]:
        case("percentile", close(talib.PERCENTILE, window, percent), window=window, percent=percent)
    case("sum", close(talib.SUM, window), window=window)
    case("highest", close(talib.MAX, window), window=window)
    case("lowest", close(talib.MIN, window), window=window)
    case("highest", close(lambda x, w=window: age(talib.MAXINDEX(x, w), w)), TIED, window=window, output="age")
    case("lowest", close(lambda x, w=window: age(talib.MININDEX(x, w), w)), TIED, window=window, output="age")
    case("beta", lambda high, low, w=window, **_: talib.BETA(high, low, w), UNDEFINED, window=window)
    case("correlation", lambda high, low, w=window, **_: talib.CORREL(high, low, w), UNDEFINED, window=window)
    for output, function in {
        "value": talib.LINEARREG,
        "slope": talib.LINEARREG_SLOPE,
        "angle": talib.LINEARREG_ANGLE,
        "intercept": talib.LINEARREG_INTERCEPT,
        "forecast": talib.TSF,
    }.items():
        case("linear-regression", close(function, window), window=window, output=output)


def shortened(compute, bars):
    """The last three values of the bars cut short about the row of the first value."""
    first = int(np.argmax(~np.isnan(compute(**bars))))
    lengths = sorted({1, 2, max(first, 1), first + 1, first + 2})
    return {str(n): clean(compute(**{k: v[:n] for k, v in bars.items()})[-3:]) for n in lengths}


def figures(compute, still):
    values = {name: by_runs(compute, bars) for name, bars in inputs.items()}
    if still == UNDEFINED:
        values["constant"][:] = np.nan
    if still == TIED:
        del values["constant"]
    whole = {name: clean(series[kept(len(series))]) for name, series in values.items()}
    return {**whole, "short": shortened(compute, inputs["walk"])}


inputs = {"apple": apple(), "walk": walk(), "constant": constant(), "gaps": gapped()}
for bars in inputs.values():
    bars["span"] = np.where(np.isnan(bars["close"]), np.nan, spans(len(bars["close"])))
document = {
    "inputs": {name: {k: clean(v) for k, v in bars.items()} for name, bars in inputs.items()},
    "cases": [
        {"feature": feature, "options": options, "values": figures(compute, still)}
        for feature, options, compute, still in cases
    ],
}
(out / "talib-bars.json").write_text(json.dumps(document, separators=(",", ":")) + "\n")
