import {field} from "../../base/panel.js";
import {deviation} from "../../base/stats.js";
import type {Examined} from "../examined.js";
import {defineRule} from "../rule.js";
import {day, percent, ratio} from "../text.js";

/** Jumps of prices that make the profit, or look like splits that nobody told of. */
export const priceJump = defineRule("price-jump", {
  severities: ["warning", "serious"],
  measures:
    "what positions earned on bars on which their price moved by more than `jump` and `deviations` of its own deviations, as a part of the profit: a warning from `share` on; serious where jumps that are near a split's ratio overnight, or undone by the next bar, moved the account by as much either way",
  meaning: "Such prices are mostly errors: splits that were not adjusted for, wrong ticks. Nobody earned that.",
  advice: "Look at the bars (`npx tapebook data --quality`), adjust for splits, repair or drop what is wrong.",
  thresholds: {jump: 0.3, deviations: 8, share: 0.2},
  look(run, {jump, deviations, share}) {
    const jumps = jumpsOf(run, jump, deviations);
    const odd = jumps.filter(({split, undone}) => split || undone);
    const size = Math.abs(run.profit);
    const wrong = odd.reduce((sum, {earned}) => sum + Math.abs(earned), 0);
    const won = jumps.reduce((sum, {earned}) => sum + earned, 0);
    const isWrong = odd.length > 0 && wrong >= share * size;
    if (!isWrong && !(run.profitable && won >= share * size)) return null;
    const largest = (isWrong ? odd : jumps).reduce((a, b) => (Math.abs(b.earned) > Math.abs(a.earned) ? b : a));
    const like = largest.split ? ", near a split's ratio" : largest.undone ? ", undone by the next bar" : "";
    const where = `${run.result.symbols[largest.symbol]} on ${day(largest.t)}, its price times ${ratio(largest.ratio)}${like}`;
    const what = isWrong ? "what looks like errors of prices moved the account by" : "jumps of prices earned";
    const message = `${what} ${percent((isWrong ? wrong : won) / size)} of its ${run.profit < 0 ? "loss" : "profit"}; the largest is ${where}`;
    return {severity: isWrong ? "serious" : "warning", message};
  }
});

interface Jump {
  readonly t: number;
  readonly symbol: number;
  readonly ratio: number;
  readonly earned: number;
  readonly split: boolean;
  readonly undone: boolean;
}

/** The ratios of usual splits; each may be a new unit for so many old ones as well. */
const usual = [1.5, 2, 3, 4, 5, 6, 7, 8, 10, 15, 20, 25, 30, 50, 100];

function nearSplit(ratio: number): boolean {
  const size = ratio < 1 ? 1 / ratio : ratio;
  return usual.some((each) => Math.abs(size / each - 1) < 0.04);
}

function jumpsOf(run: Examined, jump: number, deviations: number): readonly Jump[] {
  const {panel, result, start, holdings} = run;
  const {first, symbol, units} = holdings;
  const close = field(panel, "close");
  const {open = close} = panel.fields;
  const n = panel.symbols.length;
  const told = new Set((result.splits ?? []).map((split) => `${split.t} ${split.symbol}`));
  const usualMove = new Map<number, number>();
  const out: Jump[] = [];
  for (let i = 0; i + 1 < result.times.length; ++i)
    for (let k = first[i]; k < first[i + 1]; ++k) {
      const s = symbol[k];
      const [now, next] = [(start + i) * n + s, (start + i + 1) * n + s];
      const ratio = close[next] / close[now];
      if (!(Math.abs(ratio - 1) > jump) || told.has(`${result.times[i + 1]} ${s}`)) continue;
      let move = usualMove.get(s);
      if (move === undefined) usualMove.set(s, (move = middleDeviation(close, n, s)));
      if (!(Math.abs(ratio - 1) > deviations * move)) continue;
      const after = close[next + n] / close[next];
      out.push({
        t: result.times[i + 1],
        symbol: s,
        ratio,
        earned: units[k] * (close[next] - close[now]),
        split: nearSplit(open[next] / close[now]) && nearSplit(ratio),
        undone: Math.abs(after * ratio - 1) < 0.2 * Math.abs(ratio - 1)
      });
    }
  return out;
}

/** The deviation of a symbol's returns, the largest and smallest 5 % left out. */
function middleDeviation(close: Float64Array, n: number, symbol: number): number {
  const moves: number[] = [];
  for (let i = symbol + n; i < close.length; i += n) {
    const move = close[i] / close[i - n] - 1;
    if (Number.isFinite(move)) moves.push(move);
  }
  moves.sort((a, b) => a - b);
  const cut = Math.floor(moves.length / 20);
  return deviation(moves.slice(cut, moves.length - cut));
}
