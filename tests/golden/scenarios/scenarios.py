"""Writes scenarios.json, what SciPy, statsmodels and arch make of shares, waiting times and block lengths, into a folder.

Pins: Python 3.11, numpy 2.4.6, scipy 1.17.1, statsmodels 0.15.0, arch 8.0.0.
"""

import json
import sys
from pathlib import Path

import numpy as np
from arch.bootstrap import optimal_block_length
from scipy.stats import binomtest
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.stats.proportion import proportion_confint

out = Path(sys.argv[1])

shares = []
for successes, trials in [(0, 1), (1, 1), (0, 100), (100, 100), (1, 100), (63, 100), (97, 100), (250, 1000), (9990, 10000)]:
    for level in [0.9, 0.95, 0.99]:
        test = binomtest(successes, trials)
        exact = test.proportion_ci(level, "exact")
        wilson = test.proportion_ci(level, "wilson")
        other = proportion_confint(successes, trials, 1 - level, "wilson")
        assert np.allclose([wilson.low, wilson.high], np.clip(other, 0, 1), atol=1e-12)
        other = proportion_confint(successes, trials, 1 - level, "beta")
        assert np.allclose([exact.low, exact.high], other, atol=1e-12)
        shares.append(
            {
                "successes": successes,
                "trials": trials,
                "level": level,
                "exact": [exact.low, exact.high],
                "wilson": [wilson.low, wilson.high],
            }
        )

r = np.random.default_rng(5)
waits = []
for count, censored_share in [(12, 0.0), (40, 0.3), (60, 0.9), (10, 1.0), (31, 0.5)]:
    bars = r.integers(1, 30, size=count)
    censored = r.random(count) < censored_share
    function = SurvfuncRight(bars, (~censored).astype(int))
    median = function.quantile(0.5) if not censored.all() else np.nan
    waits.append(
        {
            "bars": bars.tolist(),
            "censored": censored.tolist(),
            "time": np.asarray(function.surv_times)[np.asarray(function.n_events) > 0].tolist(),
            "share": np.asarray(function.surv_prob)[np.asarray(function.n_events) > 0].tolist(),
            "median": None if np.isnan(median) else float(median),
        }
    )

blocks = []
for n, rho in [(60, 0.0), (400, 0.3), (400, -0.4), (1000, 0.7), (250, 0.95)]:
    noise = r.standard_normal(n)
    values = np.empty(n)
    values[0] = noise[0]
    for i in range(1, n):
        values[i] = rho * values[i - 1] + noise[i]
    values = np.round(values, 6)
    blocks.append({"values": values.tolist(), "stationary": float(optimal_block_length(values)["stationary"].iloc[0])})

json.dump({"shares": shares, "waits": waits, "blocks": blocks}, (out / "scenarios.json").open("w"))
