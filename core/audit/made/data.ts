import type {Panel} from "../../base/panel.js";
import type {Audit, Finding} from "../verdict.js";

/** Bars that must repeat the last close without a trade before a name is called dead and filled. */
const still = 5;

/** Names and rows from which on it is strange that no name ever leaves. */
const many = {symbols: 20, rows: 504};

/** Audits the prices that an experiment looks at: names filled forward after their last trade, and nothing but survivors. */
export function auditPrices(panel: Panel): Audit {
  const findings: Finding[] = [];
  const filled = panel.symbols
    .map((symbol, s) => [symbol, standing(panel, s)] as const)
    .filter(([, rows]) => rows >= still);
  if (filled.length > 0) {
    const named = filled.slice(0, 4).map(([symbol, rows]) => `${symbol} (${rows} bars)`);
    const more = filled.length > 4 ? ` and ${filled.length - 4} more` : "";
    findings.push({
      rule: "dead-ticker",
      message: `${named.join(", ")}${more} stand at one close without volume to the panel's end`
    });
  }
  if (panel.symbols.length >= many.symbols && panel.times.length >= many.rows) {
    const gone = panel.symbols.filter((_, s) => lastBar(panel, s) < panel.times.length - still);
    if (gone.length === 0) {
      const message = `all ${panel.symbols.length} names live from their first bar to the last of ${panel.times.length} rows`;
      findings.push({rule: "survivorship", message, suspicion: true});
    }
  }
  return {checked: ["dead-ticker", "survivorship"], findings};
}

function lastBar({times, symbols, fields: {close}}: Panel, s: number): number {
  let row = times.length - 1;
  while (row >= 0 && Number.isNaN(close[row * symbols.length + s])) --row;
  return row;
}

/** How many bars at a symbol's end repeat the close before them and have no volume. */
function standing(panel: Panel, s: number): number {
  const {close, volume} = panel.fields;
  const n = panel.symbols.length;
  const last = lastBar(panel, s);
  let count = 0;
  for (let row = last; row > 0; --row) {
    const i = row * n + s;
    if (close[i] !== close[i - n] || (volume && volume[i] > 0)) break;
    ++count;
  }
  return volume ? count : 0;
}
