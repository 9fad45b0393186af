import type {Factor} from "./alpha158.js";

/**
 * The values of some rows before: of each formula and each k the factor `nameLagk`, which on row t is what the formula was
 * on row t − k. The first k rows of a panel have none, and nothing is filled in.
 *
 * @param columns the fields' names, or formulas by name: `["volume"]`, `{return: "returns(close, 1)"}`
 * @param ks how many rows before, whole numbers from 0
 */
export function lags(columns: readonly string[] | Readonly<Record<string, string>>, ks: readonly number[]): Factor[] {
  const named = Array.isArray(columns)
    ? columns.map((name: string) => [name, name] as const)
    : Object.entries(columns as Readonly<Record<string, string>>);
  return named.flatMap(([name, formula]) =>
    ks.map((k): Factor => ({name: `${name}Lag${k}`, formula: `lag(${formula}, ${k})`}))
  );
}

/** The whole numbers from one to another, both included. */
export function range(first: number, last: number): number[] {
  return Array.from({length: Math.max(0, last - first + 1)}, (_, i) => first + i);
}
