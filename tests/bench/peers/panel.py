"""Reads the panel that the benchmark left for its peers: panel.json, and one file of float64 for each field."""

import json
import os

import numpy
import pandas


def read(folder):
    with open(os.path.join(folder, "panel.json")) as file:
        about = json.load(file)
    rows, symbols = about["rows"], about["symbols"]
    fields = {}
    for name in os.listdir(folder):
        if name.endswith(".f64") and name != "times.f64":
            values = numpy.fromfile(os.path.join(folder, name))
            fields[name[:-4]] = values.reshape(rows, len(symbols))
    times = pandas.to_datetime(numpy.fromfile(os.path.join(folder, "times.f64")).astype("int64"), unit="ms")
    return times, symbols, fields


def frame(times, fields, symbol, names=("open", "high", "low", "close", "volume", "signal")):
    return pandas.DataFrame({name: fields[name][:, symbol] for name in names if name in fields}, index=times)


def answer(seconds, version, equity=None, **more):
    print(json.dumps({"seconds": seconds, "version": version, "equity": equity, **more}))
