import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {featureFindings} from "../../core/audit/features/feature.js";
import {loadMaker} from "../../core/lab/registry.js";
import type {Feature, Params} from "../../core/plugin.js";
import {randomPanel} from "../panels.js";

const {cases} = JSON.parse(readFileSync(new URL("../golden/talib/talib-bars.json", import.meta.url), "utf8")) as {
  cases: readonly {feature: string; options: Params}[];
};

describe("computes from its lookback alone, to its tolerance, whatever the options", () => {
  it.each(cases.map(({feature, options}) => [feature, options] as const))("%s %j", async (name, options) => {
    const feature = (await loadMaker("feature", name))(options as never) as Feature;
    const panel = randomPanel({rows: feature.lookback + 150, symbols: 3, seed: 5});
    const {open, ...fields} = panel.fields;
    const span = open.map((value, i) => (Number.isNaN(value) ? NaN : 1 + ((i * 37) % 200) / 10));
    expect(featureFindings(feature, {...panel, fields: {...fields, open, span}})).toEqual([]);
  });
});
