"""Writes classification.json into the folder given: what scikit-learn says of predicted classes and probabilities.

    pip install scikit-learn==1.9.1 numpy==2.4.6 scipy==1.17.1
    python tests/golden/evaluate-metrics/classification.py tests/golden/evaluate-metrics

A figure that is no number is null.
"""

import json
import sys
import warnings
from pathlib import Path

import numpy as np
from sklearn import metrics as m
from sklearn.calibration import calibration_curve

warnings.simplefilter("ignore")


def cases():
    r = np.random.default_rng(17)

    def drawn(n, classes, skill, shares=None):
        truth = r.choice(classes, n, p=shares)
        logits = r.standard_normal((n, len(classes))) + skill * (truth[:, None] == np.array(classes))
        p = np.exp(logits)
        p = np.round(p / p.sum(axis=1, keepdims=True), 4)
        return truth, p / p.sum(axis=1, keepdims=True)

    yield "three", [-1, 0, 1], *drawn(240, [-1, 0, 1], 1.0)
    yield "rare", [-1, 0, 1], *drawn(180, [-1, 0, 1], 0.4, [0.08, 0.85, 0.07])
    yield "two", [0, 1], *drawn(200, [0, 1], 0.8)
    yield "five", [1, 2, 3, 4, 5], *drawn(300, [1, 2, 3, 4, 5], 1.3)
    truth, p = drawn(90, [-1, 0, 1], 0.5)
    p[:, 2] = 0  # never named
    yield "never named", [-1, 0, 1], truth, p / p.sum(axis=1, keepdims=True)
    truth, p = drawn(60, [-1, 0, 1], 0.5)
    yield "absent", [-1, 0, 1], np.where(truth == 1, 0, truth), p
    truth, p = drawn(40, [0, 1], 0.8)
    yield "certain", [0, 1], truth, np.round(p)
    yield "all right", [0, 1], np.array([0, 1, 1, 0]), np.array([[0.9, 0.1], [0.2, 0.8], [0.4, 0.6], [0.7, 0.3]])
    yield "one label", [0, 1], np.zeros(10, int), drawn(10, [0, 1], 0)[1]


def expected_error(right, sure):
    bins = np.clip(np.ceil(np.asarray(sure) * 10).astype(int) - 1, 0, 9)
    return sum(
        np.mean(bins == b) * abs(np.mean(right[bins == b]) - np.mean(sure[bins == b])) for b in range(10) if (bins == b).any()
    )


def figures(classes, truth, p):
    predicted = np.array(classes)[p.argmax(axis=1)]
    each = m.precision_recall_fscore_support(truth, predicted, labels=classes, zero_division=np.nan)
    out = {
        "predicted": predicted,
        "confusion": m.confusion_matrix(truth, predicted, labels=classes),
        "accuracy": m.accuracy_score(truth, predicted),
        "balanced-accuracy": m.balanced_accuracy_score(truth, predicted),
        "matthews": m.matthews_corrcoef(truth, predicted),
        "precision": each[0],
        "recall": each[1],
        "f1": each[2],
        "support": each[3],
        "log-loss": m.log_loss(truth, p, labels=classes),
    }
    for average in ("macro", "weighted"):
        # A class of which there is nothing and for which nothing was taken counts 0, as the others' undetermined scores.
        values = m.precision_recall_fscore_support(truth, predicted, labels=classes, average=average, zero_division=0)
        out[average] = values[:3]
    binary = len(classes) == 2
    out["brier"] = m.brier_score_loss(truth, p[:, 1] if binary else p, labels=classes)
    present = len(set(truth)) == len(classes)
    auc = (lambda: m.roc_auc_score(truth, p[:, 1])) if binary else (lambda: m.roc_auc_score(truth, p, multi_class="ovr"))
    out["auc"] = auc() if present else np.nan
    sure = p.max(axis=1)
    out["calibration-error"] = expected_error(truth == predicted, sure)
    if binary and present:
        out["curves"] = {
            f"{strategy} {bins}": calibration_curve(truth, p[:, 1], n_bins=bins, strategy=strategy)
            for strategy in ("uniform", "quantile")
            for bins in (5, 10)
        }
    return out


def clean(x):
    if isinstance(x, dict):
        return {k: clean(v) for k, v in x.items()}
    if isinstance(x, (np.ndarray, list, tuple)):
        return [clean(v) for v in x]
    if isinstance(x, (np.integer, int)):
        return int(x)
    return float(x) if x is not None and np.isfinite(x) else None


def main():
    out = {
        name: {"classes": classes, "truth": truth, "probabilities": p, "figures": figures(classes, truth, p)}
        for name, classes, truth, p in cases()
    }
    (Path(sys.argv[1]) / "classification.json").write_text(json.dumps(clean(out)) + "\n")


main()
