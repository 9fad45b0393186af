import {html} from "npm:htl";
import type {RunPage} from "../../core/site/payload.js";
import {badge} from "./badge.js";
import {backtestSections} from "./backtest-sections.js";
import {cards} from "./cards.js";
import {header} from "./header.js";
import {lineage} from "./lineage.js";
import {learnedSections} from "./learned-sections.js";
import {loadRun} from "./loaded-run.js";
import {startEngine} from "./rerun.js";
import {sections} from "./section.js";
import {verification} from "./verification.js";

/**
 * A run's whole report. What was recorded is drawn at once; meanwhile the engine makes the run again in a Worker, and
 * the badge says what came of it. The Worker ends when `invalidation` resolves.
 */
export function report(page: RunPage, numbers: ArrayBuffer, invalidation: Promise<unknown>): HTMLElement {
  document.title = `${page.run.title} · ${page.run.id} | tapebook`;
  const run = loadRun(page, numbers);
  const engine = startEngine();
  void invalidation.then(() => engine.close());
  const sign = badge();
  const proof = verification(page.run);
  const figures = cards(page.run);
  const traded = run.result ? backtestSections(run, run.result, engine, figures) : null;
  const learned = learnedSections(run, engine);
  const judged = engine.judge(page, numbers.slice(0));
  judged.then(
    (verdict) => {
      sign.show(verdict);
      proof.show(verdict);
      traded?.ready();
      learned.ready();
    },
    (error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      sign.fail(reason);
      proof.fail(reason);
    }
  );
  const about = "Every number above was recomputed from the prices shipped with this page, by the code that made it.";
  return html`<article class="report">
    ${header(page, run.panel, sign.node)} ${figures.node}
    ${sections([
      ...(traded?.sections ?? []),
      ...learned.sections,
      {id: "verification", title: "Verification", about, body: [proof.node]},
      {id: "lineage", title: "Lineage", body: [lineage(page.run)]}
    ])}
  </article>`;
}
