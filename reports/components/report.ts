import {html} from "npm:htl";
import type {Part} from "../../core/site/numbers.js";
import {openPart} from "../../core/site/numbers.js";
import type {FirstPart, MarketPart, RunPage} from "../../core/site/payload.js";
import {auditFact, auditSection} from "./audit.js";
import {badge} from "./badge.js";
import {backtestSections} from "./backtest-sections.js";
import {cards} from "./cards.js";
import {evidenceSection} from "./evidence.js";
import {header} from "./header.js";
import {afterPaint, painted} from "./later.js";
import {lineage} from "./lineage.js";
import {learnedSections} from "./learned-sections.js";
import {lintFact, lintSection} from "./lint.js";
import type {LoadedRun} from "./loaded-run.js";
import {joinRun, recordedAccount} from "./loaded-run.js";
import type {Learning} from "./rerun.js";
import {startEngine} from "./rerun.js";
import type {Section} from "./section.js";
import {sections} from "./section.js";
import {unzipped, workerOf} from "./unzipped.js";
import type {Verdict} from "./verdict.js";
import {textOf} from "./verdict.js";
import {verification} from "./verification.js";

/** What a report is made of beside its first part, each fetched when it is asked for: two parts, gzipped, and a script. */
export interface Rest {
  market(): Promise<ArrayBuffer>;
  signal(): Promise<ArrayBuffer>;
  engine(): Promise<string>;
}

/**
 * A run's report from its first part, gzipped, or a red badge where what came is no run. What was recorded is drawn at
 * once; when that is to be seen the rest is fetched, what shows prices and fills is drawn, and the engine makes the run
 * again in a Worker. The badge says what came of it. The Worker ends when `invalidation` resolves.
 */
export async function report(
  coming: Promise<ArrayBuffer>,
  rest: Rest,
  invalidation: Promise<unknown>
): Promise<HTMLElement> {
  const first = await arrived("record", coming).catch((error: unknown) => textOf(error));
  if (typeof first === "string") return notShown("unverifiable", "Not verified here", first);
  try {
    return wholeReport(openPart(await unzipped(first)), first, rest, invalidation);
  } catch (error) {
    return notShown("mismatch", "Does not match", `it cannot be read: ${textOf(error)}`);
  }
}

function notShown(state: string, title: string, reason: string): HTMLElement {
  return html`<div>
    <h1>A run that cannot be shown</h1>
    <p class="badge" data-state=${state}><b>${title}</b> <span>${reason}</span></p>
  </div>`;
}

/** What comes over the wire; says what did not. */
function arrived<T>(what: string, coming: Promise<T>): Promise<T> {
  return coming.catch((error: unknown) => {
    throw new Error(`missing ${what}: ${textOf(error)}; load the page again`);
  });
}

function wholeReport(
  part: Part<FirstPart>,
  first: ArrayBuffer,
  rest: Rest,
  invalidation: Promise<unknown>
): HTMLElement {
  const {facts, array} = part;
  const {run, audit} = facts;
  const [times, account] = [array("times"), recordedAccount(part)];
  document.title = `${run.title} · ${run.id} | tapebook`;
  const seen = painted();
  const engine = startEngine(seen.then(() => arrived("engine", rest.engine())).then(workerOf));
  void invalidation.then(() => engine.close());
  const market = seen.then(() => arrived("prices", rest.market()));
  const whole = market.then((prices) => joined(part, prices));
  const judged = async (learning?: Learning) => {
    const [prices, needed] = await Promise.all([market, engine.needsSignal(run).catch(() => true)]);
    const signal = needed && run.hashes.signal !== undefined ? await arrived("signal", rest.signal()) : null;
    return engine.judge({first, market: prices, signal}, learning);
  };
  const sign = badge();
  const proof = verification(run, () => {
    sign.wait("learning again in your browser");
    proof.wait(0, "");
    void conclude(judged(proof.wait));
  });
  const figures = cards(run, facts.evidenceNow);
  const traded = account ? backtestSections({...facts, account, whole}, engine, figures) : null;
  const learned = learnedSections(run, whole, engine);
  const conclude = (coming: Promise<Verdict>) =>
    coming.then(
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
  void conclude(judged());
  const aboutAudit = "Whether anything that made this run knew what it could not have known.";
  const about = "Every number above was recomputed from the prices shipped with this page, by the code that made it.";
  const [equity, ...others] = traded?.sections ?? [];
  const signs = [sign.node, auditFact(audit), ...(traded ? [lintFact(run)] : [])];
  return html`<article class="report">
    ${header(facts, times, html`<div class="badges">${signs}</div>`)} ${figures.node}
    ${sections([
      ...(equity ? [equity, ...believing(facts)] : []),
      ...others,
      ...learned.sections,
      {id: "audit", title: "Audit", about: aboutAudit, body: [auditSection(audit)]},
      {id: "verification", title: "Verification", about, body: [proof.node]},
      {id: "lineage", title: "Lineage", body: [lineage(run)]}
    ])}
  </article>`;
}

/** The run of its first two parts. Arrays are unpacked one after another, so that the page can be used in between. */
async function joined(first: Part<FirstPart>, gzipped: ArrayBuffer): Promise<LoadedRun> {
  const market = openPart<MarketPart>(await unzipped(gzipped));
  for (const name of market.names) await new Promise<void>((done) => afterPaint(() => done(void market.array(name))));
  return joinRun(first, market);
}

/** How far the figures of a backtest are to be believed; it stands where nobody overlooks it. */
function believing({run, evidenceNow}: Pick<RunPage, "run" | "evidenceNow">): readonly Section[] {
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
