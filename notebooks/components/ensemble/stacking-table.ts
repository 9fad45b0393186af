import {html} from "npm:htl";
import {percent} from "../../../reports/components/format.js";
import type {Stacking} from "./stacking.js";

/** What each member says of old and new samples, and the weights that come of it. */
export function stackingTable({members, wrong, right}: Stacking): HTMLElement {
  const best = wrong > right ? "wrong" : "right";
  return html`<div class="scroll">
    <table class="plain stacking">
      <thead>
        <tr>
          <th></th>
          <th class="number">R² on what it learned from</th>
          <th class="number">R² on what was held out</th>
          <th class="number">R² on new samples</th>
          <th class="number">Weight by the first</th>
          <th class="number">Weight by the second</th>
        </tr>
      </thead>
      <tbody>
        ${members.map(
          (each) =>
            html`<tr data-member=${each.name}>
              <th>${each.name}</th>
              <td class="number">${percent(each.inSample, 0)}</td>
              <td class="number">${percent(each.outOfFold, 0)}</td>
              <td class="number">${percent(each.later, 0)}</td>
              <td class="number">${percent(each.weightInSample, 0)}</td>
              <td class="number">${percent(each.weightOutOfFold, 0)}</td>
            </tr>`
        )}
      </tbody>
      <tfoot>
        <tr>
          <th>Together, R² on new samples</th>
          <td></td>
          <td></td>
          <td></td>
          <td class=${best === "wrong" ? "number" : "number negative"} data-stack="in-sample">${percent(wrong, 0)}</td>
          <td class="number" data-stack="out-of-fold">${percent(right, 0)}</td>
        </tr>
      </tfoot>
    </table>
  </div>`;
}
