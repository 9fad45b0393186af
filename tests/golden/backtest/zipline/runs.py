"""Writes made.json or real.json, what Zipline makes of the strategies, into the folder given.

    python zipline/runs.py FOLDER made
    python zipline/runs.py FOLDER real PATH/all_stocks_5yr.csv.gz

A run's `fills` are [row, symbol, quantity, price, commission]; `cash_changes` and `held` are changes, [row, cash] and
[row, symbol, units], as at the end of the row's session; `equity` is the portfolio's value at the end of each.
Zipline is untouched: its blotter is only watched, for the commission of each fill.

Pins: Python 3.11, zipline-reloaded 3.2.1, numpy 2.4.6, pandas 2.3.3, exchange_calendars 4.13.2.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

state = tempfile.TemporaryDirectory()
os.environ["ZIPLINE_ROOT"] = state.name

import numpy  # noqa: E402
import pandas  # noqa: E402
import zipline  # noqa: E402
from zipline import api  # noqa: E402
from zipline.data.bundles import ingest, register  # noqa: E402
from zipline.finance import commission, slippage  # noqa: E402
from zipline.finance.blotter import SimulationBlotter  # noqa: E402
from zipline.utils.calendar_utils import get_calendar  # noqa: E402

sys.path.append(str(Path(__file__).parents[1]))

import price_sets  # noqa: E402
import strategies as z  # noqa: E402

out, chosen = Path(sys.argv[1]), sys.argv[2]
prices = price_sets.made() if chosen == "made" else price_sets.real(sys.argv[3])
days = pandas.DatetimeIndex(prices.days)
calendar = get_calendar("XNYS")
assert list(calendar.sessions_in_range(days[0], days[-1])) == list(days)

SLIPPAGE = {
    "basis-points": lambda bps=5.0, limit=0.1: slippage.FixedBasisPointsSlippage(bps, limit),
    "volume-share": lambda limit=0.025, impact=0.1: slippage.VolumeShareSlippage(limit, impact),
    "fixed": lambda spread=0.0: slippage.FixedSlippage(spread),
    "none": slippage.NoSlippage,
}
COMMISSION = {
    "per-share": lambda cost=0.001, minimum=0.0: commission.PerShare(cost, minimum),
    "per-trade": lambda cost: commission.PerTrade(cost),
    "per-dollar": lambda cost=0.0015: commission.PerDollar(cost),
    "none": commission.NoCommission,
}
liquid = ["AAA", "BBB", "CCC"]
five = [*liquid, "GAP", "THIN"]
default = ({"kind": "basis-points"}, {"kind": "per-share"})
shares = {"kind": "volume-share"}


def run(name, strategy, universe, costs=default, cash=100_000, **options):
    return {"name": name, "strategy": strategy, "universe": universe, "slippage": costs[0], "commission": costs[1],
            "cash": cash, **options}


if chosen == "made":
    runs = [
        run("hold", z.hold, five),
        run("cross", z.cross, five),
        run("month-start", z.equal("month_start"), five),
        run("month-end", z.equal("month_end"), five),
        run("week-end", z.equal("week_end"), liquid),
        run("momentum", z.momentum, five),
        run("long-short", z.long_short, five),
        run("limits", z.limits, five, (shares, default[1])),
        run("limits-basis-points", z.limits, five),
        run("stops", z.stops, five),
        run("stop-limits", z.stop_limits, five, (shares, default[1])),
        run("large", z.large(3000), ["THIN"]),
        run("large-volume-share", z.large(2000), ["THIN"], (shares, {"kind": "per-share", "cost": 0.01, "minimum": 2})),
        run("large-minimum", z.large(3000), ["THIN"],
            (default[0], {"kind": "per-share", "cost": 0.0075, "minimum": 5})),
        run("large-per-trade", z.large(3000), ["THIN"], (default[0], {"kind": "per-trade", "cost": 4.95})),
        run("replace", z.replace(700), ["THIN", "GAP"], ({"kind": "volume-share", "limit": 0.1}, default[1])),
        run("whole", z.whole, liquid),
        run("long-short-volume-share", z.long_short, five, (shares, {"kind": "per-dollar"})),
        run("long-short-fixed", z.long_short, five, ({"kind": "fixed", "spread": 0.1}, {"kind": "per-trade", "cost": 1})),
        run("long-short-free", z.long_short, five, ({"kind": "none"}, {"kind": "none"})),
        run("split-long", z.split(101), ["SPLIT"]),
        run("split-short", z.split(-103), ["SPLIT"]),
        run("dividends-long", z.dividends(300), ["PAYS"]),
        run("dividends-short", z.dividends(-300), ["PAYS"]),
        run("delisting-long", z.delisting(1000), ["GONE"]),
        run("delisting-short", z.delisting(-1000), ["GONE"]),
    ]
else:
    eight = prices.symbols
    runs = [
        run("hold", z.hold, eight),
        run("cross", z.cross, eight),
        run("month-start", z.equal("month_start"), eight),
        run("momentum", z.momentum, eight),
        run("long-short", z.long_short, eight),
        run("limits", z.limits, eight, (shares, default[1])),
        run("stops", z.stops, eight, cash=1_000_000),
        run("stop-limits", z.stop_limits, eight, (shares, default[1]), cash=1_000_000),
        run("large", z.large(120_000), ["MTD"], cash=100_000_000),
        run("replace", z.replace(60_000), ["MTD", "AZO"], (shares, {"kind": "per-share", "minimum": 1}), 100_000_000),
        run("whole", z.whole, eight),
    ]


def bundle(environ, assets, minutes, daily, adjustments, calendar, start, end, cache, progress, output):
    symbols = prices.symbols
    ends = [prices.delistings.get(s, len(days)) for s in symbols]
    meta = pandas.DataFrame({"symbol": symbols, "asset_name": symbols, "exchange": "TEST", "start_date": days[0]})
    meta["end_date"] = [days[row - 1] for row in ends]
    # Of those that are there to the end a day after the last, so that nothing is closed.
    meta["auto_close_date"] = [days[row] if row < len(days) else days[-1] + pandas.Timedelta(days=1) for row in ends]

    def frame(k):
        columns = {name: column[: ends[k], k] for name, column in prices.columns.items()}
        return pandas.DataFrame({n: c if n == "volume" else c / 100 for n, c in columns.items()}, index=days[: ends[k]])

    daily.write(((k, frame(k)) for k in range(len(symbols))), show_progress=False)
    assets.write(equities=meta, exchanges=pandas.DataFrame({"exchange": ["TEST"], "country_code": ["US"]}))
    splits = [(symbols.index(s["symbol"]), s["ratio"], days[s["row"]]) for s in prices.splits]
    paid = [
        (symbols.index(d["symbol"]), days[d["row"]], days[d["row"]], days[d["row"]], days[d["paid"]], d["amount"])
        for d in prices.dividends
    ]
    adjustments.write(
        splits=pandas.DataFrame(splits, columns=["sid", "ratio", "effective_date"]) if splits else None,
        dividends=pandas.DataFrame(
            paid, columns=["sid", "ex_date", "declared_date", "record_date", "pay_date", "amount"]
        ) if paid else None,
    )


class Desk:
    """What the strategies see of Zipline. Amounts are whole units, prices whole cents."""

    def __init__(self, universe):
        self.assets = {s: api.symbol(s) for s in universe}
        self.row = -1

    def close(self, s):
        return int(prices.latest[self.row, prices.symbols.index(s)])

    def closes(self, s, bars):
        return [int(c) for c in prices.latest[self.row - bars + 1 : self.row + 1, prices.symbols.index(s)]]

    def position(self, s):
        return int(self.context.portfolio.positions[self.assets[s]].amount)

    def order(self, s, amount, limit=None, stop=None):
        api.order(
            self.assets[s], amount,
            limit_price=None if limit is None else limit / 100, stop_price=None if stop is None else stop / 100,
        )

    def value(self, s, value):
        api.order_value(self.assets[s], value)

    def percent(self, s, part):
        api.order_percent(self.assets[s], part)

    def target(self, s, amount):
        api.order_target(self.assets[s], amount)

    def target_value(self, s, value):
        api.order_target_value(self.assets[s], value)

    def target_percent(self, s, part):
        api.order_target_percent(self.assets[s], part)

    def open_amounts(self, s):
        return [int(o.amount - o.filled) for o in api.get_open_orders(self.assets[s])]

    def cancel_all(self, s):
        for order in api.get_open_orders(self.assets[s]):
            api.cancel_order(order)


RULES = {
    "week_start": lambda: api.date_rules.week_start(),
    "week_end": lambda: api.date_rules.week_end(days_offset=1),
    "month_start": lambda: api.date_rules.month_start(),
    "month_end": lambda: api.date_rules.month_end(days_offset=2),
}
paid = {}
watched = SimulationBlotter.get_transactions


def watch(blotter, bar_data):
    transactions, commissions, closed = watched(blotter, bar_data)
    for c in commissions:
        paid[blotter.current_dt.normalize().tz_localize(None), c["order"].id] = c["cost"]
    return transactions, commissions, closed


SimulationBlotter.get_transactions = watch


def figure(value, digits):
    value = round(float(value), digits)
    return int(value) if value == int(value) else value


def simulate(about):
    paid.clear()

    def initialize(context):
        desk = context.desk = Desk(about["universe"])
        desk.context = context
        context.bar, scheduled = about["strategy"](desk, about["universe"])
        for model, table, use in (
            (about["slippage"], SLIPPAGE, api.set_slippage), (about["commission"], COMMISSION, api.set_commission)
        ):
            options = {k: v for k, v in model.items() if k != "kind"}
            if options or (about["slippage"], about["commission"]) != default:
                use(table[model["kind"]](**options))
        for rule, action in scheduled:
            api.schedule_function(lambda context, data, action=action: action(context.desk.row), RULES[rule]())

    def handle_data(context, data):
        context.desk.row += 1
        assert api.get_datetime().date() == days[context.desk.row].date()
        if context.bar is not None:
            context.bar(context.desk.row)

    result = zipline.run_algorithm(
        start=days[0], end=days[-1], initialize=initialize, handle_data=handle_data, capital_base=about["cash"],
        bundle="prices", trading_calendar=calendar, benchmark_returns=pandas.Series(0.0, index=days),
    )
    assert len(result) == len(days)
    fills, cash, held, before = [], [], [], {}
    for row, (_, session) in enumerate(result.iterrows()):
        for t in session.transactions:
            assert t["dt"].date() == days[row].date()
            cost = paid.get((days[row], t["order_id"]), 0.0)
            symbol = about["universe"].index(t["sid"].symbol)
            fills.append([row, symbol, int(t["amount"]), figure(t["price"], 9), figure(cost, 9)])
        if row == 0 or session.ending_cash != result.ending_cash.iloc[row - 1]:
            cash.append([row, figure(session.ending_cash, 6)])
        now = {p["sid"].symbol: int(p["amount"]) for p in session.positions}
        for k, s in enumerate(about["universe"]):
            if now.get(s, 0) != before.get(s, 0):
                held.append([row, k, now.get(s, 0)])
        before = now
    equity = [figure(v, 6) for v in result.portfolio_value]
    print(f"{about['name']:26} {len(fills):5} fills, equity {equity[-1]}", flush=True)
    return {**{k: v for k, v in about.items() if k != "strategy"}, "fills": fills, "cash_changes": cash, "held": held,
            "equity": equity}


register("prices", bundle, calendar_name="XNYS", start_session=days[0], end_session=days[-1])
ingest("prices", show_progress=False)
only = sys.argv[4:] if chosen == "real" else sys.argv[3:]
lines = [json.dumps(simulate(about), separators=(",", ":")) for about in runs if not only or about["name"] in only]
if not only:
    (out / f"{chosen}.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")
