"""Writes judging.json: what mlxtend's bias_variance_decomp makes of given predictions, and scikit-learn's figures of
probabilities, into the folder given.

Pins: Python 3.11, mlxtend 0.23.4, numpy 2.4.6, scikit-learn 1.9.1.
"""

import json
import sys
from pathlib import Path

import numpy as np
from mlxtend.evaluate import bias_variance_decomp
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss, log_loss

out = Path(sys.argv[1])
r = np.random.default_rng(5)
rounds, n = 7, 40


class Given:
    """Predicts the next of the lists that it was given, whatever it is fitted on."""

    def __init__(self, lists):
        self.lists, self.fits = lists, -1

    def fit(self, x, y):
        self.fits += 1
        return self

    def predict(self, x):
        return self.lists[self.fits]


def parts(lists, y, loss):
    x = np.zeros((n, 1))
    found = bias_variance_decomp(Given(lists), x, y, x, y, loss=loss, num_rounds=rounds, random_seed=1)
    return [float(each) for each in found]


y = r.standard_normal(n).round(6)
numbers = (y * 0.6 + 0.5 * r.standard_normal((rounds, n)) + 0.3).round(6)
labels = r.integers(0, 3, n)
answers = np.where(r.uniform(size=(rounds, n)) < 0.6, labels, r.integers(0, 3, (rounds, n)))

chances = r.uniform(size=300).round(6)
chances[:3] = [0, 0.1, 1]
came = (r.uniform(size=300) < chances**1.5).astype(int)
curves = {}
for strategy in ["uniform", "quantile"]:
    observed, predicted = calibration_curve(came, chances, n_bins=8, strategy=strategy)
    curves[strategy] = {"observed": observed.tolist(), "predicted": predicted.tolist()}

golden = {
    "squared": {"y": y.tolist(), "predictions": numbers.tolist(), "parts": parts(numbers, y, "mse")},
    "wrong": {"y": labels.tolist(), "labels": answers.tolist(), "parts": parts(answers, labels, "0-1_loss")},
    "chances": chances.tolist(),
    "came": came.tolist(),
    "curves": curves,
    "brier": float(brier_score_loss(came, chances)),
    "logLoss": float(log_loss(came, chances)),
}
(out / "judging.json").write_text(json.dumps(golden) + "\n")
