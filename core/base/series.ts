/** As in a panel: one value for each row and symbol, row after row. */
type Column = Float64Array;

/** Symbols taken out of a column, or put into one, by one step. */
const step = 8;

/** Symbols, and rows, that are gone through before the next: as many as the processor's memory holds at once. */
const together = 4 * step;
const tile = 1024;

/** The most values of series that wait for others to be put into columns with them. */
const waiting = 1 << 23;

/** One symbol's series after the other, out of a column of so many rows and symbols. */
export interface SeriesReader {
  /** The values of a symbol, oldest first: to be read only, and only until a later symbol is asked for. */
  series(symbol: number): Float64Array;
  /** Whether these, and those of the symbols read with them, are all finite. */
  isWhole(symbol: number): boolean;
}

/** Series that were computed of columns, one symbol's after the other in each, and what says which they are. */
interface Derived {
  readonly columns: readonly Column[];
  readonly key: string;
  readonly values: readonly Float64Array[];
  /** Each symbol's part of the values. */
  readonly series: readonly (readonly Float64Array[])[];
}

interface Sharing {
  readonly readers: Map<Column, SeriesReader>;
  /** The last used last. */
  derived: Derived[];
  /** What those that were let go leave for the next. */
  spare: Float64Array[];
}

/** The most derived series of each symbol that are kept. */
const mostDerived = 12;

let shared: Sharing | undefined;

/**
 * Calls with what is read of each column kept until it is done, so that what computes many things of the same columns, one
 * after the other, takes each apart once only; so are the last few series that `derivedSeries` computed of them. No column
 * may change meanwhile.
 */
export function sharingSeries<T>(compute: () => T): T {
  if (shared) return compute();
  shared = {readers: new Map(), derived: [], spare: []};
  try {
    return compute();
  } finally {
    shared = undefined;
  }
}

/** What reads a column's series. */
export function seriesReader(column: Column, rows: number, symbols: number): SeriesReader {
  const known = shared?.readers.get(column);
  if (known) return known;
  const reader = makeReader(column, rows, symbols, shared !== undefined);
  shared?.readers.set(column, reader);
  return reader;
}

/**
 * So many series of each symbol that several features take, which `fill` sets, given the symbol and its series by place. They
 * are computed when first asked for under this key of these columns: what else `fill` takes must follow from the key. To be
 * read only, and only until others are asked for. Nothing is answered, and nothing computed, where no series are shared.
 */
export function derivedSeries(
  columns: readonly Column[],
  key: string,
  count: number,
  rows: number,
  symbols: number,
  fill: (symbol: number, series: readonly Float64Array[]) => void
): ((symbol: number) => readonly Float64Array[]) | undefined {
  if (!shared) return undefined;
  const scope = shared;
  const size = rows * symbols;
  const at = scope.derived.findIndex(
    (each) =>
      each.key === key && each.columns.length === columns.length && each.columns.every((x, k) => x === columns[k])
  );
  let found = scope.derived[at] as Derived | undefined;
  scope.derived = scope.derived.filter((each) => each !== found);
  if (!found) {
    let kept = scope.derived.reduce((sum, {values}) => sum + values.length, count);
    while (kept > mostDerived && scope.derived.length > 0) {
      const {values} = scope.derived.shift()!;
      scope.spare.push(...values.filter((each) => each.length === size));
      kept -= values.length;
    }
    const values = Array.from({length: count}, () => scope.spare.pop() ?? new Float64Array(size));
    const series = Array.from({length: symbols}, (_, symbol) =>
      values.map((each) => each.subarray(symbol * rows, (symbol + 1) * rows))
    );
    for (let symbol = 0; symbol < symbols; ++symbol) fill(symbol, series[symbol]);
    found = {columns, key, values, series};
  }
  scope.derived.push(found);
  const {series} = found;
  return (symbol) => series[symbol];
}

function makeReader(column: Column, rows: number, symbols: number, keep: boolean): SeriesReader {
  const values = new Float64Array((keep ? symbols : Math.min(symbols, together)) * rows);
  const groups = Math.ceil(symbols / together);
  const read = new Uint8Array(groups);
  const whole = new Uint8Array(groups);
  const views: (Float64Array | undefined)[] = [];
  let latest = -1;
  const placeOf = (symbol: number) => {
    const group = Math.floor(symbol / together);
    const first = group * together;
    if (keep ? read[group] === 0 : group !== latest) {
      const count = Math.min(together, symbols - first);
      whole[group] = gather(column, symbols, first, count, values, keep ? first * rows : 0, rows) ? 1 : 0;
      read[group] = 1;
      latest = group;
    }
    return (keep ? symbol : symbol - first) * rows;
  };
  return {
    series(symbol) {
      const place = placeOf(symbol);
      return (views[keep ? symbol : symbol % together] ??= values.subarray(place, place + rows));
    },
    isWhole(symbol) {
      placeOf(symbol);
      return whole[Math.floor(symbol / together)] === 1;
    }
  };
}

