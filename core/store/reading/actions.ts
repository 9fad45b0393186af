import type {DuckDBConnection} from "@duckdb/node-api";
import {priceFactors} from "../../base/price-factors.js";
import type {Action} from "../../plugin.js";
import {readRows} from "../disk/duck.js";
import {datasetManifest} from "../disk/manifest.js";
import {unitsOf} from "../disk/units.js";
import {actionsOf, barsSql, readActions, seriesIn, tenuresIn} from "./companies.js";
import type {Tenure} from "./identity.js";
import type {Request} from "./load.js";
import type {Adjusted, PanelSpan} from "./panel-actions.js";
import {companyOf, panelActions} from "./panel-actions.js";
import {withDataset} from "./read.js";

/**
 * What befell the companies of a panel that `loadPanel` gave for the same request, in the panel's units and names, as far as
 * its prices do not have it, see `panelActions`; only what was known as of the request's instant.
 *
 * @param panel the panel's symbols and times
 */
export async function loadActions(
  home: string,
  {dataset, version, asOf, from = -Infinity, to = Infinity, adjust = "none"}: Omit<Request, "symbols" | "fields">,
  panel: {readonly symbols: readonly string[]; readonly times: Float64Array}
): Promise<Action[]> {
  const {length} = panel.times;
  const manifest = await datasetManifest(home, dataset, version);
  if (length === 0 || unitsOf(manifest, "actions", asOf).length === 0) return [];
  return withDataset(home, {dataset, version, asOf}, async (connection) => {
    const actions = await readActions(connection);
    const held = await tenuresIn(connection, actions);
    const span = {symbols: panel.symbols, from: panel.times[0], to: panel.times[length - 1], adjust};
    const adjusted = await adjustedOf(connection, actions, held, span, {from, to});
    return panelActions(actions, held, span, adjusted);
  });
}

/**
 * The last bar of each company whose prices may have been adjusted, and all bars with what they were multiplied by where
 * an action is to be put into their units.
 */
async function adjustedOf(
  connection: DuckDBConnection,
  actions: readonly Action[],
  held: readonly Tenure[],
  {symbols, adjust}: PanelSpan,
  span: {readonly from: number; readonly to: number}
): Promise<ReadonlyMap<string, Adjusted>> {
  if (adjust === "none") return new Map<string, Adjusted>();
  const changed = new Set<string | undefined>();
  const placed = new Set<string | undefined>();
  for (const {action, symbol, t, to} of actions) {
    const company = companyOf(symbol, t, held, action === "merger");
    if (action === "split" || (action === "dividend" && adjust === "all")) changed.add(company);
    if (action === "merger" || (action === "dividend" && adjust === "splits")) placed.add(company);
    if (action === "merger" && to !== undefined) placed.add(companyOf(to, t, held, false));
  }
  const companies = symbols.filter((symbol) => changed.has(symbol));
  if (companies.length === 0) return new Map<string, Adjusted>();
  const ends = await readRows(
    connection,
    `SELECT symbol, epoch_ms(max(t))::DOUBLE AS t FROM (${barsSql(companies, held, ["close"], span)}) GROUP BY symbol`
  );
  const found = new Map<string, Adjusted>(
    ends.map(({symbol, t}) => [String(symbol), {times: Float64Array.of(Number(t)), price: Float64Array.of(1)}])
  );
  const whole = companies.filter((symbol) => placed.has(symbol));
  if (whole.length === 0) return found;
  await connection.run(`CREATE TABLE placed AS ${barsSql(whole, held, ["close"], span)}`);
  for (const {symbol, t, values} of await seriesIn(connection, "placed", ["close"])) {
    const {price} = priceFactors(t, values.close, actionsOf(symbol, actions, held), adjust);
    found.set(symbol, {times: t, price});
  }
  return found;
}
