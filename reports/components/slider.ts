import {html} from "npm:htl";

export interface SliderOptions {
  readonly name: string;
  readonly label: string;
  /** The values to choose from, ascending. */
  readonly stops: readonly number[];
  readonly value: number;
  readonly format: (value: number) => string;
  readonly change: (value: number) => void;
}

/** A labelled range over given values. */
export interface Slider {
  readonly node: HTMLElement;
  value: number;
}

/** A range whose stops are exactly the given values, so that a recorded value can be found again. */
export function slider({name, label, stops, value, format, change}: SliderOptions): Slider {
  const last = stops.length - 1;
  const place = (wanted: number) =>
    stops.reduce((best, stop, i) => (Math.abs(stop - wanted) < Math.abs(stops[best] - wanted) ? i : best), 0);
  const output = html`<output></output>`;
  const input = html`<input
    type="range"
    name=${name}
    min="0"
    max=${last}
    step="1"
    oninput=${() => {
      show();
      change(stops[input.valueAsNumber]);
    }}
  />` as HTMLInputElement;
  const show = () => {
    const text = format(stops[input.valueAsNumber]);
    output.textContent = text;
    input.setAttribute("aria-valuetext", text);
    input.style.setProperty("--filled", `${last > 0 ? (100 * input.valueAsNumber) / last : 0}%`);
  };
  input.value = String(place(value));
  show();
  return {
    node: html`<label class="slider"><span>${label}</span>${output}${input}</label>`,
    get value() {
      return stops[input.valueAsNumber];
    },
    set value(wanted) {
      input.value = String(place(wanted));
      show();
    }
  };
}
