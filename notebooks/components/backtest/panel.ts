import {html} from "npm:htl";
import {lookAheadWarning} from "../../../reports/components/account/look-ahead.js";
import {fillNames, longestDelay, triggerNames} from "../../../reports/components/knobs.js";
import {slider} from "../../../reports/components/slider.js";
import {buttons, choice, knobControls} from "./controls.js";
import {steps} from "./knob.js";
import type {Model, Optional} from "./models.js";
import {capitals, commissions, credits, financings, limits, risks, slippages} from "./models.js";
import type {Settings} from "./settings.js";
import {modelOf, summaries, usualSettings} from "./settings.js";
import {offerOf, offers} from "./strategies.js";

type Group = "trade" | "fill" | "cost" | "risk";
type Turn = (given: Partial<Settings>, redraw?: Group) => void;

const titles: Readonly<Record<Group, string>> = {
  trade: "What to trade",
  fill: "How it fills",
  cost: "What it costs",
  risk: "Risk rules"
};

/**
 * All controls of a backtest, in four groups of which one is open; each says in its head what it is set to. The `value`
 * is the settings, and `input` is sent when they change.
 */
export function tradingPanel(first: Settings = usualSettings): HTMLElement {
  let settings = first;
  const root = html`<div class="desk"></div>` as HTMLElement & {value: Settings};
  const names = Object.keys(titles) as Group[];
  const heads = new Map(names.map((name) => [name, html`<span class="now"></span>`]));
  const bodies = new Map(names.map((name) => [name, html`<div class="controls"></div>`]));
  const reset = html`<button type="button" class="reset">Reset</button>` as HTMLButtonElement;

  const fill = (name: Group) => {
    bodies.get(name)!.replaceChildren(...groups[name](settings, turn));
  };
  const turn: Turn = (given, redraw) => {
    const before = offerOf(settings.strategy).kind;
    settings = {...settings, ...given};
    root.value = settings;
    if (redraw) fill(redraw);
    if (offerOf(settings.strategy).kind !== before) for (const name of ["fill", "risk"] as const) fill(name);
    say();
    root.dispatchEvent(new Event("input", {bubbles: true}));
  };
  const say = () => {
    const said = summaries(settings);
    for (const name of names) heads.get(name)!.textContent = said[name];
    reset.disabled = JSON.stringify(settings) === JSON.stringify(first);
  };
  reset.onclick = () => {
    settings = first;
    turn({});
    names.forEach(fill);
  };

  const inner = html`<div>
    ${names.map(
      (name) =>
        html`<details class="desk-group" name="desk" data-group=${name} open=${name === "trade"}>
          <summary><b>${titles[name]}</b>${heads.get(name)!}</summary>
          ${bodies.get(name)!}
        </details>`
    )}
    ${reset}
  </div>`;
  // What controls send of themselves comes before the settings are new.
  inner.addEventListener("input", (event) => event.stopPropagation());
  root.append(inner);
  root.value = settings;
  names.forEach(fill);
  say();
  return root;
}

const groups: Readonly<Record<Group, (settings: Settings, turn: Turn) => readonly Node[]>> = {
  trade(settings, turn) {
    const {strategy, options, cash, shares} = settings;
    const {story, knobs} = offerOf(strategy);
    const titled = (kind: string) =>
      Object.fromEntries(offers.filter((each) => each.kind === kind).map(({name, title}) => [name, title]));
    const list = {"Strategies of target weights": titled("strategy"), "Algorithms that order": titled("algorithm")};
    const values = {...options[strategy]};
    const change = (option: string, value: number | string | boolean) => {
      values[option] = value;
      turn({options: {...options, [strategy]: {...values}}});
    };
    return [
      choice("strategy", "Strategy", list, strategy, (name) => turn({strategy: name}, "trade")),
      html`<p class="hint">${story}</p>`,
      ...knobControls(knobs, values, change),
      choice("cash", "Capital, in dollars", {"": capitals}, String(cash), (value) => turn({cash: Number(value)})),
      buttons("Shares", {whole: "whole", fractional: "fractions too"}, shares, (rule) => turn({shares: rule}))
    ];
  },

  fill(settings, turn) {
    const {strategy, fill, triggers, delay} = settings;
    const itself = offerOf(strategy).kind === "algorithm";
    const {"same-close": _, ...later} = fillNames;
    const warning = itself ? null : lookAheadWarning(fill);
    return [
      buttons(
        "Market orders fill at the",
        (itself ? later : fillNames) as typeof fillNames,
        itself && fill === "same-close" ? "next-close" : fill,
        (rule) => turn({fill: rule}, "fill")
      ),
      ...(warning ? [warning] : []),
      ...(itself
        ? []
        : [
            slider({
              name: "delay",
              label: "Orders come later by",
              stops: steps(0, longestDelay, 1),
              value: delay,
              format: (bars) => (bars === 0 ? "nothing" : bars === 1 ? "1 bar" : `${bars} bars`),
              change: (bars) => turn({delay: bars})
            }).node
          ]),
      buttons("Stops and limits are set off with", triggerNames, triggers, (rule) => turn({triggers: rule})),
      html`<p class="hint">A bar does not tell whether its high or its low came first. This is who is served first.</p>`
    ];
  },

  cost(settings, turn) {
    const {slippage, commission, costs, volume, financing} = settings;
    const own = {...costs};
    const model = (models: readonly Model[], name: string, label: string, key: "slippage" | "commission") => {
      const {knob} = modelOf(models, name);
      const list = Object.fromEntries(models.map((each) => [each.name, each.title]));
      return [
        choice(key, label, {"": list}, name, (value) => turn({[key]: value}, "cost")),
        ...knobControls([knob], {[knob.option]: own[name]}, (_, value) => {
          own[name] = Number(value);
          turn({costs: {...own}});
        })
      ];
    };
    return [
      ...model(slippages, slippage, "Slippage", "slippage"),
      slider({
        name: "volume",
        label: "Traded at most, of a bar's volume",
        stops: [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1],
        value: volume,
        format: (value) => `${100 * value}%`,
        change: (value) => turn({volume: value})
      }).node,
      ...model(commissions, commission, "Commission", "commission"),
      html`<details class="more" open=${Object.values(financing).some((value) => value > 0)}>
        <summary>Interest and fees</summary>
        <div class="controls">${optional(financings, financing, (given) => turn({financing: given}))}</div>
      </details>`
    ];
  },

  risk(settings, turn) {
    const {strategy, risk, credit} = settings;
    const itself = offerOf(strategy).kind === "algorithm";
    return [
      ...(itself
        ? [html`<p class="hint">An algorithm gives its stops itself. The limits of the account hold for it too.</p>`]
        : optional(risks, risk, (given) => turn({risk: given}))),
      html`<details class="more" open=${itself}>
        <summary>Limits of the account</summary>
        <div class="controls">
          ${optional(limits, settings.limits, (given) => turn({limits: given}))}
          ${buttons("Credit", credits, credit, (given) => turn({credit: given}))}
        </div>
      </details>`
    ];
  }
};

function optional(
  list: readonly Optional[],
  values: Readonly<Record<string, number>>,
  change: (values: Readonly<Record<string, number>>) => void
): readonly Node[] {
  const own = {...values};
  return list.map(
    ({name, label, stops, format}) =>
      slider({
        name,
        label,
        stops,
        value: own[name] ?? 0,
        format,
        change: (value) => {
          own[name] = value;
          change({...own});
        }
      }).node
  );
}
