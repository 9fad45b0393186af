"""Reads 500 symbols of a Parquet file of daily bars as five matrices, dates by symbols. Written for polars 1.35.2."""

import sys
import time

import panel
import polars

source = sys.argv[1]
symbols = [f"S{4 * i:04d}" for i in range(500)]
fields = ["open", "high", "low", "close", "volume"]
taken = []
for _ in range(6):
    start = time.perf_counter()
    rows = (
        polars.scan_parquet(source)
        .filter(polars.col("symbol").is_in(symbols))
        .select("t", "symbol", *fields)
        .collect()
    )
    wide = rows.pivot(on="symbol", index="t", values=fields).sort("t")
    matrices = [wide.select([f"{field}_{symbol}" for symbol in symbols]).to_numpy() for field in fields]
    taken.append(time.perf_counter() - start)
    assert all(matrix.shape == (1260, 500) for matrix in matrices)
panel.answer(sorted(taken[1:])[2], polars.__version__)
