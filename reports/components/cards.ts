import {html} from "npm:htl";
import type {RunPage} from "../../core/site/payload.js";
import {figureText} from "./format.js";
import {metricLabel, metricMeaning} from "./metric-names.js";

type Run = RunPage["run"];

/** A run's figures. */
export interface Cards {
  readonly node: HTMLElement;
  /** Shows other figures, with the recorded ones beneath where they differ; null shows the recorded ones again. */
  show(figures: Run["metrics"] | null): void;
}

/** The figures that the experiment asked for as cards, and what came about on the way in a line below. */
export function cards({metrics, units, spec}: Run): Cards {
  const asked = new Set<string>(spec.metrics.map(({name}) => name));
  const learned = Object.keys(metrics).filter((name) => !asked.has(name));
  const main = asked.size > 0 ? [...asked].filter((name) => Object.hasOwn(metrics, name)) : learned;
  const beside = asked.size > 0 ? learned : [];
  const list = main.map((name) => card(name, metrics[name], units[name]));
  const facts = beside.map(
    (name) =>
      html`<div title=${metricMeaning(name)}>
        <dt>${metricLabel(name)}</dt>
        <dd data-metric=${name}>${figureText(metrics[name], units[name])}</dd>
      </div>`
  );
  return {
    node: html`<div>
      <div class="cards" style=${{maxWidth: `${list.length * 11}rem`}}>${list.map(({node}) => node)}</div>
      ${facts.length > 0 ? html`<dl class="facts-row learned">${facts}</dl>` : null}
    </div>`,
    show: (figures) => list.forEach(({name, show}) => show(figures?.[name]))
  };
}

function card(name: string, recorded: number | null, unit: Run["units"][string]) {
  const value = html`<div class="value" data-metric=${name}></div>`;
  const below = html`<div class="below"></div>`;
  const show = (given: number | null = recorded) => {
    const text = figureText(given, unit);
    const before = figureText(recorded, unit);
    value.textContent = text;
    value.classList.toggle("negative", given !== null && given < 0 && unit === "percent");
    below.textContent = text === before ? "" : `was ${before}`;
  };
  show();
  const node = html`<div class="figure-card" title=${metricMeaning(name)}>
    <div class="name">${metricLabel(name)}</div>
    ${value}${below}
  </div>`;
  return {name, node, show};
}
