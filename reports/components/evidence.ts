import {html} from "npm:htl";
import type {RunPage} from "../../core/site/payload.js";
import {count, decimal, figureText, none, percent} from "./format.js";
import {metricLabel, metricMeaning} from "./metric-names.js";

type Run = RunPage["run"];
type Evidence = NonNullable<Run["evidence"]>;

/** Above this share a figure is called sure. */
const sure = 0.95;

/**
 * What the search that led to a run leaves of its Sharpe ratio: the ratio beside its deflation, the trials that were
 * counted, and where its figures may lie. Where more was tried since the run was made, `now` is its evidence with that.
 */
export function evidenceSection(run: Run, now: Evidence | null = null): HTMLElement {
  const {hashes} = run;
  const evidence = now ?? run.evidence;
  if (!hashes.backtest) return html`<p class="empty">Nothing was traded: there is no Sharpe ratio to weigh.</p>`;
  if (!evidence)
    return html`<p class="empty">
      This run was made before runs were weighed against their trials. <code>npx tapebook run</code> makes it anew.
    </p>`;
  return html`<div class="weighed">
    ${verdict(evidence)} ${now && run.evidence ? since(run.evidence, now) : null}
    ${evidence.sharpe.perBar === null ? null : scale(run, evidence)} ${facts(run, evidence)} ${forest(run, evidence)}
    ${assumptions(evidence)}
  </div>`;
}

function verdict({sharpe, trials}: Evidence): HTMLElement {
  const {deflated} = sharpe;
  const many = trials.counted === 1 ? "the first trial" : `the best of ${count(trials.counted)} trials`;
  if (deflated === null)
    return html`<p class="verdict-line">Its Sharpe ratio is not determined: there is nothing to weigh.</p>`;
  const words =
    deflated > sure
      ? html`More than luck explains, if it is ${many}: that its true Sharpe ratio is above what luck would show is
          <b data-figure="deflated">${percent(deflated, 1)}</b> sure.`
      : html`No evidence of skill: that its true Sharpe ratio is above what luck would show as ${many} is only
          <b data-figure="deflated">${percent(deflated, 1)}</b> sure, where 95% is the least that is taken for evidence.`;
  return html`<p class="verdict-line">${words}</p>`;
}

/** What was recorded, and how much was tried since. */
function since({trials, sharpe}: Evidence, now: Evidence): HTMLElement {
  const more = now.trials.counted - trials.counted;
  const then = sharpe.deflated === null ? "not determined" : percent(sharpe.deflated, 1);
  return html`<p class="fine" data-since=${more}>
    When this run was made
    ${trials.counted === 1 ? "it was the first trial" : html`${count(trials.counted)} trials had been counted`}, and its
    deflated Sharpe ratio was <b>${then}</b>, which is what its record holds. Since then the experiment was tried
    ${more === 1 ? "once" : html`${count(more)} times`} more: all of that is counted here.
  </p>`;
}

/** A place on a line from one value to another, as a length in percent. */
function placed(value: number, [from, to]: readonly [number, number]): string {
  return `${decimal((100 * (value - from)) / (to - from), 2).replace("\u2212", "-")}%`;
}

function around(values: readonly number[]): readonly [number, number] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = 0.06 * (most - least || 1);
  return [least - room, most + room];
}

/** The Sharpe ratio of a year with its interval, on one line with 0 and with what luck would show. */
function scale({shape}: Run, {sharpe, intervals}: Evidence): HTMLElement {
  const root = Math.sqrt(shape.periods);
  const own = sharpe.perBar! * root;
  const luck = sharpe.expectedMaximum === null ? null : sharpe.expectedMaximum * root;
  const {low = null, high = null} = intervals.sharpe ?? {};
  const range = around([0, own, luck ?? 0, low ?? own, high ?? own]);
  const rule = (at: number, colour: string, dash: string) =>
    html`<i
      style=${`position:absolute;left:${placed(at, range)};top:0;bottom:0;border-left:1.5px ${dash} ${colour}`}
    ></i>`;
  const key = (colour: string, text: string, dashed = false) =>
    html`<span class="key"><i class=${dashed ? "swatch dashed" : "swatch"} style=${{color: colour}}></i>${text}</span>`;
  return html`<div class="figure" role="img" aria-label="The Sharpe ratio beside what luck would show">
    <div class="legend">
      ${key("var(--strategy)", `Sharpe ratio, ${decimal(own, 2)}${low === null ? "" : " with its 95% interval"}`)}
      ${luck === null || luck === 0 ? null : key("var(--down)", `Best of luck, ${decimal(luck, 2)}`, true)}
      ${key("var(--rule)", "0")}
    </div>
    <div style="position:relative;height:44px;margin:0.4rem 0 1.2rem;background:var(--paper);border-radius:6px">
      ${rule(0, "var(--rule)", "solid")} ${luck === null || luck === 0 ? null : rule(luck, "var(--down)", "dashed")}
      ${low === null || high === null ? null : bar(low, high, range, 10)} ${dot(own, range, 14)}
    </div>
  </div>`;
}

