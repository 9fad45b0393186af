"""On each bar the weights that the panel has, filled at the next bar's close: vectorbt's compiled simulation.

Written for vectorbt 1.0.0 with plotly 5. Orders to target weights, all symbols sharing the cash, sales before purchases,
fractions of shares, costs a part of the value. `seconds` are those of the simulation alone, `panelSeconds` those with the
account's value on each bar; the compilation is in neither. vectorbt sizes an order at the price at which it is filled, so
that the end is not the same to the cent.
"""

import sys
import time

import numpy
import pandas
import panel
import vectorbt

folder, _, cash, slippage, per_value = sys.argv[1], *map(float, sys.argv[2:6])
times, symbols, fields = panel.read(folder)
close = pandas.DataFrame(fields["close"], index=times, columns=symbols)
weights = pandas.DataFrame(fields["weight"], index=times, columns=symbols).shift(1)


def simulate():
    portfolio = vectorbt.Portfolio.from_orders(
        close,
        size=weights,
        size_type="targetpercent",
        price=close,
        slippage=slippage,
        fees=per_value,
        init_cash=cash,
        cash_sharing=True,
        group_by=True,
        call_seq="auto",
        freq="1D",
    )
    return portfolio


simulate().value()
alone, whole = [], []
for _ in range(5):
    start = time.perf_counter()
    portfolio = simulate()
    alone.append(time.perf_counter() - start)
    value = portfolio.value()
    whole.append(time.perf_counter() - start)
panel.answer(
    sorted(alone)[2], vectorbt.__version__, float(value.iloc[-1]), panelSeconds=sorted(whole)[2]
)
