import type {Json} from "../plugin.js";
import {parseDate} from "../base/timeframe.js";
import {misused} from "./verb.js";

/** An option that takes one text. */
export function text(describe: string, name = "value") {
  return {type: "string", requiresArg: true, describe, coerce: (value: unknown) => single(value, name)} as const;
}

/** An option that takes a date, as epoch milliseconds UTC. */
export function date(describe: string, name: string) {
  const coerce = (value: unknown) => {
    const given = single(value, name);
    if (given === undefined) return undefined;
    try {
      return parseDate(given);
    } catch (error) {
      throw misused((error as Error).message);
    }
  };
  return {type: "string", requiresArg: true, describe, coerce} as const;
}

/** An option that takes a list: `A,B`. */
export function list(describe: string, name: string) {
  const coerce = (value: unknown) => {
    const items = single(value, name)
      ?.split(",")
      .map((item) => item.trim());
    if (items?.some((item) => item === "")) throw misused(`invalid ${name}: ${String(value)}; write A,B,C`);
    return items;
  };
  return {type: "string", requiresArg: true, describe, coerce} as const;
}

/** An option that takes a whole number above zero. */
export function whole(describe: string, name: string) {
  const coerce = (value: unknown) => {
    const given = single(value, name);
    if (given === undefined) return undefined;
    if (!/^[1-9]\d{0,8}$/.test(given)) throw misused(`invalid ${name}: ${given}; expected a whole number above zero`);
    return Number(given);
  };
  return {type: "string", requiresArg: true, describe, coerce} as const;
}

/** An option that takes a TCP port. */
export function port(describe: string) {
  const coerce = (value: unknown) => {
    const given = single(value, "port");
    if (given === undefined) return undefined;
    if (!/^\d{1,5}$/.test(given) || Number(given) > 65_535)
      throw misused(`invalid port: ${given}; expected 0 (any that is free) to 65535`);
    return Number(given);
  };
  return {type: "string", requiresArg: true, describe, coerce} as const;
}

/** An option that may be given again and again, each time as `path=value`. */
export function settings(describe: string) {
  const coerce = (values: readonly unknown[]) => values.map((value) => setting(String(value)));
  return {
    type: "array",
    string: true,
    default: [],
    defaultDescription: "none",
    requiresArg: true,
    describe,
    coerce
  } as const;
}

function setting(given: string): readonly [path: string, value: string] {
  const at = given.indexOf("=");
  if (at < 1) throw misused(`invalid --set: ${given}; write --set name=value`);
  return [given.slice(0, at), given.slice(at + 1)];
}

/** A value as JSON where it parses as such, else as text. */
export function parseValue(given: string): Json {
  try {
    return JSON.parse(given) as Json;
  } catch {
    return given;
  }
}

function single(value: unknown, name: string): string | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) throw misused(`invalid ${name}: it is given ${value.length} times`);
  if (value === "") throw misused(`missing ${name}: it is empty`);
  return String(value);
}