/** Takes `count` symbols out of a column, each into `rows` places on from `at`; says whether all are finite. */
function gather(
  column: Column,
  symbols: number,
  first: number,
  count: number,
  out: Float64Array,
  at: number,
  rows: number
): boolean {
  // What is not finite makes this NaN.
  let wild = 0;
  for (let start = 0; start < rows; start += tile) {
    const stop = Math.min(rows, start + tile);
    let k = 0;
    for (; k + step <= count; k += step)
      wild += gatherStep(column, symbols, first + k, out, at + k * rows, rows, start, stop);
    for (; k < count; ++k)
      for (let i = start, cell = start * symbols + first + k, place = at + k * rows + start; i < stop; ++i) {
        out[place++] = column[cell];
        wild += column[cell] * 0;
        cell += symbols;
      }
  }
  return wild === 0;
}

function gatherStep(
  column: Column,
  symbols: number,
  first: number,
  out: Float64Array,
  at: number,
  rows: number,
  start: number,
  stop: number
): number {
  let wild = 0;
  for (let i = at + start, cell = start * symbols + first; i < at + stop; ++i, cell += symbols) {
    const a = column[cell];
    const b = column[cell + 1];
    const c = column[cell + 2];
    const d = column[cell + 3];
    const e = column[cell + 4];
    const f = column[cell + 5];
    const g = column[cell + 6];
    const h = column[cell + 7];
    out[i] = a;
    out[i + rows] = b;
    out[i + 2 * rows] = c;
    out[i + 3 * rows] = d;
    out[i + 4 * rows] = e;
    out[i + 5 * rows] = f;
    out[i + 6 * rows] = g;
    out[i + 7 * rows] = h;
    wild += (a + b + (c + d) + (e + f + (g + h))) * 0;
  }
  return wild;
}

/** A column of the series that `seriesOf` answers with for each symbol in turn, which is done with before the next. */
export function columnOf(rows: number, symbols: number, seriesOf: (symbol: number) => Float64Array): Column {
  return columnsOf(1, rows, symbols, (symbol, series) => {
    const values = seriesOf(symbol);
    if (values.length !== rows) throw new Error(`invalid series: ${values.length} values; expected ${rows}`);
    series(0).set(values);
  })[0];
}

/** So many columns, of which `fill` is given each symbol in turn, and sets all its series, which it is given by place. */
export function columnsOf(
  count: number,
  rows: number,
  symbols: number,
  fill: (symbol: number, series: (k: number) => Float64Array) => void
): Column[] {
  const columns = Array.from({length: count}, () => new Float64Array(rows * symbols));
  const size = Math.max(1, count * rows);
  const width = Math.min(symbols, Math.max(1, Math.min(together, Math.floor(waiting / size / step) * step)));
  const groups = columns.map(() => {
    const room = new Float64Array(width * rows);
    return Array.from({length: width}, (_, k) => room.subarray(k * rows, (k + 1) * rows));
  });
  for (let first = 0; first < symbols; first += width) {
    const wide = Math.min(width, symbols - first);
    for (let k = 0; k < wide; ++k) fill(first + k, (place) => groups[place][k]);
    for (let place = 0; place < count; ++place) scatter(groups[place], wide, columns[place], symbols, first);
  }
  return columns;
}

/** Puts so many series side by side into a column. */
function scatter(group: readonly Float64Array[], count: number, out: Column, symbols: number, first: number): void {
  const rows = out.length / symbols;
  for (let start = 0; start < rows; start += tile) {
    const stop = Math.min(rows, start + tile);
    let k = 0;
    for (; k + step <= count; k += step) scatterStep(group, k, out, symbols, first + k, start, stop);
    for (; k < count; ++k) {
      const values = group[k];
      for (let i = start, cell = start * symbols + first + k; i < stop; ++i, cell += symbols) out[cell] = values[i];
    }
  }
}

function scatterStep(
  group: readonly Float64Array[],
  k: number,
  out: Column,
  symbols: number,
  first: number,
  start: number,
  stop: number
): void {
  const a = group[k];
  const b = group[k + 1];
  const c = group[k + 2];
  const d = group[k + 3];
  const e = group[k + 4];
  const f = group[k + 5];
  const g = group[k + 6];
  const h = group[k + 7];
  for (let i = start, cell = start * symbols + first; i < stop; ++i, cell += symbols) {
    out[cell] = a[i];
    out[cell + 1] = b[i];
    out[cell + 2] = c[i];
    out[cell + 3] = d[i];
    out[cell + 4] = e[i];
    out[cell + 5] = f[i];
    out[cell + 6] = g[i];
    out[cell + 7] = h[i];
  }
}
