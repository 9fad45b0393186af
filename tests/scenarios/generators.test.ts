import {describe, expect, it} from "vitest";
import type {Panel} from "../../core/base/panel.js";
import {random} from "../../core/base/random.js";
import {mean} from "../../core/base/stats.js";
import type {Maker, Params, ScenarioMark} from "../../core/plugin.js";
import {correlation} from "../../plugins/scenarios/correlation.js";
import {extremeVolatility} from "../../plugins/scenarios/extreme-volatility.js";
import {flashCrash} from "../../plugins/scenarios/flash-crash.js";
import {gapAndHalt} from "../../plugins/scenarios/gap-and-halt.js";
import {lowLiquidity} from "../../plugins/scenarios/low-liquidity.js";
import {averagePair, closeReturns, market, ratio, spread} from "./measures.js";

/** What a path says about the options of its generator, each beside the value that was asked for. */
type Found = Readonly<Record<string, readonly [found: number, asked: number, tolerance: number]>>;

/** A generator, options, others of which each must be noticed, and how a path is measured. */
interface Case<O> {
  readonly make: (options: O) => {apply: ReturnType<Maker<"scenario", Params>>["apply"]};
  readonly options: O;
  readonly altered: readonly Partial<O>[];
  readonly measure: (before: Panel, after: Panel, asked: O, marks: readonly ScenarioMark[]) => Found;
}

/** The options that a path does not meet. */
function missed<O>({make, measure}: Case<O>, asked: O, given: O, panel: Panel): string[] {
  const {panel: after, marks} = make(given).apply(panel, random(11));
  return Object.entries(measure(panel, after, asked, marks))
    .filter(([, [found, wanted, tolerance]]) => !(Math.abs(found - wanted) <= tolerance))
    .map(([name, [found, wanted]]) => `${name}: ${found} for ${wanted}`);
}

function suite<O>(name: string, each: Case<O>): void {
  describe(name, () => {
    it.each([false, true])("meets its options; with gaps: %s", (gaps) => {
      expect(missed(each, each.options, each.options, market({gaps}))).toEqual([]);
    });
    it.each(each.altered.map((altered) => [JSON.stringify(altered), altered] as const))(
      "does not meet them when it is given %s",
      (_, altered) => {
        for (const gaps of [false, true])
          expect(missed(each, each.options, {...each.options, ...altered}, market({gaps}))).not.toEqual([]);
      }
    );
  });
}

const exact = 1e-9;

const crash = {start: 0.5, size: 0.2, bars: 4, recovery: 0.6, recoveryBars: 10, surge: 5};
suite("flash-crash", {
  make: (options: typeof crash) => flashCrash(options),
  options: crash,
  altered: [
    {start: 0.4},
    {size: 0.18},
    {bars: 5},
    {bars: 3, recoveryBars: 11},
    {recovery: 0.5},
    {recoveryBars: 9},
    {surge: 4}
  ],
  measure: (before, after, {start, size, bars, recovery, recoveryBars, surge}) => {
    const from = Math.floor(start * before.times.length);
    const closes = (row: number) => ratio(after, before, "close", row);
    const bottom = from + bars - 1;
    const end = bottom + recoveryBars;
    const back = (row: number) => (closes(row) - (1 - size)) / size;
    return {
      before: [closes(from - 1), 1, 0],
      began: [closes(from), (1 - size) ** (1 / bars), exact],
      opensWhereItWas: [ratio(after, before, "open", from), 1, exact],
      size: [1 - closes(bottom), size, exact],
      stillFalling: [Math.sign(closes(bottom - 1) - closes(bottom)), 1, 0],
      recovery: [back(end), recovery, exact],
      stillRising: [Math.sign(closes(end) - closes(end - 1)), 1, 0],
      over: [back(end + 1), recovery, exact],
      last: [back(before.times.length - 1), recovery, exact],
      surge: [ratio(after, before, "volume", bottom), surge, exact],
      surgeEnds: [ratio(after, before, "volume", end), 1, exact],
      halfway: [ratio(after, before, "volume", bottom + recoveryBars / 2), (1 + surge) / 2, exact],
      noEarlier: [ratio(after, before, "volume", from - 1), 1, 0]
    };
  }
});

/** The rows of a span that begins at a share of them. */
function rowsOf(panel: Panel, {start, span}: {start: number; span: number}): readonly [number, number] {
  const from = Math.floor(start * panel.times.length);
  return [from, from + span - 1];
}

/** The ratio of volatilities, the mean over symbols, in rows of the panel. */
function volatilityRatio(before: Panel, after: Panel, from: number, to: number): number {
  return mean(
    before.symbols.map((_, s) => spread(closeReturns(after, s, from, to)) / spread(closeReturns(before, s, from, to)))
  );
}

