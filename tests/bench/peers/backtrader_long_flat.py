"""Long where the signal is above zero, else flat. Written for backtrader 1.9.78.123 and pandas 2.3.3."""

import sys
import time

import backtrader
import panel

folder, weight, cash, slippage, per_share = sys.argv[1], *map(float, sys.argv[2:6])


class Feed(backtrader.feeds.PandasData):
    lines = ("signal",)
    params = (("signal", "signal"),)


class LongFlat(backtrader.Strategy):
    def next(self):
        wanted = self.data.signal[0] > 0
        if wanted != (self.position.size > 0):
            self.order_target_percent(target=weight if wanted else 0.0)


times, symbols, fields = panel.read(folder)
prices = panel.frame(times, fields, 0)
start = time.perf_counter()
cerebro = backtrader.Cerebro(stdstats=False)
cerebro.adddata(Feed(dataname=prices, timeframe=backtrader.TimeFrame.Minutes))
cerebro.addstrategy(LongFlat)
cerebro.broker.setcash(cash)
cerebro.broker.set_slippage_perc(slippage, slip_open=True, slip_match=True, slip_out=True)
cerebro.broker.setcommission(commission=per_share, commtype=backtrader.CommInfoBase.COMM_FIXED, stocklike=True)
cerebro.run()
panel.answer(time.perf_counter() - start, backtrader.__version__, cerebro.broker.getvalue())
