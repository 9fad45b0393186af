"""Writes model-data.json and intraday.json into the folder given: the recipe for the data of a model of many stocks and
the set of a session's bars, computed from their definitions by pandas 3.1.1, numpy 2.4.6 and TA-Lib 0.8.2.

Prices come from Lehmer's generator (multiplier 16807, modulus 2^31 - 1) in whole cents, which the tests draw again.
"""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import talib

out = Path(sys.argv[1])
windows = [1, 5, 10, 21, 42, 63]


def draws(seed):
    state = seed
    while True:
        state = state * 16807 % 2147483647
        yield state


def bars(rows, symbols, seed, step):
    """Columns rows x symbols, drawn row by row and symbol by symbol: open, close, high, low in cents, then the volume."""
    draw = draws(seed)
    fields = {name: np.full((rows, symbols), np.nan) for name in ["open", "high", "low", "close", "volume"]}
    last = [5000 + 700 * s for s in range(symbols)]
    for i in range(rows):
        for s in range(symbols):
            first = max(100, last[s] + next(draw) % (step + 1) - step // 2)
            end = max(100, first + next(draw) % (2 * step + 1) - step)
            high = max(first, end) + next(draw) % (step + 1)
            low = max(50, min(first, end) - next(draw) % (step + 1))
            last[s] = end
            volume = 1000 + next(draw) % 9000
            for name, value in [("open", first / 100), ("high", high / 100), ("low", low / 100), ("close", end / 100), ("volume", volume)]:
                fields[name][i, s] = value
    return fields


def table(columns, rows, size):
    """The values of some rows, by name, null where there is none."""
    picked = {}
    for name, column in columns.items():
        values = np.asarray(column, dtype=float)
        assert values.shape[0] == size, name
        picked[name] = [None if np.isnan(x) else float(x) for x in values[rows].reshape(-1)]
    return picked


def per_symbol(frames, figure):
    """Applies a function of one symbol's series to the rows on which it has bars."""
    close = frames["close"]
    result = pd.DataFrame(np.nan, index=close.index, columns=close.columns)
    for symbol in close.columns:
        own = pd.DataFrame({name: frame[symbol] for name, frame in frames.items()}).dropna()
        result.loc[own.index, symbol] = figure(*(own[name].to_numpy() for name in ["high", "low", "close"]))
    return result


def parts(values, count):
    return pd.qcut(values, count, labels=False, duplicates="drop")


def model_data():
    rows, symbols = 340, 20
    fields = bars(rows, symbols, 20260, 150)
    for name in fields:
        fields[name][:40, 3] = np.nan
        fields[name][300:, 7] = np.nan
    # A split of three for one that nobody told of, backwards: the return is +200 %.
    for name in ["open", "high", "low", "close"]:
        fields[name][200:, 5] *= 3
    dates = pd.bdate_range("2019-12-02", periods=rows)
    frames = {name: pd.DataFrame(values, index=dates) for name, values in fields.items()}
    close = frames["close"]
    sectors = pd.Series([s % 3 + 1 for s in range(symbols)])
    columns = {}
    turnover = (close * frames["volume"]).rolling(21).mean()
    columns["dollarVolume"] = np.log(turnover)
    ranks = turnover.rank(axis=1)
    columns["dollarVolumeRank"] = ranks.sub(1).div(turnover.count(axis=1) - 1, axis=0)
    mean, deviation = close.rolling(20).mean(), close.rolling(20).std(ddof=0)
    columns["upperBand"] = np.log((mean + 2 * deviation) / close)
    columns["lowerBand"] = np.log(close / (mean - 2 * deviation))
    columns["ppo"] = per_symbol(frames, lambda h, l, c: talib.PPO(c, 12, 26, matype=1))
    for w in windows:
        change = close.pct_change(w, fill_method=None)
        change = change.where(change.abs() <= 1)
        columns[f"return{w}"] = change
        columns[f"part{w}"] = change.apply(lambda row: pd.Series(parts(row, 10), index=row.index), axis=1)
        columns[f"sectorPart{w}"] = change.apply(
            lambda row: row.groupby(sectors.to_numpy()).transform(lambda x: parts(x, 10) if x.notna().any() else x), axis=1
        )
    for k in [1, 7, 60]:
        columns[f"return1Lag{k}"] = columns["return1"].shift(k)
    columns["rsi"] = per_symbol(frames, lambda h, l, c: talib.RSI(c, 14))
    columns["natr"] = per_symbol(frames, lambda h, l, c: talib.NATR(h, l, c, 14))

    def score(x):
        rolling = pd.DataFrame(x).rolling(252)
        return ((pd.DataFrame(x) - rolling.mean()) / rolling.std(ddof=1))[0].to_numpy()

    columns["atr"] = per_symbol(frames, lambda h, l, c: score(talib.ATR(h, l, c, 14)))
    columns["macd"] = per_symbol(frames, lambda h, l, c: score(talib.MACD(c, 12, 26, 9)[0]))
    wide = lambda values: np.repeat(np.asarray(values, dtype=float)[:, None], symbols, axis=1)
    columns["year"] = wide(dates.year)
    columns["month"] = wide(dates.month)
    columns["weekday"] = wide(dates.day_of_week + 1)
    picked = [0, 1, 5, 19, 20, 25, 63, 64, 103, 200, 205, 263, 299, 300, 330, 339]
    return {"rows": picked, "times": [int(t.timestamp() * 1000) for t in dates], "columns": table(columns, picked, rows)}


def intraday():
    """Five-minute bars of four sessions of New York: the clocks change after the second, and the fourth closes at one."""
    sessions = []
    for date, close in [("2024-03-07", "16:00"), ("2024-03-08", "16:00"), ("2024-03-11", "16:00"), ("2024-07-03", "13:00")]:
        span = pd.date_range(f"{date} 09:30", f"{date} {close}", freq="5min", inclusive="left", tz="America/New_York")
        sessions.append(span)
    times = sessions[0].append(sessions[1:])
    rows, symbols = len(times), 2
    fields = bars(rows, symbols, 715, 20)
    columns = {}
    start = 0
    for span in sessions:
        stop = start + len(span)
        for s in range(symbols):
            bar = pd.DataFrame({name: values[start:stop, s] for name, values in fields.items()})
            o, h, l, c, v = (bar[name].to_numpy() for name in ["open", "high", "low", "close", "volume"])
            own = {}
            change = bar.close.pct_change()
            for k in range(1, 11):
                own[f"return{k}"] = change.shift(k - 1)
            usual = bar.volume.rolling(20).mean()
            own["upVolume"] = bar.volume.where(bar.close.diff() > 0, 0) / usual
            own["downVolume"] = bar.volume.where(bar.close.diff() < 0, 0) / usual
            own["power"] = talib.BOP(o, h, l, c)
            own["cci"] = talib.CCI(h, l, c, 14)
            own["mfi"] = talib.MFI(h, l, c, v, 14)
            own["stochasticRsi"] = talib.STOCHRSI(c, 14, 14, 3)[0]
            own["stochastic"] = talib.STOCH(h, l, c, 14, 3, 0, 3, 0)[0]
            own["natr"] = talib.NATR(h, l, c, 14)
            own["volumeByPrice"] = [v[: i + 1][c[: i + 1] <= c[i]].sum() / v[: i + 1].sum() for i in range(len(c))]
            own["vwapDistance"] = c / (((h + l + c) / 3 * v).cumsum() / v.cumsum()) - 1
            own["minute"] = (span - span[0]).total_seconds() / 60
            own["label"] = bar.close.shift(-1) / bar.close - 1
            for name, values in own.items():
                columns.setdefault(name, np.full((rows, symbols), np.nan))[start:stop, s] = np.asarray(values, dtype=float)
        start = stop
    picked = [78 * k + i for k in range(4) for i in [0, 1, 9, 10, 19, 20, 30, 31, 41, 60, 77] if 78 * k + i < rows]
    return {"rows": picked, "times": [int(t.timestamp() * 1000) for t in times], "columns": table(columns, picked, rows)}


for name, made in [("model-data", model_data()), ("intraday", intraday())]:
    (out / f"{name}.json").write_text(json.dumps(made, separators=(",", ":")) + "\n")
