"""Writes costs.json, what Zipline's slippage and commission models make of made-up bars and orders, into a folder.

The models are Zipline's own, run over bars that a small object hands to them. A fill is [price, units], null for none; a
charge is that of one part of an order. Slippage cases have several orders in one bar, which share its volume.

Pins: Python 3.11, zipline-reloaded 3.1.1, numpy 2.4.6, pandas 2.3.3.
"""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
from zipline.assets import ExchangeInfo, Future
from zipline.errors import HistoryWindowStartsBeforeData
from zipline.finance.commission import PerContract, PerDollar, PerShare, PerTrade
from zipline.finance.order import Order
from zipline.finance.slippage import (
    FixedBasisPointsSlippage,
    FixedSlippage,
    VolatilityVolumeShare,
    VolumeShareSlippage,
)

out = Path(sys.argv[1])
r = np.random.default_rng(11)
ROWS = 40
days = pd.date_range("2024-01-02", periods=ROWS, freq="B", tz="UTC")
close = np.round(50 * np.exp(np.cumsum(r.normal(0, 0.02, ROWS))), 2)
high = np.round(close * (1 + 0.01 * r.random(ROWS)), 2)
low = np.round(close * (1 - 0.01 * r.random(ROWS)), 2)
volume = np.round(20_000 * np.exp(r.normal(0, 0.6, ROWS)))
volume[[7, 33]] = 0
volume[[12, 35]] = 30
bars = pd.DataFrame({"high": high, "low": low, "close": close, "volume": volume}, index=days)
asset = Future(1, exchange_info=ExchangeInfo("made up", "XX", "US"), root_symbol="ZZ")


class Data:
    """What the models ask of a bar."""

    def __init__(self, row):
        self.row = row
        self.current_dt = self.current_session = days[row]

    def current(self, _, fields):
        return bars.iloc[self.row][fields]

    def history(self, _, field, count, __):
        if self.row + 1 < count:
            raise HistoryWindowStartsBeforeData(first_trading_day=days[0], required_start_day="earlier", asset=asset)
        return bars[field].iloc[self.row + 1 - count : self.row + 1]


def fills(model, row, amounts):
    orders = [Order(days[row], asset, amount) for amount in amounts]
    got = {id(order): [float(txn.price), int(txn.amount)] for order, txn in model.simulate(Data(row), asset, orders)}
    return [got.get(id(order)) for order in orders]


models = {
    "basis-points": [({}, FixedBasisPointsSlippage()), ({"points": 25, "limit": 0.3}, FixedBasisPointsSlippage(25, 0.3))],
    "volume-share": [({}, VolumeShareSlippage()), ({"limit": 0.2, "impact": 0.7}, VolumeShareSlippage(0.2, 0.7))],
    "fixed-spread": [({"limit": 1e9}, FixedSlippage()), ({"spread": 0.12, "limit": 1e9}, FixedSlippage(0.12))],
}
slippage = []
for name, given in models.items():
    for options, model in given:
        for row in range(5, ROWS, 2):
            amounts = [int(x) for x in np.round(np.exp(r.uniform(0, 9, 3))) * np.where(r.random(3) < 0.5, -1, 1)]
            slippage.append(
                {"name": name, "options": options, "row": row, "orders": amounts, "fills": fills(model, row, amounts)}
            )
for options, model in [({}, VolatilityVolumeShare(0.05, 0.049018143225019836)), ({"limit": 0.5, "eta": 40}, VolatilityVolumeShare(0.5, 40))]:
    for row in [3, 19, *range(20, ROWS)]:
        amount = int(np.round(np.exp(r.uniform(0, 9))) * (-1 if r.random() < 0.5 else 1))
        slippage.append(
            {
                "name": "volatility-volume-share",
                "options": options,
                "row": row,
                "orders": [amount],
                "fills": fills(model, row, [amount]),
            }
        )

commissions = []
charged = {
    "per-share": [
        ({}, PerShare()),
        ({"cost": 0.01, "minimum": 1}, PerShare(0.01, 1)),
        ({"cost": 0.005, "minimum": 7}, PerShare(0.005, 7)),
    ],
    "per-trade": [({"cost": 0}, PerTrade()), ({"cost": 5}, PerTrade(5))],
    "per-dollar": [({}, PerDollar()), ({"rate": 0.0004}, PerDollar(0.0004))],
    "per-contract": [
        ({"fee": 1.6}, PerContract(0.85, 1.6)),
        ({"cost": 0.3, "fee": 1, "minimum": 4}, PerContract(0.3, 1, 4)),
        ({}, PerContract(0.85, 0)),
    ],
}
for name, given in charged.items():
    for options, model in given:
        for count in [1, 2, 5]:
            for scale in [5, 200]:
                side = -1 if r.random() < 0.5 else 1
                parts = [[int(x), round(float(p), 2)] for x, p in zip(side * r.integers(1, scale, count), r.uniform(5, 90, count))]
                order = Order(days[0], asset, sum(amount for amount, _ in parts))
                costs = []
                for amount, price in parts:
                    cost = float(model.calculate(order, SimpleNamespace(amount=amount, price=price)))
                    order.filled += amount
                    order.commission += cost
                    costs.append(cost)
                commissions.append({"name": name, "options": options, "parts": parts, "costs": costs})

prices = {name: bars[name].tolist() for name in bars}
(out / "costs.json").write_text(json.dumps({"bars": prices, "slippage": slippage, "commissions": commissions}))
