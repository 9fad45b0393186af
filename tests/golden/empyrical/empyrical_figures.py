"""Writes figures.json into the folder given: what empyrical says of several return series, and its rolling figures.

    pip install empyrical-reloaded==0.7.1 pyfolio-reloaded==0.10.1 numpy==2.4.6 pandas==3.1.1 scipy==1.17.1
    python tests/golden/empyrical/empyrical_figures.py tests/golden/empyrical

A figure that is no number, or infinite, is null. `periods` is what a year has of the series' bars.
"""

import json
import sys
import warnings
from pathlib import Path

import empyrical as e
import numpy as np
import pandas as pd
import pyfolio
from scipy import stats

warnings.simplefilter("ignore")
example = [0.01, -0.02, 0.015, 0.003, -0.007, 0.012, -0.001, 0.004, -0.011, 0.02]
beside = [0.005, -0.01, 0.010, 0.001, -0.004, 0.006, 0, 0.002, -0.006, 0.011]


def series():
    r = np.random.default_rng(11)

    def pair(n, drift, scale, beta, tails=None):
        draw = r.standard_normal if tails is None else (lambda size: r.standard_t(tails, size))
        f = np.round(drift + scale * draw(n), 6)
        return np.round(drift / 2 + beta * f + scale * draw(n), 6), f

    yield "example", 252, np.array(example), np.array(beside)
    yield "daily", 252, *pair(300, 0.0004, 0.01, 0.8)
    yield "heavy tails", 252, *pair(250, -0.0003, 0.008, -0.4, tails=3)
    yield "weekly", 52, *pair(130, 0.002, 0.02, 1.3)
    yield "monthly", 12, *pair(48, 0.006, 0.04, 0.9)
    yield "hourly", 1764, *pair(210, 0.00005, 0.003, 0.2)
    account, market = pair(120, 0.0005, 0.01, 0.7)
    market[[6, 7, 8, 59, 60, 119]] = np.nan  # those of the levels 7, 8, 60 and the last
    yield "benchmark with gaps", 252, account, market
    yield "rises alone", 252, np.abs(pair(40, 0.001, 0.01, 0.5)[0]) + 1e-5, np.abs(pair(40, 0.001, 0.01, 0.5)[1]) + 1e-5
    yield "falls alone", 252, -np.abs(pair(40, 0.001, 0.01, 0.5)[0]) - 1e-5, pair(40, 0.001, 0.01, 0.5)[1]
    yield "stands still", 252, np.zeros(30), pair(30, 0.001, 0.01, 0.5)[1]
    yield "benchmark stands still", 252, pair(30, 0.001, 0.01, 0.5)[0], np.zeros(30)
    yield "one", 252, np.array([0.013]), np.array([0.01])
    yield "two", 252, np.array([0.02, -0.01]), np.array([0.01, -0.02])
    yield "loses nearly all", 252, np.array([0.1, -0.9, -0.9, 0.5, -0.95, 0.2]), np.array([0.1, -0.1, -0.2, 0.1, 0.1, 0.3])
    yield "wild", 252, *pair(60, 0.01, 0.2, 1.5)


