import {html} from "npm:htl";
import type {Feasibility} from "../../../core/scenarios/feasibility.js";
import {count, decimal, percent} from "../../../reports/components/format.js";
import type {StressAnswer} from "./question.js";

/** The figures that the test is made for, each with what it rests on. */
export function survivalFacts({report, ends}: StressAnswer, ruin: number): HTMLElement {
  const {survival, recoveries} = report;
  const facts: [string, string, string][] = [
    [
      "Survived",
      percent(survival.share, 1),
      `${percent(survival.exact[0], 1)} to ${percent(survival.exact[1], 1)} with 95 % confidence`
    ],
    ["Runs", count(survival.runs), `${count(survival.survived)} never fell below ${percent(ruin, 0)} of the start`],
    [
      "Median recovery",
      recoveries.median === null ? "not reached" : `${count(recoveries.median)} bars`,
      `${count(recoveries.hurt)} were hurt, ${count(recoveries.censored)} not whole again at the end`
    ],
    [
      "Ended with, of 100",
      decimal(100 * ends[ends.length >> 1], 0),
      `worst ${decimal(100 * ends[0], 0)}, best ${decimal(100 * ends.at(-1)!, 0)}`
    ]
  ];
  return html`<dl class="facts-row">
    ${facts.map(
      ([name, value, note]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
          <p class="fine">${note}</p>
        </div>`
    )}
  </dl>`;
}

/** Whether what was wanted could be traded, in the scenario and without it. */
export function feasibilityTable({report}: StressAnswer): HTMLElement {
  const rows: [string, (given: Feasibility) => string][] = [
    ["Orders filled, wholly or in part", ({fillShare}) => text(fillShare, 1)],
    ["Mean share of a bar's volume", ({participation}) => text(participation, 3)],
    ["Largest share of a bar's volume", ({largestParticipation}) => text(largestParticipation, 2)],
    ["Fills that no market could give", ({infeasible}) => count(infeasible)],
    ["Slippage and commission, of the value traded", ({cost}) => text(cost, 3)]
  ];
  return html`<div class="scroll">
    <table class="plain">
      <thead>
        <tr>
          <th></th>
          <th class="number">In the scenario</th>
          <th class="number">Without it</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name, of]) =>
            html`<tr>
              <th>${name}</th>
              <td class="number">${of(report.feasibility)}</td>
              <td class="number">${of(report.calm)}</td>
            </tr>`
        )}
      </tbody>
    </table>
  </div>`;
}

function text(value: number, digits: number): string {
  return Number.isFinite(value) ? percent(value, digits) : "–";
}
