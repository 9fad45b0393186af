import fc from "fast-check";
import {describe, expect, it} from "vitest";
import type {Fold, Split} from "../../core/plugin.js";
import {byTime} from "../../plugins/splits/by-time.js";
import {combinatorialPurged} from "../../plugins/splits/combinatorial-purged.js";
import {purgedKFold} from "../../plugins/splits/purged-k-fold.js";
import {walkForward} from "../../plugins/splits/walk-forward.js";

interface Samples {
  readonly t: Float64Array;
  readonly until: Float64Array;
}

/** `names` samples on each of so many rows, 10 apart, their labels known `horizon` rows later. */
function samples(rows: number, names = 1, horizon = 1): Samples {
  const t = Float64Array.from({length: rows * names}, (_, i) => 10 * Math.floor(i / names));
  return {t, until: t.map((time) => time + 10 * horizon)};
}

const listed = (folds: Iterable<Fold>) =>
  Array.from(folds, ({train, test}) => ({train: Array.from(train), test: Array.from(test)}));

/** When a test sample's label is known; where that is never, it spans its own row alone. */
const known = ({t, until}: Samples, i: number) => (until[i] < Infinity ? until[i] : t[i]);

/** Whether any train sample's [t, until] meets a test sample's, by trying all pairs. */
const meets = (data: Samples, {train, test}: Fold) =>
  train.some((i) => test.some((j) => data.t[i] <= known(data, j) && data.until[i] >= data.t[j]));

/** Samples in order of t, several of one t, their labels known at any later time or never. */
const anySamples = fc
  .array(fc.record({gap: fc.integer({min: 0, max: 3}), length: fc.integer({min: 1, max: 9}), never: fc.nat(19)}), {
    minLength: 30,
    maxLength: 90
  })
  .map((steps): Samples => {
    let now = 0;
    const t = Float64Array.from(steps, ({gap}) => (now += gap));
    return {t, until: t.map((time, i) => (steps[i].never === 0 ? Infinity : time + steps[i].length))};
  })
  .filter(({t}) => new Set(t).size >= 24);

const rowsOf = (t: Float64Array) => [...new Set(t)];

describe("purged k-fold", () => {
  it("leaves out what meets the test, and the embargo", () => {
    const folds = listed(purgedKFold({folds: 3, embargo: 2}).folds(samples(12, 1, 2)));
    expect(folds).toEqual([
      {train: [8, 9, 10, 11], test: [0, 1, 2, 3]},
      {train: [0, 1], test: [4, 5, 6, 7]},
      {train: [0, 1, 2, 3, 4, 5], test: [8, 9, 10, 11]}
    ]);
    const close = listed(purgedKFold({folds: 3, embargo: 0}).folds(samples(12, 1, 2)));
    expect(close[1].train).toEqual([0, 1, 10, 11]);
  });

  it("counts an embargo below 1 as a share of the rows, rounded up", () => {
    const train = (embargo: number) => listed(purgedKFold({folds: 3, embargo}).folds(samples(12, 2, 1)))[0].train;
    expect(train(0.1)).toEqual(train(2));
    expect(train(0.1)[0]).toBe(2 * (4 + 1 + 2));
    expect(train(0.01)).toEqual(train(1));
  });

  it("tests every sample once, keeps train clear and the embargo, and drops nothing else", () => {
    const options = fc.record({folds: fc.integer({min: 2, max: 12}), embargo: fc.constantFrom(0, 1, 3, 0.05, 0.2)});
    fc.assert(
      fc.property(anySamples, options, (data, o) => {
        const rows = rowsOf(data.t);
        const kept = o.embargo >= 1 ? o.embargo : Math.ceil(o.embargo * rows.length);
        const folds = listed(purgedKFold(o).folds(data));
        expect(folds.flatMap(({test}) => test)).toEqual(Array.from(data.t.keys()));
        const sizes = folds.map(({test}) => new Set(test.map((i) => data.t[i])).size);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        for (const {train, test} of folds) {
          const start = data.t[test[0]];
          const end = Math.max(...test.map((i) => known(data, i)));
          const embargoed = rows.filter((row) => row > end).slice(0, kept);
          const expected = Array.from(data.t.keys()).filter((i) => {
            if (data.until[i] < start) return true;
            return data.t[i] > end && !embargoed.includes(data.t[i]);
          });
          expect(train).toEqual(expected);
        }
        expect(folds.some((fold) => meets(data, fold as unknown as Fold))).toBe(false);
      }),
      {numRuns: 60}
    );
  });

  it("does not give up what follows for a test sample whose label is never known", () => {
    const {t, until} = samples(12, 1, 2);
    const closed = until.map((known, i) => (i % 4 === 3 ? Infinity : known));
    const [, {train}] = listed(purgedKFold({folds: 3, embargo: 0}).folds({t, until: closed}));
    expect(train).toEqual([0, 1, 9, 10, 11]);
    const [{train: combined}] = listed(
      combinatorialPurged({groups: 3, tested: 1, embargo: 0}).folds({t, until: closed})
    );
    expect(combined).toEqual([5, 6, 7, 8, 9, 10, 11]);
    const never = t.map(() => Infinity);
    const [{train: after}] = listed(purgedKFold({folds: 3, embargo: 1}).folds({t, until: never}));
    expect(after).toEqual([5, 6, 7, 8, 9, 10, 11]);
  });

  it("refuses too few rows, samples in disorder, and options that are none", () => {
    expect(() => purgedKFold().folds(samples(9, 5))).toThrow("invalid purged-k-fold: 9 rows; 5 folds need 10");
    const t = Float64Array.of(3, 1, 2);
    expect(() => purgedKFold({folds: 2}).folds({t, until: t})).toThrow("invalid samples: number 1 is not in order");
    expect(() => purgedKFold({folds: 1})).toThrow("invalid purged-k-fold folds: 1");
    expect(() => purgedKFold({embargo: 1.5})).toThrow("invalid purged-k-fold embargo: 1.5");
    expect(() => purgedKFold({embargo: -1})).toThrow("invalid purged-k-fold embargo: -1");
  });
});

