import {html} from "npm:htl";
import type {RunPage} from "../../core/site/payload.js";
import type {Cards} from "./cards.js";
import {controls} from "./controls.js";
import type {DrawdownChart} from "./drawdown.js";
import type {EquityChart} from "./equity.js";
import {decimal} from "./format.js";
import type {Settings} from "./knobs.js";
import {recordedSettings} from "./knobs.js";
import type {Rerun} from "./replay.js";
import type {Engine} from "./rerun.js";
import {textOf} from "./verdict.js";

/** What is drawn again as the reader turns the knobs. */
export interface Shown {
  readonly cards: Cards;
  readonly equity: EquityChart;
  readonly drawdown: DrawdownChart;
}

/** The panel of knobs, with what the latest run again took and came to. */
export interface Live {
  readonly node: HTMLElement;
  /** To be called once the engine has the run; until then the knobs wait. */
  ready(): void;
}

/**
 * Runs the backtest again, in the engine's Worker, as the reader turns the knobs. While one run is under way the latest
 * setting waits and those between are left out. At the recorded settings the recorded lines are shown alone.
 */
export function live(run: RunPage["run"], engine: Engine, shown: Shown): Live {
  const recorded = recordedSettings(run)!;
  let waiting: {settings: Settings; asRecorded: boolean; since: number} | null = null;
  let busy = true;
  const time = html`<span></span>`;
  const hash = html`<code class="hash"></code>`;
  const paid = html`<span></span>`;
  const word = html`<span></span>`;
  const show = (again: Rerun, asRecorded: boolean, since: number) => {
    shown.cards.show(asRecorded ? null : again.metrics);
    shown.equity.show(asRecorded ? null : again.result.equity);
    shown.drawdown.show(asRecorded ? null : again.result.equity);
    const total = performance.now() - since;
    time.textContent = `${decimal(total, 0)} ms`;
    time.title = `${decimal(again.milliseconds, 1)} ms in the engine`;
    paid.textContent = `${decimal(again.paid.commission, 0)} commission, ${decimal(again.paid.slippage, 0)} slippage`;
    hash.textContent = again.hash.slice(0, 16);
    hash.dataset.hash = again.hash;
    hash.dataset.same = String(again.hash === run.hashes.result);
    word.textContent = again.hash === run.hashes.result ? "as recorded" : "not the recorded run";
  };
  const next = async () => {
    if (busy || waiting === null) return;
    const {settings, asRecorded, since} = waiting;
    waiting = null;
    busy = true;
    try {
      show(await engine.rerun(settings), asRecorded, since);
    } catch (error) {
      word.textContent = textOf(error);
    }
    busy = false;
    void next();
  };
  const panel = controls(run, recorded, (settings, asRecorded) => {
    waiting = {settings, asRecorded, since: performance.now()};
    void next();
  });
  return {
    node: html`<aside class="live">
      <h3>Run it again</h3>
      <p class="hint">The same engine runs in this page. The dashed line stays as recorded.</p>
      ${panel.node}
      <dl class="outcome">
        <dt>Result</dt>
        <dd>${hash} ${word}</dd>
        <dt>Recorded</dt>
        <dd><code class="hash">${run.hashes.result.slice(0, 16)}</code></dd>
        <dt>Paid</dt>
        <dd>${paid}</dd>
        <dt>Redrawn in</dt>
        <dd class="time">${time}</dd>
      </dl>
    </aside>`,
    ready() {
      busy = false;
      waiting ??= {settings: panel.settings, asRecorded: true, since: performance.now()};
      void next();
    }
  };
}
