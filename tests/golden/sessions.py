"""Writes calendar.json into the folder given: what two packages say of the New York Stock Exchange's sessions.

In a virtual environment of Python 3.11 or later:

    pip install exchange_calendars==4.13.2 pandas_market_calendars==5.5.0 pandas==3.1.1
    python tests/golden/sessions.py tests/golden

`closed` are the weekdays without a session, 1960 to 2030, as pandas_market_calendars has them, which follows the exchange's
own list of special closings; from 1970 on, where its rules begin, exchange_calendars must have the same. `hashes` holds for
each year from 1990 the SHA-256 of its sessions, a line for each: date, opening and close in epoch seconds, as
exchange_calendars has them. `early` are its closes before 16:00 in New York, and `others` those that
pandas_market_calendars has otherwise, from 1975.
"""

import hashlib
import json
import sys
from pathlib import Path

import exchange_calendars
import pandas as pd
import pandas_market_calendars

first, last = "1960-01-01", "2030-12-31"
sessions = exchange_calendars.get_calendar("XNYS", start="1970-01-01", end=last).schedule
others = pandas_market_calendars.get_calendar("NYSE").schedule(first, last)
assert others.index[others.index.year >= 1970].equals(sessions.index)


def date(t):
    return t.strftime("%Y-%m-%d")


def new_york(t):
    return t.tz_convert("America/New_York").strftime("%H:%M")


def lines(year):
    for t, row in sessions[sessions.index.year == year].iterrows():
        yield f"{date(t)} {int(row['open'].timestamp())} {int(row['close'].timestamp())}\n"


closed = {}
for t in pd.bdate_range(first, last).difference(others.index):
    closed.setdefault(str(t.year), []).append(t.strftime("%m-%d"))

recent = sessions[sessions.index.year >= 1990]
early = {date(t): new_york(close) for t, close in recent["close"].items() if new_york(close) != "16:00"}
differing = {
    date(t): new_york(close)
    for t, close in others["market_close"][others.index.year >= 1975].items()
    if new_york(close) != (early.get(date(t), "16:00") if t.year >= 1990 else "16:00")
}

value = {
    "closed": closed,
    "hashes": {str(year): hashlib.sha256("".join(lines(year)).encode()).hexdigest() for year in range(1990, 2031)},
    "early": early,
    "others": differing,
}
text = ",\n".join(f'"{name}": {json.dumps(each, separators=(",", ":"))}' for name, each in value.items())
(Path(sys.argv[1]) / "calendar.json").write_text(f"{{\n{text}\n}}\n")
