"""Writes talib-momentum.json into the folder given: TA-Lib's momentum and cycle functions over a few series.

In a virtual environment of Python 3.11 or later:

    pip install TA-Lib==0.8.2 numpy==2.4.6
    python tests/golden/talib_momentum.py tests/golden

The package's wheel holds version 0.8.1 of the C library. `series` are the prices: Apple's and a random walk are those of
inputs.json; `ticks` is a walk in steps of a half with long spells in which nothing moves or nothing is traded; `still` does
not move at all; `gaps` is a walk with `NaN` before it and inside it, whose runs are given to TA-Lib each by itself. Of WAD,
a running total, the change is kept.
`cases` hold, for each feature and its options, the values of one output on the rows that `kept` says, and `short` the last
value on the first n rows for a few n about the first row that has one; null where TA-Lib has no value.
"""

import json
import sys
from pathlib import Path

import numpy as np
import talib
from talib import abstract

out = Path(sys.argv[1])
fields = ["open", "high", "low", "close", "volume"]


def bars(close, r, tick=None, still=None):
    open_ = np.concatenate([[close[0]], close[:-1]]) * (1 + 0.004 * r.standard_normal(len(close)))
    high = np.maximum(open_, close) * (1 + 0.01 * r.random(len(close)))
    low = np.minimum(open_, close) * (1 - 0.01 * r.random(len(close)))
    volume = np.round(1e6 * r.random(len(close)))
    if tick:
        open_, high, low = (np.round(x / tick) * tick for x in [open_, high, low])
        high, low = np.maximum(np.maximum(open_, close), high), np.minimum(np.minimum(open_, close), low)
        for x in [open_, high, low]:
            x[still] = close[still]
        volume[still[::2]] = 0
    prices = {"open": open_, "high": high, "low": low, "close": close, "volume": volume}
    return {k: np.round(v, 4) for k, v in prices.items()}


