"""XGBoost's histograms, grown leaf by leaf as LightGBM's. Written for xgboost 3.2.0."""

from boosting_common import Run

import xgboost

run = Run()
given = {
    "objective": "reg:squarederror",
    "tree_method": "hist",
    "grow_policy": "lossguide",
    "max_leaves": run.settings["leaves"],
    "max_depth": 0,
    "eta": 0.05,
    "max_bin": 255,
    "lambda": 0,
    "min_child_weight": 20,
    "nthread": run.threads,
}
data = run.timed(
    "binning", lambda: xgboost.QuantileDMatrix(run.x, run.y, max_bin=255, nthread=run.threads)
)
model = run.timed("training", lambda: xgboost.train(given, data, run.settings["trees"]))
run.answer(model.inplace_predict, xgboost.__version__)