describe("combinatorial purged", () => {
  it("tests all combinations of the groups", () => {
    const folds = listed(combinatorialPurged({groups: 4, tested: 2, embargo: 0}).folds(samples(8, 1, 1)));
    expect(folds).toEqual([
      {train: [5, 6, 7], test: [0, 1, 2, 3]},
      {train: [7], test: [0, 1, 4, 5]},
      {train: [3, 4], test: [0, 1, 6, 7]},
      {train: [0, 7], test: [2, 3, 4, 5]},
      {train: [0], test: [2, 3, 6, 7]},
      {train: [0, 1, 2], test: [4, 5, 6, 7]}
    ]);
  });

  it("has C(N, k) folds, and C(N − 1, k − 1) tests of every sample: 15 and 5 paths of 6 and 2", () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);
    const cases = [[6, 2], [6, 3], [10, 2], [5, 4], [7, 1]] as const; // prettier-ignore
    for (const [groups, tested] of cases) {
      const folds = listed(combinatorialPurged({groups, tested}).folds(samples(40, 2)));
      expect(folds.length).toBe(choose(groups, tested));
      const tests = new Map<number, number>();
      for (const i of folds.flatMap(({test}) => test)) tests.set(i, (tests.get(i) ?? 0) + 1);
      expect(tests.size).toBe(80);
      expect(new Set(tests.values())).toEqual(new Set([choose(groups - 1, tested - 1)]));
    }
    expect(listed(combinatorialPurged().folds(samples(40))).length).toBe(15);
  });

  it("keeps train clear of each tested group, keeps the embargo, and drops nothing else", () => {
    const options = fc.record({
      groups: fc.integer({min: 3, max: 6}),
      tested: fc.integer({min: 1, max: 2}),
      embargo: fc.constantFrom(0, 2, 0.1)
    });
    fc.assert(
      fc.property(anySamples, options, (data, o) => {
        const rows = rowsOf(data.t);
        const kept = o.embargo >= 1 ? o.embargo : Math.ceil(o.embargo * rows.length);
        const groupOf = (i: number) => Math.floor((rows.indexOf(data.t[i]) * o.groups) / rows.length);
        const all = Array.from(data.t.keys());
        for (const {train, test} of listed(combinatorialPurged(o).folds(data))) {
          const spans = [...new Set(test.map(groupOf))].map((group) => {
            const inside = all.filter((i) => groupOf(i) === group);
            const end = Math.max(...inside.map((i) => known(data, i)));
            return {start: data.t[inside[0]], end, embargoed: rows.filter((row) => row > end).slice(0, kept)};
          });
          expect(spans.length).toBe(o.tested);
          const expected = all.filter((i) =>
            spans.every(
              ({start, end, embargoed}) => data.until[i] < start || (data.t[i] > end && !embargoed.includes(data.t[i]))
            )
          );
          expect(train).toEqual(expected);
          expect(meets(data, {train, test} as unknown as Fold)).toBe(false);
        }
      }),
      {numRuns: 40}
    );
  });

  it("of one group is purged k-fold", () => {
    const data = samples(50, 3, 4);
    const one = combinatorialPurged({groups: 5, tested: 1, embargo: 3}).folds(data);
    expect(listed(one)).toEqual(listed(purgedKFold({folds: 5, embargo: 3}).folds(data)));
  });

  it("refuses to test everything, and too few rows", () => {
    expect(() => combinatorialPurged({groups: 3, tested: 3})).toThrow("3 of 3 groups; leave one to train on");
    expect(() => combinatorialPurged().folds(samples(11, 9))).toThrow("11 rows; 6 groups need 12");
  });
});

