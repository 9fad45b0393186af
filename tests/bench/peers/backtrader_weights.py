"""On each bar the weights that the panel has, if it has any. Written for backtrader 1.9.78.123."""

import sys
import time

import backtrader
import numpy
import panel

folder, _, cash, slippage, per_share = sys.argv[1], *map(float, sys.argv[2:6])
times, symbols, fields = panel.read(folder)


class Weights(backtrader.Strategy):
    def next(self):
        weights = fields["weight"][len(self) - 1]
        if numpy.isnan(weights).all():
            return
        for data, weight in zip(self.datas, weights):
            if weight or self.getposition(data).size:
                self.order_target_percent(data, target=weight)


frames = [panel.frame(times, fields, i) for i in range(len(symbols))]
start = time.perf_counter()
cerebro = backtrader.Cerebro(stdstats=False)
for prices, symbol in zip(frames, symbols):
    cerebro.adddata(backtrader.feeds.PandasData(dataname=prices), name=symbol)
cerebro.addstrategy(Weights)
cerebro.broker.setcash(cash)
cerebro.broker.set_slippage_perc(slippage, slip_open=True, slip_match=True, slip_out=True)
cerebro.broker.setcommission(commission=per_share, commtype=backtrader.CommInfoBase.COMM_FIXED, stocklike=True)
cerebro.run()
panel.answer(time.perf_counter() - start, backtrader.__version__, cerebro.broker.getvalue())
