import {html} from "npm:htl";
import type {Span} from "../../../core/expressions/operator.js";
import {count} from "../../../reports/components/format.js";
import {editor} from "./editor.js";
import {operatorGroups} from "./help.js";
import type {Reading} from "./reading.js";
import {readFormula} from "./reading.js";
import {treeLines} from "./tree-lines.js";

/** Where a formula is written and read. */
export interface FormulaPanel {
  readonly node: HTMLElement;
  value: string;
  /** Reads the formula again: the fields have changed. */
  read(): Reading;
}

const examples: readonly string[] = [
  "close / lag(close, 20) - 1",
  "(close - mean(close, 20)) / std(close, 20)",
  "correlation(returns(close, 1), returns(volume, 1), 21)",
  "rank(close / lag(close, 20) - 1)",
  "lead(close, 5) / close - 1"
];

/** The rows that a formula reads, relative to its own: `t − 20 … t`. */
export function spanText({first, last}: Span): string {
  const at = (row: number) => (row === 0 ? "t" : `t ${row < 0 ? "\u2212" : "+"} ${count(Math.abs(row))}`);
  return first === last ? at(first) : `${at(first)} … ${at(last)}`;
}

/**
 * An editor, what its formula says, its tree and the operators; calls `change` with each new reading. `symbols` is how many
 * symbols there are to compare.
 */
export function formulaPanel(
  first: string,
  fields: () => readonly string[],
  symbols: () => number,
  change: (reading: Reading) => void
): FormulaPanel {
  const said = html`<p class="said" id="formula-said" role="status"></p>`;
  const tree = html`<div class="tree"></div>`;
  const written = editor(first, fields, () => change(read()));
  const read = () => {
    const reading = readFormula(written.value, fields());
    written.mark(reading.fault);
    said.dataset.state = reading.fault ? "wrong" : "right";
    said.replaceChildren(verdict(reading, symbols()));
    if (reading.node) tree.replaceChildren(treeOf(reading));
    else tree.replaceChildren(html`<p class="nothing">The tree is drawn when the formula can be read.</p>`);
    return reading;
  };
  const chips = examples.map(
    (text) =>
      html`<button type="button" class="chip" onclick=${() => (written.value = text)}><code>${text}</code></button>`
  );
  const list = operatorGroups.map(
    ({title, members}) =>
      html`<div>
        <h4>${title}</h4>
        <dl>
          ${members.map(
            ({name, usage, about}) =>
              html`<dt>
                  <button type="button" data-operator=${name} onclick=${() => written.insert(insertionOf(usage, name))}>
                    <code>${usage}</code>
                  </button>
                </dt>
                <dd>${about}</dd>`
          )}
        </dl>
      </div>`
  );
  return {
    node: html`<div class="formula-panel">
      <div>
        ${written.node} ${said}
        <div class="chips" role="group" aria-label="Examples">${chips}</div>
      </div>
      ${tree}
      <details class="operators">
        <summary>All operators</summary>
        <div class="operator-groups">${list}</div>
      </details>
    </div>`,
    get value() {
      return written.value;
    },
    set value(text) {
      written.value = text;
    },
    read
  };
}

function insertionOf(usage: string, name: string): string {
  const sign = /^x? ?([^\w\s]+) ?[xy]$/.exec(usage)?.[1];
  return sign ? ` ${sign} ` : `${name}(`;
}

function verdict({fault, span, across}: Reading, symbols: number): Node {
  if (!fault) {
    const alone = symbols === 1 && across.length > 0;
    const hint = `${across.join(", ")} ${across.length === 1 ? "compares" : "compare"} the symbols of one bar, and here there is one. Choose a market of several.`;
    return html`<span
      ><b>A feature.</b> It reads the rows ${spanText(span)} and no later one.
      ${alone ? html`<span class="alone">${hint}</span>` : null}</span
    >`;
  }
  const future = span.last > 0;
  const place = future ? `It reads ${spanText(span)}.` : `At character ${count(fault.from + 1)}.`;
  const kept = "The charts keep what was there before.";
  return html`<span><b>${future ? "Refused." : "Not a formula yet."}</b> ${fault.message}. ${place} ${kept}</span>`;
}

/** The most lines of a tree that are drawn. */
const mostLines = 120;

function treeOf({node}: Reading): Node {
  const all = treeLines(node!);
  const lines = all.slice(0, mostLines);
  const anyShared = lines.some(({shared}) => shared !== null);
  return html`<div>
    <div class="tree-lines" role="img" aria-label="The formula as a tree">
      ${lines.map(
        ({branch, says, kind, span, shared, again}) =>
          html`<div class=${again ? "line again" : "line"} data-ahead=${span.last > 0 ? "" : null}>
            <span class="branch">${branch}</span><span class=${kind}>${says}</span>
            ${shared === null ? null : html`<sup>${shared}</sup>`}
            <span class="span">${kind === "number" ? "" : spanText(span)}</span>
          </div>`
      )}
    </div>
    ${all.length > mostLines ? html`<p class="fine">And ${count(all.length - mostLines)} lines more.</p>` : null}
    ${
      anyShared
        ? html`<p class="fine">What bears the same small number is the same sub-expression, computed once.</p>`
        : null
    }
  </div>`;
}