def ticks():
    r = np.random.default_rng(11)
    spell = (np.arange(300) // 25) % 3 == 1
    moves = np.where(spell, 0, np.round(2 * r.standard_normal(300)))
    still = np.flatnonzero(spell)
    return bars(50 + 0.5 * np.cumsum(moves), r, 0.5, still)


def gaps():
    r = np.random.default_rng(12)
    prices = bars(np.round(80 * np.exp(np.cumsum(0.02 * r.standard_normal(420))), 4), r)
    holes = [*range(5), 6, 20, 35, 51, 52, 93, 160, 250]
    for k, row in enumerate(holes):
        for name in fields if row < 5 or k % 2 else ["close"]:
            prices[name][row] = np.nan
    prices["high"][400] = np.nan
    return prices


def still():
    return {k: np.full(150, 1000.0 if k == "volume" else 50.25) for k in fields}


given = json.loads((Path(__file__).resolve().parents[1] / "inputs.json").read_text())
given = {k: {f: np.array(v[f]) for f in fields} for k, v in given.items() if "close" in v}
series = {**given, "ticks": ticks(), "still": still(), "gaps": gaps()}


def kept(rows):
    return sorted({*range(min(60, rows)), *range(60, rows, 13), *range(max(rows - 20, 0), rows)})


def inputs_of(function):
    names = []
    for value in abstract.Function(function).input_names.values():
        names += [value] if isinstance(value, str) else list(value)
    return names


# Inputs that an output does not depend on: a gap in one is none in the output.
unread = {("ERI", 0): "low", ("ERI", 1): "high", ("FRACTAL", 0): "low", ("FRACTAL", 1): "high"}
unread.update({(function, 0): "close" for function in ["DX", "ADX", "ADXR"]})


def compute(function, prices, options, output, change=0):
    names = inputs_of(function)
    columns = [np.nan_to_num(prices[n]) if unread.get((function, output)) == n else prices[n] for n in names]
    present = ~np.isnan(np.sum(columns, axis=0))
    values = np.full(len(present), np.nan)
    start = 0
    while start < len(present):
        stop = start
        while stop < len(present) and present[stop]:
            stop += 1
        if stop > start:
            got = getattr(talib, function)(*[np.ascontiguousarray(c[start:stop]) for c in columns], **options)
            got = np.asarray(got[output] if isinstance(got, tuple) else got, dtype=float)
            if got.size:
                lookback = abstract.Function(function, **options).lookback
                got[:lookback] = np.nan
                if change:
                    got = got - np.concatenate([np.full(change, np.nan), got])[: len(got)]
                values[start:stop] = got
        start = stop + 1
    return values


cases = []


def case(feature, params, function, options=None, output=0, change=0):
    cases.append((feature, params, function, options or {}, output, change))


def simple(feature, function, *windows):
    case(feature, {}, function)
    for window in windows:
        case(feature, {"window": window}, function, {"timeperiod": window})


AVERAGES = {"sma": 0, "ema": 1, "wma": 2, "dema": 3, "tema": 4, "trima": 5, "kama": 6, "t3": 8}

simple("plus-dm", "PLUS_DM", 1, 2, 5)
simple("minus-dm", "MINUS_DM", 1, 2, 5)
simple("plus-di", "PLUS_DI", 2, 5)
simple("minus-di", "MINUS_DI", 2, 5)
simple("dx", "DX", 2, 5)
simple("adx", "ADX", 2, 5)
simple("adxr", "ADXR", 2, 5)
simple("cci", "CCI", 2, 20)
simple("cmo", "CMO", 2, 5)
simple("mfi", "MFI", 2, 5)
simple("williams-r", "WILLR", 2, 30)
simple("trix", "TRIX", 1, 5)
simple("intraday-momentum", "IMI", 2, 5)
simple("price-change", "MOM", 1, 21)
case("balance-of-power", {}, "BOP")
for k, name in enumerate(["down", "up"]):
    case("aroon", {"output": name}, "AROON", {}, k)
    case("aroon", {"output": name, "window": 5}, "AROON", {"timeperiod": 5}, k)
case("aroon", {}, "AROONOSC")
for name, function in [("percent", "ROC"), ("fraction", "ROCP"), ("ratio", "ROCR"), ("hundredfold", "ROCR100")]:
    case("rate-of-change", {"output": name}, function)
    case("rate-of-change", {"output": name, "window": 1}, function, {"timeperiod": 1})
for feature, function in [("apo", "APO"), ("ppo", "PPO")]:
    case(feature, {}, function)
    for name, number in AVERAGES.items():
        params = {"fast": 3, "slow": 10, "average": name}
        case(feature, params, function, {"fastperiod": 3, "slowperiod": 10, "matype": number})
case("ultimate-oscillator", {}, "ULTOSC")
params = {"short": 3, "medium": 5, "long": 11}
case("ultimate-oscillator", params, "ULTOSC", {"timeperiod1": 3, "timeperiod2": 5, "timeperiod3": 11})
for k, name in enumerate(["k", "d"]):
    case("stochastic", {"output": name}, "STOCH", {}, k)
    params = {"window": 14, "smoothing": 4, "signal": 6, "average": "ema", "output": name}
    options = {"fastk_period": 14, "slowk_period": 4, "slowk_matype": 1, "slowd_period": 6, "slowd_matype": 1}
    case("stochastic", params, "STOCH", options, k)
    case("fast-stochastic", {"output": name}, "STOCHF", {}, k)
    params = {"window": 14, "signal": 5, "average": "wma", "output": name}
    options = {"fastk_period": 14, "fastd_period": 5, "fastd_matype": 2}
    case("fast-stochastic", params, "STOCHF", options, k)
    case("stochastic-rsi", {"output": name}, "STOCHRSI", {}, k)
    params = {"window": 5, "range": 8, "signal": 4, "average": "ema", "output": name}
    options = {"timeperiod": 5, "fastk_period": 8, "fastd_period": 4, "fastd_matype": 1}
    case("stochastic-rsi", params, "STOCHRSI", options, k)
for k, name in enumerate(["macd", "signal", "histogram"]):
    case("macd-averages", {"output": name}, "MACDEXT", {}, k)
    params = {"fast": 5, "slow": 9, "signal": 4, "output": name}
    options = {"fastperiod": 5, "slowperiod": 9, "signalperiod": 4}
    averages = {"fastAverage": "ema", "slowAverage": "wma", "signalAverage": "ema"}
    types = {"fastmatype": 1, "slowmatype": 2, "signalmatype": 1}
    case("macd-averages", {**params, **averages}, "MACDEXT", {**options, **types}, k)
    case("macd-fixed", {"output": name}, "MACDFIX", {}, k)
    case("macd-fixed", {"output": name, "signal": 5}, "MACDFIX", {"signalperiod": 5}, k)
case("dominant-cycle-period", {}, "HT_DCPERIOD")
case("dominant-cycle-phase", {}, "HT_DCPHASE")
for k, name in enumerate(["in-phase", "quadrature"]):
    case("phasor", {"output": name}, "HT_PHASOR", {}, k)
for k, name in enumerate(["sine", "lead"]):
    case("sine-wave", {"output": name}, "HT_SINE", {}, k)
case("trend-mode", {}, "HT_TRENDMODE")
case("instantaneous-trendline", {}, "HT_TRENDLINE")
for k, name in enumerate(["mama", "fama"]):
    case("mesa-adaptive-average", {"output": name}, "MAMA", {}, k)
    params = {"fastLimit": 0.8, "slowLimit": 0.1, "output": name}
    case("mesa-adaptive-average", params, "MAMA", {"fastlimit": 0.8, "slowlimit": 0.1}, k)
for feature, function in [("awesome-oscillator", "AO"), ("accelerator-oscillator", "AC"), ("coppock-curve", "COPPOCK")]:
    case(feature, {}, function)
simple("chande-momentum", "CMOU", 2, 5)
simple("detrended-price", "DPO", 2, 5)
simple("forecast-oscillator", "FOSC", 2, 14)
simple("qstick", "QSTICK", 2, 5)
simple("efficiency-ratio", "ER", 2, 30)
simple("vertical-horizontal-filter", "VHF", 2, 5)
case("true-strength", {}, "TSI")
case("true-strength", {"first": 7, "second": 4}, "TSI", {"firstperiod": 7, "secondperiod": 4})
for k, name in enumerate(["k", "d", "j"]):
    case("kdj", {"output": name}, "KDJ", {}, k)
for k, name in enumerate(["smi", "signal"]):
    case("stochastic-momentum", {"output": name}, "SMI", {}, k)
case("williams-accumulation", {}, "WAD", change=21)
for k, name in enumerate(["bull", "bear"]):
    case("elder-ray", {"output": name}, "ERI", {}, k)
for k, name in enumerate(["plus", "minus"]):
    case("vortex", {"output": name}, "VORTEX", {}, k)
for k, name in enumerate(["high", "low"]):
    case("swing", {"output": name}, "FRACTAL", {}, k)
    params = {"left": 1, "right": 3, "output": name}
    case("swing", params, "FRACTAL", {"leftbars": 1, "rightbars": 3}, k)


def clean(values):
    return [None if np.isnan(v) else (int(v) if v == int(v) else float(v)) for v in values]


written = []
for feature, params, function, options, output, change in cases:
    values = {name: compute(function, prices, options, output, change) for name, prices in series.items()}
    lookback = abstract.Function(function, **options).lookback + change
    short = {}
    for rows in sorted({1, max(lookback, 1), lookback + 1, lookback + 2}):
        head = {k: v[:rows] for k, v in series["walk"].items()}
        short[rows] = clean(compute(function, head, options, output, change)[-1:])[0]
    written.append(
        {
            "feature": feature,
            "params": params,
            "talib": f"{function}({', '.join(f'{k}={v}' for k, v in options.items())})"
            + (f", its change over {change} rows" if change else ""),
            "values": {name: clean(v[kept(len(v))]) for name, v in values.items()},
            "short": short,
        }
    )

text = {
    "version": talib.__version__,
    "series": {k: {f: clean(v[f]) for f in fields} for k, v in series.items() if k not in given},
    "cases": written,
}
(out / "talib-momentum.json").write_text(json.dumps(text, separators=(",", ":")) + "\n")
