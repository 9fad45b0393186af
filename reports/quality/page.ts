import {html} from "npm:htl";
import {sections} from "../components/section.js";
import {segmented} from "../components/segmented.js";
import {coverageMap} from "./coverage-map.js";
import {findingsList} from "./findings-list.js";
import {kindsTable} from "./kinds-table.js";
import type {DatasetQuality, QualityPage, UnreadableDataset} from "./payload.js";
import {verdict} from "./verdict.js";

/** The quality of each dataset, one at a time; or how to take data in. */
export function qualityPage(datasets: QualityPage): HTMLElement {
  if (datasets.length === 0) return none();
  const place = html`<div></div>`;
  const show = (name: string) => {
    const chosen = datasets.find(({dataset}) => dataset === name)!;
    place.replaceChildren("error" in chosen ? unreadable(chosen) : readable(chosen));
  };
  const names = datasets.map(({dataset}) => dataset);
  show(names[0]);
  return html`<div class="quality">${chooser(names, show)} ${place}</div>`;
}

function chooser(names: readonly string[], show: (name: string) => void): Node | null {
  if (names.length === 1) return null;
  if (names.length <= 4) {
    const choices = Object.fromEntries(names.map((name) => [name, name]));
    return html`<div class="choose scroll">${segmented("Dataset", choices, names[0], show).node}</div>`;
  }
  const select = html`<select name="dataset" aria-label="Dataset">
    ${names.map((name) => html`<option>${name}</option>`)}
  </select>` as HTMLSelectElement;
  select.onchange = () => show(select.value);
  return html`<div class="choose">${select}</div>`;
}

function readable(data: DatasetQuality): HTMLElement {
  const list = findingsList(data);
  const kinds = kindsTable(data.kinds, (kind) => {
    list.show(kind);
    list.node.scrollIntoView({block: "start", behavior: "smooth"});
  });
  return html`<div>
    ${verdict(data)}
    ${sections([
      {
        id: "kinds",
        title: "What was looked for",
        about: "Every kind of fault, found or not. Press one to see where it is.",
        body: [kinds]
      },
      {
        id: "coverage",
        title: "Coverage",
        about: coverageAbout(data),
        body: [coverageMap(data.coverage)]
      },
      {
        id: "findings",
        title: "Findings",
        about:
          data.total === 0
            ? undefined
            : "Search by symbol, date or words, and choose one to see the prices around it: the close, and the low to high of each bar.",
        body: [list.node]
      }
    ])}
  </div>`;
}

function coverageAbout({symbols, coverage: {unit, rows}}: DatasetQuality): string {
  const grouped = rows.length < symbols ? " Those that are whole from the first session to the last are one line." : "";
  return `Sessions of the calendar that each symbol has a row of, by the ${unit}: blue where all are there, red where some are missing, empty where the symbol has not begun or has ended.${grouped}`;
}

function unreadable({dataset, error}: UnreadableDataset): HTMLElement {
  return html`<div class="empty">
    <p><b>${dataset} cannot be read.</b> ${error}</p>
    <pre><code>npx tapebook data --verify</code></pre>
  </div>`;
}

function none(): HTMLElement {
  return html`<div class="empty">
    <p><b>No data yet.</b> Once a dataset is in the store, this page says what is wrong with it:</p>
    <pre><code>npx tapebook ingest samples
npx tapebook build</code></pre>
    <p>On the command line, <code>npx tapebook data --quality</code> says the same.</p>
  </div>`;
}
