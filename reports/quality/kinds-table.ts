import {html} from "npm:htl";
import {count} from "../components/format.js";
import {byGravity} from "./gravity.js";
import type {Kind} from "./payload.js";
import {typeset} from "./typeset.js";

/** The kinds that were found, the gravest first, each with its count and what to do; those that were not in a line below. */
export function kindsTable(kinds: readonly Kind[], choose: (kind: string) => void): HTMLElement {
  const there = kinds.filter((kind) => kind.count > 0).sort(byGravity);
  const absent = kinds.filter((kind) => kind.count === 0 && kind.kind !== "withdrawn" && kind.kind !== "repaired");
  const rows = there.map(({kind, title, about, advice, count: times, symbols}) => {
    return html`<tr>
      <th>
        <button type="button" class="link" data-kind=${kind} onclick=${() => choose(kind)}>${title}</button>
      </th>
      <td class="number times" data-word=${times === 1 ? "time" : "times"}>${count(times)}</td>
      <td class="number holders" data-word=${symbols === 1 ? "symbol" : "symbols"}>
        ${symbols === 0 ? "" : count(symbols)}
      </td>
      <td class="words">${typeset(sentence(about))}. <span class="todo">${typeset(sentence(advice))}.</span></td>
    </tr>`;
  });
  return html`<div>
    ${
      there.length === 0
        ? html`<p class="empty">
            <b>Nothing was found.</b> Every session has its bar, and no bar looks wrong by what is listed below.
          </p>`
        : html`<div class="scroll">
            <table class="plain kinds">
              <thead>
                <tr>
                  <th>Kind</th>
                  <th class="number">Times</th>
                  <th class="number">Symbols</th>
                  <th>What it is, and what to do</th>
                </tr>
              </thead>
              <tbody>
                ${rows}
              </tbody>
            </table>
          </div>`
    }
    ${
      absent.length > 0
        ? html`<p class="fine absent">Not found: ${absent.map(({title}) => title.toLowerCase()).join(", ")}.</p>`
        : null
    }
  </div>`;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
