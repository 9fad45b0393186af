import type {View} from "../base/view.js";
import type {Book, Guard, Note, Overlay, Rejection, Strategy} from "../plugin.js";

/** What a strategy and its overlays want on one bar. */
export interface Decision {
  /** Weights; null to leave the book alone. */
  readonly targets: Float64Array | null;
  readonly guards: readonly Guard[];
  /** Symbols in which the strategy wants something else than the side that a guard closed. */
  readonly resumed: readonly number[];
  /** What the overlays refused. */
  readonly rejections: readonly Rejection[];
}

/**
 * Decides bar by bar, and keeps what the overlays remember:
 *
 *     strategy ──► weights ──► overlay ──► overlay ──► weights
 *                  (or null)      ▲ memory    ▲ memory
 */
export function decider(strategy: Strategy, overlays: readonly Overlay[] = []) {
  const memories: (Float64Array | null)[] = overlays.map(() => null);
  const standing = overlays.some((overlay) => overlay.standing === true);
  return (now: View, book: Book): Decision => {
    const n = now.symbols.length;
    const wanted = strategy.targets(now, book);
    if (wanted !== null) checkTargets(wanted, n);
    for (const [i, overlay] of overlays.entries())
      if (overlay.remember) memories[i] = overlay.remember(memories[i], now, book);
    const guards = overlays.flatMap((overlay) => overlay.guards?.(now, book) ?? []);
    const resumed: number[] = [];
    if (wanted !== null)
      for (let s = 0; s < n; ++s)
        if (book.stopped[s] !== 0 && Math.sign(wanted[s]) !== book.stopped[s]) resumed.push(s);
    const rejections: Rejection[] = [];
    const none = {targets: null, guards, resumed, rejections};
    if (wanted === null && !standing) return none;
    const given = wanted ?? weightsOf(book);
    let targets = given;
    for (const [i, overlay] of overlays.entries()) {
      if (wanted === null && overlay.standing !== true) continue;
      const adjusted = overlay.adjust(targets, now, book, memories[i] ?? undefined);
      if (adjusted === null) return none;
      targets = adjusted;
    }
    if (overlays.length > 0) checkTargets(targets, n);
    const same = wanted === null && targets.every((weight, s) => weight === given[s]);
    return same ? none : {targets, guards, resumed, rejections};
  };
}

/** The weights that a book has: position × price / equity, 0 where there is no price. */
export function weightsOf({position, price, equity}: Book): Float64Array {
  return position.map((units, s) => (units === 0 ? 0 : (units * price[s]) / equity));
}

/** Keeps what strategies explain: numbers bar by bar, a text whenever it is another. */
export function recorder(rows: number) {
  const records: Record<string, Float64Array> = {};
  const log: Note[] = [];
  const latest = new Map<string, string>();
  const record = (row: number, name: string, value: number) => {
    (records[name] ??= new Float64Array(rows).fill(NaN))[row] = value;
  };
  return {
    records,
    log,
    record,
    explain(row: number, t: number, explained: Readonly<Record<string, number | string>>) {
      for (const [name, value] of Object.entries(explained)) {
        if (typeof value === "number") record(row, name, value);
        else if (latest.get(name) !== value) {
          latest.set(name, value);
          log.push({t, text: `${name}: ${value}`});
        }
      }
    }
  };
}

function checkTargets(targets: Float64Array, n: number): void {
  if (targets.length !== n) throw new Error(`invalid targets: ${targets.length} weights; expected ${n}`);
}
