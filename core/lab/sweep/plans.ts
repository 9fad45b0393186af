import type {Lookup, Plan, PlanSpec} from "../../pipeline/plan.js";
import {revivePlan, specsIn} from "../../pipeline/plan.js";
import {lookupFor} from "../registry.js";

const lookups = new Map<string, Promise<Lookup>>();

/** Makes a plan from its JSON; plugins are looked for on the disk once for all plans that name the same ones. */
export async function planFrom(spec: PlanSpec): Promise<Plan> {
  const names = namesIn(spec);
  const lookup = lookups.get(names) ?? lookupFor(spec);
  lookups.set(names, lookup);
  return revivePlan(spec, await lookup);
}

/** The kinds and names of all plugins in a JSON value. */
export function namesIn(value: unknown): string {
  return JSON.stringify(specsIn(value).map(({kind, name}) => [kind, name]));
}

/** A copy whose numbers all workers share, so that it is not copied for each. */
export function shared(column: Float64Array): Float64Array {
  const copy = new Float64Array(new SharedArrayBuffer(column.byteLength));
  copy.set(column);
  return copy;
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
