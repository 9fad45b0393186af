import type {Bar} from "../../plugin.js";
import type {Columns} from "../disk/duck.js";

const names = ["t", "open", "high", "low", "close", "volume", "adjusted"] as const;

/** Bars as columns that grow: 56 bytes a bar and a reference to its symbol. */
export class Bars {
  length = 0;
  readonly symbols: string[] = [];
  private columns = Object.fromEntries(names.map((name) => [name, new Float64Array(1024)]));

  add(bar: Bar): void {
    const i = this.length++;
    if (i === this.columns.t.length) this.grow();
    const {t, open, high, low, close, volume, adjusted} = this.columns;
    t[i] = bar.t;
    open[i] = bar.open;
    high[i] = bar.high;
    low[i] = bar.low;
    close[i] = bar.close;
    volume[i] = bar.volume;
    adjusted[i] = bar.adjusted ?? NaN;
    this.symbols.push(bar.symbol);
  }

  /** Adds all bars of another. */
  append(other: Bars): void {
    const given = other.all() as Readonly<Record<(typeof names)[number], Float64Array>>;
    while (this.length + other.length > this.columns.t.length) this.grow();
    for (const name of names) this.columns[name].set(given[name], this.length);
    for (const symbol of other.symbols) this.symbols.push(symbol);
    this.length += other.length;
  }

  /** The first and the last time, infinite where there are no bars. */
  span(): {from: number; to: number} {
    let [from, to] = [Infinity, -Infinity];
    for (const t of this.columns.t.subarray(0, this.length)) {
      if (t < from) from = t;
      if (t > to) to = t;
    }
    return {from, to};
  }

  /** The columns, `symbol` first, without what they have grown beyond the bars. */
  all(): Columns {
    const numbers = names.map((name) => [name, this.columns[name].subarray(0, this.length)]);
    return {symbol: this.symbols, ...(Object.fromEntries(numbers) as Record<string, Float64Array>)};
  }

  private grow(): void {
    for (const name of names) {
      const wider = new Float64Array(this.columns[name].length * 2);
      wider.set(this.columns[name]);
      this.columns[name] = wider;
    }
  }
}
