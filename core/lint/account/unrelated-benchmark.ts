import {correlation} from "../../base/stats.js";
import {meanLevels} from "../market-levels.js";
import {defineRule} from "../rule.js";
import {ratio} from "../text.js";

/** A benchmark that has nothing to do with what was traded. */
export const unrelatedBenchmark = defineRule("unrelated-benchmark", {
  severities: ["note"],
  measures:
    "the correlation of the benchmark's returns with those of all names in equal parts, of single bars and of sums over `span` bars, where both are known on at least `least` bars: a note where the higher of the two is below `correlation`, or where the benchmark does not move",
  meaning:
    "What it is compared with is no alternative to it: to beat it shows nothing, and beta and alpha are those of another market.",
  advice: 'Name what a holder of these names would hold: their index, or `data.benchmark: "equal-weight"`.',
  thresholds: {correlation: 0.2, span: 5, least: 60},
  look(run, {correlation: enough, span, least}) {
    const {benchmark} = run.result;
    if (!benchmark) return null;
    const levels = meanLevels(run);
    const names: number[] = [];
    const other: number[] = [];
    for (let i = 1; i < benchmark.length; ++i) {
      const [one, two] = [levels[i] / levels[i - 1] - 1, benchmark[i] / benchmark[i - 1] - 1];
      if (!Number.isFinite(one) || !Number.isFinite(two)) continue;
      names.push(one);
      other.push(two);
    }
    if (names.length < least) return null;
    if (names.every((value) => value === 0)) return null;
    if (other.every((value) => value === 0)) return "the benchmark never moves";
    const shared = correlation(names, other);
    const slowly = correlation(sums(names, span), sums(other, span));
    const highest = Math.max(shared, Number.isNaN(slowly) ? shared : slowly);
    if (!(highest < enough)) return null;
    return `the benchmark's returns and the mean of those of its names correlate by ${ratio(shared)}`;
  }
});

/** The sums of so many values each, from the first on; a rest is left out. */
function sums(values: readonly number[], span: number): Float64Array {
  return Float64Array.from({length: Math.floor(values.length / span)}, (_, i) =>
    values.slice(i * span, (i + 1) * span).reduce((sum, value) => sum + value, 0)
  );
}
