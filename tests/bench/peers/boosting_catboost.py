"""CatBoost's symmetric trees of depth 6, plain boosting, without sampling of rows. Written for catboost 1.2.10."""

from boosting_common import Run

import catboost

run = Run()


def binned():
    pool = catboost.Pool(run.x, run.y, thread_count=run.threads)
    pool.quantize(border_count=254)
    return pool


model = catboost.CatBoostRegressor(
    iterations=run.settings["trees"],
    learning_rate=0.05,
    depth=6,
    boosting_type="Plain",
    bootstrap_type="No",
    thread_count=run.threads,
    logging_level="Silent",
    allow_writing_files=False,
)
pool = run.timed("binning", binned)
run.timed("training", lambda: model.fit(pool))
run.answer(lambda x: model.predict(x, thread_count=run.threads), catboost.__version__)
