"""Reads a CSV file of daily bars and writes it as Parquet. Written for pandas 2.3.3 and pyarrow 26.0.1."""

import os
import sys
import tempfile
import time

import pandas
import panel

source = sys.argv[1]
with tempfile.TemporaryDirectory() as folder:
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        rows = pandas.read_csv(source)
        date = next(name for name in rows.columns if name.lower() in ("date", "t", "time"))
        rows[date] = pandas.to_datetime(rows[date])
        rows.to_parquet(os.path.join(folder, "out.parquet"))
        taken.append(time.perf_counter() - start)
    panel.answer(sorted(taken)[1], pandas.__version__)
