import type {ExperimentSpec} from "../experiment.js";
import {setOption} from "../experiments.js";

/** A place in an experiment and the values to try there, each as text: see `setOption`. */
export interface Axis {
  readonly path: string;
  readonly values: readonly string[];
}

/** One value for each axis, in the axes' order. */
export type Point = readonly (readonly [path: string, value: string])[];

/** The most variants of one sweep. */
export const mostVariants = 100_000;

/**
 * Reads `path=value,value,…`; a comma inside brackets, braces or quotes divides nothing. Throws where it says no values.
 */
export function parseAxis(text: string): Axis {
  const at = text.indexOf("=");
  const path = text.slice(0, at).trim();
  const values = at < 0 ? [] : divided(text.slice(at + 1)).map((value) => value.trim());
  if (at < 1 || path === "" || values.some((value) => value === ""))
    throw new Error(`invalid grid: ${text}; write path=value,value, as in backtest.strategy.k=5,10,20`);
  const twice = values.find((value, i) => values.indexOf(value) < i);
  if (twice !== undefined) throw new Error(`invalid grid: ${path} has ${twice} twice`);
  return {path, values};
}

/** Every combination of the axes' values, the last axis's changing fastest. */
export function combinations(axes: readonly Axis[]): readonly Point[] {
  const paths = axes.map(({path}) => path);
  const twice = paths.find((path, i) => paths.indexOf(path) < i);
  if (twice !== undefined) throw new Error(`invalid grid: ${twice} is there twice; list all its values in one`);
  const count = axes.reduce((product, {values}) => product * values.length, 1);
  if (count > mostVariants) throw new Error(`invalid grid: ${count} variants; the most are ${mostVariants}`);
  return axes.reduce<Point[]>(
    (points, {path, values}) => points.flatMap((point) => values.map((value) => [...point, [path, value] as const])),
    [[]]
  );
}

/** The experiment at one point. */
export function variantAt(spec: ExperimentSpec, point: Point): ExperimentSpec {
  return point.reduce((changed, [path, value]) => setOption(changed, path, value), spec);
}

function divided(text: string): string[] {
  const parts = [""];
  let depth = 0;
  let quoted = false;
  for (const [i, letter] of [...text].entries()) {
    if (letter === '"' && text[i - 1] !== "\\") quoted = !quoted;
    if (!quoted && "[{(".includes(letter)) ++depth;
    if (!quoted && "]})".includes(letter)) --depth;
    if (letter === "," && depth === 0 && !quoted) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts;
}