const thin = {start: 0.25, span: 100, volume: 0.1, volatility: 1.5};
suite("low-liquidity", {
  make: (options: typeof thin) => lowLiquidity(options),
  options: thin,
  altered: [{start: 0.3}, {span: 99}, {volume: 0.11}, {volatility: 1.8}, {volatility: 1}],
  measure: (before, after, asked) => {
    const [from, to] = rowsOf(before, asked);
    return {
      volume: [ratio(after, before, "volume", from), asked.volume, exact],
      volumeLast: [ratio(after, before, "volume", to), asked.volume, exact],
      volumeBefore: [ratio(after, before, "volume", from - 1), 1, 0],
      volumeAfter: [ratio(after, before, "volume", to + 1), 1, 0],
      volatility: [volatilityRatio(before, after, from, to), asked.volatility, 0.1 * asked.volatility]
    };
  }
});

const wild = {start: 0.5, span: 120, factor: 3};
suite("extreme-volatility", {
  make: (options: typeof wild) => extremeVolatility(options),
  options: wild,
  altered: [{start: 0.45}, {span: 100}, {factor: 3.5}, {factor: 2.5}, {factor: 1}],
  measure: (before, after, asked) => {
    const [from, to] = rowsOf(before, asked);
    const lengths = (panel: Panel) => {
      const {high, low} = panel.fields;
      const n = panel.symbols.length;
      return mean(
        high
          .map((value, i) => Math.log(value / low[i]))
          .subarray(from * n, (to + 1) * n)
          .filter((x) => x > 0)
      );
    };
    return {
      factor: [volatilityRatio(before, after, from, to), asked.factor, 0.1 * asked.factor],
      ranges: [lengths(after) / lengths(before), asked.factor, 0.1 * asked.factor],
      first: [ratio(after, before, "close", from - 1), 1, 0],
      moved: [
        Number(
          Math.abs(ratio(after, before, "close", from) - 1) > 1e-6 || Number.isNaN(ratio(after, before, "close", from))
        ),
        1,
        0
      ],
      last: [Number(Number.isNaN(ratio(after, before, "close", to - 1))), 1, 0],
      returns: [ratio(after, before, "close", to + 1), 1, 0]
    };
  }
});

for (const target of [0, 0.3, 0.9, 1]) {
  const together = {start: 0.25, span: 200, target};
  suite(`correlation ${target}`, {
    make: (options: typeof together) => correlation(options),
    options: together,
    altered: [{target: target > 0.5 ? target - 0.12 : target + 0.12}, {start: 0.1}, {span: 120}],
    measure: (before, after, asked) => {
      const [from, to] = rowsOf(before, asked);
      const edges = (row: number) => Number(Number.isNaN(ratio(after, before, "close", row)));
      return {
        target: [averagePair(after, from, to), asked.target, 0.05],
        volatility: [volatilityRatio(before, after, from, to), 1, 0.02],
        before: [ratio(after, before, "close", from - 1), 1, 0],
        begins: [edges(from), 1, 0],
        ends: [edges(to - 1), 1, 0],
        after: [ratio(after, before, "close", to + 1), 1, exact]
      };
    }
  });
}

const halted = {start: 0.5, gap: -0.2, halt: 3, resumption: -0.1, share: 1};
suite("gap-and-halt", {
  make: (options: typeof halted) => gapAndHalt(options),
  options: halted,
  altered: [{start: 0.51}, {gap: -0.19}, {halt: 4}, {halt: 2}, {halt: 0}, {resumption: 0}, {share: 0.5}],
  measure: (before, after, {start, gap, halt, resumption}) => {
    const n = before.symbols.length;
    const from = Math.floor(start * before.times.length);
    const missing = (row: number) => after.fields.close.subarray(row * n, (row + 1) * n).filter(Number.isNaN).length;
    const there = (row: number) => before.fields.close.subarray(row * n, (row + 1) * n).filter(Number.isNaN).length;
    const resumed = from + halt + 1;
    return {
      before: [ratio(after, before, "close", from - 1), 1, 0],
      open: [ratio(after, before, "open", from), 1 + gap, exact],
      close: [ratio(after, before, "close", from), 1 + gap, exact],
      ...Object.fromEntries(
        Array.from({length: halt}, (_, k) => [`halt ${k}`, [missing(from + 1 + k), n, 0] as const])
      ),
      gap: [missing(from), there(from), 0],
      resumed: [missing(resumed), there(resumed), 0],
      resumption: [ratio(after, before, "open", resumed), (1 + gap) * (1 + resumption), exact],
      last: [ratio(after, before, "close", before.times.length - 1), (1 + gap) * (1 + resumption), exact]
    };
  }
});

it("gap-and-halt befalls the share of the symbols", () => {
  const panel = market();
  const n = panel.symbols.length;
  for (const seed of [1, 2, 3]) {
    const {panel: after, marks} = gapAndHalt({share: 0.5}).apply(panel, random(seed));
    const row = marks[0].from + 1;
    expect(after.fields.close.subarray(row * n, (row + 1) * n).filter(Number.isNaN).length).toBe(3);
  }
});
