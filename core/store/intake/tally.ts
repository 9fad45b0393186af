import type {Fault, Plugin} from "../../plugin.js";
import type {Span} from "./coverage.js";
import type {Gathered} from "./gather.js";
import type {Table} from "../disk/tables.js";

/** Stores what a source gave, and of which symbol it thereby gave what dates. */
export type Keep = (
  source: Plugin<"source">,
  gathered: Gathered,
  coverage: ReadonlyMap<string, readonly Span[]>,
  signal: AbortSignal
) => Promise<void>;

/** What an ingest has done so far. */
export class Tally {
  read = 0;
  from = Infinity;
  to = -Infinity;
  /** Symbols of which everything was there. */
  skipped = 0;
  /** Symbols that were there already, and of which there was no news. */
  silent = 0;
  readonly added = {bars: 0, actions: 0, observations: 0, faults: 0};
  readonly faults: Fault[] = [];
  readonly symbols = new Set<string>();
  /** The symbols that each source gave. */
  readonly sources = new Map<string, Set<string>>();
  private others = 0;

  add(source: string, {bars, actions, observations, faults}: Gathered, added: Readonly<Record<Table, number>>): void {
    this.read += bars.length;
    this.others += actions.length + observations.length;
    const {from, to} = bars.span();
    this.from = Math.min(this.from, from);
    this.to = Math.max(this.to, to);
    for (const table of ["bars", "actions", "observations", "faults"] as const) this.added[table] += added[table];
    for (const fault of faults) this.faults.push(fault);
    const given = this.sources.get(source) ?? new Set();
    for (const symbol of new Set(bars.symbols)) {
      this.symbols.add(symbol);
      given.add(symbol);
    }
    if (given.size > 0) this.sources.set(source, given);
  }

  /** Whether nothing came that counts, and nothing was there. */
  get isEmpty(): boolean {
    return this.read + this.others + this.skipped + this.silent === 0;
  }
}
