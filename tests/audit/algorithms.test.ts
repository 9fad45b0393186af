import {describe, expect, it} from "vitest";
import {algorithmFindings, auditAlgorithm} from "../../core/audit/trading/algorithm.js";
import {algorithms} from "../../core/audit/leaks/algorithms.js";
import {auditPanel} from "../../core/audit/panels.js";
import type {Audit} from "../../core/audit/verdict.js";
import type {View} from "../../core/base/view.js";
import type {Algorithm, Desk} from "../../core/plugin.js";
import {breakout} from "../../plugins/algorithms/breakout.js";
import {marketMaking} from "../../plugins/algorithms/market-making.js";
import {openingRange} from "../../plugins/algorithms/opening-range.js";
import {scheduledRebalance} from "../../plugins/algorithms/scheduled-rebalance.js";

const told = ({findings}: Pick<Audit, "findings">) =>
  findings.map(({rule, message}) => `${rule}: ${message}`).join("\n");

/** An algorithm that keeps nothing and does this on each bar. */
function doing(bar: (desk: Desk, now: View) => void, needs: readonly string[] = ["close"]): Algorithm {
  return {
    needs,
    lookback: 0,
    begin: (desk) => ({
      bar: (now) => {
        bar(desk, now);
      }
    })
  };
}

describe("catches the planted leak", () => {
  it.each(algorithms.map((leak) => [leak.name, leak] as const))("%s", (_, {rule, maker}) => {
    const audit = auditAlgorithm(maker() as unknown as Algorithm);
    expect(new Set(audit.findings.map((each) => each.rule)), told(audit)).toEqual(new Set([rule]));
    expect(audit.findings.every(({suspicion}) => !suspicion)).toBe(true);
  });

  it("by the row and by what it did", () => {
    const saysOf = (name: string) =>
      told(auditAlgorithm(algorithms.find((leak) => leak.name === name)!.maker() as never));
    expect(saysOf("closes-of-the-last-run")).toMatch(
      /^hidden-state: row \d+ is traded otherwise when the same panel is traded again: /
    );
    expect(saysOf("one-desk-for-all")).toMatch(
      /^hidden-state: row \d+ is traded otherwise when another panel is traded at the same time: /
    );
    expect(saysOf("first-price-by-name")).toMatch(
      /^hidden-state: row \d+ is traded otherwise when the symbols have other names: /
    );
    expect(saysOf("volume-unasked")).toBe("undeclared-field: row 0: it reads volume; its needs are close");
    expect(saysOf("position-corrected")).toMatch(
      /^hidden-state: row \d+: it writes over the book's position; change a copy$/
    );
  });
});

describe("finds the future", () => {
  const panel = auditPanel({rows: 120, gaps: false});
  const n = panel.symbols.length;

  /** The whole column of closes, which a view keeps from whoever asks it: taken from under it. */
  function stolen(now: View): Float64Array {
    const honest = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Float64Array.prototype), "slice")!;
    let column = new Float64Array();
    Object.defineProperty(Object.getPrototypeOf(Float64Array.prototype), "slice", {
      ...honest,
      value(this: Float64Array<ArrayBuffer>, start?: number, end?: number) {
        column = this.subarray(0);
        return (honest.value as Float64Array["slice"]).call(this, start, end);
      }
    });
    try {
      now.row("close");
    } finally {
      Object.defineProperty(Object.getPrototypeOf(Float64Array.prototype), "slice", honest);
    }
    return column;
  }

  const buying = (wanted: (column: Float64Array, row: number) => boolean) =>
    doing((desk, now) => {
      const row = Math.round(panel.times.indexOf(now.t));
      desk.orderTargetPercent(0, wanted(stolen(now), row) ? 1 : 0);
    });

  it("in a row ahead, and in the whole sample", () => {
    expect(
      told(
        algorithmFindings(
          buying((column, row) => column[row * n] > column[(row - 1) * n]),
          panel
        )
      )
    ).toBe("");
    expect(
      told(
        algorithmFindings(
          buying((column, row) => column[(row + 1) * n] > column[row * n]),
          panel
        )
      )
    ).toMatch(/^look-ahead: row \d+ is traded otherwise when rows from \d+ on change$/);
    const highest = (column: Float64Array) => column.reduce((most, value) => Math.max(most, value), 0);
    expect(
      told(
        algorithmFindings(
          buying((column, row) => column[row * n] > 0.8 * highest(column)),
          panel
        )
      )
    ).toMatch(/^whole-sample: row \d+ is traded otherwise when rows from 90 on change$/);
  });

  it("in how many rows there are to come", () => {
    const last = buying((column, row) => (row + 5) * n < column.length);
    expect(told(algorithmFindings(last, panel))).toMatch(
      /^look-ahead: row \d+ is traded otherwise when rows from \d+ on are cut off$/
    );
  });

  it("in what is recorded and said alone", () => {
    const say = (what: "record" | "log"): Algorithm =>
      doing((desk, now) => {
        const next = stolen(now)[(panel.times.indexOf(now.t) + 1) * n] ?? NaN;
        if (what === "record") desk.record({next});
        else desk.log(`${next}`);
      });
    expect(told(algorithmFindings(say("record"), panel))).toMatch(/^look-ahead/);
    expect(told(algorithmFindings(say("log"), panel))).toMatch(/^look-ahead/);
  });
});

