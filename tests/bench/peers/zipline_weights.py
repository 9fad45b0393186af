"""On each bar the weights that the panel has, if it has any. Written for zipline-reloaded 3.2.1.

The rows are weekdays, for which zipline has the calendar 24/5; there it sizes orders by the price of the session before, so
that the end is another. What is the same on a real calendar, to the cent, is tested in tests/backtest.
"""

import os
import sys
import tempfile
import time

import numpy
import panel

folder, _, cash, slippage, per_share = sys.argv[1], *map(float, sys.argv[2:6])
state = tempfile.TemporaryDirectory()
os.environ["ZIPLINE_ROOT"] = state.name

import pandas  # noqa: E402
import zipline  # noqa: E402
from zipline.api import order_target_percent, set_commission, set_slippage, symbol  # noqa: E402
from zipline.data.bundles import ingest, register  # noqa: E402
from zipline.finance.commission import PerShare  # noqa: E402
from zipline.finance.slippage import FixedBasisPointsSlippage  # noqa: E402
from zipline.utils.calendar_utils import get_calendar  # noqa: E402

times, symbols, fields = panel.read(folder)


def bundle(environ, assets, minutes, daily, adjustments, calendar, start, end, cache, progress, output):
    meta = pandas.DataFrame({"symbol": symbols, "asset_name": symbols, "exchange": "TEST"})
    meta["start_date"], meta["end_date"] = times[0], times[-1]
    names = ("open", "high", "low", "close", "volume")
    frames = ((i, panel.frame(times, fields, i, names)) for i in range(len(symbols)))
    daily.write(frames, show_progress=False)
    assets.write(equities=meta, exchanges=pandas.DataFrame({"exchange": ["TEST"], "country_code": ["US"]}))
    adjustments.write()


register("panel", bundle, calendar_name="24/5", start_session=times[0], end_session=times[-1])
ingest("panel", show_progress=False)


def initialize(context):
    context.assets = [symbol(name) for name in symbols]
    context.bar = 0
    context.held = numpy.zeros(len(symbols), dtype=bool)
    set_slippage(FixedBasisPointsSlippage(basis_points=slippage * 1e4, volume_limit=1.0))
    set_commission(PerShare(cost=per_share, min_trade_cost=0.0))


def handle_data(context, data):
    i, context.bar = context.bar, context.bar + 1  # zipline knows no price on the first session
    weights = fields["weight"][i]
    if i == 0 or numpy.isnan(weights).all():
        return
    for j in numpy.flatnonzero((weights != 0) | context.held):
        order_target_percent(context.assets[j], weights[j])
    context.held = weights != 0


start = time.perf_counter()
result = zipline.run_algorithm(
    start=times[0],
    end=times[-1],
    initialize=initialize,
    handle_data=handle_data,
    capital_base=cash,
    bundle="panel",
    trading_calendar=get_calendar("24/5"),
    benchmark_returns=pandas.Series(0.0, index=times),
)
panel.answer(time.perf_counter() - start, zipline.__version__, float(result.portfolio_value.iloc[-1]))