function bar(low: number, high: number, range: readonly [number, number], height: number): HTMLElement {
  const width = `calc(${placed(high, range)} - ${placed(low, range)})`;
  const style = `position:absolute;left:${placed(low, range)};width:${width};top:calc(50% - ${height / 2}px);height:${height}px`;
  return html`<i style=${`${style};border-radius:${height / 2}px;background:var(--strategy);opacity:0.3`}></i>`;
}

function dot(at: number, range: readonly [number, number], size: number): HTMLElement {
  const style = `position:absolute;left:calc(${placed(at, range)} - ${size / 2}px);top:calc(50% - ${size / 2}px)`;
  return html`<i
    style=${`${style};width:${size}px;height:${size}px;border-radius:50%;background:var(--strategy);box-shadow:0 0 0 2px var(--theme-background)`}
  ></i>`;
}

/** Every figure with the sentence that says what it means. */
function facts({shape}: Run, {trials, sharpe, reasons}: Evidence): HTMLElement {
  const root = Math.sqrt(shape.periods);
  const yearly = (value: number | null) => (value === null ? none : decimal(value * root, 2));
  const why = (path: string, text: string) => reasons[path] ?? text;
  const years = (bars: number) => `${decimal(bars / shape.periods, 1)} years`;
  const {minimumTrackRecord: needed, bars} = sharpe;
  const enough = needed !== null && needed <= bars;
  const list: readonly (readonly [name: string, value: string, note: string, key: string])[] = [
    [
      "Sharpe ratio",
      yearly(sharpe.perBar),
      why("sharpe.perBar", "Mean return over its deviation, a year, as it stands."),
      "sharpe"
    ],
    [
      "By luck alone",
      yearly(sharpe.expectedMaximum),
      trials.counted === 1
        ? "One trial is no search: luck has nothing to choose from."
        : "What the best of so many trials is expected to show where none has any skill.",
      "expected-maximum"
    ],
    [
      "Taken alone",
      sharpe.probabilistic === null ? none : percent(sharpe.probabilistic, 1),
      why("sharpe.probabilistic", "How sure it is that the true Sharpe ratio is above 0, had nothing else been tried."),
      "probabilistic"
    ],
    [
      "Deflated",
      sharpe.deflated === null ? none : percent(sharpe.deflated, 1),
      why("sharpe.deflated", "How sure it is that it is above what luck would show."),
      "deflated-share"
    ],
    [
      "Trials",
      count(trials.counted),
      trials.distinct === trials.counted
        ? "All attempts at this experiment in the ledger, failed ones and variants of sweeps too."
        : `All attempts at this experiment in the ledger, of which ${count(trials.distinct)} differ.`,
      "trials"
    ],
    [
      "Effective trials",
      decimal(trials.effective, Number.isInteger(trials.effective) ? 0 : 1),
      `How many independent ones they amount to; ${count(trials.kept)} could be compared, every other counts as one.`,
      "effective"
    ],
    [
      "Track record needed",
      needed === null ? none : `${count(needed)} bars`,
      why(
        "sharpe.minimumTrackRecord",
        `To be 95% sure of a Sharpe ratio above 0; there are ${count(bars)}, ${years(bars)}: ${enough ? "enough" : "too few"}.`
      ),
      "track-record"
    ]
  ];
  return html`<dl
    class="facts-row"
    style="display:grid;grid-template-columns:repeat(auto-fit,minmax(9.6rem,1fr));gap:1rem 1.25rem"
  >
    ${list.map(
      ([name, value, note, key]) =>
        html`<div>
          <dt>${name}</dt>
          <dd data-evidence=${key}>${value}</dd>
          <p class="fine">${note}</p>
        </div>`
    )}
  </dl>`;
}

