import {html} from "npm:htl";

/** A choice between a few values, as buttons in a row. */
export interface Segmented<T extends string> {
  readonly node: HTMLElement;
  value: T;
}

/** A row of buttons of which one is pressed; calls `change` when the reader presses another. */
export function segmented<T extends string>(
  label: string,
  choices: Readonly<Record<T, string>>,
  first: NoInfer<T>,
  change: (value: T) => void
): Segmented<T> {
  const values = Object.keys(choices) as T[];
  const buttons = values.map((value) => {
    const press = () => {
      if (control.value === value) return;
      control.value = value;
      change(value);
    };
    return html`<button type="button" data-value=${value} onclick=${press}>${choices[value]}</button>`;
  });
  let current = first;
  const mark = () => {
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(values[i] === current)));
  };
  const control: Segmented<T> = {
    node: html`<span class="segmented" role="group" aria-label=${label}>${buttons}</span>`,
    get value() {
      return current;
    },
    set value(value) {
      current = value;
      mark();
    }
  };
  mark();
  return control;
}
