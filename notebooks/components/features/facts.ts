import {html} from "npm:htl";
import {count, decimal} from "../../../reports/components/format.js";
import type {Choice} from "./chooser.js";
import type {Measure} from "./units.js";

/** What a feature reads, remembers and is measured in, as it says of itself or as was found. */
export function choiceFacts({feature, milliseconds}: Choice, {unit}: Measure): HTMLElement {
  const {needs, lookback, tolerance = 0} = feature;
  const facts: readonly [string, string, string][] = [
    ["Reads", [...new Set(needs)].join(", ") || "the calendar", "The fields of the bars that it is computed from"],
    ["Looks back", `${count(lookback)} ${lookback === 1 ? "bar" : "bars"}`, "Rows before its own that it depends on"],
    [
      "Forgets",
      tolerance === 0 ? "to the last bit" : `to a part in ${count(1 / tolerance)}`,
      "How much older rows may still change it, as a part of its largest value"
    ],
    ["Unit", unit, "Found by multiplying prices, then volume, and looking at what happens to it"],
    ["Computed in", `${decimal(milliseconds, 1)} ms`, "In this browser, over all bars of the market"]
  ];
  return html`<dl class="facts-row choice-facts">
    ${facts.map(
      ([name, value, title]) =>
        html`<div title=${title}>
          <dt>${name}</dt>
          <dd data-fact=${name}>${value}</dd>
        </div>`
    )}
  </dl>`;
}
