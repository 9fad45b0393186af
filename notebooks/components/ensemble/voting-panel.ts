import {html} from "npm:htl";
import type {Voting} from "../../../core/learn/ensembles/voting.js";
import {choices, votings} from "../../../core/learn/ensembles/voting.js";
import {percent} from "../../../reports/components/format.js";
import {segmented} from "../../../reports/components/segmented.js";
import {slider} from "../../../reports/components/slider.js";
import type {Case, Outcome, Said} from "./votes.js";
import {outcomesOf, truthTable, wordOf} from "./votes.js";

const titles: Readonly<Record<Voting, string>> = {
  majority: "Majority",
  unanimous: "Unanimous",
  "weighted-vote": "Mean probability"
};

const short: Readonly<Record<Voting, string>> = {majority: "Majority", unanimous: "All", "weighted-vote": "Mean"};

const order = ["majority", "unanimous", "weighted-vote"] as const satisfies readonly Voting[];

const colours: Readonly<Record<string, string>> = {Buy: "var(--up)", Sell: "var(--down)", Hold: "var(--benchmark)"};

/** Three members' words as knobs, and what each way of voting makes of them, at once. */
export function votingPanel(names: readonly string[]): HTMLElement {
  const said: Said[] = names.map((_, m) => ({choice: m < 2 ? 1 : 0, confidence: m < 2 ? 0.8 : 0.6}));
  let least = 0.7;
  const verdicts = html`<div role="status"></div>`;
  const table = html`<div></div>`;
  const show = () => {
    const outcomes = outcomesOf(said, least);
    verdicts.replaceChildren(results(outcomes, least));
    const cases = truthTable(
      said.map(({confidence}) => confidence),
      least
    );
    table.replaceChildren(cards(cases, said, names));
  };
  const change = (m: number, part: Partial<Said>) => {
    said[m] = {...said[m], ...part};
    show();
  };
  const floor = slider({
    name: "least",
    label: "Least confidence",
    stops: steps(0, 1, 0.05),
    value: least,
    format: (value) => percent(value, 0),
    change: (value) => {
      least = value;
      show();
    }
  });
  const node = html`<div class="voting">
    <div class="knobs">${names.map((name, m) => member(name, m, said[m], change))}${floor.node}</div>
    ${verdicts} ${table}
  </div>`;
  show();
  return node;
}

function member(name: string, m: number, first: Said, change: (m: number, part: Partial<Said>) => void): HTMLElement {
  const word = segmented(name, {Sell: "Sell", Hold: "Hold", Buy: "Buy"}, wordOf(first.choice), (to) => {
    change(m, {choice: choices.find((choice) => wordOf(choice) === to)!});
  });
  const sure = slider({
    name: `sure-${m}`,
    label: "How sure",
    stops: steps(0.35, 1, 0.05),
    value: first.confidence,
    format: (value) => percent(value, 0),
    change: (confidence) => {
      change(m, {confidence});
    }
  });
  return html`<div data-member=${m}>
    <p style=${{margin: "0 0 0.4rem"}}><b>${name}</b></p>
    ${word.node}
    <div style=${{marginTop: "0.6rem"}}>${sure.node}</div>
  </div>`;
}

function steps(from: number, to: number, step: number): readonly number[] {
  return Array.from({length: Math.round((to - from) / step) + 1}, (_, i) => Math.round(100 * (from + i * step)) / 100);
}

function results(outcomes: readonly Outcome[], least: number): HTMLElement {
  return html`<dl class="facts-row">
    ${order.map((voting) => {
      const outcome = outcomes[votings.indexOf(voting)];
      return html`<div data-voting=${voting}>
        <dt>${titles[voting]}</dt>
        <dd style=${{color: colours[wordOf(outcome.done)]}}>${wordOf(outcome.done)}</dd>
        <p class="fine">${why(outcome, least)}</p>
      </div>`;
    })}
  </dl>`;
}

function why({voting, choice, confidence, done}: Outcome, least: number): string {
  if (confidence === 0) return voting === "unanimous" ? "They do not agree." : "Nothing has more than half of them.";
  const sure = `${wordOf(choice)}, ${percent(confidence, 0)} sure`;
  return done === choice ? sure : `${sure}: below ${percent(least, 0)}`;
}

/** The truth table, a card for each word of the first member; the case that the knobs are at is marked. */
function cards(cases: readonly Case[], said: readonly Said[], names: readonly string[]): HTMLElement {
  const chosen = said.map(({choice}) => choice).join();
  const grid = {
    display: "grid",
    gap: "0.5rem 1.6rem",
    gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 17rem), 1fr))"
  };
  return html`<div style=${grid}>
    ${choices.map(
      (first) =>
        html`<div class="scroll">
          <table class="plain truth" style=${{width: "100%"}}>
            <caption style=${{textAlign: "left", fontWeight: 600, padding: "0.4rem 0"}}>
              ${names[0]} says ${wordOf(first).toLowerCase()}
            </caption>
            <thead>
              <tr>
                <th style=${{paddingLeft: "0.6rem"}}>${names[1]}</th>
                <th>${names[2]}</th>
                ${order.map((voting) => html`<th title=${titles[voting]}>${short[voting]}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${cases.filter((each) => each.choices[0] === first).map((each) => row(each, each.choices.join() === chosen))}
            </tbody>
          </table>
        </div>`
    )}
  </div>`;
}

function row({choices, outcomes}: Case, chosen: boolean): HTMLElement {
  const style = chosen ? {background: "var(--paper)", boxShadow: "inset 3px 0 0 var(--strategy)"} : {};
  return html`<tr data-case=${choices.map(wordOf).join(" ")} aria-current=${chosen ? "true" : null} style=${style}>
    ${choices.slice(1).map((choice, m) => html`<td style=${m === 0 ? {paddingLeft: "0.6rem"} : {}}>${wordOf(choice)}</td>`)}
    ${order.map((voting) => {
      const {done} = outcomes[votings.indexOf(voting)];
      const loud =
        done === 0 ? {color: "var(--theme-foreground-faint)"} : {color: colours[wordOf(done)], fontWeight: 600};
      return html`<td data-voting=${voting} style=${loud}>${wordOf(done)}</td>`;
    })}
  </tr>`;
}
