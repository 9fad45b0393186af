import {html} from "npm:htl";
import type {Unit} from "./format.js";
import {figureText} from "./format.js";
import {metricLabel, metricMeaning} from "./metric-names.js";

type Figures = Readonly<Record<string, number | null>>;

/** A run's figures, one a card. */
export interface Cards {
  readonly node: HTMLElement;
  /** Shows other figures, with the recorded ones beneath where they differ; null shows the recorded ones again. */
  show(figures: Figures | null): void;
}

/** The figures of a run as cards, in the order of the record. */
export function cards(recorded: Figures, units: Readonly<Record<string, Unit>>): Cards {
  const entries = Object.keys(recorded).map((name) => {
    const value = html`<div class="value" data-metric=${name}></div>`;
    const below = html`<div class="below"></div>`;
    const node = html`<div class="figure-card" title=${metricMeaning(name)}>
      <div class="name">${metricLabel(name)}</div>
      ${value}${below}
    </div>`;
    const show = (figures: Figures | null) => {
      const given = figures && Object.hasOwn(figures, name) ? figures[name] : recorded[name];
      const text = figureText(given, units[name]);
      const before = figureText(recorded[name], units[name]);
      value.textContent = text;
      value.classList.toggle("negative", given !== null && given < 0 && units[name] === "percent");
      below.textContent = text === before ? "" : `recorded ${before}`;
    };
    show(null);
    return {node, show};
  });
  return {
    node: html`<div class="cards">${entries.map(({node}) => node)}</div>`,
    show: (figures) => entries.forEach(({show}) => show(figures))
  };
}
