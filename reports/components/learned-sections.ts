import {html} from "npm:htl";
import type {RunPage} from "../../core/site/payload.js";
import type {Part} from "./backtest-sections.js";
import {classesSection} from "./classes/section.js";
import {contestTable} from "./contest.js";
import {explanationSection, readable} from "./explanation.js";
import {correlationMap, featuresTable} from "./features-table.js";
import {foldsChart} from "./folds-chart.js";
import {arriving} from "./later.js";
import type {LoadedRun} from "./loaded-run.js";
import type {Engine} from "./rerun.js";
import type {Section} from "./section.js";
import {textOf} from "./verdict.js";
import {signalCharts} from "./signal-charts.js";

/** The parts of a report that show what was learned and from what; they are filled once the engine has the run. */
export function learnedSections(run: RunPage["run"], whole: Promise<LoadedRun>, engine: Engine): Part {
  const {spec, folds, contest, hashes} = run;
  const signals = hashes.signal !== undefined;
  const signal = place();
  const table = place();
  const map = place();
  const sections: Section[] = [];
  if (signals)
    sections.push({
      id: "signal",
      title: "Signal",
      about: "Predictions of models that never saw the bars they predict, against the returns that followed.",
      body: [signal]
    });
  if (contest)
    sections.push({
      id: "contest",
      title: "Beside others",
      about:
        "All learned from the same samples in the same folds. What learns from shuffled labels has nothing to find: its IC is what luck alone gives.",
      body: [contestTable(contest)]
    });
  sections.push(...classesSection(run));
  if (hashes.explanation !== undefined)
    sections.push({
      id: "explanation",
      title: "What the model goes by",
      about: "What it makes of each feature: what leads here is what its predictions stand and fall with.",
      body: [
        arriving(
          420,
          whole,
          ({page: {explanation}}) =>
            html`<div>${explanation && explanationSection(readable(explanation, spec.learn?.label.name))}</div>`
        )
      ]
    });
  if (folds.length > 0)
    sections.push({
      id: "folds",
      title: "Folds",
      about: "Each fold trains on its past, up to the last label known then, and is tested on what comes next.",
      body: [foldsChart(folds)]
    });
  if (Object.keys(spec.features).length > 0)
    sections.push(
      {
        id: "features",
        title: "Features",
        about: "Computed in this page from the prices. The bars span the 1st to the 99th percentile.",
        body: [table]
      },
      {
        id: "correlations",
        title: "Correlations",
        about: "Between features: blue where they rise together, red where one falls as the other rises.",
        body: [map]
      }
    );
  return {
    sections,
    ready() {
      if (signals) fill(signal, async () => [signalCharts(await engine.signal())]);
      if (Object.keys(spec.features).length === 0) return;
      const summaries = engine.features();
      fill(table, async () => [featuresTable(await summaries, spec.features)]);
      fill(map, async () => [correlationMap(await summaries)]);
    }
  };
}

function place(): HTMLElement {
  return html`<div><p class="empty">Being computed in your browser.</p></div>`;
}

function fill(node: HTMLElement, draw: () => Promise<Node[]>): void {
  draw().then(
    (drawn) => node.replaceChildren(...drawn),
    (error: unknown) => {
      node.replaceChildren(html`<p class="empty">${textOf(error)}</p>`);
    }
  );
}
