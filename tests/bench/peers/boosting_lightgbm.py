"""LightGBM, with `layout` row or col for its histograms. Written for lightgbm 4.7.0."""

from boosting_common import Run

import lightgbm

run = Run()
given = {
    "objective": "regression",
    "num_leaves": run.settings["leaves"],
    "learning_rate": 0.05,
    "max_bin": 255,
    f"force_{run.settings['layout']}_wise": True,
    "num_threads": run.threads,
    "verbosity": -1,
}
data = lightgbm.Dataset(run.x, run.y, params=given)
run.timed("binning", data.construct)
model = run.timed("training", lambda: lightgbm.train(given, data, run.settings["trees"]))
run.answer(lambda x: model.predict(x, num_threads=run.threads), lightgbm.__version__)
