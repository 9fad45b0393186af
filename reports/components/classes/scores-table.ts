import {html} from "npm:htl";
import type {Confusion} from "../../../core/evaluate/classification/confusion.js";
import type {AverageScore} from "../../../core/evaluate/classification/scores.js";
import {averageScore, classScores} from "../../../core/evaluate/classification/scores.js";
import {count, percent} from "../format.js";

/** Each class's precision, recall and F1, and their means, plain and by how many there are of each. */
export function scoresTable(confusion: Confusion, names: readonly string[]): HTMLElement {
  const scores = classScores(confusion);
  const cells = ({precision, recall, f1}: AverageScore) =>
    [precision, recall, f1].map((value) => html`<td class="number">${percent(value, 1)}</td>`);
  return html`<div class="scroll">
    <table class="plain tight" data-table="scores">
      <thead>
        <tr>
          <th>Class</th>
          <th class="number" title="The share of what was said to be of the class that was">Precision</th>
          <th class="number" title="The share of the class that was found">Recall</th>
          <th class="number" title="The harmonic mean of both">F1</th>
          <th class="number" title="How many there are of it">Came</th>
        </tr>
      </thead>
      <tbody>
        ${scores.map(
          (score, c) =>
            html`<tr>
              <th>${names[c]}</th>
              ${cells(score)}
              <td class="number">${count(score.support)}</td>
            </tr>`
        )}
      </tbody>
      <tfoot>
        ${(["macro", "weighted"] as const).map(
          (kind) =>
            html`<tr>
              <th>${kind === "macro" ? "plain mean" : "weighted mean"}</th>
              ${cells(averageScore(scores, kind))}
              <td class="number">${count(confusion.total)}</td>
            </tr>`
        )}
      </tfoot>
    </table>
  </div>`;
}
