import type {View} from "../base/view.js";
import type {Book, Guard, Note, Overlay, Strategy} from "../plugin.js";

/** What a strategy and its overlays want on one bar. */
export interface Decision {
  /** Weights; null to leave the book alone. */
  readonly targets: Float64Array | null;
  readonly guards: readonly Guard[];
  /**
   * Symbols in which the strategy wants something else than the side that a guard closed; where it leaves the book alone,
   * it wants what is held.
   */
  readonly resumed: readonly number[];
  /** What the overlays say, by their names. */
  readonly said: Readonly<Record<string, string>>;
}

/**
 * Decides bar by bar, and keeps what the overlays remember:
 *
 *     strategy ──► weights ──► overlays ──► weights, or ──► standing overlays ──► weights
 *                  or null       ▲ memory   those held            ▲ memory
 *
 * Where the strategy or an overlay leaves the book alone, the weights that are held go on to the standing overlays.
 */
export function decider(strategy: Strategy, overlays: readonly Overlay[] = []) {
  const memories: (Float64Array | null)[] = overlays.map(() => null);
  const standing = overlays.some((overlay) => overlay.standing === true);
  return (now: View, book: Book): Decision => {
    const n = now.symbols.length;
    const wanted = strategy.targets(now, book);
    if (wanted !== null) checkTargets(wanted, n);
    if (overlays.length === 0) return {...nothing, targets: wanted};
    for (const [i, overlay] of overlays.entries())
      if (overlay.remember) memories[i] = overlay.remember(memories[i], now, book);
    const guards = overlays.flatMap((overlay) => overlay.guards?.(now, book) ?? []);
    const resumed: number[] = [];
    for (let s = 0; s < n; ++s) {
      const side = book.stopped[s];
      if (side !== 0 && Math.sign(wanted?.[s] ?? book.position[s]) !== side) resumed.push(s);
    }
    const said: Record<string, string> = {};
    if (wanted === null && !standing) return {targets: null, guards, resumed, said};
    let alone = wanted === null;
    let targets = wanted ?? weightsOf(book);
    const ask = (which: boolean) => {
      for (const [i, overlay] of overlays.entries()) {
        if ((overlay.standing === true) !== which || (alone && !which)) continue;
        const memory = memories[i] ?? undefined;
        const adjusted = overlay.adjust(targets, now, book, memory);
        if (adjusted) checkTargets(adjusted, n);
        const reason = overlay.explain?.(targets, adjusted, now, memory) ?? null;
        if (reason !== null) said["name" in overlay ? String(overlay.name) : `overlay ${i + 1}`] = reason;
        alone ||= adjusted === null;
        targets = adjusted ?? weightsOf(book);
      }
    };
    ask(false);
    ask(true);
    if (!alone) return {targets, guards, resumed, said};
    const held = weightsOf(book);
    const same = targets.every((weight, s) => weight === held[s]);
    return {targets: same ? null : targets, guards, resumed, said};
  };
}

const nothing: Decision = {targets: null, guards: [], resumed: [], said: {}};

/** The weights that a book has: position × price / equity, 0 where there is no price. */
export function weightsOf({position, price, equity}: Book): Float64Array {
  return position.map((units, s) => (units === 0 ? 0 : (units * price[s]) / equity));
}

/** Keeps what strategies explain: numbers bar by bar, a text whenever it is another. */
export function recorder(rows: number) {
  const records: Record<string, Float64Array> = {};
  const log: Note[] = [];
  const latest = new Map<string, string>();
  let spoken: readonly string[] = [];
  const record = (row: number, name: string, value: number) => {
    (records[name] ??= new Float64Array(rows).fill(NaN))[row] = value;
  };
  return {
    records,
    log,
    record,
    /** Logs a text for each name whose text is another than on the bar before. */
    say(t: number, said: Readonly<Record<string, string>>) {
      if (said === nothing.said) return;
      for (const name of spoken) if (!Object.hasOwn(said, name)) latest.delete(name);
      spoken = Object.keys(said);
      this.explain(0, t, said);
    },
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
