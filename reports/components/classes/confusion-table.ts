import {html} from "npm:htl";
import type {Confusion} from "../../../core/evaluate/classification/confusion.js";
import {count, percent} from "../format.js";

/** What was taken for what: a row for each class that came, a column for each that was said, with shares of the row. */
export function confusionTable({classes, counts, total}: Confusion, names: readonly string[]): HTMLElement {
  const k = classes.length;
  const row = (r: number) => Array.from(counts.subarray(r * k, (r + 1) * k));
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const cell = (r: number, c: number) => {
    const many = counts[r * k + c];
    const share = many / sum(row(r));
    const colour = r === c ? "--up" : "--down";
    const depth = Number.isFinite(share) ? Math.round(4 + 52 * share) : 0;
    const background = `color-mix(in srgb, var(${colour}) ${depth}%, transparent)`;
    const title = `${names[r]} came, ${names[c]} was said: ${count(many)} of ${count(sum(row(r)))}`;
    return html`<td class="heat" data-count=${many} style=${{background}} title=${title}>
      <b style=${{display: "block", fontWeight: 600, marginBottom: "0.35em"}}>${percent(share, 1)}</b>
      <small style=${{color: "var(--theme-foreground-muted)", fontSize: "0.74rem"}}>${count(many)}</small>
    </td>`;
  };
  const middle = {verticalAlign: "middle"};
  const said = classes.map((_, c) => sum(classes.map((__, r) => counts[r * k + c])));
  return html`<div class="scroll">
    <table class="matrix" data-table="confusion">
      <thead>
        <tr>
          <th class="corner">came ↓ said →</th>
          ${names.map((name) => html`<th>${name}</th>`)}
          <th>all</th>
        </tr>
      </thead>
      <tbody>
        ${classes.map(
          (_, r) =>
            html`<tr>
              <th style=${middle}>${names[r]}</th>
              ${classes.map((__, c) => cell(r, c))}
              <td style=${middle}>${count(sum(row(r)))}</td>
            </tr>`
        )}
        <tr>
          <th>all</th>
          ${said.map((many) => html`<td>${count(many)}</td>`)}
          <td>${count(total)}</td>
        </tr>
      </tbody>
    </table>
  </div>`;
}
