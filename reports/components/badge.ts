import {html} from "npm:htl";
import {decimal} from "./format.js";
import type {Verdict} from "./verdict.js";

/** The sign of whether the page has made the run again and found the same. */
export interface Badge {
  readonly node: HTMLElement;
  show(verdict: Verdict): void;
  /** Says that the page is at work, and on what. */
  wait(what: string): void;
  /** Says why the run could not be judged at all. */
  fail(reason: string): void;
}

const words = {
  verified: "Verified",
  "from-signal": "Verified from its signal on",
  mismatch: "Does not match",
  unverifiable: "Not verified here"
} as const;

/** A badge that is grey while the page is at work. Its state is in `data-state`. */
export function badge(): Badge {
  const word = html`<b>Verifying</b>`;
  const reason = html`<span>computing the run anew in your browser</span>`;
  const node = html`<a class="badge" href="#verification" data-state="running" role="status">${word} ${reason}</a>`;
  const set = (state: string, title: string, text: string) => {
    node.dataset.state = state;
    word.textContent = title;
    reason.textContent = text;
  };
  return {
    node,
    show({state, reason: why, milliseconds}) {
      const found = `recomputed in your browser in ${decimal(Math.max(1, milliseconds), 0)} ms, bit for bit`;
      set(state, words[state], why || found);
    },
    wait: (what) => set("running", "Verifying", what),
    fail: (why) => set("unverifiable", words.unverifiable, why)
  };
}