describe("by time", () => {
  const day = 864e5;
  const days = (rows: number, names = 1, horizon = 2): Samples => {
    const {t} = samples(rows, names);
    const dates = t.map((time) => Date.UTC(2020, 0, 1) + (time / 10) * day);
    return {t: dates, until: dates.map((date) => date + horizon * day)};
  };

  it("cuts at dates", () => {
    const folds = listed(byTime({validation: "2020-01-06", test: "2020-01-09T00:00:00Z"}).folds(days(10)));
    expect(folds).toEqual([
      {train: [0, 1, 2], test: [5, 6, 7]},
      {train: [0, 1, 2, 3, 4], test: [8, 9]}
    ]);
    const refit = listed(byTime({validation: "2020-01-06", test: "2020-01-09", refit: true}).folds(days(10)));
    expect(refit[1]).toEqual({train: [0, 1, 2, 3, 4, 5], test: [8, 9]});
    const ended = listed(byTime({validation: "", test: "2020-01-04", end: "2020-01-06"}).folds(days(10)));
    expect(ended).toEqual([{train: [0], test: [3, 4]}]);
  });

  it("cuts at shares of the rows, whole rows", () => {
    const folds = listed(byTime().folds(days(10, 3, 1)));
    const span = (from: number, to: number) => Array.from({length: to - from}, (_, i) => from + i);
    expect(folds).toEqual([
      {train: span(0, 15), test: span(18, 24)},
      {train: span(0, 18), test: span(24, 30)}
    ]);
    expect(listed(byTime({validation: "", test: "33.3%", end: "50%"}).folds(days(10, 1, 1)))).toEqual([
      {train: [0, 1], test: [3, 4]}
    ]);
  });

  it("is disjoint, in order, and clear of the test", () => {
    fc.assert(
      fc.property(anySamples, fc.boolean(), (data, refit) => {
        const folds = listed(byTime({refit}).folds(data));
        expect(folds.length).toBe(2);
        for (const {train, test} of folds) for (const i of train) expect(data.until[i]).toBeLessThan(data.t[test[0]]);
        expect(folds[0].test.at(-1)! + 1).toBe(folds[1].test[0]);
        expect(folds[1].test.at(-1)).toBe(data.t.length - 1);
      })
    );
  });

  it("refuses empty spans and cuts that are none", () => {
    const refused = (options: Parameters<typeof byTime>[0]) => () => byTime(options).folds(days(10));
    expect(refused({validation: "2020-01-01"})).toThrow("of 10 rows none is in the train span; move a cut");
    expect(refused({validation: "90%", test: "80%"})).toThrow("none is in the validation span");
    expect(refused({test: "2021-01-01"})).toThrow("none is in the test span");
    expect(refused({test: "120%"})).toThrow("invalid by-time cut: 120%");
    expect(refused({test: "yesterday"})).toThrow("invalid by-time test: yesterday; write a date");
    expect(refused({test: ""})).toThrow("missing by-time test");
    expect(() => byTime().folds(samples(0))).toThrow("of 0 rows none");
  });
});

