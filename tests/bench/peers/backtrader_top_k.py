"""On each bar the k symbols of the highest signal long and the k lowest short. Written for backtrader 1.9.78.123."""

import sys
import time

import backtrader
import numpy
import panel

folder, k, cash, slippage, per_share = sys.argv[1], *map(float, sys.argv[2:6])
k = int(k)


class Feed(backtrader.feeds.PandasData):
    lines = ("signal",)
    params = (("signal", "signal"),)


class TopK(backtrader.Strategy):
    def next(self):
        signal = numpy.array([data.signal[0] for data in self.datas])
        known = numpy.flatnonzero(~numpy.isnan(signal))
        if len(known) < 2 * k:
            return
        order = known[numpy.argsort(signal[known], kind="stable")]
        weights = numpy.zeros(len(signal))
        weights[order[:k]] = -0.5 / k
        weights[order[-k:]] = 0.5 / k
        for data, weight in zip(self.datas, weights):
            if weight or self.getposition(data).size:
                self.order_target_percent(data, target=weight)


times, symbols, fields = panel.read(folder)
frames = [panel.frame(times, fields, i) for i in range(len(symbols))]
start = time.perf_counter()
cerebro = backtrader.Cerebro(stdstats=False)
for prices, symbol in zip(frames, symbols):
    cerebro.adddata(Feed(dataname=prices), name=symbol)
cerebro.addstrategy(TopK)
cerebro.broker.setcash(cash)
cerebro.broker.set_slippage_perc(slippage, slip_open=True, slip_match=True, slip_out=True)
cerebro.broker.setcommission(commission=per_share, commtype=backtrader.CommInfoBase.COMM_FIXED, stocklike=True)
cerebro.run()
panel.answer(time.perf_counter() - start, backtrader.__version__, cerebro.broker.getvalue())
