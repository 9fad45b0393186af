import {html} from "npm:htl";
import type {FillRule} from "../../core/backtest/rules.js";
import type {RunPage} from "../../core/site/payload.js";
import {trimmed} from "./format.js";
import type {Knob, Settings} from "./knobs.js";
import {fillNames, knobOf, longestDelay, sameSettings} from "./knobs.js";
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
  let settings = recorded;
  const turn = (given: Partial<Settings>) => {
    settings = {...settings, ...given};
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
  const delaySlider = slider({
    name: "delay",
    label: "Signal delay",
    stops: Array.from({length: longestDelay + 1}, (_, i) => i),
    value: recorded.delay,
    format: (bars) => (bars === 1 ? "1 bar" : `${bars} bars`),
    change: (delay) => turn({delay})
  });
  const fill = segmented<FillRule>("Fill", fillNames, recorded.fill, (rule) => turn({fill: rule}));
  const reset = html`<button type="button" class="reset" disabled>
    Reset to the recorded run
  </button>` as HTMLButtonElement;
  reset.onclick = () => {
    if (commissionSlider && recorded.commission !== null) commissionSlider.value = recorded.commission;
    if (slippageSlider && recorded.slippage !== null) slippageSlider.value = recorded.slippage;
    delaySlider.value = recorded.delay;
    fill.value = recorded.fill;
    turn(recorded);
  };
  const node = html`<div class="controls">
    ${commissionSlider?.node ?? null} ${slippageSlider?.node ?? null} ${delaySlider.node}
    <div class="choice"><span>Fill at</span>${fill.node}</div>
    ${reset}
  </div>`;
  return {
    node,
    get settings() {
      return settings;
    }
  };
}
