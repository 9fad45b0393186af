/** Throws unless the option is a whole number, `least` or more. */
export function whole(what: string, value: number, least = 1): void {
  if (!(Number.isSafeInteger(value) && value >= least))
    throw new Error(`invalid ${what}: ${value}; expected a whole number from ${least}`);
}

/** Throws unless low ≤ value ≤ high. */
export function between(what: string, value: number, low: number, high = Infinity): void {
  if (value >= low && value <= high && Number.isFinite(value)) return;
  throw new Error(`invalid ${what}: ${value}; expected a number from ${low}${high < Infinity ? ` to ${high}` : ""}`);
}

/** The option as one of the choices. Throws, listing them, where it is none. */
export function oneOf<T extends string>(what: string, value: unknown, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new Error(`unknown ${what}: ${String(value)}; ${what}s are ${choices.join(", ")}`);
  return found;
}
