"""The 158 factors of Alpha158 by pandas: a frame of bars for each symbol, as after groupby, its rolling windows, and all
factors of a symbol put together as one frame. What pandas has no window for is computed by numpy over all windows at once
(lines) or by `apply` on raw arrays (the place of an extreme), as Qlib's own operators do. Written for pandas 3.1.1.

Given the panel's folder and how many of its symbols to take; answers with the seconds and, of each factor, how many numbers
it has on the rows from 70 on and what they sum to.
"""

import json
import sys
import time

import numpy as np
import pandas as pd
import panel

folder, count = sys.argv[1], int(sys.argv[2])
windows = [5, 10, 20, 30, 60]
tiny = 1e-12


def lines(y, d):
    """Slope, R² and residual of the line through each whole window."""
    out = [np.full(len(y), np.nan) for _ in range(3)]
    if len(y) < d:
        return out
    view = np.lib.stride_tricks.sliding_window_view(y, d)
    x = np.arange(d) - (d - 1) / 2
    mean = view.mean(axis=1)
    slope = view @ x / (x @ x)
    spread = ((view - mean[:, None]) ** 2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        square = slope**2 * (x @ x) / spread
    for each, values in zip(out, [slope, square, y[d - 1 :] - (mean + slope * x[-1])]):
        each[d - 1 :] = values
    return out


def alpha158(b):
    o, h, l, c, v = (b[k] for k in ["open", "high", "low", "close", "volume"])
    upper, lower = np.maximum(o, c), np.minimum(o, c)
    span = h - l + tiny
    f = {
        "KMID": (c - o) / o,
        "KLEN": (h - l) / o,
        "KMID2": (c - o) / span,
        "KUP": (h - upper) / o,
        "KUP2": (h - upper) / span,
        "KLOW": (lower - l) / o,
        "KLOW2": (lower - l) / span,
        "KSFT": (2 * c - h - l) / o,
        "KSFT2": (2 * c - h - l) / span,
        "OPEN0": o / c,
        "HIGH0": h / c,
        "LOW0": l / c,
        "VWAP0": (h + l + c) / 3 / c,
    }
    p, w = c.shift(1), v.shift(1)
    rise, fall, move = (c - p).clip(lower=0), (p - c).clip(lower=0), (c - p).abs()
    more, less, turn = (v - w).clip(lower=0), (w - v).clip(lower=0), (v - w).abs()
    flow = (c / p - 1).abs() * v
    higher, below = (c > p).where(p.notna()).astype(float), (c < p).where(p.notna()).astype(float)
    size, growth, ratio = np.log(v + 1), np.log(v / w + 1), c / p
    for d in windows:
        slope, square, rest = lines(c.to_numpy(), d)
        prices, volumes, flows = c.rolling(d), v.rolling(d), flow.rolling(d)
        top, bottom = h.rolling(d).max(), l.rolling(d).min()
        when_top = h.rolling(d).apply(np.argmax, raw=True) + 1
        when_bottom = l.rolling(d).apply(np.argmin, raw=True) + 1
        up, down = higher.rolling(d).mean(), below.rolling(d).mean()
        moves, rises, falls = move.rolling(d).sum() + tiny, rise.rolling(d).sum(), fall.rolling(d).sum()
        turns, mores, lesses = turn.rolling(d).sum() + tiny, more.rolling(d).sum(), less.rolling(d).sum()
        f |= {
            f"ROC{d}": c.shift(d) / c,
            f"MA{d}": prices.mean() / c,
            f"STD{d}": prices.std() / c,
            f"BETA{d}": slope / c,
            f"RSQR{d}": pd.Series(square, c.index),
            f"RESI{d}": rest / c,
            f"MAX{d}": top / c,
            f"MIN{d}": bottom / c,
            f"QTLU{d}": prices.quantile(0.8) / c,
            f"QTLD{d}": prices.quantile(0.2) / c,
            f"RANK{d}": prices.rank(pct=True),
            f"RSV{d}": (c - bottom) / (top - bottom + tiny),
            f"IMAX{d}": when_top / d,
            f"IMIN{d}": when_bottom / d,
            f"IMXD{d}": (when_top - when_bottom) / d,
            f"CORR{d}": prices.corr(size),
            f"CORD{d}": ratio.rolling(d).corr(growth),
            f"CNTP{d}": up,
            f"CNTN{d}": down,
            f"CNTD{d}": up - down,
            f"SUMP{d}": rises / moves,
            f"SUMN{d}": falls / moves,
            f"SUMD{d}": (rises - falls) / moves,
            f"VMA{d}": volumes.mean() / (v + tiny),
            f"VSTD{d}": volumes.std() / (v + tiny),
            f"WVMA{d}": flows.std() / (flows.mean() + tiny),
            f"VSUMP{d}": mores / turns,
            f"VSUMN{d}": lesses / turns,
            f"VSUMD{d}": (mores - lesses) / turns,
        }
    return pd.DataFrame(f)


times, symbols, fields = panel.read(folder)
names = ["open", "high", "low", "close", "volume"]
frames = [panel.frame(times, fields, s, names) for s in range(min(count, len(symbols)))]
alpha158(frames[0])
start, worked = time.perf_counter(), time.process_time()
found = [alpha158(frame) for frame in frames]
seconds, worked = time.perf_counter() - start, time.process_time() - worked
checks = {}
for name in found[0]:
    late = np.array([each[name].to_numpy()[70:] for each in found])
    good = np.isfinite(late)
    checks[name] = [int(good.sum()), float(late[good].sum())]
answer = {
    "seconds": seconds,
    "processorSeconds": worked,
    "version": pd.__version__,
    "checks": checks,
}
print(json.dumps(answer))
