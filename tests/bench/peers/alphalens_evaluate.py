"""Evaluates the panel's signal as alphalens' full tear sheet does, without its charts. Written for alphalens-reloaded 0.5.1."""

import contextlib
import io
import sys
import time
import warnings
from importlib.metadata import version

import numpy
import pandas
import panel
from alphalens import performance, utils
from scipy import stats

warnings.simplefilter("ignore")
folder, horizons = sys.argv[1], [int(each) for each in sys.argv[2].split(",")]
times, symbols, fields = panel.read(folder)
index = pandas.MultiIndex.from_product([times, symbols], names=["date", "asset"])
factor = pandas.Series(fields["signal"].ravel(), index=index).dropna()
prices = pandas.DataFrame(fields["close"], index=times, columns=symbols)

start, ran = time.perf_counter(), time.process_time()
with contextlib.redirect_stdout(io.StringIO()):
    data = utils.get_clean_factor_and_forward_returns(
        factor, prices, periods=horizons, quantiles=5, filter_zscore=None, max_loss=0.9
    )
ic = performance.factor_information_coefficient(data)
summary = pandas.DataFrame(
    {
        "mean": ic.mean(),
        "deviation": ic.std(),
        "ratio": ic.mean() / ic.std(),
        "t": stats.ttest_1samp(ic, 0, nan_policy="omit")[0],
        "skewness": stats.skew(ic, nan_policy="omit"),
        "kurtosis": stats.kurtosis(ic, nan_policy="omit"),
    }
)
returns = performance.factor_returns(data)
lines = performance.factor_alpha_beta(data, returns=returns.copy())
means, errors = performance.mean_return_by_quantile(data)
by_date, date_errors = performance.mean_return_by_quantile(data, by_date=True)
spread, _ = performance.compute_mean_returns_spread(by_date, 5, 1, std_err=date_errors)
turnover = {
    k: pandas.concat([performance.quantile_turnover(data["factor_quantile"], q, k) for q in range(1, 6)], axis=1)
    for k in horizons
}
autocorrelation = {k: performance.factor_rank_autocorrelation(data, k) for k in horizons}
seconds, processor = time.perf_counter() - start, time.process_time() - ran

checks = {}


def check(name, values):
    values = numpy.asarray(values, dtype=float).ravel()
    values = values[numpy.isfinite(values)]
    checks[name] = [len(values), float(values.sum())]


check("quantiles", data["factor_quantile"])
for k, column in zip(horizons, utils.get_forward_returns_columns(data.columns)):
    check(f"ic {k}", ic[column])
    check(f"ic summary {k}", summary.loc[column])
    check(f"quantile returns {k}", by_date[column])
    check(f"quantile means {k}", means[column])
    check(f"quantile errors {k}", errors[column])
    # Halved by alphalens from 0.5 on.
    check(f"spread {k}", 2 * spread[column])
    check(f"portfolio {k}", returns[column])
    check(f"alpha and beta {k}", lines[column])
    check(f"turnover {k}", turnover[k])
    check(f"autocorrelation {k}", autocorrelation[k])
panel.answer(seconds, version("alphalens-reloaded"), processorSeconds=processor, checks=checks)