/** Figures that are drawn on one scale. */
const groups: readonly (readonly string[])[] = [
  ["sharpe", "sortino", "calmar"],
  ["annual-return", "volatility", "max-drawdown"],
  ["total-return"],
  ["ic"]
];

const shares = new Set(["annual-return", "volatility", "max-drawdown", "total-return"]);

/** Where each headline figure may lie, as lines on the scales that they share. */
function forest({metrics, units}: Run, {intervals, bootstrap, reasons}: Evidence): HTMLElement | null {
  const shown = groups
    .map((names) => names.filter((name) => Object.hasOwn(intervals, name)))
    .filter((names) => names.length > 0);
  if (shown.length === 0)
    return reasons.intervals ? html`<p class="empty">No intervals: ${reasons.intervals}.</p>` : null;
  const unitOf = (name: string) => units[name] ?? (shares.has(name) ? "percent" : "ratio");
  const row = (name: string, range: readonly [number, number], last: boolean) => {
    const {low, high} = intervals[name];
    const value = metrics[name] ?? null;
    const text = (given: number | null) => figureText(given, unitOf(name));
    const known = low !== null && high !== null;
    const zero = `position:absolute;left:${placed(0, range)};top:0;bottom:0;border-left:1px solid var(--rule)`;
    return html`<div
      class="forest-row"
      title=${metricMeaning(name)}
      style=${`display:grid;grid-template-columns:minmax(5.8rem,18%) minmax(4rem,1fr) 7.8rem;gap:0 0.6rem;align-items:center;min-height:30px;${last ? "border-bottom:1px solid var(--hairline);" : ""}`}
    >
      <span>${metricLabel(name)}</span>
      <span style="position:relative;align-self:stretch;min-height:30px">
        <i style=${zero}></i>
        ${known ? bar(low, high, range, 8) : null} ${value === null ? null : dot(value, range, 10)}
      </span>
      <span
        style=${`text-align:right;font-variant-numeric:tabular-nums;white-space:${known ? "nowrap" : "normal"}`}
        data-interval=${name}
      >
        ${known ? html`${text(low)} … ${text(high)}` : html`<span class="fine">${reasons[`intervals.${name}`] ?? none}</span>`}
      </span>
    </div>`;
  };
  const group = (names: readonly string[]) => {
    const values = names.flatMap((name) => [intervals[name].low, intervals[name].high, metrics[name] ?? null]);
    const range = around([0, ...values.filter((value) => value !== null)]);
    return names.map((name, i) => row(name, range, i === names.length - 1));
  };
  return html`<div>
    <h3>Where the figures may lie</h3>
    <div style="font-size:0.88rem;max-width:46rem">${shown.flatMap(group)}</div>
    <p class="fine">
      Bars are 95% intervals, dots what the experiment's metrics measured, the line is 0. ${count(bootstrap.draws)}
      other histories were drawn from the account's own
      returns${bootstrap.block === null ? "" : html`, in blocks of ${decimal(bootstrap.block, 1)} bars on average`}; a
      drawdown of a history so drawn forgets what came before its blocks.
    </p>
  </div>`;
}

function assumptions({trials}: Evidence): HTMLElement {
  const unkept = trials.distinct - trials.kept;
  const parts = [
    trials.clusters === null || trials.rank === null
      ? "No trial's returns could be compared."
      : trials.kept === 1
        ? "This run's returns are the only ones that are kept over its bars."
        : `The ${count(trials.kept)} trials whose returns are kept form ${decimal(trials.clusters, 0)} ${Math.round(trials.clusters) === 1 ? "cluster" : "clusters"}, and their correlations have an effective rank of ${decimal(trials.rank, 1)}; the higher counts.`,
    unkept > 0
      ? `${count(unkept)} more failed, were cancelled, or left no returns over the same bars: each counts as a trial of its own.`
      : "",
    trials.sharpeDeviation === null
      ? "The spread of the trials' Sharpe ratios is not known; that of luck over so many bars is taken for it."
      : "What luck would show is the higher of two answers: that of all trials at the spread their Sharpe ratios have, and that of the effective ones at the spread of luck.",
    "Counted is what the ledger saw under this experiment's name: what was tried under another name or elsewhere, or thought of after a look at these prices, belongs to the number too."
  ];
  return html`<p class="fine">${parts.filter(Boolean).join(" ")}</p>`;
}
