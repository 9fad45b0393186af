"""The strategies of the golden runs of Zipline; strategies.ts has the same ones. Written for zipline-reloaded 3.2.1.

Each is a function of a desk and the price set's symbols that answers (what is done at each bar's close, and what is
scheduled as pairs of a rule's name and an action). Signals are computed from the last known closes in whole cents, by
integer arithmetic, so that both sides decide the same. Limit and stop prices are whole cents.
"""


def hold(desk, symbols):
    def bar(i):
        if i == 0:
            for s in symbols:
                desk.target_percent(s, 1 / len(symbols))

    return bar, []


def cross(desk, symbols):
    def bar(i):
        if i < 29:
            return
        for s in symbols:
            fast, slow = 3 * sum(desk.closes(s, 10)), sum(desk.closes(s, 30))
            if fast > slow and desk.position(s) == 0:
                desk.target_percent(s, 1 / len(symbols))
            elif fast <= slow and desk.position(s) > 0:
                desk.target_percent(s, 0)

    return bar, []


def equal(rule):
    def strategy(desk, symbols):
        def rebalance(i):
            for s in symbols:
                desk.target_percent(s, 1 / len(symbols))

        return None, [(rule, rebalance)]

    return strategy


def ranked(desk, symbols, bars):
    """The symbols by their return over so many bars, the lowest first, in the set's order where equal."""
    changes = [(desk.closes(s, bars + 1)[-1] / desk.closes(s, bars + 1)[0], k) for k, s in enumerate(symbols)]
    return [symbols[k] for _, k in sorted(changes)]


def momentum(desk, symbols):
    def rebalance(i):
        if i < 20:
            return
        chosen = ranked(desk, symbols, 20)[-2:]
        for s in symbols:
            desk.target_percent(s, 0.5 if s in chosen else 0)

    return None, [("week_start", rebalance)]


def long_short(desk, symbols):
    def bar(i):
        if i < 10 or i % 5 != 0:
            return
        order = ranked(desk, symbols, 10)
        for s in symbols:
            desk.target_percent(s, 0.4 if s in order[-2:] else -0.4 if s in order[:2] else 0)

    return bar, []


def lot(desk, s):
    return int(2_000_000 // desk.close(s))


def limits(desk, symbols):
    def bar(i):
        if i % 5 != 0:
            return
        for s in symbols:
            desk.cancel_all(s)
            if desk.position(s) == 0:
                desk.order(s, lot(desk, s), limit=desk.close(s) * 99 // 100)
            else:
                desk.order(s, -desk.position(s), limit=desk.close(s) * 102 // 100)

    return bar, []


def stops(desk, symbols):
    def bar(i):
        if i % 10 != 0:
            return
        for s in symbols:
            desk.cancel_all(s)
            if desk.position(s) == 0:
                desk.order(s, lot(desk, s), stop=desk.close(s) * 101 // 100)
            else:
                desk.order(s, -desk.position(s), stop=desk.close(s) * 97 // 100)

    return bar, []


def stop_limits(desk, symbols):
    def bar(i):
        if i % 10 != 5:
            return
        for s in symbols:
            c = desk.close(s)
            desk.cancel_all(s)
            if desk.position(s) == 0:
                desk.order(s, lot(desk, s), stop=c * 101 // 100, limit=c * 102 // 100)
            else:
                desk.order(s, -desk.position(s), stop=c * 98 // 100, limit=c * 97 // 100)

    return bar, []


def large(size):
    """Orders of many times what a bar's volume lets through, two at once for the same symbol among them."""

    def strategy(desk, symbols):
        s = symbols[0]

        def bar(i):
            if i == 5:
                desk.order(s, size)
            elif i == 8:
                desk.order(s, size // 5)
                desk.order(s, size // 10, limit=desk.close(s) * 103 // 100)
            elif i == 60:
                desk.order(s, -desk.position(s) - size // 2)
            elif i == 130:
                desk.order(s, size // 3)

        return bar, []

    return strategy


def replace(size):
    """What is left of an order is cancelled at each close and ordered again at a new limit."""

    def strategy(desk, symbols):
        def bar(i):
            for s in symbols:
                left = sum(desk.open_amounts(s))
                desk.cancel_all(s)
                if i % 20 == 0:
                    left = size
                elif i % 20 == 10:
                    left = -desk.position(s)
                if left > 0:
                    desk.order(s, left, limit=desk.close(s) * 1001 // 1000)
                elif left < 0:
                    desk.order(s, left, limit=desk.close(s) * 999 // 1000)

        return bar, []

    return strategy


def whole(desk, symbols):
    """Values and parts that come to no whole number of units."""

    def bar(i):
        if i % 7 != 0:
            return
        a, b, c = symbols[:3]
        desk.value(a, 1234.56 if i % 2 == 0 else -987.65)
        desk.percent(b, 0.0123 if i % 3 != 0 else -0.0234)
        desk.target_value(c, 5432.1 if i % 2 == 0 else -4321.9)
        desk.target(symbols[-1], i % 17)

    return bar, []


def split(size):
    """A position of odd size over the split, and orders given before it whose prices and sizes it changes."""

    def strategy(desk, symbols):
        s = symbols[0]

        def bar(i):
            if i == 140:
                desk.order(s, size)
            elif i == 149:
                desk.order(s, -size // 2, limit=desk.close(s) * 101 // 100)
                desk.order(s, size // 3, stop=desk.close(s) * 103 // 100)
            elif i == 200:
                desk.cancel_all(s)
                desk.target(s, 0)

        return bar, []

    return strategy


def dividends(size):
    """Bought so as to be held on the first ex-date; half of it sold between ex-date and payment; traded on the second."""

    def strategy(desk, symbols):
        s = symbols[0]

        def bar(i):
            if i == 78:
                desk.order(s, size)
            elif i == 84:
                desk.order(s, -size // 2)
            elif i == 198:
                desk.order(s, size // 4)  # filled on the day before the ex-date: entitled
            elif i == 199:
                desk.order(s, size // 5)  # filled on the ex-date: not entitled
            elif i == 250:
                desk.target(s, 0)

        return bar, []

    return strategy


def delisting(size):
    """A position that is held to the end, and an order that is still open then."""

    def strategy(desk, symbols):
        s = symbols[0]

        def bar(i):
            if i == 220:
                desk.order(s, size)
            elif i == 230:
                desk.order(s, size, limit=1 if size > 0 else 100_000)

        return bar, []

    return strategy
