"""Writes signals.json, a signal evaluated by alphalens, into the folder given.

Pins: Python 3.11, alphalens-reloaded 0.5.1, pandas 3.1.1, numpy 2.4.6, scipy 1.17.1, statsmodels 0.15.0.
The signal has ties, missing cells, groups, a day without any, a day on which it is the same for all names, one on which
ties make two edges of its quantiles the same, and a day of three names; prices have gaps, a late and an early name.
"""

import json
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from alphalens import performance, utils
from scipy import stats
from statsmodels.api import OLS, add_constant

warnings.simplefilter("ignore")
out = Path(sys.argv[1])
rows, names, quantiles, periods = 84, 23, 5, (1, 5, 10, 21)
r = np.random.default_rng(189)

dates = pd.bdate_range("2019-11-04", periods=rows)
assets = [f"S{i:02d}" for i in range(names)]
signal = r.standard_normal((rows, names))
for t in range(1, rows):
    signal[t] += 0.8 * signal[t - 1]
prices = 50 * np.exp(np.cumsum(0.02 * r.standard_normal((rows, names)), axis=0))
prices[1:] *= 1 + 0.004 * np.cumsum(signal[:-1], axis=0) / 10
prices = prices.round(4)
signal = signal.round(1)
signal[r.random((rows, names)) < 0.07] = np.nan
signal[17] = np.nan
signal[23] = 0.3
signal[29, : names // 2] = -0.5
signal[35, 3:] = np.nan
prices[r.random((rows, names)) < 0.01] = np.nan
prices[:9, 4] = np.nan
prices[61:, 7] = np.nan
group = np.array([i % 3 for i in range(names)])

factor = pd.DataFrame(signal, dates, assets).rename_axis("date").rename_axis("asset", axis=1).stack(future_stack=True)
wide = pd.DataFrame(prices, dates, assets)
table = dict(zip(assets, group.tolist()))


def clean(**options):
    return utils.get_clean_factor_and_forward_returns(
        factor, wide, groupby=table, periods=periods, quantiles=quantiles, filter_zscore=None, max_loss=0.9, **options
    )


data = clean()
columns = list(utils.get_forward_returns_columns(data.columns))
assert len(columns) == len(periods), columns


def listed(values):
    return [None if not np.isfinite(value) else float(value) for value in np.asarray(values, dtype=float).ravel()]


def daily(frame):
    """A list of T values for each horizon."""
    frame = frame.reindex(dates)
    return [listed(frame[column]) for column in columns]


def by_quantile(frame):
    frame = frame.reindex(range(1, quantiles + 1))
    return [listed(frame[column]) for column in columns]


def codes(frame):
    return listed(frame["factor_quantile"].unstack().reindex(index=dates, columns=assets))


def series_test(series, lag):
    values = series.dropna().to_numpy()
    t, p = stats.ttest_1samp(values, 0)
    fit = OLS(values, np.ones(len(values))).fit(cov_type="HAC", cov_kwds={"maxlags": lag, "use_correction": False})
    figures = [values.mean(), values.std(ddof=1), t, p, stats.skew(values), stats.kurtosis(values), fit.bse[0]]
    return dict(zip(["mean", "deviation", "t", "p", "skewness", "kurtosis", "robustError"], map(float, figures)))


ic = performance.factor_information_coefficient(data)
group_ic = performance.factor_information_coefficient(data, by_group=True)
monthly = performance.mean_information_coefficient(data, by_time="ME")
means = {
    "row": performance.mean_return_by_quantile(data),
    "none": performance.mean_return_by_quantile(data, demeaned=False),
    "group": performance.mean_return_by_quantile(data, group_adjust=True),
}
by_date, _ = performance.mean_return_by_quantile(data, by_date=True)
spread, _ = performance.compute_mean_returns_spread(by_date, quantiles, 1)
weighings = {
    "longShort": {},
    "equal": {"equal_weight": True},
    "long": {"demeaned": False},
    "neutral": {"group_adjust": True},
    "neutralEqual": {"group_adjust": True, "equal_weight": True},
}
returns = {name: performance.factor_returns(data, **options) for name, options in weighings.items()}
lines = {name: performance.factor_alpha_beta(data, returns=each.copy()) for name, each in returns.items()}
turnover = [
    [listed(performance.quantile_turnover(data["factor_quantile"], q, k).reindex(dates)) for q in range(1, quantiles + 1)]
    for k in periods
]
autocorrelation = [listed(performance.factor_rank_autocorrelation(data, k).reindex(dates)) for k in periods]
single = wide.ffill().pct_change()
events = {}
for name, demeaned in (("demeaned", True), ("raw", False)):
    found = performance.average_cumulative_return_by_quantile(data, single, 4, 6, demeaned=demeaned).sort_index(axis=1)
    events[name] = {part: [listed(found.xs(part, level=1).loc[q]) for q in range(1, quantiles + 1)] for part in ("mean", "std")}
first = by_date[columns[0]].unstack("factor_quantile")
cumulative = [listed(performance.cumulative_returns(first[q]).reindex(dates)) for q in range(1, quantiles + 1)]
universe = data.groupby(level="date")[columns].mean()
hac = []
for k, column in zip(periods, columns):
    both = pd.concat([returns["longShort"][column], universe[column]], axis=1).dropna().to_numpy()
    fit = OLS(both[:, 0], add_constant(both[:, 1])).fit(cov_type="HAC", cov_kwds={"maxlags": k + 2, "use_correction": False})
    hac.append({"alpha": float(fit.params[0]), "beta": float(fit.params[1]), "errors": fit.bse.tolist()})

golden = {
    "rows": rows,
    "symbols": assets,
    "times": [int(date.timestamp() * 1000) for date in dates],
    "horizons": list(periods),
    "quantiles": quantiles,
    "signal": listed(signal),
    "price": listed(prices),
    "group": group.tolist(),
    "cells": len(data),
    "codes": codes(data),
    "codesByGroup": codes(clean(binning_by_group=True)),
    "ic": daily(ic),
    "neutralIc": daily(performance.factor_information_coefficient(data, group_adjust=True)),
    "groupIc": [daily(group_ic.xs(g, level="group")) for g in range(3)],
    "months": {"names": [str(month)[:7] for month in monthly.index], "means": [listed(monthly[c]) for c in columns]},
    "tests": [series_test(ic[column], k + 2) for k, column in zip(periods, columns)],
    "means": {name: {"mean": by_quantile(mean), "error": by_quantile(error)} for name, (mean, error) in means.items()},
    "byDate": [[listed(by_date.xs(q, level="factor_quantile").reindex(dates)[c]) for q in range(1, 6)] for c in columns],
    "spread": daily(spread),
    "portfolios": {name: daily(each) for name, each in returns.items()},
    "lines": {name: {row: listed(each.loc[row]) for row in each.index} for name, each in lines.items()},
    "hac": hac,
    "turnover": turnover,
    "autocorrelation": autocorrelation,
    "events": events,
    "cumulative": cumulative,
}
(out / "signals.json").write_text(json.dumps(golden, allow_nan=False) + "\n")
