import type {View} from "../../../../core/base/view.js";
import type {Algorithm, Book, DateRule, Desk, Terms} from "../../../../core/plugin.js";

/** What the strategies see of a desk: prices in whole cents, and the book as of the bar's close. */
interface Trader {
  readonly desk: Desk;
  readonly n: number;
  book(): Book;
  held(symbol: number): number;
  close(symbol: number): number;
  /** The last known closes of so many bars, oldest first. */
  closes(symbol: number, bars: number): readonly number[];
  order(symbol: number, quantity: number, terms?: Readonly<Record<"limit" | "stop", number | undefined>>): void;
  limit(symbol: number, quantity: number, limit: number): void;
  stop(symbol: number, quantity: number, stop: number): void;
  cancelAll(symbol: number): void;
}

/** Bars of history that are read before the first wanted, so that a missing close is the one before it. */
const before = 8;

type Step = (i: number) => void;
type Made = (trader: Trader) => {readonly bar?: Step; readonly scheduled?: readonly (readonly [DateRule, Step])[]};

function algorithm(made: Made): Algorithm {
  return {
    needs: ["close"],
    lookback: 0,
    begin(desk, symbols) {
      let row = -1;
      let last = NaN;
      let book: Book | null = null;
      const closes = (symbol: number, bars: number) => {
        const known = Array.from(desk.history("close", symbol, bars + before), (price) => Math.round(100 * price));
        for (let i = 1; i < known.length; ++i) if (Number.isNaN(known[i])) known[i] = known[i - 1];
        return known.slice(before);
      };
      const order = (symbol: number, quantity: number, {limit, stop}: Terms = {}) => {
        const terms = {...(limit !== undefined && {limit: limit / 100}), ...(stop !== undefined && {stop: stop / 100})};
        desk.order(symbol, quantity, terms);
      };
      const trader: Trader = {
        desk,
        n: symbols.length,
        book: () => book!,
        held: (symbol) => book!.position[symbol],
        close: (symbol) => closes(symbol, 1)[0],
        closes,
        order,
        limit: (symbol, quantity, limit) => {
          order(symbol, quantity, {limit});
        },
        stop: (symbol, quantity, stop) => {
          order(symbol, quantity, {stop});
        },
        cancelAll(symbol) {
          for (const {id} of desk.openOrders(symbol)) desk.cancel(id);
        }
      };
      const {bar, scheduled = []} = made(trader);
      const enter = (now: View, account: Book) => {
        if (now.t !== last) ++row;
        [last, book] = [now.t, account];
      };
      for (const [rule, step] of scheduled)
        desk.schedule(rule, (now, account) => {
          enter(now, account);
          step(row);
        });
      return {
        bar(now, account) {
          enter(now, account);
          bar?.(row);
        }
      };
    }
  };
}

const all = ({n}: Trader) => Array.from({length: n}, (_, s) => s);

const hold: Made = (t) => ({
  bar(i) {
    if (i === 0) for (const s of all(t)) t.desk.orderTargetPercent(s, 1 / t.n);
  }
});

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const cross: Made = (t) => ({
  bar(i) {
    if (i < 29) return;
    for (const s of all(t)) {
      const [fast, slow] = [3 * sum(t.closes(s, 10)), sum(t.closes(s, 30))];
      if (fast > slow && t.held(s) === 0) t.desk.orderTargetPercent(s, 1 / t.n);
      else if (fast <= slow && t.held(s) > 0) t.desk.orderTargetPercent(s, 0);
    }
  }
});

const equal =
  (rule: DateRule): Made =>
  (t) => ({
    scheduled: [
      [
        rule,
        () => {
          for (const s of all(t)) t.desk.orderTargetPercent(s, 1 / t.n);
        }
      ]
    ]
  });

function ranked(t: Trader, bars: number): readonly number[] {
  const changes = all(t).map((s) => {
    const closes = t.closes(s, bars + 1);
    return closes[bars] / closes[0];
  });
  return all(t).sort((a, b) => changes[a] - changes[b] || a - b);
}

const momentum: Made = (t) => ({
  scheduled: [
    [
      {every: "week"},
      (i) => {
        if (i < 20) return;
        const chosen = ranked(t, 20).slice(-2);
        for (const s of all(t)) t.desk.orderTargetPercent(s, chosen.includes(s) ? 0.5 : 0);
      }
    ]
  ]
});

const longShort: Made = (t) => ({
  bar(i) {
    if (i < 10 || i % 5 !== 0) return;
    const order = ranked(t, 10);
    for (const s of all(t))
      t.desk.orderTargetPercent(s, order.slice(-2).includes(s) ? 0.4 : order.slice(0, 2).includes(s) ? -0.4 : 0);
  }
});

const lot = (t: Trader, s: number) => Math.floor(2_000_000 / t.close(s));
const part = (cents: number, thousandths: number) => Math.floor((cents * thousandths) / 1000);

