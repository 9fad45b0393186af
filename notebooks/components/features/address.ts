import type {Json, Params} from "../../../core/plugin.js";

/** What the page's address says of what is looked at, so that a link leads to it. */
export interface Address {
  readonly mode: "feature" | "formula";
  readonly market: string;
  readonly feature: string;
  /** The options that are not the feature's own. */
  readonly params: Params;
  readonly formula: string;
}

const usual: Address = {
  mode: "feature",
  market: "AAPL",
  feature: "rsi",
  params: {},
  formula: "close / lag(close, 20) - 1"
};

/** Reads an address: `#market=AAPL&feature=rsi&window=7` or `#market=AAPL&formula=…`. */
export function readAddress(hash: string): Address {
  const given = new URLSearchParams(hash.slice(1));
  const formula = given.get("formula");
  const params: Record<string, Json> = {};
  for (const [key, text] of given)
    if (!["market", "feature", "formula"].includes(key)) {
      try {
        params[key] = JSON.parse(text) as Json;
      } catch {
        params[key] = text;
      }
    }
  return {
    mode: formula === null ? usual.mode : "formula",
    market: given.get("market") ?? usual.market,
    feature: given.get("feature") ?? usual.feature,
    params,
    formula: formula ?? usual.formula
  };
}

/** Puts what is looked at into the address, without a new entry in the history. */
export function writeAddress({mode, market, feature, params, formula}: Address): void {
  const options = Object.entries(params).map(([key, value]): [string, string] => [key, JSON.stringify(value)]);
  const shown: [string, string][] = mode === "formula" ? [["formula", formula]] : [["feature", feature], ...options];
  history.replaceState(null, "", `#${new URLSearchParams([["market", market], ...shown]).toString()}`);
}
