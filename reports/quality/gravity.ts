/** The kinds from the gravest on: what makes wrong returns, then what is missing, then what is only odd. */
const gravest = [
  "split",
  "unmoved",
  "shift",
  "spike",
  "price",
  "inverted",
  "range",
  "number",
  "missing",
  "volume",
  "duplicate",
  "order",
  "time",
  "symbol",
  "format",
  "gap",
  "session",
  "stale",
  "zero-volume",
  "copy",
  "jump",
  "withdrawn",
  "repaired"
];

/** The gravest first. */
export function byGravity(a: {readonly kind: string}, b: {readonly kind: string}): number {
  return gravest.indexOf(a.kind) - gravest.indexOf(b.kind);
}
