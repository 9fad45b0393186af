import {html} from "npm:htl";
import type {RunPage} from "../../core/site/payload.js";
import {decimal, none, percent} from "./format.js";
import type {Verdict} from "./verdict.js";
import type {Check} from "./verify.js";

/** What the badge rests on: every comparison, in words and in a table. */
export interface Verification {
  readonly node: HTMLElement;
  show(verdict: Verdict): void;
  /** How much of the learning is done, 0 … 1, and what is under way. */
  wait(share: number, what: string): void;
  fail(reason: string): void;
}

const signs = {same: "same", different: "differs", unknown: "not checked"} as const;

/**
 * The recorded result's hash beside the one this page came to, and all comparisons behind a fold. Where the models did not
 * learn, a button that calls `learn`.
 */
export function verification({hashes, trials}: RunPage["run"], learn: () => void): Verification {
  const progress = html`<progress max="1" value="0"></progress>` as HTMLProgressElement;
  const doing = html`<span class="fine"></span>`;
  const body = html`<div><p class="empty">The run is being made again.</p></div>`;
  const show = ({state, reason, checks, hash, milliseconds}: Verdict) => {
    const same = checks.filter((check) => check.state === "same").length;
    const apart = checks.filter((check) => check.state !== "same");
    const conclusion = {
      verified: `All ${checks.length} comparisons agree. It took ${decimal(milliseconds, 0)} ms.`,
      mismatch: `This record does not match what its own prices and code give: ${reason}.`,
      "from-signal": `${same} comparisons agree: prices, features, labels, folds, and every figure of the recorded signal were made again in ${decimal(milliseconds, 0)} ms. The models themselves did not learn here, which would take longer than a page should ask for unasked.`,
      unverifiable: `Nothing differs, but not everything could be compared: ${reason}.`
    }[state];
    body.replaceChildren(
      html.fragment`<p>${conclusion}</p>
        ${state === "from-signal" ? html`<p><button type="button" class="learn-again" onclick=${learn}>Learn again here</button> <span class="fine">All models, in this page, on one thread; then everything is compared.</span></p>` : null}
        <dl class="hashes">
          <div>
            <dt>Recorded result</dt>
            <dd><code data-hash="recorded">${hashes.result}</code></dd>
          </div>
          <div>
            <dt>Made again in this page</dt>
            <dd><code data-hash="found" data-same=${String(hash === hashes.result)}>${hash ?? "not made here"}</code></dd>
          </div>
        </dl>
        ${apart.length > 0 ? table(apart) : null}
        <details>
          <summary>${same} of ${checks.length} comparisons agree: see them all</summary>
          ${table(checks)}
        </details>
        <p class="fine">
          Not compared: when the run was made, how long it took, and that it was trial ${trials} of its experiment, which
          the trial ledger on the machine that made it holds, each line with the hash of the one before; nor the verdict
          of the audit, which <code>npx tapebook audit</code> comes to anew.
        </p>`
    );
  };
  return {
    node: html`<div class="verification">${body}</div>`,
    show,
    wait(share, what) {
      progress.value = share;
      doing.textContent = `${what || "learning"}, ${percent(share, 0)} of all`;
      if (!progress.isConnected) body.replaceChildren(html`<p role="status">${progress} ${doing}</p>`);
    },
    fail: (reason) => body.replaceChildren(html`<p class="negative">${reason}</p>`)
  };
}

function table(checks: readonly Check[]): HTMLElement {
  return html`<div class="scroll">
    <table class="plain checks">
      <thead>
        <tr>
          <th>What</th>
          <th></th>
          <th>Recorded</th>
          <th>Found here</th>
        </tr>
      </thead>
      <tbody>
        ${checks.map(
          ({subject, state, recorded, found}) =>
            html`<tr data-state=${state}>
              <th>${subject}</th>
              <td class="state">${signs[state]}</td>
              <td><code>${shortened(recorded)}</code></td>
              <td><code>${shortened(found)}</code></td>
            </tr>`
        )}
      </tbody>
    </table>
  </div>`;
}

function shortened(text: string): string {
  if (text === "null") return none;
  return text.length > 28 ? `${text.slice(0, 16)}…` : text;
}
