import type {Bar} from "../plugin.js";
import type {Columns} from "./duck.js";

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
