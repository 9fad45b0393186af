import {defineRule} from "../rule.js";

/** Nothing to compare with. */
export const noBenchmark = defineRule("no-benchmark", {
  severities: ["note"],
  measures: "whether the experiment names a benchmark that has levels on the bars that were traded",
  meaning: "Whether it earned anything that the market did not give to everybody cannot be told.",
  advice: 'Name one: `data.benchmark`, a symbol or "equal-weight".',
  thresholds: {},
  look: ({result: {benchmark}}) =>
    benchmark?.some((level) => level > 0) ? null : "there is no benchmark to compare with"
});
