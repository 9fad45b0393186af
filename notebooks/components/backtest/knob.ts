import type {Json} from "../../../core/plugin.js";

/** One option that a reader may turn: over values in order, on and off, or one of a few. */
export type Knob = RangeKnob | SwitchKnob | ChoiceKnob;

export interface RangeKnob {
  readonly kind: "range";
  readonly option: string;
  readonly label: string;
  readonly stops: readonly number[];
  readonly value: number;
  readonly format: (value: number) => string;
}

export interface SwitchKnob {
  readonly kind: "switch";
  readonly option: string;
  readonly label: string;
  readonly value: boolean;
}

export interface ChoiceKnob {
  readonly kind: "choice";
  readonly option: string;
  readonly label: string;
  /** The option's values, with the words for them. */
  readonly choices: Readonly<Record<string, string>>;
  readonly value: string;
}

/** Options by name. */
export type Values = Readonly<Record<string, Json>>;

/** Numbers from one to another, the last included, without the noise of adding them up. */
export function steps(from: number, to: number, step: number): readonly number[] {
  const count = Math.round((to - from) / step);
  return Array.from({length: count + 1}, (_, i) => Number((from + i * step).toPrecision(12)));
}

/** What a list of knobs begins with. */
export function valuesOf(knobs: readonly Knob[]): Values {
  return Object.fromEntries(knobs.map(({option, value}) => [option, value]));
}
