import {correlation, deviation, mean} from "../../core/base/stats.js";
import {regimes} from "../../plugins/features/regimes/regime.js";

export {regimes};

/** Rows that a page shows, `to` the row after the last. */
export interface Span {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** All rows, and those of each `years` calendar years, the last of them up to the last row's. */
export function spansOf(times: Float64Array, years: number): readonly Span[] {
  const [first, last] = [times[0], times[times.length - 1]].map((t) => new Date(t).getUTCFullYear());
  const spans: Span[] = [{name: `${first}–${last}`, from: 0, to: times.length}];
  for (let end = last; end > first; end -= years) {
    const start = Math.max(first, end - years + 1);
    const from = times.findIndex((t) => t >= Date.UTC(start, 0, 1));
    const after = times.findIndex((t) => t >= Date.UTC(end + 1, 0, 1));
    spans.push({name: start === end ? `${end}` : `${start}–${end}`, from, to: after < 0 ? times.length : after});
  }
  return spans;
}

/** Rows on which one regime was the state, `to` the last of them. */
export interface Spell {
  readonly regime: number;
  readonly from: number;
  readonly to: number;
}

/** The unbroken spells of a column of states; rows without a state end them. */
export function spellsOf(state: Float64Array): readonly Spell[] {
  const spells: Spell[] = [];
  let from = 0;
  for (let i = 0; i < state.length; ++i) {
    if (i + 1 < state.length && state[i + 1] === state[i]) continue;
    if (!Number.isNaN(state[i])) spells.push({regime: state[i], from, to: i});
    from = i + 1;
  }
  return spells;
}

/** What one regime was like while it lasted. */
export interface RegimeSummary {
  readonly regime: number;
  /** Of the days with a state. */
  readonly share: number;
  readonly spells: number;
  /** Days that a spell lasted on average. */
  readonly length: number;
  /** The mean of its days' returns. */
  readonly mean: number;
  /** Their deviation, a year. */
  readonly volatility: number;
}

/** What each regime was like while it was the state. */
export function summariseRegimes(close: Float64Array, state: Float64Array, periods: number): readonly RegimeSummary[] {
  const spells = spellsOf(state);
  const known = state.filter((value) => !Number.isNaN(value)).length;
  return regimes.map((_, regime) => {
    const returns = close.map((price, i) => (state[i] === regime ? price / close[i - 1] - 1 : NaN));
    const own = returns.filter((value) => !Number.isNaN(value));
    const count = spells.filter((spell) => spell.regime === regime).length;
    return {
      regime,
      share: own.length / known,
      spells: count,
      length: own.length / count,
      mean: mean(own),
      volatility: deviation(own) * Math.sqrt(periods)
    };
  });
}

/** How often, of the spells of each regime (row) that ended, each other (column) came next. */
export function followers(state: Float64Array): readonly (readonly number[])[] {
  const spells = spellsOf(state);
  const counts = regimes.map(() => regimes.map(() => 0));
  for (let k = 1; k < spells.length; ++k)
    if (spells[k - 1].to + 1 === spells[k].from) ++counts[spells[k - 1].regime][spells[k].regime];
  return counts.map((row) => row.map((count) => count / row.reduce((sum, each) => sum + each, 0)));
}

/** What followed the days of a regime. */
export interface Aftermath {
  /** Null of all days. */
  readonly regime: number | null;
  readonly days: number;
  /** The mean return over the bars that followed, and its standard error as if only every so manieth day counted. */
  readonly mean: number;
  readonly error: number;
  /** The mean volatility of the bars that followed, a year, and its error likewise. */
  readonly volatility: number;
  readonly volatilityError: number;
}

/** What the days of each regime were followed by, and all days. */
export interface Foretold {
  readonly rows: readonly Aftermath[];
  /** The part of the variance of the volatility that followed which the regime explains. */
  readonly byRegime: number;
  /** The part that the volatility of as many bars before explains, by a straight line. */
  readonly byPast: number;
  /** The part of the variance of the returns that followed which the regime explains. */
  readonly returnsByRegime: number;
}

/** Compares what followed over `horizon` bars, from the day's close on, by the regime of the day. */
export function foretell(close: Float64Array, state: Float64Array, periods: number, horizon: number): Foretold {
  const returns = close.map((price, i) => (i === 0 ? NaN : price / close[i - 1] - 1));
  const volatilityOf = (from: number, to: number) => deviation(returns.subarray(from, to)) * Math.sqrt(periods);
  const days = Array.from(state, (regime, i) => ({
    regime,
    after: close[i + horizon] / close[i] - 1,
    volatility: i + horizon < close.length ? volatilityOf(i + 1, i + 1 + horizon) : NaN,
    past: i > horizon ? volatilityOf(i + 1 - horizon, i + 1) : NaN
  })).filter((day) => ![day.regime, day.after, day.volatility, day.past].some(Number.isNaN));
  const aftermath = (regime: number | null): Aftermath => {
    const own = days.filter((day) => regime === null || day.regime === regime);
    const [after, volatility] = [own.map((day) => day.after), own.map((day) => day.volatility)];
    const independent = Math.sqrt(own.length / horizon);
    return {
      regime,
      days: own.length,
      mean: mean(after),
      error: deviation(after) / independent,
      volatility: mean(volatility),
      volatilityError: deviation(volatility) / independent
    };
  };
  const explained = (value: (day: (typeof days)[number]) => number) => {
    const all = days.map(value);
    const means = regimes.map((_, regime) => mean(days.filter((day) => day.regime === regime).map(value)));
    const left = all.reduce((sum, each, i) => sum + (each - means[days[i].regime]) ** 2, 0);
    const middle = mean(all);
    return 1 - left / all.reduce((sum, each) => sum + (each - middle) ** 2, 0);
  };
  return {
    rows: [...regimes.map((_, regime) => aftermath(regime)), aftermath(null)],
    byRegime: explained((day) => day.volatility),
    byPast:
      correlation(
        days.map((day) => day.past),
        days.map((day) => day.volatility)
      ) ** 2,
    returnsByRegime: explained((day) => day.after)
  };
}
