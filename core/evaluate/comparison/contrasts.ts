import type {Pair} from "./compare.js";
import type {ForecastContrast} from "./forecast-pairs.js";
import type {Contrast, Question} from "./recommend.js";

/** A test of differences, and the figure that it is about. */
export interface Test extends Question {
  readonly kind: "sharpe" | "mean" | "coefficient" | "squaredError";
  /** The metric's name. */
  readonly metric: string;
}

const plain = (value: number) => value.toFixed(2);
const precise = (value: number) => value.toFixed(3);
const percent = (value: number) => `${(value * 100).toFixed(1)} %`;

const sharpeTest: Test = {kind: "sharpe", metric: "sharpe", figure: "Sharpe ratio", format: plain, trades: true};

const tests: Readonly<Record<string, Test>> = {
  sharpe: sharpeTest,
  "mean-return": {kind: "mean", metric: "mean-return", figure: "mean return", format: percent, trades: true},
  "annual-return": {kind: "mean", metric: "annual-return", figure: "annual return", format: percent, trades: true},
  "total-return": {kind: "mean", metric: "total-return", figure: "total return", format: percent, trades: true},
  ic: {kind: "coefficient", metric: "ic", figure: "information coefficient", format: precise},
  "ic-t": {kind: "coefficient", metric: "ic", figure: "information coefficient", format: precise},
  "ic-ratio": {kind: "coefficient", metric: "ic", figure: "information coefficient", format: precise},
  r2: {kind: "squaredError", metric: "r2", figure: "out-of-sample R²", format: percent}
};

/** The test of differences in a figure, or in the Sharpe ratio where there is none of that figure. */
export function testOf(by: string): Test {
  return Object.hasOwn(tests, by) ? tests[by] : sharpeTest;
}

/** What a test says of each pair. */
export function contrastsOf(
  {kind}: Test,
  pairs: readonly Pair[],
  forecasts: readonly ForecastContrast[]
): readonly Contrast[] {
  if (kind === "sharpe" || kind === "mean") return pairs.map((pair) => ofReturns(pair, kind));
  return forecasts.map((pair) => {
    const {a, b, cells, reasons} = pair;
    const found = pair[kind];
    if (!found) return {a, b, told: null, ahead: false, chance: null, reason: reasons[kind]};
    const ahead = kind === "coefficient" ? found.value > 0 : found.value < 0;
    const size = Math.abs(found.value).toFixed(3);
    const words =
      kind === "coefficient"
        ? ([`its daily IC is ${size} higher`, `its daily IC is ${size} lower`] as const)
        : (["its squared errors are smaller", "its squared errors are larger"] as const);
    const said = (better: boolean, t: number) =>
      `${words[better ? 0 : 1]} over ${found.rows} rows and ${cells} cells (t ${t.toFixed(2)}, corrected p ${chanceText(found.corrected)})`;
    const told = {first: said(ahead, found.t), second: said(!ahead, -found.t)};
    return {a, b, told, ahead, chance: found.corrected};
  });
}

function ofReturns({a, b, returns, difference, reason}: Pair, kind: "sharpe" | "mean"): Contrast {
  if (!difference) return {a, b, told: null, ahead: false, chance: null, ...(reason !== undefined && {reason})};
  const {value, low, high, corrected} = difference[kind];
  const format = kind === "sharpe" ? plain : percent;
  const what = kind === "sharpe" ? "Sharpe ratio" : "mean return a year";
  const said = (by: number, from: number, to: number) =>
    `its ${what} is ${format(Math.abs(by))} ${by > 0 ? "higher" : "lower"} over ${returns} shared returns (95 % from ${format(from)} to ${format(to)}, corrected p ${chanceText(corrected)})`;
  const told = {first: said(value, low, high), second: said(-value, -high, -low)};
  return {a, b, told, ahead: value > 0, chance: corrected};
}

function chanceText(p: number): string {
  return p < 0.001 ? "below 0.001" : p.toFixed(3);
}
