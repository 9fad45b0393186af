import {describe, expect, it} from "vitest";
import {auditFeature, featureFindings} from "../../core/audit/features/feature.js";
import {auditLabel, labelFindings} from "../../core/audit/label.js";
import {timesAhead} from "../../core/audit/leaks/labels.js";
import {auditPanel} from "../../core/audit/panels.js";
import {reachOf} from "../../core/audit/features/reach.js";
import type {Panel} from "../../core/base/panel.js";
import {eachSymbol} from "../../core/base/panel.js";
import {mean} from "../../core/base/stats.js";
import type {Label} from "../../core/plugin.js";

type Compute = (close: Float64Array, times: Float64Array) => Float64Array;

const over = (compute: Compute) => (panel: Panel) =>
  eachSymbol(panel, ["close"], (close) => compute(close, panel.times));

const told = (compute: Compute, lookback = 0) =>
  auditFeature({needs: ["close"], lookback, compute: over(compute)}).findings.map(
    ({rule, message}) => `${rule}: ${message}`
  );

describe("says how far a feature reads", () => {
  it.each([
    [1, "1 row ahead"],
    [5, "5 rows ahead"],
    [30, "30 rows ahead"]
  ])("%i rows ahead", (rows, words) => {
    const [first, ...others] = told((close) => close.map((_, i) => close[i + rows] ?? NaN));
    expect(first).toBe(`look-ahead: row 0 changes with row ${rows}: it reads ${words}`);
    expect(others).toEqual([]);
  });

  it("to the end, where it is made of the whole sample, and by a comparison alone", () => {
    const [level] = told((close) => close.map((price) => price - mean(close.filter((each) => each > 0))));
    expect(level).toMatch(/^whole-sample: row 0 changes with rows from 90 on: it is made of the whole sample$/);
    const [above] = told((close) => {
      const known = close.filter((price) => price > 0).sort();
      const median = known[known.length >> 1];
      return close.map((price) => (Number.isNaN(price) ? NaN : price > median ? 1 : 0));
    });
    expect(above).toMatch(/^whole-sample: row \d+ changes with rows from 90 on/);
  });

  it("not to the end, where a filter's echo alone comes from there", () => {
    const [echo] = told((close) => {
      let level = NaN;
      const back = close.toReversed().map((price) => {
        level = Number.isNaN(level) ? price : Number.isNaN(price) ? level : level + 0.5 * (price - level);
        return level;
      });
      return back.reverse();
    });
    expect(echo).toMatch(/^look-ahead: row 0 changes with row \d+: it reads \d+ rows ahead$/);
  });

  it("and tells dates, presence and number of later rows from their values", () => {
    const [dates] = told((close, times) => close.map((_, i) => (times[i + 1] ?? times[i]) - times[i]));
    expect(dates).toMatch(/^look-ahead: row \d+ changes when rows from \d+ on are cut off, and with their dates: take/);
    const [presence] = told((close) => close.map((price) => (Number.isNaN(close.at(-1)) ? NaN : price)));
    expect(presence).toMatch(
      /^look-ahead: row \d+ .* whatever their values are: it knows which bars are still to come$/
    );
    const [number] = told((close) => close.map((price, i) => price * (close.length - i)));
    expect(number).toMatch(
      /^row-count: row 0 changes when rows from 1 on are cut off, and not when their values or dates/
    );
  });

  it("once, and not as a history besides, however much it reads", () => {
    expect(told((close) => close.map((price, i) => (close[i + 1] ?? price) / price))).toHaveLength(1);
  });

  it("given the row and the cut", () => {
    const panel = auditPanel();
    const compute = over((close) => close.map((price, i) => price + (close[i + 2] ?? 0)));
    expect(reachOf(compute, panel, 8, 9)).toEqual({
      rule: "look-ahead",
      message: "row 8 changes with row 10: it reads 2 rows ahead"
    });
  });
});

describe("says what a feature reads of the past", () => {
  it("with the rows, both values and the lookback that it states", () => {
    const [history] = told((close) => close.map((price, i) => price / (close[i - 10] ?? NaN)), 9);
    expect(history).toMatch(
      /^hidden-history: row \d+ of S0 is [\d.]+, and NaN when rows before \d+ are cut off; its lookback is 9 rows$/
    );
  });

  it("and names a gap that is filled from further back than that", () => {
    const [filled] = told((close) => {
      let last = NaN;
      return close.map((price) => (last = Number.isNaN(price) ? last : price));
    }, 3);
    expect(filled).toMatch(
      /^dead-ticker: row \d+ of S\d is [\d.]+, and NaN .*: it misses bars there, and goes on with one/
    );
  });

  it("and needs a panel that is long enough to tell", () => {
    const feature = {needs: ["close"], lookback: 700, compute: over((close) => close)};
    expect(() => featureFindings(feature, auditPanel())).toThrow("invalid panel: 460 rows; an audit needs 720");
  });
});

describe("says how late a label is known", () => {
  const label = (ahead: number, said: number) =>
    auditLabel({
      needs: ["close"],
      compute: (panel) => ({
        y: over((close) => close.map((price, i) => (close[i + ahead] ?? NaN) / price - 1))(panel),
        until: timesAhead(panel, said)
      })
    }).findings.map(({rule, message}) => `${rule}: ${message}`);

  it.each([
    [5, 4, "until is 1 row short"],
    [20, 5, "until is 15 rows short"]
  ])("%i rows ahead, said to be known after %i", (ahead, said, words) => {
    const [finding, ...others] = label(ahead, said);
    expect(finding).toMatch(
      new RegExp(`^until-short: row \\d+ is said to be known on row \\d+ and changes .*: ${words}$`)
    );
    expect(others).toEqual([]);
  });

  it("whether on its own row, never, or in time", () => {
    expect(label(5, 0)[0]).toMatch(
      /^unknowable-label: row 0 is said to be known on its own row; give the time of a later/
    );
    expect(label(5, 5)).toEqual([]);
    expect(label(5, 8)).toEqual([
      expect.stringMatching(
        /^unknowable-label: row 392 of 400 has the label .*, which is known after the last row; give NaN/
      )
    ]);
  });

  it("and where its outcome is a gap that was filled, which may be honest", () => {
    const panel = auditPanel({rows: 300, gaps: false});
    const missing = panel.fields.close.map((price, i) => (i % 5 === 1 && i >= 500 && i < 515 ? NaN : price));
    const gapped = {...panel, fields: {...panel.fields, close: missing}};
    const label: Label = {
      needs: ["close"],
      compute: (given) => ({
        y: over((close) => {
          let last = NaN;
          const whole = close.map((price) => (last = Number.isNaN(price) ? last : price));
          return close.map((price, i) => (whole[i + 5] ?? NaN) / price - 1);
        })(given),
        until: timesAhead(given, 5)
      })
    };
    expect(labelFindings(label, gapped)).toEqual([
      {
        rule: "dead-ticker",
        message: expect.stringMatching(
          /^the label .* of row 95 ends on row 100, where S1 has no price: a gap is filled forward; give NaN there$/
        ) as string,
        suspicion: true
      }
    ]);
  });
});
