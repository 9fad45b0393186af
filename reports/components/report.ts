import {html} from "npm:htl";
import type {RunPage} from "../../core/site/payload.js";
import {auditFact, auditSection} from "./audit.js";
import {badge} from "./badge.js";
import {backtestSections} from "./backtest-sections.js";
import {cards} from "./cards.js";
import {evidenceSection} from "./evidence.js";
import {header} from "./header.js";
import {lineage} from "./lineage.js";
import {learnedSections} from "./learned-sections.js";
import {lintFact, lintSection} from "./lint.js";
import type {LoadedRun} from "./loaded-run.js";
import {loadRun} from "./loaded-run.js";
import type {Engine} from "./rerun.js";
import type {Section} from "./section.js";
import {sections} from "./section.js";
import type {Verdict} from "./verdict.js";
import {textOf} from "./verdict.js";
import {verification} from "./verification.js";

/** A run's report, whose engine `start` starts, or a red badge where what came is no run. */
export function report(
  page: RunPage,
  numbers: ArrayBuffer,
  invalidation: Promise<unknown>,
  start: () => Engine
): HTMLElement {
  try {
    return wholeReport(page, loadRun(page, numbers), numbers, invalidation, start);
  } catch (error) {
    return html`<div>
      <h1>A run that cannot be shown</h1>
      <p class="badge" data-state="mismatch"><b>Does not match</b> <span>it cannot be read: ${textOf(error)}</span></p>
    </div>`;
  }
}

/**
 * The whole report. What was recorded is drawn at once; meanwhile the engine makes the run again in a Worker, and
 * the badge says what came of it. The Worker ends when `invalidation` resolves.
 */
function wholeReport(
  page: RunPage,
  run: LoadedRun,
  numbers: ArrayBuffer,
  invalidation: Promise<unknown>,
  start: () => Engine
): HTMLElement {
  document.title = `${page.run.title} · ${page.run.id} | tapebook`;
  const engine = start();
  void invalidation.then(() => engine.close());
  const sign = badge();
  const proof = verification(page.run, () => {
    sign.wait("learning again in your browser");
    proof.wait(0, "");
    void conclude(engine.judge(page, numbers.slice(0), proof.wait));
  });
  const figures = cards(page.run, page.evidenceNow);
  const traded = run.result ? backtestSections(run, run.result, engine, figures) : null;
  const learned = learnedSections(run, engine);
  const conclude = (judged: Promise<Verdict>) =>
    judged.then(
      (verdict) => {
        sign.show(verdict);
        proof.show(verdict);
        traded?.ready();
        learned.ready();
      },
      (error: unknown) => {
        sign.fail(textOf(error));
        proof.fail(textOf(error));
      }
    );
  void conclude(engine.judge(page, numbers.slice(0)));
  const aboutAudit = "Whether anything that made this run knew what it could not have known.";
  const about = "Every number above was recomputed from the prices shipped with this page, by the code that made it.";
  const [first, ...rest] = traded?.sections ?? [];
  const facts = [sign.node, auditFact(page.audit), ...(traded ? [lintFact(page.run)] : [])];
  return html`<article class="report">
    ${header(page, run.panel, html`<div class="badges">${facts}</div>`)} ${figures.node}
    ${sections([
      ...(first ? [first, ...believing(page)] : []),
      ...rest,
      ...learned.sections,
      {id: "audit", title: "Audit", about: aboutAudit, body: [auditSection(page.audit)]},
      {id: "verification", title: "Verification", about, body: [proof.node]},
      {id: "lineage", title: "Lineage", body: [lineage(page.run)]}
    ])}
  </article>`;
}

/** How far the figures of a backtest are to be believed; it stands where nobody overlooks it. */
function believing({run, evidenceNow}: RunPage): readonly Section[] {
  return [
    {
      id: "evidence",
      title: "Trials and overfitting",
      about: "What all that was tried leaves of the Sharpe ratio, and where the figures may lie.",
      body: [evidenceSection(run, evidenceNow)]
    },
    {
      id: "lint",
      title: "What is odd about it",
      about: "What a backtest of this kind is usually wrong about, looked for in its fills, its months and its costs.",
      body: [lintSection(run)]
    }
  ];
}