describe("refuses what has the wrong form", () => {
  it("in what it states", () => {
    expect(told(auditAlgorithm({...doing(() => undefined), needs: "close" as never}))).toMatch(
      /^broken-form: its needs are "close"; expected a list/
    );
    expect(told(auditAlgorithm({...doing(() => undefined), lookback: -1}))).toBe(
      "broken-form: its lookback is -1; expected a whole number from 0"
    );
  });

  it("in what it orders", () => {
    expect(told(auditAlgorithm(doing((desk) => desk.order(9, 1))))).toBe(
      "broken-form: made-up bars of days: it throws: unknown symbol: 9; the panel has 5, counted from 0"
    );
    expect(told(auditAlgorithm(doing((desk) => desk.order(0, 1, {limit: -2}))))).toBe(
      "broken-form: made-up bars of days: it throws: invalid limit: -2 of an order; expected a price above 0"
    );
    expect(told(auditAlgorithm(doing((desk) => desk.orderValue(2, NaN))))).toBe(
      "broken-form: row 0: orderValue of symbol 2 with a size of NaN; expected a number"
    );
    const early: Algorithm = {
      needs: ["close"],
      lookback: 0,
      begin(desk) {
        desk.order(0, 1);
        return {};
      }
    };
    expect(told(auditAlgorithm(early))).toMatch(/it throws: invalid order: the market is not open yet/);
  });

  it("in a run that follows another panel's alone", () => {
    // It forgets the run before only where that was of the same prices.
    let before = NaN;
    let first = NaN;
    const algorithm: Algorithm = {
      needs: ["close"],
      lookback: 0,
      begin(desk) {
        before = first;
        first = NaN;
        return {
          bar(now) {
            if (Number.isNaN(first)) first = now.at("close", 0);
            desk.orderTargetPercent(0, Number.isNaN(before) || before === first ? 1 : 0.5);
          }
        };
      }
    };
    expect(told(auditAlgorithm(algorithm))).toMatch(
      /^hidden-state: row 0 is traded otherwise when another panel was traded before: /
    );
  });

  it("in fields that are not there", () => {
    expect(told(auditAlgorithm(doing((desk, now) => desk.order(0, now.at("sentiment", 0)))))).toBe(
      "undeclared-field: it reads sentiment; its needs are close"
    );
  });

  it("and leaves it to a person where nothing is ordered", () => {
    expect(auditAlgorithm(doing(() => undefined)).findings).toEqual([
      {rule: "broken-form", message: expect.stringContaining("it gives no order") as string, suspicion: true}
    ]);
  });

  it("and says which bars it refuses", () => {
    const intraday = doing((desk, now) => {
      if (now.t % 864e5 === 0) throw new Error("invalid panel: bars of a day; give intraday bars");
      desk.orderTarget(0, now.at("close", 0) > 100 ? 5 : 0);
    });
    const audit = auditAlgorithm(intraday);
    expect(told(audit)).toBe("");
    expect(audit.skipped).toEqual([
      "made-up bars of days: it throws: invalid panel: bars of a day; give intraday bars"
    ]);
  });
});

describe("finds nothing in an honest one", () => {
  it.each([
    ["market making", marketMaking()],
    ["market making about a mean", marketMaking({fair: "ema", aversion: 30, short: false})],
    ["breakout", breakout()],
    ["breakout with a target", breakout({window: 10, target: 2, short: false})],
    ["rebalancing", scheduledRebalance()],
    ["rebalancing with a pipeline", scheduledRebalance({every: "week", from: "end", screen: "signal", by: "signal"})],
    [
      "one that says the names of what it orders",
      doing((desk, now) => {
        desk.orderTarget(0, now.at("close", 0) > 100 ? 5 : 0);
        desk.log(`ordered ${now.symbols[0]}`);
      })
    ],
    ["opening range", openingRange({timeframe: "30m", bars: 2})],
    ["opening range of five minutes", openingRange()]
  ])("%s", (_, algorithm) => {
    const audit = auditAlgorithm(algorithm);
    expect(told(audit)).toBe("");
    expect(audit.checked).toContain("look-ahead");
  });
});
