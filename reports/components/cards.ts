import {html} from "npm:htl";
import type {RunPage} from "../../core/site/payload.js";
import {figureText, none} from "./format.js";
import {metricLabel, metricMeaning} from "./metric-names.js";

type Run = RunPage["run"];
type Unit = Run["units"][string];

/** A run's figures. */
export interface Cards {
  readonly node: HTMLElement;
  /** Shows other figures, with the recorded ones beneath where they differ; null shows the recorded ones again. */
  show(figures: Run["metrics"] | null): void;
}

interface Card {
  readonly node: HTMLElement;
  show(figures: Run["metrics"] | null): void;
}

/**
 * The figures that the experiment asked for as cards, and what came about on the way in a line below. Beside the Sharpe
 * ratio stand what the search leaves of it and how many trials there were, where the record knows; as `now` has it, where
 * more was tried since.
 */
export function cards(run: Run, now: Run["evidence"] | null = null): Cards {
  const {metrics, units, spec} = run;
  const asked = new Set<string>(spec.metrics.map(({name}) => name));
  const learned = Object.keys(metrics).filter((name) => !asked.has(name));
  const main = asked.size > 0 ? [...asked].filter((name) => Object.hasOwn(metrics, name)) : learned;
  const beside = asked.size > 0 ? learned : [];
  const list = main.flatMap((name) => [card(run, name), ...(name === "sharpe" ? evidenceCards(run, now) : [])]);
  const facts = beside.map(
    (name) =>
      html`<div title=${about(run, name)}>
        <dt>${metricLabel(name)}</dt>
        <dd data-metric=${name}>${figureText(metrics[name], units[name])}</dd>
      </div>`
  );
  return {
    node: html`<div>
      <div class="cards" style=${{maxWidth: `${list.length * 11}rem`}}>${list.map(({node}) => node)}</div>
      ${facts.length > 0 ? html`<dl class="facts-row learned">${facts}</dl>` : null}
    </div>`,
    show: (figures) => list.forEach(({show}) => show(figures))
  };
}

/** What a figure says, and why there is none where there is none. */
function about({metrics, reasons}: Run, name: string): string {
  const reason = metrics[name] === null ? (reasons?.[name] ?? "Not determined by these bars") : "";
  return [metricMeaning(name), reason].filter(Boolean).join(". ");
}

function card(run: Run, name: string): Card {
  const recorded = run.metrics[name];
  const unit = run.units[name];
  const interval = intervalText(run, name, unit);
  const {node, value, below} = frame(metricLabel(name), about(run, name));
  value.dataset.metric = name;
  const show = (figures: Run["metrics"] | null) => {
    const given = figures?.[name] ?? (figures ? null : recorded);
    const text = figureText(given, unit);
    const before = figureText(recorded, unit);
    value.textContent = text;
    value.classList.toggle("negative", given !== null && given < 0 && unit === "percent");
    below.textContent = text === before ? interval : `was ${before}`;
    below.title = text === before && interval ? intervalMeaning : "";
  };
  show(null);
  return {node, show};
}

const intervalMeaning = "Where a bootstrap of the returns puts it, 95% of the time";

/** The interval of a headline figure: `0.12 to 1.03`; nothing where there is none. */
function intervalText({evidence}: Run, name: string, unit: Unit): string {
  const interval = evidence && Object.hasOwn(evidence.intervals, name) ? evidence.intervals[name] : null;
  if (!interval || interval.low === null || interval.high === null) return "";
  return `${figureText(interval.low, unit)} to ${figureText(interval.high, unit)}`;
}

/** What the search leaves of the Sharpe ratio, and of how many trials it is the outcome; none where none was recorded. */
function evidenceCards({evidence: recorded}: Run, now: Run["evidence"] | null): readonly Card[] {
  const evidence = now ?? recorded;
  if (!recorded || !evidence) return [];
  const {sharpe, trials, reasons} = evidence;
  const fixed = (name: string, label: string, meaning: string, text: string, note: string): Card => {
    const {node, value, below} = frame(label, meaning);
    value.dataset.evidence = name;
    value.textContent = text;
    below.textContent = note;
    return {
      node,
      show: (figures) => {
        below.textContent = figures ? "of the recorded run" : note;
      }
    };
  };
  const deflated = figureText(sharpe.deflated, "percent");
  const why = sharpe.deflated === null ? (reasons["sharpe.deflated"] ?? "Not determined by these bars") : "";
  return [
    fixed(
      "deflated-sharpe",
      "Deflated Sharpe",
      ["How likely the true Sharpe ratio is above what the best of that many trials without any skill would show", why]
        .filter(Boolean)
        .join(". "),
      deflated,
      deflated === none ? "" : "sure to be above luck"
    ),
    fixed(
      "trials",
      "Trials",
      `Attempts at this experiment that the ledger counts${now ? `, ${recorded.trials.counted} of them when this run was made` : ""}; ${trials.kept} of them can be compared`,
      figureText(trials.counted, "count"),
      trials.effective > 0 ? `about ${figureText(trials.effective, "count")} independent` : ""
    )
  ];
}

function frame(label: string, meaning: string) {
  const value = html`<div class="value"></div>`;
  const below = html`<div class="below"></div>`;
  const node = html`<div class="figure-card" title=${meaning}>
    <div class="name">${label}</div>
    ${value}${below}
  </div>`;
  return {node, value, below};
}