def figures(r, f, periods):
    both = np.isfinite(f)
    a, b = r[both], f[both]

    def capture(account, market, **_):
        return e.annual_return(account, annualization=periods) / e.annual_return(market, annualization=periods)

    up = e.utils.up(a, b, function=capture)
    down = e.utils.down(a, b, function=capture)
    return {
        "annual-return": e.annual_return(r, annualization=periods),
        "total-return": e.cum_returns_final(r),
        "volatility": e.annual_volatility(r, annualization=periods),
        "sharpe": e.sharpe_ratio(r, annualization=periods),
        "sharpe riskFree": e.sharpe_ratio(r, risk_free=0.0002, annualization=periods),
        "sortino": e.sortino_ratio(r, annualization=periods),
        "sortino required": e.sortino_ratio(r, required_return=0.0003, annualization=periods),
        "max-drawdown": e.max_drawdown(r),
        "calmar": e.calmar_ratio(r, annualization=periods),
        "omega": e.omega_ratio(r, annualization=periods),
        "omega required": e.omega_ratio(r, risk_free=0.0001, required_return=0.08, annualization=periods),
        "tail-ratio": e.tail_ratio(r),
        "downside-risk": e.downside_risk(r, annualization=periods),
        "downside-risk required": e.downside_risk(r, required_return=0.0005, annualization=periods),
        "value-at-risk": e.value_at_risk(r),
        "value-at-risk cutoff": e.value_at_risk(r, cutoff=0.01),
        "conditional-value-at-risk": e.conditional_value_at_risk(r),
        "conditional-value-at-risk cutoff": e.conditional_value_at_risk(r, cutoff=0.25),
        "stability": e.stability_of_timeseries(r),
        "mean-return": np.mean(r) * periods,
        "skewness": stats.skew(r),
        "kurtosis": stats.kurtosis(r),
        "beta": e.beta(a, b),
        "alpha": e.alpha(a, b, annualization=periods),
        "alpha riskFree": e.alpha(a, b, risk_free=0.0002, annualization=periods),
        "excess-sharpe": e.excess_sharpe(a, b),
        "tracking-error": e.annual_volatility(a - b, annualization=periods),
        "up-capture": up,
        "down-capture": down,
        "capture-ratio": up / down,
        "batting-average": e.batting_average(pd.Series(a), pd.Series(b))["batting average"],
        "common-sense-ratio": e.tail_ratio(r) * (1 + e.annual_return(r, annualization=periods)),
        "normal-value-at-risk": pyfolio.timeseries.value_at_risk(pd.Series(r)),
        "normal-value-at-risk deviations": pyfolio.timeseries.value_at_risk(pd.Series(r), sigma=1.5),
        **sides(a, b, periods),
        "beta-fragility": e.beta_fragility_heuristic_aligned(a, b),
        "information-ratio": e.excess_sharpe(a, b) * np.sqrt(periods),
        "benchmark-return": e.annual_return(b, annualization=periods),
        "active-return": e.annual_return(a, annualization=periods) - e.annual_return(b, annualization=periods),
        "benchmark-correlation": correlation(a, b),
        "r-squared": correlation(a, b) ** 2,
        "treynor": np.mean(a) * periods / e.beta(a, b),
        "recovery-factor": e.cum_returns_final(r) / abs(e.max_drawdown(r)),
        "pain-index": -np.mean(e.stats.drawdown_series(r)[-len(r):]),
        "ulcer-index": np.sqrt(np.mean(e.stats.drawdown_series(r)[-len(r):] ** 2)),
    }


def correlation(a, b):
    varies = len(a) > 1 and np.std(a) > 0 and np.std(b) > 0
    return stats.pearsonr(a, b).statistic if varies else np.nan


def sides(a, b, periods):
    out = {}
    for side, function in {"up": e.up_alpha_beta, "down": e.down_alpha_beta}.items():
        alpha, beta = function(a, b, annualization=periods)
        out |= {f"{side}-alpha": alpha, f"{side}-beta": beta}
    return out


def rolling(r, f, periods, window):
    every = {
        "sharpe": e.roll_sharpe_ratio(r, window=window, annualization=periods),
        "volatility": e.roll_annual_volatility(r, window=window, annualization=periods),
        "beta": e.roll_beta(r, f, window=window),
        "alpha": e.roll_alpha(r, f, window=window, annualization=periods),
        "sortino": e.roll_sortino_ratio(r, window=window, annualization=periods),
        "drawdown": e.roll_max_drawdown(r, window=window),
        "up": [capture(e.utils.up, r, f, i, window, periods) for i in range(len(r) - window + 1)],
        "down": [capture(e.utils.down, r, f, i, window, periods) for i in range(len(r) - window + 1)],
        "value": [e.value_at_risk(r[i : i + window]) for i in range(len(r) - window + 1)],
        "conditional": [e.conditional_value_at_risk(r[i : i + window]) for i in range(len(r) - window + 1)],
    }
    return {"window": window, **{name: np.asarray(values) for name, values in every.items()}}


def capture(side, r, f, start, window, periods):
    ratio = lambda a, b, **_: e.annual_return(a, annualization=periods) / e.annual_return(b, annualization=periods)
    return side(r[start : start + window], f[start : start + window], function=ratio)


def clean(x):
    if isinstance(x, dict):
        return {k: clean(v) for k, v in x.items()}
    if isinstance(x, np.ndarray):
        return [clean(v) for v in x]
    if isinstance(x, (str, int)):
        return x
    return float(x) if np.isfinite(x) else None


def main():
    out = {}
    for name, periods, r, f in series():
        one = {"periods": periods, "returns": r, "benchmark": f, "figures": figures(r, f, periods)}
        if name in ("daily", "weekly"):
            one["rolling"] = rolling(r, f, periods, 21)
        out[name] = clean(one)
    (Path(sys.argv[1]) / "figures.json").write_text(json.dumps(out) + "\n")


main()
