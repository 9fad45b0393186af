import {html} from "npm:htl";
import type {Json, Maker, Params} from "../../../core/plugin.js";
import {trimmed} from "../../../reports/components/format.js";
import type {OptionRule} from "./option-rules.js";
import {optionRules} from "./option-rules.js";

/** Controls of a plugin's options. */
export interface OptionControls {
  readonly node: HTMLElement;
  readonly params: Params;
}

/** A control for each option of a plugin, beginning with what is given; calls `change` when the reader turns one. */
export function optionControls(
  maker: Maker,
  given: Params,
  fields: readonly string[],
  change: () => void
): OptionControls {
  const params: Record<string, Json> = {...(maker.defaults as Record<string, Json>)};
  for (const [name, value] of Object.entries(given)) if (Object.hasOwn(params, name)) params[name] = value as Json;
  const rows = Object.entries(optionRules(maker, fields)).map(([name, rule]) => {
    const turn = (value: Json) => {
      params[name] = value;
      change();
    };
    return html`<label class="option" data-option=${name}>
      <span>${name}</span>${controlOf(name, rule, params[name], turn)}
    </label>`;
  });
  return {node: html`<div class="options">${rows}</div>`, params};
}

function controlOf(name: string, rule: OptionRule, value: Json, turn: (value: Json) => void): Node {
  if (rule.kind === "number") return numberControl(name, rule, Number(value), turn);
  if (rule.kind === "switch") {
    const box = html`<input type="checkbox" name=${name} />` as HTMLInputElement;
    box.checked = value === true;
    box.onchange = () => turn(box.checked);
    return box;
  }
  if (rule.kind === "choice") {
    const select = html`<select name=${name}>
      ${rule.choices.map((choice) => html`<option value=${choice} selected=${choice === value}>${choice}</option>`)}
    </select>` as HTMLSelectElement;
    select.onchange = () => turn(select.value);
    return select;
  }
  if (rule.kind === "choices") {
    const chosen = new Set(value as readonly string[]);
    const select = html`<select name=${name} multiple size="5">
      ${rule.choices.map((choice) => html`<option value=${choice} selected=${chosen.has(choice)}>${choice}</option>`)}
    </select>` as HTMLSelectElement;
    select.onchange = () => turn(Array.from(select.selectedOptions, (option) => option.value));
    return select;
  }
  const text = html`<input type="text" name=${name} value=${String(value)} spellcheck="false" />` as HTMLInputElement;
  const isList = Array.isArray(value);
  text.oninput = () => turn(isList ? text.value.split(/[\s,]+/).filter(Boolean) : text.value);
  return text;
}

/** A slider and a number beside it, which takes what lies beyond the slider's end too. */
function numberControl(
  name: string,
  {least, most, step, bounded}: OptionRule & {kind: "number"},
  value: number,
  turn: (value: Json) => void
): Node {
  const slider = html`<input type="range" min=${least} max=${most} step=${step} aria-label=${`${name}, slider`} />`;
  const typed = html`<input type="number" name=${name} min=${least} step=${step === 1 ? 1 : "any"} />`;
  const [range, number] = [slider as HTMLInputElement, typed as HTMLInputElement];
  if (bounded) number.max = String(most);
  const fill = () => {
    const share = (range.valueAsNumber - least) / (most - least);
    range.style.setProperty("--filled", `${most > least ? 100 * share : 0}%`);
  };
  range.value = String(value);
  number.value = String(value);
  fill();
  range.oninput = () => {
    number.value = trimmed(range.valueAsNumber, 6).replaceAll(",", "").replace("\u2212", "-");
    fill();
    turn(number.valueAsNumber);
  };
  number.oninput = () => {
    range.value = number.value;
    fill();
    turn(number.valueAsNumber);
  };
  return html`<span class="ranged">${range}${number}</span>`;
}
