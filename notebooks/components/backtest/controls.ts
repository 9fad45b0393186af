import {html} from "npm:htl";
import {segmented} from "../../../reports/components/segmented.js";
import {slider} from "../../../reports/components/slider.js";
import type {Knob, Values} from "./knob.js";

/** A labelled list to choose from; `groups` has the options' words by value, under a heading each or under none (``). */
export function choice(
  name: string,
  label: string,
  groups: Readonly<Record<string, Readonly<Record<string, string>>>>,
  value: string,
  change: (value: string) => void
): HTMLElement {
  const option = ([key, words]: [string, string]) =>
    html`<option value=${key} selected=${key === value}>${words}</option>`;
  const select = html`<select name=${name}>
    ${Object.entries(groups).flatMap(([heading, options]) => {
      const list = Object.entries(options).map(option);
      return heading === "" ? list : [html`<optgroup label=${heading}>${list}</optgroup>`];
    })}
  </select>` as HTMLSelectElement;
  select.onchange = () => change(select.value);
  return html`<label class="list"><span>${label}</span>${select}</label>`;
}

/** A labelled row of buttons. */
export function buttons<T extends string>(
  label: string,
  choices: Readonly<Record<T, string>>,
  value: NoInfer<T>,
  change: (value: T) => void
): HTMLElement {
  return html`<div class="choice stacked"><span>${label}</span>${segmented(label, choices, value, change).node}</div>`;
}

/** A labelled box to tick. */
export function tick(name: string, label: string, value: boolean, change: (value: boolean) => void): HTMLElement {
  const box = html`<input type="checkbox" name=${name} />` as HTMLInputElement;
  box.checked = value;
  box.onchange = () => change(box.checked);
  return html`<label class="tick">${box}<span>${label}</span></label>`;
}

/** A control for each knob, at the given values. */
export function knobControls(
  knobs: readonly Knob[],
  values: Values,
  change: (option: string, value: number | string | boolean) => void
): readonly HTMLElement[] {
  return knobs.map((knob) => {
    const {option, label} = knob;
    if (knob.kind === "range") {
      const {stops, format} = knob;
      const value = Number(values[option] ?? knob.value);
      return slider({name: option, label, stops, value, format, change: (stop) => change(option, stop)}).node;
    }
    if (knob.kind === "switch")
      return tick(option, label, (values[option] ?? knob.value) === true, (on) => change(option, on));
    return buttons(label, knob.choices, String(values[option] ?? knob.value), (chosen) => change(option, chosen));
  });
}

/** A row of buttons as an input of a page: it has a `value`, and sends `input` when that changes. */
export function switcher<T extends string>(
  label: string,
  choices: Readonly<Record<T, string>>,
  first: NoInfer<T>
): HTMLElement {
  const root = html`<div class="switcher"></div>` as HTMLElement & {value: T};
  const {node} = segmented(label, choices, first, (value) => {
    root.value = value;
    root.dispatchEvent(new Event("input", {bubbles: true}));
  });
  root.value = first;
  root.append(node);
  return root;
}
