"""Writes made.json or real.json, what backtrader makes of the strategies, into the folder given.

    python backtrader/runs.py FOLDER made
    python backtrader/runs.py FOLDER real PATH/all_stocks_5yr.csv.gz

A run's `fills` are [row, symbol, quantity, price, commission]; `cash_changes` are [row, cash]; `equity` is the
broker's value at each close. backtrader is as it comes, but for its check of the cash before orders are taken, which is
off: what is compared are the fills. Market orders are filled at the next open; limits, stops, trailing stops and
brackets by the bar's open, high and low. `flat` runs trade bars of which each has but one price, its close.

Pins: Python 3.11, backtrader 1.9.78.123, numpy 2.4.6, pandas 2.3.3.
"""

import json
import sys
from pathlib import Path

import backtrader
import pandas
from backtrader import Order

sys.path.append(str(Path(__file__).parents[1]))

import price_sets  # noqa: E402

out, chosen = Path(sys.argv[1]), sys.argv[2]
prices = price_sets.made() if chosen == "made" else price_sets.real(sys.argv[3])
days = pandas.DatetimeIndex(prices.days)
# The split of SPLIT is not told: it is a gap of a fifth through every price.
LIQUID, GAPS = (["AAA", "BBB", "CCC"], ["BBB", "CCC", "SPLIT"]) if chosen == "made" else (
    ["AAPL", "JPM", "KO"], ["AMZN", "GE", "XOM"])
THIN, SHARE = (["THIN"], 0.1) if chosen == "made" else (["MTD"], 0.002)
PER_UNIT, RATE = {"kind": "per-share", "cost": 0.001}, {"kind": "per-dollar", "cost": 0.001}


def cents(value):
    return value / 100


class Run(backtrader.Strategy):
    """Strategies fill in `bar`, which is called at each close with the row; prices are whole cents."""

    params = (("universe", ()), ("log", None))

    def __init__(self):
        self.byname = dict(zip(self.p.universe, self.datas))
        self.waiting = {s: [] for s in self.p.universe}

    def c(self, s):
        return round(100 * self.byname[s].close[0])

    def held(self, s):
        return int(self.getposition(self.byname[s]).size)

    def lot(self, s):
        return 2_000_000 // self.c(s)

    def give(self, s, size, **terms):
        order = (self.buy if size > 0 else self.sell)(data=self.byname[s], size=abs(size), **terms)
        self.waiting[s].append(order)
        return order

    def cancel_all(self, s):
        for order in self.waiting[s]:
            self.cancel(order)
        self.waiting[s] = []

    def notify_order(self, order):
        if order.status not in (Order.Partial, Order.Completed):
            return
        row = len(self) - 1
        s = order.data._name
        for e in order.executed.getpending():
            assert days[row].date() == backtrader.num2date(e.dt).date()
            fill = [row, self.p.universe.index(s), int(e.size), round(e.price, 9), round(e.closedcomm + e.openedcomm, 9)]
            self.p.log["fills"].append(fill)
        if order.status == Order.Partial:
            return
        self.waiting[s] = [o for o in self.waiting[s] if o.ref != order.ref and o.alive()]
        self.filled(s, order)

    def filled(self, s, order):
        pass

    def next(self):
        self.bar(len(self) - 1)
        cash, equity = self.broker.getcash(), self.broker.getvalue()
        if not self.p.log["cash_changes"] or self.p.log["cash_changes"][-1][1] != round(cash, 6):
            self.p.log["cash_changes"].append([len(self) - 1, round(cash, 6)])
        self.p.log["equity"].append(round(equity, 6))


class Markets(Run):
    """Long the symbol that rose most over ten bars, short the one that rose least, every five bars."""

    def bar(self, i):
        if i < 10 or i % 5 != 0:
            return
        changes = sorted(
            (int(prices.latest[i, prices.symbols.index(s)]) / int(prices.latest[i - 10, prices.symbols.index(s)]), k)
            for k, s in enumerate(self.p.universe)
        )
        for rank, (_, k) in enumerate(changes):
            weight = -0.4 if rank == 0 else 0.4 if rank == len(changes) - 1 else 0
            self.order_target_percent(self.datas[k], target=weight)


