import {describe, expect, it} from "vitest";
import type {Feature, Kind, Label, Metric, Model, Overlay, Slippage, Split, Strategy} from "../../core/plugin.js";
import {auditFeature} from "../../core/audit/look-ahead.js";
import {randomPanel} from "../panels.js";
import {suites} from "./suites.js";

/** The findings of a suite, one for each check that failed. */
async function findings(kind: Kind, plugin: unknown): Promise<string[]> {
  const checks = Object.values(suites[kind] ?? {}) as ((plugin: unknown) => unknown)[];
  const found = await Promise.all(checks.map((check) => check(plugin)));
  return found.filter((each) => each !== null).map(String);
}

const close: Feature = {needs: ["close"], lookback: 0, compute: ({fields}) => fields.close.slice()};
const flat: Strategy = {needs: ["close"], lookback: 0, targets: ({symbols}) => new Float64Array(symbols.length)};

describe("the suites catch", () => {
  it("a feature that reads the next row", async () => {
    const compute: Feature["compute"] = ({symbols, fields}) =>
      fields.close.map((_, i) => fields.close[i + symbols.length] ?? NaN);
    expect((await findings("feature", {...close, compute})).join()).toMatch(/future: row/);
  });

  it("a feature that is standardised over the whole sample", async () => {
    const compute: Feature["compute"] = ({fields}) => {
      const known = fields.close.filter((v) => !Number.isNaN(v));
      const level = known.reduce((a, b) => a + b, 0) / known.length;
      return fields.close.map((v) => v - level);
    };
    expect((await findings("feature", {...close, compute})).join()).toMatch(/future: row/);
  });

  it("a feature that looks back further than it says, and one that reads what it does not need", async () => {
    const running: Feature["compute"] = ({symbols, fields}) => {
      const n = symbols.length;
      const high = fields.close.slice(0, n).fill(0);
      return fields.close.map((v, i) => (high[i % n] = Math.max(high[i % n], v || 0)));
    };
    expect((await findings("feature", {...close, lookback: 10, compute: running})).join()).toMatch(/history: row/);
    const greedy: Feature["compute"] = ({fields}) => fields.close.map((v, i) => v + (fields.open?.[i] ?? 0));
    expect((await findings("feature", {...close, compute: greedy})).join()).toMatch(/needs: row/);
  });

  it("a feature that reads all of history and claims a long lookback", async () => {
    const ever: Feature["compute"] = ({symbols, fields}) => {
      const last = new Float64Array(symbols.length);
      return fields.close.map((v, i) => (last[i % symbols.length] += v || 0));
    };
    expect((await findings("feature", {...close, lookback: 700, compute: ever})).join()).toMatch(/history: row/);
    expect(() => auditFeature({...close, lookback: 700}, randomPanel())).toThrow("invalid panel: 460 rows");
  });

  it("a label that says it is known too early", async () => {
    const label: Label = {
      needs: [],
      compute: ({times, symbols, fields}) => ({
        y: fields.close.map((_, i) => fields.close[i + 5 * symbols.length] ?? NaN),
        until: fields.close.map((_, i) => times[Math.floor(i / symbols.length) + 1] ?? Infinity)
      })
    };
    expect((await findings("label", label)).join()).toMatch(/cell \d+/);
  });

  it("a split that trains on the test", async () => {
    const all: Split = {
      causal: true,
      *folds({t}) {
        const index = Uint32Array.from(t.keys());
        yield {train: index, test: index.slice(-10)};
      }
    };
    expect((await findings("split", all)).join()).toMatch(/not clear of the test.*folds of two/);
  });

  it("a model that draws other numbers each time, and one that forgets", async () => {
    let calls = 0;
    const model = (save: () => Uint8Array): Model => ({
      window: 1,
      fit: () => {
        const value = ++calls;
        return Promise.resolve({predict: ({shape: [n]}) => new Float64Array(n).fill(value), save});
      },
      load: () => Promise.resolve({predict: ({shape: [n]}) => new Float64Array(n).fill(-1), save})
    });
    expect(
      (
        await findings(
          "model",
          model(() => new Uint8Array())
        )
      ).join()
    ).toMatch(/differs/);
  });

  it("a strategy that keeps a state, one that looks back too far and one that answers with no number", async () => {
    let asked = 0;
    const stateful: Strategy = {...flat, targets: ({symbols}) => new Float64Array(symbols.length).fill(++asked % 2)};
    expect((await findings("strategy", stateful)).join()).toMatch(/answered otherwise/);
    const far: Strategy = {
      ...flat,
      targets: (now) => now.row("close").map((v, s) => (v > now.at("close", s, 30) ? 0.1 : 0))
    };
    expect((await findings("strategy", far)).join()).toMatch(/history: row/);
    const broken: Strategy = {...flat, targets: ({symbols}) => new Float64Array(symbols.length).fill(NaN)};
    expect((await findings("strategy", broken)).join()).toMatch(/row 0: NaN/);
  });

  it("slippage that overfills, pays, or fills without a volume", async () => {
    const twice: Slippage = {fill: ({quantity}, price) => ({price, quantity: 2 * quantity})};
    expect((await findings("slippage", twice)).join()).toMatch(/2 of 1.*without a price/);
    const kind: Slippage = {
      fill: ({quantity}, price) => (price > 0 ? {price: price * (1 - 0.01 * Math.sign(quantity)), quantity} : null)
    };
    expect((await findings("slippage", kind)).join()).toMatch(/against.*without a volume/);
  });

  it("an overlay that writes over the targets, and one that answers with no number", async () => {
    const overlay: Overlay = {adjust: (targets) => targets.fill(0)};
    expect((await findings("overlay", overlay)).join()).toMatch(/row 0 changes the targets/);
    expect((await findings("overlay", {adjust: () => Float64Array.of(NaN)})).join()).toMatch(/row 0: NaN/);
  });

  it("a commission that pays the trader, and a metric that is no number or changes the result", async () => {
    expect((await findings("commission", {cost: () => -1})).join()).toMatch(/-1 for 1/);
    const metric: Metric = {unit: "ratio", measure: ({equity}) => (equity[0] += 1)};
    expect((await findings("metric", metric)).join()).toMatch(/then/);
    expect((await findings("metric", {unit: "furlongs", measure: () => NaN})).join()).toMatch(
      /NaN for 300 bars.*furlongs/
    );
  });
});
