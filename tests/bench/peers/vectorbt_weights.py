"""On each bar the weights that the panel has, filled at the next bar's close: vectorbt's compiled simulation.

Written for vectorbt 1.2.0. Orders to target weights, all symbols sharing the cash, fractions of shares, costs a part of the
value; the account's value on each bar is part of the time, the compilation is not.
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
        freq="1D",
    )
    return portfolio.value()


simulate()
taken = []
for _ in range(5):
    start = time.perf_counter()
    value = simulate()
    taken.append(time.perf_counter() - start)
panel.answer(sorted(taken)[2], vectorbt.__version__, float(value.iloc[-1]))