class Large(Run):
    """Orders of many times what a bar's volume lets through, at the open and as a limit."""

    def bar(self, i):
        s = self.p.universe[0]
        if i == 5:
            self.give(s, 3000)
        elif i == 60:
            self.give(s, -self.held(s) - 1500)
        elif i == 130:
            self.give(s, 2500, exectype=Order.Limit, price=cents(self.c(s) * 99 // 100))


class Closes(Run):
    """In at a next close, out at the next close five bars later."""

    def bar(self, i):
        for k, s in enumerate(self.p.universe):
            if (i + k) % 5 == 0:
                self.give(s, self.lot(s) if self.held(s) == 0 else -self.held(s), exectype=Order.Close)


class Limits(Run):
    def bar(self, i):
        if i % 5 != 0:
            return
        for s in self.p.universe:
            self.cancel_all(s)
            if self.held(s) == 0:
                self.give(s, self.lot(s), exectype=Order.Limit, price=cents(self.c(s) * 99 // 100))
            else:
                self.give(s, -self.held(s), exectype=Order.Limit, price=cents(self.c(s) * 102 // 100))


class Stops(Run):
    def bar(self, i):
        if i % 5 != 0:
            return
        for s in self.p.universe:
            self.cancel_all(s)
            if self.held(s) == 0:
                self.give(s, self.lot(s), exectype=Order.Stop, price=cents(self.c(s) * 101 // 100))
            else:
                self.give(s, -self.held(s), exectype=Order.Stop, price=cents(self.c(s) * 98 // 100))


class StopLimits(Run):
    def bar(self, i):
        if i % 5 != 0:
            return
        for s in self.p.universe:
            c = self.c(s)
            self.cancel_all(s)
            if self.held(s) == 0:
                self.give(s, self.lot(s), exectype=Order.StopLimit, price=cents(c * 1005 // 1000),
                          plimit=cents(c * 1008 // 1000))
            else:
                self.give(s, -self.held(s), exectype=Order.StopLimit, price=cents(c * 995 // 1000),
                          plimit=cents(c * 992 // 1000))


class Trails(Run):
    """In at the next open every twenty bars, out by a trailing stop; long, and short, by turns."""

    part = False

    def bar(self, i):
        if i % 20 != 0:
            return
        for s in self.p.universe:
            self.cancel_all(s)
            side = 1 if i % 40 == 0 else -1
            size = side * self.lot(s) - self.held(s)
            self.give(s, size)

    def filled(self, s, order):
        if order.exectype != Order.Market:
            return
        distance = {"trailpercent": 0.03} if self.part else {"trailamount": cents(self.c(s) * 3 // 100)}
        self.give(s, -self.held(s), exectype=Order.StopTrail, **distance)


class TrailParts(Trails):
    part = True


class Brackets(Run):
    """A limit to get in, and when that is filled a stop and a limit to get out of which each cancels the other."""

    def bar(self, i):
        if i % 8 != 0:
            return
        for s in self.p.universe:
            c = self.c(s)
            if self.held(s) != 0 or self.waiting[s]:
                continue
            side = 1 if i % 16 == 0 else -1
            enter = self.buy_bracket if side > 0 else self.sell_bracket
            self.waiting[s] = list(enter(
                data=self.byname[s], size=self.lot(s), exectype=Order.Limit, price=cents(c * (1000 - side * 3) // 1000),
                stopprice=cents(c * (1000 - side * 15) // 1000), limitprice=cents(c * (1000 + side * 15) // 1000),
            ))


class Groups(Run):
    """Two orders to get in at the sides of the market of which each cancels the other; out at the next open."""

    def bar(self, i):
        if i % 6 != 0:
            return
        for s in self.p.universe:
            c = self.c(s)
            self.cancel_all(s)
            if self.held(s) != 0:
                self.give(s, -self.held(s))
                continue
            first = self.give(s, self.lot(s), exectype=Order.Stop, price=cents(c * 1012 // 1000))
            self.give(s, self.lot(s), exectype=Order.Limit, price=cents(c * 988 // 1000), oco=first)


RUNS = [
    ("markets", Markets, LIQUID, PER_UNIT, 0.0005, False),
    ("markets-rate", Markets, GAPS, RATE, 0.0, False),
    ("large", Large, THIN, PER_UNIT, 0.0, False),
    ("closes", Closes, LIQUID, PER_UNIT, 0.0, False),
    ("limits", Limits, GAPS, PER_UNIT, 0.0, False),
    ("stops", Stops, GAPS, PER_UNIT, 0.0, False),
    ("stop-limits", StopLimits, LIQUID, PER_UNIT, 0.0, False),
    ("trails", Trails, LIQUID, PER_UNIT, 0.0, False),
    ("trails-flat", Trails, GAPS, PER_UNIT, 0.0, True),
    ("trail-parts-flat", TrailParts, GAPS, PER_UNIT, 0.0, True),
    ("brackets", Brackets, GAPS, PER_UNIT, 0.0, False),
    ("groups", Groups, GAPS, PER_UNIT, 0.0, False),
]


def simulate(name, strategy, universe, commission, slip, flat):
    cerebro = backtrader.Cerebro(stdstats=False)
    for s in universe:
        k = prices.symbols.index(s)
        fields = {n: prices.columns["close" if flat and n != "volume" else n][:, k] for n in price_sets.FIELDS}
        frame = pandas.DataFrame({n: v if n == "volume" else v / 100 for n, v in fields.items()}, index=days)
        cerebro.adddata(backtrader.feeds.PandasData(dataname=frame), name=s)
    log = {"fills": [], "cash_changes": [], "equity": []}
    cerebro.addstrategy(strategy, universe=universe, log=log)
    cash = 10_000_000 if universe is THIN else 100_000
    cerebro.broker.setcash(cash)
    cerebro.broker.set_checksubmit(False)
    if universe is THIN:
        cerebro.broker.set_filler(backtrader.fillers.FixedBarPerc(perc=100 * SHARE))
    if slip:
        cerebro.broker.set_slippage_perc(slip, slip_open=True, slip_match=True, slip_out=True)
    unit = commission["kind"] == "per-share"
    kind = backtrader.CommInfoBase.COMM_FIXED if unit else backtrader.CommInfoBase.COMM_PERC
    cerebro.broker.setcommission(commission=commission["cost"], commtype=kind, stocklike=True, percabs=True)
    cerebro.run()
    assert len(log["equity"]) == len(days)
    print(f"{name:20} {len(log['fills']):5} fills, equity {log['equity'][-1]}")
    return {"name": name, "universe": universe, "slippage": {"kind": "rate", "rate": slip, **({"limit": SHARE} if universe is THIN else {})}, "commission": commission,
            "cash": cash, "flat": flat, **log}


lines = [json.dumps(simulate(*run), separators=(",", ":")) for run in RUNS]
(out / f"{chosen}.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")
