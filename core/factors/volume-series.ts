import type {Factor} from "./alpha158.js";
import {range} from "./lags.js";

/**
 * The volumes of the last rows and of the last weeks, oldest first: `volumeDay0` … `volumeDay49` and `volumeWeek0` …
 * `volumeWeek49` of 50. A week is `rows` rows that end with row t or whole weeks before it, and its volume their sum.
 */
export function volumeSeries(count = 50, rows = 5): Factor[] {
  const places = range(0, count - 1);
  const series = (name: string, formula: string, step: number) =>
    places.map((i): Factor => ({name: `${name}${i}`, formula: `lag(${formula}, ${(count - 1 - i) * step})`}));
  return [...series("volumeDay", "volume", 1), ...series("volumeWeek", `sum(volume, ${rows})`, rows)];
}
