import {describe, expect, it} from "vitest";
import {auditOverlay} from "../../../core/audit/trading/overlay.js";
import {bookOf} from "../../../core/base/book.js";
import type {Panel} from "../../../core/base/panel.js";
import {random} from "../../../core/base/random.js";
import {view} from "../../../core/base/view.js";
import {loadMaker, pluginNames} from "../../../core/lab/registry.js";
import type {Book, Overlay} from "../../../core/plugin.js";
import {atrStop} from "../../../plugins/overlays/atr-stop.js";
import {blackLitterman} from "../../../plugins/overlays/black-litterman.js";
import {drawdownLimit} from "../../../plugins/overlays/drawdown-limit.js";
import {kelly} from "../../../plugins/overlays/kelly.js";
import {leverageLimit} from "../../../plugins/overlays/leverage-limit.js";
import {maximumSharpe} from "../../../plugins/overlays/maximum-sharpe.js";
import {rebalanceBand} from "../../../plugins/overlays/rebalance-band.js";
import {rebalanceCalendar} from "../../../plugins/overlays/rebalance-calendar.js";
import {stopLoss} from "../../../plugins/overlays/stop-loss.js";
import {trailingStop} from "../../../plugins/overlays/trailing-stop.js";
import {walk} from "./made.js";

const n = 5;
const rows = 150;
const made = walk({rows, symbols: n, seed: 21});
const r = random(22);
const fields = {
  ...made.fields,
  sector: made.fields.close.map((_, i) => (i % n) % 2),
  regime: made.fields.close.map(() => r.integer(3)),
  signal: made.fields.close.map(() => 0.002 * r.normal())
};
const panel: Panel = {...made, fields};
const wanted = Float64Array.of(0.45, -0.3, 0.2, 0, 0.25);

/** Three are held, one long and one short; the fourth was stopped. */
function bookOn(given: Panel): Book {
  const price = given.fields.close.slice((rows - 1) * n);
  const position = Float64Array.of(0.4, -0.2, 0, 0, 0.1).map((weight, s) => weight / price[s]);
  const moved = (part: number) => price.map((value, s) => (position[s] === 0 ? NaN : part * value));
  const [entry, best, stopped] = [moved(0.9), moved(1.1), Int8Array.of(0, 0, 1, 0, 0)];
  return bookOf({cash: 1, position, price, equity: 1, entry, best, stopped, peak: 1.1});
}

const order = [3, 0, 4, 2, 1];
const shuffled = <T extends Float64Array | Int8Array | Uint32Array>(values: T): T =>
  values.map((_, i) => values[Math.floor(i / n) * n + order[i % n]]) as T;

function everyField(given: Panel, change: (column: Float64Array, name: string) => Float64Array): Panel {
  const changed = Object.entries(given.fields).map(([name, column]) => [name, change(column, name)]);
  return {...given, fields: Object.fromEntries(changed) as Panel["fields"]};
}

function answer(overlay: Overlay, targets: Float64Array, given: Panel, book: Book) {
  const now = view(given, rows - 1);
  const weights = overlay.adjust(targets, now, book, overlay.remember?.(null, now, book));
  const guards = overlay.guards?.(now, book) ?? [];
  return {
    weights,
    distances: Float64Array.from({length: n}, (_, s) => guards.find(({symbol}) => symbol === s)?.distance ?? NaN)
  };
}

const expectNear = (got: Float64Array | null, expected: Float64Array | null) => {
  expect(got === null).toBe(expected === null);
  for (const [s, value] of expected?.entries() ?? [])
    if (Number.isNaN(value)) expect(got![s]).toBeNaN();
    else expect(got![s]).toBeCloseTo(value, 8);
};

describe.each(await pluginNames("overlay"))("%s", async (name) => {
  const overlay = (await loadMaker("overlay", name))();

  it("does not heed the order of symbols", () => {
    const book = bookOn(panel);
    const {position, price, entry, best, stopped} = book;
    const turned = {
      ...book,
      position: shuffled(position),
      price: shuffled(price),
      entry: shuffled(entry),
      best: shuffled(best),
      stopped: shuffled(stopped)
    };
    const one = answer(overlay, wanted, panel, book);
    const other = answer(overlay, shuffled(wanted), everyField(panel, shuffled), turned);
    expectNear(other.weights, one.weights && shuffled(one.weights));
    expectNear(other.distances, shuffled(one.distances));
  });

  it("does not heed the unit of prices, but for the distances of its stops", () => {
    const prices = ["open", "high", "low", "close"];
    const scaled = everyField(panel, (column, each) => (prices.includes(each) ? column.map((x) => 64 * x) : column));
    const one = answer(overlay, wanted, panel, bookOn(panel));
    const other = answer(overlay, wanted, scaled, bookOn(scaled));
    expectNear(other.weights, one.weights);
    expectNear(
      other.distances,
      one.distances.map((x) => 64 * x)
    );
  });
});

it.each(
  [
    atrStop({from: "entry", reenter: "next"}),
    atrStop({range: "atr", window: 3}),
    blackLitterman({views: "forecast", horizon: 5, shrinkage: "constant-correlation"}),
    drawdownLimit({most: 0.05, pause: 0}),
    drawdownLimit({most: 0.2, pause: 3}),
    kelly({fraction: 1, window: 20, most: 3}),
    leverageLimit({gross: 0.3, breach: "reject"}),
    leverageLimit({gross: 0.3, watch: "book"}),
    maximumSharpe({returns: "forecast", most: 0.5}),
    maximumSharpe({window: 30, shrinkage: "none"}),
    rebalanceBand({band: 0.2, measure: "relative", outside: "breached"}),
    rebalanceCalendar({every: "week"}),
    rebalanceCalendar({every: "quarter"}),
    stopLoss({reenter: "next"}),
    trailingStop({trail: 0.2, reenter: "next"})
  ].map((overlay) => [JSON.stringify(overlay.toJSON()), overlay] as const)
)("passes the audit: %s", (_, overlay) => {
  expect(auditOverlay(overlay).findings).toEqual([]);
});
