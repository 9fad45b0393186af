"""Writes inputs.json, indicators.json, metrics.json and ridge.json into the folder given; see README.md for the pins."""

import csv
import json
import sys
from pathlib import Path

import empyrical
import numpy as np
import talib
from sklearn.linear_model import Ridge

out = Path(sys.argv[1])
root = out.parent.parent


def write(name, value):
    def clean(x):
        if isinstance(x, dict):
            return {k: clean(v) for k, v in x.items()}
        if isinstance(x, (list, np.ndarray)):
            return [clean(v) for v in x]
        return None if x is None or np.isnan(x) else float(x)

    (out / f"{name}.json").write_text(json.dumps(clean(value)) + "\n")


def apple():
    with open(root / "node_modules/@observablehq/sample-datasets/aapl.csv") as file:
        rows = list(csv.DictReader(file))[-420:]
    return {k.lower(): np.array([float(r[k]) for r in rows]) for k in ["Open", "High", "Low", "Close", "Volume"]}


def walk(seed=7, rows=420):
    r = np.random.default_rng(seed)
    close = np.round(100 * np.exp(np.cumsum(0.02 * r.standard_normal(rows))), 4)
    open_ = np.round(close * (1 + 0.005 * r.standard_normal(rows)), 4)
    high = np.round(np.maximum(open_, close) * (1 + 0.01 * r.random(rows)), 4)
    low = np.round(np.minimum(open_, close) * (1 - 0.01 * r.random(rows)), 4)
    return {"open": open_, "high": high, "low": low, "close": close, "volume": np.round(1e6 * r.random(rows))}


def indicators(bars):
    high, low, close, volume = (bars[k] for k in ["high", "low", "close", "volume"])
    macd, signal, histogram = talib.MACD(close, 12, 26, 9)
    upper, middle, lower = talib.BBANDS(close, 20, 2, 2)
    every = {
        "rsi": talib.RSI(close, 14),
        "macd": macd,
        "signal": signal,
        "histogram": histogram,
        "upper": upper,
        "middle": middle,
        "lower": lower,
        "atr": talib.ATR(high, low, close, 14),
        "natr": talib.NATR(high, low, close, 14),
        "sma": talib.SMA(close, 50),
        "ema": talib.EMA(close, 12),
        "obv": talib.OBV(close, volume),
    }
    return {name: values[::7] for name, values in every.items()}


def metrics():
    r = np.random.default_rng(3)
    returns = 0.0005 + 0.01 * r.standard_normal(500)
    return {
        "returns": returns,
        "sharpe": empyrical.sharpe_ratio(returns),
        "sortino": empyrical.sortino_ratio(returns),
        "max-drawdown": empyrical.max_drawdown(returns),
        "annual-return": empyrical.annual_return(returns),
        "volatility": empyrical.annual_volatility(returns),
    }


def ridge():
    r = np.random.default_rng(5)
    x = np.float32(r.standard_normal((60, 4)))
    y = x @ np.array([0.5, -1.0, 0.0, 2.0]) + 0.3 + 0.1 * r.standard_normal(60)
    fits = {}
    for penalty in [0.0, 1.0, 50.0]:
        model = Ridge(alpha=penalty, solver="cholesky").fit(x.astype(float), y)
        fits[str(penalty)] = model.predict(x.astype(float))
    return {"x": x.ravel(), "y": y, "predictions": fits}


inputs = {"apple": apple(), "walk": walk()}
write("inputs", inputs)
write("indicators", {name: indicators(bars) for name, bars in inputs.items()})
write("metrics", metrics())
write("ridge", ridge())