describe("walk-forward by the calendar", () => {
  const day = 864e5;
  const weekdays = (from: number, count: number): Samples => {
    const t: number[] = [];
    for (let date = from; t.length < count; date += day) if (new Date(date).getUTCDay() % 6 !== 0) t.push(date);
    const times = Float64Array.from(t);
    return {t: times, until: times.map((time, i) => times[i + 1] ?? Infinity)};
  };
  const dates = ({t}: Samples, folds: Iterable<Fold>) =>
    Array.from(folds, ({train, test}) =>
      [train[0], train.at(-1)!, test[0], test.at(-1)!].map((i) => new Date(t[i]).toISOString().slice(0, 10))
    );

  it("ends its spans on dates", () => {
    const data = weekdays(Date.UTC(2020, 0, 1), 130);
    const split = walkForward({train: 3, test: 1, step: 1, unit: "months"});
    expect(dates(data, split.folds(data))).toEqual([
      ["2020-01-01", "2020-03-30", "2020-04-01", "2020-04-30"],
      ["2020-02-03", "2020-04-29", "2020-05-01", "2020-05-29"],
      ["2020-03-02", "2020-05-28", "2020-06-01", "2020-06-30"]
    ]);
    const expanding = walkForward({train: 3, test: 1, step: 2, expanding: true, embargo: 1, unit: "months"});
    expect(dates(data, expanding.folds(data))).toEqual([["2020-01-01", "2020-03-31", "2020-05-01", "2020-05-29"]]);
  });

  it("takes the last day of a month that is too short, and does not drift from it", () => {
    const data = weekdays(Date.UTC(2020, 0, 31), 90);
    const tests = dates(data, walkForward({train: 1, test: 1, step: 1, unit: "months"}).folds(data));
    expect(tests.map(([, , from]) => from)).toEqual(["2020-03-02", "2020-03-31", "2020-04-30", "2020-06-01"]);
  });

  it("in weeks and years is in days of them, and tests each later row once", () => {
    const data = weekdays(Date.UTC(2018, 0, 1), 800);
    const all = (split: Split) => listed(split.folds(data));
    const weeks = all(walkForward({train: 26, test: 2, step: 2, unit: "weeks"}));
    expect(weeks).toEqual(all(walkForward({train: 182, test: 14, step: 14, unit: "days"})));
    expect(weeks.flatMap(({test}) => test)).toEqual(Array.from({length: 800 - 130}, (_, i) => 130 + i));
    const years = all(walkForward({train: 2, test: 1, step: 1, unit: "years"}));
    expect(years).toEqual(all(walkForward({train: 24, test: 12, step: 12, unit: "months"})));
    for (const fold of [...weeks, ...years]) expect(meets(data, fold as unknown as Fold)).toBe(false);
  });

  it("tests nothing where there are no rows", () => {
    const {t} = weekdays(Date.UTC(2020, 0, 1), 60);
    const gap = t.map((time, i) => (i < 40 ? time : time + 100 * day));
    const folds = listed(walkForward({train: 30, test: 10, step: 10, unit: "days"}).folds({t: gap, until: gap}));
    expect(folds.every(({test}) => test.length > 0)).toBe(true);
    expect(folds.flatMap(({test}) => test)).toEqual(Array.from({length: 60 - 22}, (_, i) => 22 + i));
  });

  it("refuses zero windows and unknown units", () => {
    const data = weekdays(Date.UTC(2020, 0, 1), 60);
    expect(() => walkForward({train: 2, test: 1, embargo: 1, unit: "months"}).folds(data)).toThrow(
      "invalid walk-forward: 60 rows give no window; train + embargo + test needs 4 months"
    );
    expect(() => walkForward({unit: "months"}).folds(samples(0))).toThrow("0 rows give no window");
    expect(() => walkForward({unit: "fortnights"})).toThrow("unknown walk-forward unit: fortnights");
  });
});
