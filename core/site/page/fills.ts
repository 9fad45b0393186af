import type {Fill} from "../../plugin.js";
import type {Named} from "../numbers.js";

/** The price of a symbol on the bar of a time; `NaN` where there is none. */
type PriceOn = (t: number, symbol: number) => number;

/** The prices of the fields that `array` finds (T × N), by time and symbol. */
export function pricesOn(
  symbols: number,
  times: Float64Array,
  array: (field: string) => Float64Array | undefined
): (field: string) => PriceOn {
  const rows = new Map(Array.from(times, (t, row) => [t, row]));
  return (field) => {
    const values = array(field);
    return (t, symbol) => values?.[rows.get(t)! * symbols + symbol] ?? NaN;
  };
}

/**
 * What fills as columns need to be fills again. Where a value follows from this by the rules below it is not in its
 * column, which has `NaN` there:
 *
 *     price      = reference × (1 ± rate), more for what is bought and less for what is sold
 *     slippage   = (price − reference) × quantity
 *     commission = |quantity| × price × value, or |quantity| × unit
 */
export interface FillFacts {
  readonly count: number;
  /** The field that the reference price is taken from. */
  readonly reference: string;
  readonly rate: number;
  readonly value: number;
  readonly unit: number;
  /** Why fills were made, each once: what forced them, and their tag; the column `fill/reason` counts from 1. */
  readonly reasons: readonly (readonly [Fill["forced"] | null, string | null])[];
}

const references = ["close", "open"];
/** How many fills are looked at for a rate, and the digits to which rates are round. */
const looked = 200;
const roundTo = 10;

/** Fills as columns. `priceOn` gives the prices of a field, as `pricesOn` does. */
export function fillColumns(
  fills: readonly Fill[],
  priceOn: (field: string) => PriceOn
): {facts: FillFacts; columns: readonly Named[]} {
  const reasons = new Map<string, number>();
  const codes = fills.map(({forced = null, tag = null}) => {
    if (forced === null && tag === null) return 0;
    const key = JSON.stringify([forced, tag]);
    if (!reasons.has(key)) reasons.set(key, reasons.size + 1);
    return reasons.get(key)!;
  });
  const [reference, price] = references
    .map((name) => [name, priceOn(name)] as const)
    .map(([name, price]) => [name, price, fills.filter((fill) => slips(fill, price)).length] as const)
    .reduce((best, each) => (each[2] > best[2] ? each : best));
  const some = fills.filter((_, i) => i % Math.ceil(fills.length / looked) === 0);
  const facts: FillFacts = {
    count: fills.length,
    reference,
    rate: usual(some, (fill) => Math.sign(fill.quantity) * (fill.price / price(fill.t, fill.symbol) - 1)),
    value: usual(some, ({quantity, price, commission}) => commission / (Math.abs(quantity) * price)),
    unit: usual(some, ({quantity, commission}) => commission / Math.abs(quantity)),
    reasons: [...reasons.keys()].map((key) => JSON.parse(key) as FillFacts["reasons"][number])
  };
  const ruled = fills.map((fill) => {
    const market = price(fill.t, fill.symbol);
    const ruled = ruledBy(facts, {...fill, price: NaN}, market).price;
    const {commission, slippage} = ruledBy(facts, fill, market);
    const rest = (value: number, guess: number) => (Object.is(value, guess) ? NaN : value);
    return {
      price: rest(fill.price, ruled),
      commission: rest(fill.commission, commission),
      slippage: rest(fill.slippage, slippage)
    };
  });
  const column = (name: string, values: readonly number[]) => ({
    name: `fill/${name}`,
    values: Float64Array.from(values),
    stride: 1
  });
  return {
    facts,
    columns: [
      ...(["t", "symbol", "quantity"] as const).map((name) =>
        column(
          name,
          fills.map((fill) => fill[name])
        )
      ),
      ...(["price", "commission", "slippage"] as const).map((name) =>
        column(
          name,
          ruled.map((fill) => fill[name])
        )
      ),
      column("reason", codes)
    ]
  };
}

/** The fills that `fillColumns` made columns of. */
export function fillsOf(
  facts: FillFacts,
  array: (name: string) => Float64Array,
  priceOn: (field: string) => PriceOn
): Fill[] {
  const [t, symbol, quantity, price, commission, slippage, reason] = [
    "t",
    "symbol",
    "quantity",
    "price",
    "commission",
    "slippage",
    "reason"
  ].map((name) => array(`fill/${name}`));
  const market = priceOn(facts.reference);
  return Array.from({length: facts.count}, (_, i) => {
    const given = {t: t[i], symbol: symbol[i], quantity: quantity[i], price: price[i]};
    const guess = ruledBy(facts, given, market(t[i], symbol[i]));
    const [forced, tag] = facts.reasons[reason[i] - 1] ?? [null, null];
    return {
      ...given,
      price: guess.price,
      commission: Number.isNaN(commission[i]) ? guess.commission : commission[i],
      slippage: Number.isNaN(slippage[i]) ? guess.slippage : slippage[i],
      ...(forced !== null && {forced}),
      ...(tag !== null && {tag})
    };
  });
}

/** What a fill comes to by the rules; by its price where that is given. */
function ruledBy(
  {rate, value, unit}: FillFacts,
  {quantity, price: given}: Pick<Fill, "quantity" | "price">,
  reference: number
): Pick<Fill, "price" | "commission" | "slippage"> {
  const ruled = reference * (1 + Math.sign(quantity) * rate);
  const price = Number.isNaN(given) ? ruled : given;
  // JSON, which fills come from, has no −0.
  const size = Math.abs(quantity);
  return {
    price,
    commission: value > 0 ? size * price * value : size * unit,
    slippage: (price - reference) * quantity + 0
  };
}

function slips({t, symbol, quantity, price, slippage}: Fill, priceOn: PriceOn): boolean {
  return slippage === (price - priceOn(t, symbol)) * quantity;
}

/** The rate that most fills have, of those that are round; 0 where hardly any two have the same. */
function usual(fills: readonly Fill[], rate: (fill: Fill) => number): number {
  const counts = new Map<number, number>();
  for (const fill of fills) {
    const found = Number(rate(fill).toPrecision(roundTo));
    if (Number.isFinite(found)) counts.set(found, (counts.get(found) ?? 0) + 1);
  }
  const [best, count] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0]);
  return 2 * count > fills.length ? best : 0;
}
