import {acrossSymbols} from "./across-symbols.js";
import {elementwise} from "./elementwise.js";
import type {Operator} from "./operator.js";
import {throughTime} from "./through-time.js";

/** Every operator of the formula language, by name. `NaN` in gives `NaN` out. */
export const operators: Readonly<Record<string, Operator>> = {...elementwise, ...throughTime, ...acrossSymbols};
