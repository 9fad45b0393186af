import {html} from "npm:htl";
import {minimumTrackRecord} from "../../../core/evaluate/overfitting/sharpe.js";
import {minimumBacktestLength} from "../../../core/evaluate/overfitting/deflated.js";
import {count, decimal, percent} from "../../../reports/components/format.js";
import {yearBars} from "./noise.js";
import type {JudgedSearch, Power} from "./search.js";
import {yearly} from "./search.js";

type Fact = readonly [name: string, value: string, note: string, key: string];

function factsRow(list: readonly Fact[]): HTMLElement {
  return html`<dl class="facts-row">
    ${list.map(
      ([name, value, note, key]) =>
        html`<div>
          <dt>${name}</dt>
          <dd data-figure=${key}>${value}</dd>
          <p class="fine">${note}</p>
        </div>`
    )}
  </dl>`;
}

/** The figures that the search is judged by. */
export function searchFacts(search: JudgedSearch): HTMLElement {
  const {sharpes, best, expected, probabilistic, deflated, effective, validated, question} = search;
  const goTogether = effective < 0.95 * sharpes.length;
  const list: readonly Fact[] = [
    [
      "Sharpe ratio of the best",
      decimal(sharpes[best], 2),
      `of a year, over ${decimal(question.years, 1)} years`,
      "best"
    ],
    ["Expected by luck", decimal(expected, 2), "of the best of so many without any skill", "expected"],
    ["Taken alone", percent(probabilistic, 1), "sure to be above 0, had nothing else been tried", "probabilistic"],
    ["Deflated", percent(deflated, 1), "sure to be above what luck shows; 95% is evidence", "deflated"],
    [
      "Effective trials",
      decimal(effective, 0),
      goTogether ? `of ${count(sharpes.length)} that go together` : "as many as were tried",
      "effective"
    ],
    [
      "Probability of overfitting",
      validated ? percent(validated.probability, 0) : "–",
      validated ? "of halvings put the chosen one below the middle" : "there is nothing to choose between",
      "overfitting"
    ]
  ];
  return html`<div class="cards">
    ${list.map(
      ([name, value, note, key]) =>
        html`<div class="figure-card">
          <div class="name">${name}</div>
          <div class="value" data-figure=${key}>${value}</div>
          <div class="below">${note}</div>
        </div>`
    )}
  </div>`;
}

/** In a sentence, what to make of the best. */
export function verdictLine({sharpes, best, deflated, probabilistic, question}: JudgedSearch): HTMLElement {
  const {skill, trials} = question;
  const name = trials === 1 ? "The only strategy" : `The best of ${count(trials)}`;
  const first = html`${name} shows a Sharpe ratio of <b>${decimal(sharpes[best], 2)}</b>.`;
  const isWorthless = skill === 0 || best !== 0;
  const truth = isWorthless
    ? "It is worthless: its returns are noise, made by a generator."
    : `It has skill: its true Sharpe ratio is ${decimal(skill, 1)}.`;
  const alone = probabilistic > 0.95 && deflated <= 0.95 && trials > 1;
  const found = deflated > 0.95;
  const judged = alone
    ? "Taken alone it looks like a discovery; once the trials are counted, nothing is left of that."
    : found
      ? isWorthless
        ? "Even the deflated Sharpe ratio is fooled here, as it is at most once in twenty."
        : "The deflated Sharpe ratio says so too."
      : isWorthless
        ? "Neither way of counting takes it for more."
        : "There is not enough evidence to see that: more years, or fewer trials, would show it.";
  return html`<p class="verdict-line">${first} ${truth} ${judged}</p>`;
}

/** What became of many searches alike. */
export function powerFacts({searches, naive, deflated, right}: Power, skill: number): HTMLElement {
  return factsRow([
    [
      "Pass, taken alone",
      percent(naive, 0),
      `of ${count(searches)} searches alike have a best that is 95% sure to be above 0`,
      "power-naive"
    ],
    [
      "Pass, deflated",
      percent(deflated, 1),
      skill > 0
        ? "have a best that is more than luck: the power of the test"
        : "are taken for skill by mistake: at most 5% should be",
      "power-deflated"
    ],
    ...(skill > 0
      ? [["Right one chosen", percent(right, 0), "have the strategy with skill as their best", "power-right"] as Fact]
      : [])
  ]);
}

/** How long a record, or a backtest, has to be. */
export function lengthsTable(trials: number): HTMLElement {
  const ratios = [0.5, 1, 1.5, 2, 3];
  const wrapped = "white-space:normal;min-width:9rem";
  const record = (sharpe: number, skewness: number, kurtosis: number) => {
    const bars = minimumTrackRecord({bars: yearBars, sharpe: sharpe / yearly, skewness, kurtosis});
    return `${decimal(bars / yearBars, 1)}`;
  };
  return html`<div class="scroll">
    <table class="plain">
      <thead>
        <tr>
          <th>Sharpe ratio of a year</th>
          ${ratios.map((ratio) => html`<th class="number">${decimal(ratio, 1)}</th>`)}
        </tr>
      </thead>
      <tbody>
        <tr>
          <th style=${wrapped}>Years until it is 95% sure to be above 0, normal returns</th>
          ${ratios.map((ratio) => html`<td class="number">${record(ratio, 0, 3)}</td>`)}
        </tr>
        <tr>
          <th style=${wrapped}>The same, returns with rare large losses</th>
          ${ratios.map((ratio) => html`<td class="number">${record(ratio, -2, 15)}</td>`)}
        </tr>
        <tr>
          <th style=${wrapped}>Years over which the best of ${count(trials)} shows it by luck</th>
          ${ratios.map((ratio) => html`<td class="number">${decimal(minimumBacktestLength(trials, ratio), 1)}</td>`)}
        </tr>
      </tbody>
    </table>
  </div>`;
}
