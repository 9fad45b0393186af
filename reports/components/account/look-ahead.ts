import {html} from "npm:htl";
import type {FillRule} from "../../../core/backtest/rules.js";

/** A warning where orders are filled at a price that was not known before they were decided on; null elsewhere. */
export function lookAheadWarning(rule: FillRule): HTMLElement | null {
  if (rule !== "same-close") return null;
  return html`<p class="look-ahead">
    <b>Looks ahead.</b> Orders fill at the very close that they were decided on. That close was not known until the
    market had shut, so nobody could have traded so: take this for an upper bound, and compare it with the next close.
  </p>`;
}
