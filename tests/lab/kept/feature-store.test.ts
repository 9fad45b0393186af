import {readdir, readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {effects} from "../../../core/lab/context.js";
import type {Experiment} from "../../../core/lab/experiment.js";
import {keepFeatures, knownFeatures, readFeatureSet} from "../../../core/lab/kept/feature-store.js";
import type {Item} from "../../../core/plugin.js";
import {defineSource} from "../../../core/plugin.js";
import {ingest} from "../../../core/store/intake/ingest.js";
import {atr} from "../../../plugins/features/atr.js";
import {returns} from "../../../plugins/features/returns.js";
import {rsi} from "../../../plugins/features/rsi.js";
import {sma} from "../../../plugins/features/moving-averages/sma.js";
import {everything, freshFolder} from "../../store/homes.js";

const day = (n: number) => Date.UTC(2020, 0, 1) + n * 864e5;
const close = (i: number, s: number) => 50 + 8 * Math.sin(i / (7 + s)) + i / 20;

async function take(home: string, from: number, to: number, more: readonly Item[] = []) {
  const source = defineSource("made", {}, () => ({
    calendar: "24/7",
    async *bars() {
      await Promise.resolve();
      for (const [s, symbol] of ["A", "B"].entries())
        for (let i = from; i < to; ++i) {
          const price = close(i, s);
          yield {t: day(i), symbol, open: price, high: price + 1, low: price - 1, close: price, volume: 100 + i};
        }
      yield* more;
    }
  }));
  await ingest(home, source(), everything, effects());
}

const experiment: Experiment = {
  name: "kept",
  title: "Kept",
  question: "Are they the same tomorrow?",
  data: {dataset: "made/1d"},
  features: {week: returns({window: 7}), rsi: rsi({window: 5}), atr: atr({window: 5})}
};

const filesOf = (home: string) => readdir(join(home, "features", "columns"));

describe("the feature store", () => {
  it("computes a set once, finds it again, and shares columns between sets", async () => {
    const home = await freshFolder();
    await take(home, 0, 300);
    const first = await keepFeatures(experiment, home, effects());
    expect([first.found, first.set.features.map(({name}) => name)]).toEqual([0, ["week", "rsi", "atr"]]);
    expect(first.set).toMatchObject({timeframe: "1d", symbols: ["A", "B"], rows: 300, from: "2020-01-01"});
    const again = await keepFeatures(experiment, home, effects());
    expect([again.found, again.set]).toEqual([3, first.set]);
    expect(again.panel.fields).toEqual(first.panel.fields);
    expect(await readFeatureSet(home, first.set.id)).toEqual(first.set);
    const other = {...experiment, name: "other", features: {...experiment.features, rsi: rsi({window: 6})}};
    const changed = await keepFeatures(other, home, effects());
    expect([changed.found, changed.set.id === first.set.id]).toEqual([2, false]);
    expect((await filesOf(home)).length).toBe(4);
    await expect(readFeatureSet(home, "000000000000")).rejects.toThrow("unknown feature set: 000000000000;");
  });

  it("computes anew what was changed on the disk, and all when the data have a new version", async () => {
    const home = await freshFolder();
    await take(home, 0, 300);
    const {panel, set} = await keepFeatures(experiment, home, effects());
    const file = join(home, "features", "columns", set.features[0].key);
    const bytes = await readFile(file);
    bytes[bytes.length - 3] ^= 1;
    await writeFile(file, bytes);
    const mended = await keepFeatures(experiment, home, effects());
    expect([mended.found, mended.panel.fields]).toEqual([2, panel.fields]);
    await take(home, 300, 310);
    expect((await keepFeatures(experiment, home, effects())).found).toBe(0);
  });

  it("tells what was known on a day, offline as online, whatever came later", async () => {
    const home = await freshFolder();
    await take(home, 0, 200);
    const before = await knownFeatures(experiment, day(180), home, effects());
    expect(before.t).toBe(day(180));
    expect(before.values.map(({same}) => same)).toEqual(new Array(6).fill(true));
    expect(before.values.find(({symbol, feature}) => symbol === "B" && feature === "week")?.kept).toBe(
      close(180, 1) / close(173, 1) - 1
    );
    await take(home, 200, 300);
    expect(await knownFeatures(experiment, day(180), home, effects())).toEqual(before);
    await expect(knownFeatures(experiment, day(-5), home, effects())).rejects.toThrow(
      "invalid day: 2019-12-27 is before 2020-01-01"
    );
  });

  it("shows where live values differ: prices that are adjusted by a split of later on", async () => {
    const home = await freshFolder();
    await take(home, 0, 300, [{action: "split", symbol: "A", t: day(250), value: 2}]);
    const adjusted: Experiment = {
      ...experiment,
      data: {...experiment.data, adjust: "splits"},
      features: {level: sma({window: 5}), week: returns({window: 7})}
    };
    const {values} = await knownFeatures(adjusted, day(200), home, effects());
    const of = Object.fromEntries(values.map(({symbol, feature, same}) => [`${symbol} ${feature}`, same]));
    expect(of).toEqual({"A level": false, "B level": true, "A week": true, "B week": true});
  });
});
