"""Long where the signal is above zero, else flat. Written for Backtesting 0.6.6 and pandas 2.3.3."""

import sys
import time

import backtesting
import panel

folder, weight, cash, slippage, per_share = sys.argv[1], *map(float, sys.argv[2:6])


class LongFlat(backtesting.Strategy):
    def init(self):
        self.signal = self.I(lambda: self.data.Signal, name="signal")

    def next(self):
        if self.signal[-1] > 0:
            if not self.position:
                self.buy(size=weight)
        else:
            self.position.close()


times, symbols, fields = panel.read(folder)
prices = panel.frame(times, fields, 0).rename(columns=str.capitalize)
start = time.perf_counter()
test = backtesting.Backtest(
    prices,
    LongFlat,
    cash=cash,
    spread=slippage,
    commission=lambda size, price: abs(size) * per_share,
    finalize_trades=True,
)
result = test.run()
panel.answer(time.perf_counter() - start, backtesting.__version__, float(result["Equity Final [$]"]))
