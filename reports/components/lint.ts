import {html} from "npm:htl";
import {titleOf, titles} from "../../core/lint/titles.js";
import type {RunPage} from "../../core/site/payload.js";
import {count} from "./format.js";

type Linted = Pick<RunPage["run"], "lint">;
type Finding = NonNullable<Linted["lint"]>[number];
type Severity = Finding["severity"];

const groups: readonly {readonly severity: Severity; readonly title: string; readonly about: string}[] = [
  {severity: "serious", title: "Serious", about: "The number is not what it says."},
  {severity: "warning", title: "Warnings", about: "The number may be true, and cannot be relied upon as it stands."},
  {severity: "note", title: "Notes", about: "What to know beside the number."}
];

/** The note of rules that could not be put to the test. */
const unchecked = "unchecked";

/** The findings as a badge beside those of the verification and the audit. */
export function lintFact({lint}: Linted): HTMLElement {
  if (!lint) return html`<a class="badge" href="#lint" data-state="unverifiable"><b>Not linted</b></a>`;
  const of = (severity: Severity) => lint.filter((each) => each.severity === severity && each.rule !== unchecked);
  const [serious, warnings, notes] = groups.map(({severity}) => of(severity));
  const [word, state] =
    serious.length > 0
      ? ["Not to be believed", "mismatch"]
      : warnings.length > 0
        ? ["To be doubted", "suspicious"]
        : ["Nothing odd", "verified"];
  const worst = serious.length > 0 ? serious : warnings.length > 0 ? warnings : notes;
  const named = worst.slice(0, 2).map(({rule}) => titleOf(rule).toLowerCase());
  const more = worst.length > 2 ? ` and ${worst.length - 2} more` : "";
  const text = named.length > 0 ? `${named.join(", ")}${more}; ${counted(titles)}` : counted(titles);
  return html`<a
    class="badge"
    href="#lint"
    data-state=${state}
    data-lint=${serious.length > 0 ? "serious" : warnings.length > 0 ? "warning" : "clean"}
    ><b>${word}</b> <span>${text}</span></a
  >`;
}

function counted(rules: object): string {
  return `${count(Object.keys(rules).length)} rules of trading and evidence`;
}

/** What is odd about the backtest, by severity: the figures, what they mean for the number, and what to do. */
export function lintSection({lint}: Linted): HTMLElement {
  if (!lint)
    return html`<p class="empty">
      Nothing was traded, or this run was made before backtests were linted: <code>npx tapebook lint</code> looks at it
      now.
    </p>`;
  const found = lint.filter(({rule}) => rule !== unchecked);
  const left = lint.find(({rule}) => rule === unchecked);
  const silent = Object.keys(titles).filter((rule) => !lint.some((each) => each.rule === rule));
  return html`<div class="lint">
    ${
      found.length === 0
        ? html`<p class="empty">
            Nothing found: none of ${count(Object.keys(titles).length)} rules has anything to say.
          </p>`
        : groups.map((group) => grouped(group, found))
    }
    <details>
      <summary>The ${count(silent.length)} rules that found nothing</summary>
      <ul class="silent">
        ${silent.map((rule) => html`<li>${titleOf(rule)}</li>`)}
      </ul>
      ${left ? html`<p class="fine">${sentence(left.message)}</p>` : null}
      <p class="fine">Each is described with its thresholds by <code>npx tapebook lint --rules</code>.</p>
    </details>
  </div>`;
}

function grouped({severity, title, about}: (typeof groups)[number], all: readonly Finding[]): HTMLElement | string {
  const list = all.filter((each) => each.severity === severity);
  if (list.length === 0) return "";
  return html`<section data-severity=${severity}>
    <h3>${title} <span class="count">${count(list.length)}</span></h3>
    <p class="about">${about}</p>
    <div class="findings">
      ${list.map(
        ({rule, message, meaning, advice}) =>
          html`<article class="finding" data-rule=${rule}>
            <h4>${titleOf(rule)}</h4>
            <p class="evidence">${sentence(message)}</p>
            <p>${withCode(meaning)}</p>
            <p class="advice">${withCode(advice)}</p>
          </article>`
      )}
    </div>
  </section>`;
}

/** A message as a sentence of its own, in which no date and no percentage is broken. */
function sentence(message: string): string {
  const whole = message.replaceAll(/(\d) %/g, "$1\u00a0%").replaceAll(/(?<=\d)-(?=\d)/g, "\u2011");
  return `${whole[0].toUpperCase()}${whole.slice(1)}.`;
}

/** A text whose parts in backticks are code. */
function withCode(text: string): (Node | string)[] {
  return text.split("`").map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : part));
}
