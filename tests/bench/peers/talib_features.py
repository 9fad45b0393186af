"""TA-Lib's functions, each on each symbol by itself. Written for TA-Lib 0.8.2 and numpy 2.4.6.

Given the panel's folder, functions.json there and how often to repeat. `seconds` are those of the functions alone, the
arrays of every symbol contiguous and ready before the clock starts and the answers left as they come; `panelSeconds` begin
with the panel's matrices, rows by symbols, taken apart once for all functions, and end with one such matrix for each output.
Both are medians, and so are `processorSeconds`, in which processors were at work from panel to panel. `checks` holds of each
output how many numbers it has after row 300 and what they sum to.
"""

import json
import os
import statistics
import sys
import time

import numpy
import panel
import talib

folder, repeat = sys.argv[1], int(sys.argv[2])
with open(os.path.join(folder, "functions.json")) as file:
    functions = json.load(file)
times, symbols, fields = panel.read(folder)


def taken_apart():
    whole = {k: numpy.ascontiguousarray(v.T) for k, v in fields.items()}
    return [{k: v[s] for k, v in whole.items()} for s in range(len(symbols))]


def compute(bars, name, inputs, options):
    """One function of every symbol: an array of each output for each symbol."""
    function = getattr(talib, name)
    found = [function(*[each[k] for k in inputs], **options) for each in bars]
    return list(zip(*found)) if isinstance(found[0], (tuple, list)) else [found]


def seconds(task, clock=time.perf_counter):
    taken = []
    for _ in range(repeat):
        start = clock()
        task()
        taken.append(clock() - start)
    return statistics.median(taken)


def apart():
    for each in functions:
        compute(bars, *each)


def panel_to_panel():
    own = taken_apart()
    for each in functions:
        [numpy.ascontiguousarray(numpy.array(output).T) for output in compute(own, *each)]


bars = taken_apart()
apart()
checks = {}
for each in functions:
    for k, output in enumerate(compute(bars, *each)):
        late = numpy.float64(output)[:, 300:]
        checks[f"{each[0]}.{k}"] = [int(numpy.isfinite(late).sum()), float(numpy.nansum(late))]
answer = {
    "seconds": seconds(apart),
    "panelSeconds": seconds(panel_to_panel),
    "processorSeconds": seconds(panel_to_panel, time.process_time),
    "version": talib.__version__,
    "checks": checks,
}
print(json.dumps(answer))
