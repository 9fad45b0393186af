import {html} from "npm:htl";
import type {FillRule} from "../../core/backtest/rules.js";
import {lookAheadWarning} from "./account/look-ahead.js";
import type {RunPage} from "../../core/site/payload.js";
import {trimmed} from "./format.js";
import type {Knob, Settings} from "./knobs.js";
import {fillNames, knobOf, longestDelay, ordersItself, sameSettings} from "./knobs.js";
import {segmented} from "./segmented.js";
import type {Slider} from "./slider.js";
import {slider} from "./slider.js";

/** What the reader may change about a backtest. */
export interface Controls {
  readonly node: HTMLElement;
  readonly settings: Settings;
}

/** Sliders and a switch, at the recorded settings; calls `change` at each move with whether they are the recorded ones. */
export function controls(
  {spec}: RunPage["run"],
  recorded: Settings,
  change: (settings: Settings, asRecorded: boolean) => void
): Controls {
  const {commission, slippage} = spec.backtest!;
  const itself = ordersItself(spec);
  const warning = html`<div></div>`;
  let settings = recorded;
  const turn = (given: Partial<Settings>) => {
    settings = {...settings, ...given};
    warning.replaceChildren(...[lookAheadWarning(settings.fill)].filter((node) => node !== null));
    const same = sameSettings(settings, recorded);
    reset.disabled = same;
    change(settings, same);
  };
  const cost = (name: "commission" | "slippage", label: string, knob: Knob | null): Slider | null => {
    const value = recorded[name];
    if (knob === null || value === null) return null;
    const format = (stop: number) => `${trimmed(stop * knob.scale)} ${knob.unit}`;
    return slider({name, label, stops: knob.stops, value, format, change: (stop) => turn({[name]: stop})});
  };
  const commissionSlider = cost("commission", "Commission", knobOf(commission));
  const slippageSlider = cost("slippage", "Slippage", knobOf(slippage));
  const delaySlider = itself
    ? null
    : slider({
        name: "delay",
        label: "Signal delay",
        stops: Array.from({length: longestDelay + 1}, (_, i) => i),
        value: recorded.delay,
        format: (bars) => (bars === 1 ? "1 bar" : `${bars} bars`),
        change: (delay) => turn({delay})
      });
  const {"same-close": _, ...later} = fillNames;
  const fill = segmented<FillRule>("Fill", itself ? (later as typeof fillNames) : fillNames, recorded.fill, (rule) =>
    turn({fill: rule})
  );
  warning.replaceChildren(...[lookAheadWarning(recorded.fill)].filter((node) => node !== null));
  const reset = html`<button type="button" class="reset" disabled>
    Reset to the recorded run
  </button>` as HTMLButtonElement;
  reset.onclick = () => {
    if (commissionSlider && recorded.commission !== null) commissionSlider.value = recorded.commission;
    if (slippageSlider && recorded.slippage !== null) slippageSlider.value = recorded.slippage;
    if (delaySlider) delaySlider.value = recorded.delay;
    fill.value = recorded.fill;
    turn(recorded);
  };
  const node = html`<div class="controls">
    ${commissionSlider?.node ?? null} ${slippageSlider?.node ?? null} ${delaySlider?.node ?? null}
    <div class="choice stacked"><span>Fill at</span>${fill.node}</div>
    ${warning} ${reset}
  </div>`;
  return {
    node,
    get settings() {
      return settings;
    }
  };
}
