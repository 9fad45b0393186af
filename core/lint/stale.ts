import type {Panel} from "../base/panel.js";

const known = new WeakMap<Float64Array, Map<number, boolean>>();

/** Whether a symbol has a volume above 0 on any row, so that one of 0 says something. */
function hasVolume({fields: {volume}, symbols}: Panel, symbol: number): boolean {
  if (!volume) return false;
  let bySymbol = known.get(volume);
  if (!bySymbol) known.set(volume, (bySymbol = new Map()));
  let has = bySymbol.get(symbol);
  if (has === undefined) {
    has = false;
    for (let i = symbol; i < volume.length && !has; i += symbols.length) has = volume[i] > 0;
    bySymbol.set(symbol, has);
  }
  return has;
}

/**
 * Whether nothing shows that a symbol traded in a bar: it has no volume, where others of its bars do, or its open, high,
 * low and close all are the close before, where its volume does not say otherwise.
 */
export function isStale({panel}: {readonly panel: Panel}, row: number, symbol: number): boolean {
  const {open, high, low, close, volume} = panel.fields;
  const n = panel.symbols.length;
  const i = row * n + symbol;
  if (hasVolume(panel, symbol)) return !(volume[i] > 0);
  if (row === 0) return false;
  const before = close[i - n];
  return [open, high, low, close].every((column) => !column || column[i] === before);
}
