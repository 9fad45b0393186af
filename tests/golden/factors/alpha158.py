"""Writes alpha158.json into the folder given: Qlib's Alpha158 computed from its definitions by pandas 3.1.1 and numpy 2.4.6.

Every value is of a whole window, on the last rows of AAPL and of a seeded random walk.
"""

import csv
import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

out = Path(sys.argv[1])
root = Path(__file__).resolve().parents[3]


def apple():
    with open(root / "node_modules/@observablehq/sample-datasets/aapl.csv") as file:
        rows = list(csv.DictReader(file))[-200:]
    return pd.DataFrame({k.lower(): [float(r[k]) for r in rows] for k in ["Open", "High", "Low", "Close", "Volume"]})


def walk(rows=200):
    r = np.random.default_rng(158)
    close = np.round(50 * np.exp(np.cumsum(0.02 * r.standard_normal(rows))), 2)
    open_ = np.round(close * (1 + 0.005 * r.standard_normal(rows)), 2)
    high = np.round(np.maximum(open_, close) * (1 + 0.01 * r.random(rows)), 2)
    low = np.round(np.minimum(open_, close) * (1 - 0.01 * r.random(rows)), 2)
    return pd.DataFrame({"open": open_, "high": high, "low": low, "close": close, "volume": np.round(1e6 * r.random(rows))})


def line(y):
    x = np.arange(1, len(y) + 1)
    slope, intercept = np.polyfit(x, y, 1)
    fit = slope * x + intercept
    total = ((y - y.mean()) ** 2).sum()
    return slope, 1 - ((y - fit) ** 2).sum() / total, y[-1] - fit[-1]


def alpha158(b):
    o, h, l, c, v = (b[k] for k in ["open", "high", "low", "close", "volume"])
    e = 1e-12
    upper, lower = np.maximum(o, c), np.minimum(o, c)
    f = {
        "KMID": (c - o) / o,
        "KLEN": (h - l) / o,
        "KMID2": (c - o) / (h - l + e),
        "KUP": (h - upper) / o,
        "KUP2": (h - upper) / (h - l + e),
        "KLOW": (lower - l) / o,
        "KLOW2": (lower - l) / (h - l + e),
        "KSFT": (2 * c - h - l) / o,
        "KSFT2": (2 * c - h - l) / (h - l + e),
        "OPEN0": o / c,
        "HIGH0": h / c,
        "LOW0": l / c,
        "VWAP0": (h + l + c) / 3 / c,
    }
    p, w = c.shift(1), v.shift(1)
    rise, fall = (c - p).clip(lower=0), (p - c).clip(lower=0)
    more, less = (v - w).clip(lower=0), (w - v).clip(lower=0)
    flow = (c / p - 1).abs() * v
    for d in [5, 10, 20, 30, 60]:
        r = lambda x: x.rolling(d)
        lines = [line(c.values[i - d + 1 : i + 1]) if i >= d - 1 else (np.nan,) * 3 for i in range(len(c))]
        slope, square, rest = (pd.Series(z) for z in zip(*lines))
        top, bottom = r(h).max(), r(l).min()
        when_top = r(h).apply(lambda x: x.argmax() + 1, raw=True)
        when_bottom = r(l).apply(lambda x: x.argmin() + 1, raw=True)
        up, down = r((c > p).where(p.notna()).astype(float)).mean(), r((c < p).where(p.notna()).astype(float)).mean()
        moves, flows = r((c - p).abs()).sum() + e, r((v - w).abs()).sum() + e
        f |= {
            f"ROC{d}": c.shift(d) / c,
            f"MA{d}": r(c).mean() / c,
            f"STD{d}": r(c).std() / c,
            f"BETA{d}": slope / c,
            f"RSQR{d}": square,
            f"RESI{d}": rest / c,
            f"MAX{d}": top / c,
            f"MIN{d}": bottom / c,
            f"QTLU{d}": r(c).quantile(0.8) / c,
            f"QTLD{d}": r(c).quantile(0.2) / c,
            f"RANK{d}": r(c).rank(pct=True),
            f"RSV{d}": (c - bottom) / (top - bottom + e),
            f"IMAX{d}": when_top / d,
            f"IMIN{d}": when_bottom / d,
            f"IMXD{d}": (when_top - when_bottom) / d,
            f"CORR{d}": r(c).corr(np.log(v + 1)),
            f"CORD{d}": r(c / p).corr(np.log(v / w + 1)),
            f"CNTP{d}": up,
            f"CNTN{d}": down,
            f"CNTD{d}": up - down,
            f"SUMP{d}": r(rise).sum() / moves,
            f"SUMN{d}": r(fall).sum() / moves,
            f"SUMD{d}": (r(rise).sum() - r(fall).sum()) / moves,
            f"VMA{d}": r(v).mean() / (v + e),
            f"VSTD{d}": r(v).std() / (v + e),
            f"WVMA{d}": r(flow).std() / (r(flow).mean() + e),
            f"VSUMP{d}": r(more).sum() / flows,
            f"VSUMN{d}": r(less).sum() / flows,
            f"VSUMD{d}": (r(more).sum() - r(less).sum()) / flows,
        }
    return f


answer = {}
for name, bars in {"AAPL": apple(), "WALK": walk()}.items():
    rows = list(range(70, 200, 13))
    factors = {k: [float(x.iloc[i]) for i in rows] for k, x in alpha158(bars).items()}
    assert len(factors) == 158 and all(np.isfinite(list(factors.values())).ravel())
    answer[name] = {"bars": {k: list(map(float, bars[k])) for k in bars}, "rows": rows, "factors": factors}
(out / "alpha158.json").write_text(json.dumps(answer) + "\n")