const limits: Made = (t) => ({
  bar(i) {
    if (i % 5 !== 0) return;
    for (const s of all(t)) {
      t.cancelAll(s);
      if (t.held(s) === 0) t.limit(s, lot(t, s), part(t.close(s), 990));
      else t.limit(s, -t.held(s), part(t.close(s), 1020));
    }
  }
});

const stops: Made = (t) => ({
  bar(i) {
    if (i % 10 !== 0) return;
    for (const s of all(t)) {
      t.cancelAll(s);
      if (t.held(s) === 0) t.stop(s, lot(t, s), part(t.close(s), 1010));
      else t.stop(s, -t.held(s), part(t.close(s), 970));
    }
  }
});

const stopLimits: Made = (t) => ({
  bar(i) {
    if (i % 10 !== 5) return;
    for (const s of all(t)) {
      const c = t.close(s);
      t.cancelAll(s);
      if (t.held(s) === 0) t.order(s, lot(t, s), {stop: part(c, 1010), limit: part(c, 1020)});
      else t.order(s, -t.held(s), {stop: part(c, 980), limit: part(c, 970)});
    }
  }
});

const large =
  (size: number): Made =>
  (t) => ({
    bar(i) {
      if (i === 5) t.desk.order(0, size);
      else if (i === 8) {
        t.desk.order(0, Math.floor(size / 5));
        t.limit(0, Math.floor(size / 10), part(t.close(0), 1030));
      } else if (i === 60) t.desk.order(0, -t.held(0) - Math.floor(size / 2));
      else if (i === 130) t.desk.order(0, Math.floor(size / 3));
    }
  });

const replace =
  (size: number): Made =>
  (t) => ({
    bar(i) {
      for (const s of all(t)) {
        let left = sum(t.desk.openOrders(s).map(({quantity}) => quantity));
        t.cancelAll(s);
        if (i % 20 === 0) left = size;
        else if (i % 20 === 10) left = -t.held(s);
        if (left > 0) t.limit(s, left, part(t.close(s), 1001));
        else if (left < 0) t.limit(s, left, part(t.close(s), 999));
      }
    }
  });

const whole: Made = (t) => ({
  bar(i) {
    if (i % 7 !== 0) return;
    t.desk.orderValue(0, i % 2 === 0 ? 1234.56 : -987.65);
    t.desk.orderPercent(1, i % 3 !== 0 ? 0.0123 : -0.0234);
    t.desk.orderTargetValue(2, i % 2 === 0 ? 5432.1 : -4321.9);
    t.desk.orderTarget(t.n - 1, i % 17);
  }
});

const split =
  (size: number): Made =>
  (t) => ({
    bar(i) {
      if (i === 140) t.desk.order(0, size);
      else if (i === 149) {
        t.limit(0, Math.floor(-size / 2), part(t.close(0), 1010));
        t.stop(0, Math.floor(size / 3), part(t.close(0), 1030));
      } else if (i === 200) {
        t.cancelAll(0);
        t.desk.orderTarget(0, 0);
      }
    }
  });

const dividends =
  (size: number): Made =>
  (t) => ({
    bar(i) {
      if (i === 78) t.desk.order(0, size);
      else if (i === 84) t.desk.order(0, Math.floor(-size / 2));
      else if (i === 198) t.desk.order(0, Math.floor(size / 4));
      else if (i === 199) t.desk.order(0, Math.floor(size / 5));
      else if (i === 250) t.desk.orderTarget(0, 0);
    }
  });

const delisting =
  (size: number): Made =>
  (t) => ({
    bar(i) {
      if (i === 220) t.desk.order(0, size);
      else if (i === 230) t.limit(0, size, size > 0 ? 1 : 100_000);
    }
  });

/** The strategy of a golden run of Zipline, by the run's name: the same as `strategies.py` has. */
export function ziplineStrategy(name: string, real: boolean): Algorithm {
  const made: Record<string, Made> = {
    hold,
    cross,
    "month-start": equal({every: "month"}),
    "month-end": equal({every: "month", from: "end", offset: 2}),
    "week-end": equal({every: "week", from: "end", offset: 1}),
    momentum,
    "long-short": longShort,
    "long-short-volume-share": longShort,
    "long-short-fixed": longShort,
    "long-short-free": longShort,
    limits,
    "limits-basis-points": limits,
    stops,
    "stop-limits": stopLimits,
    large: large(real ? 120_000 : 3000),
    "large-volume-share": large(2000),
    "large-minimum": large(3000),
    "large-per-trade": large(3000),
    replace: replace(real ? 60_000 : 700),
    whole,
    "split-long": split(101),
    "split-short": split(-103),
    "dividends-long": dividends(300),
    "dividends-short": dividends(-300),
    "delisting-long": delisting(1000),
    "delisting-short": delisting(-1000)
  };
  return algorithm(made[name]);
}
