import {html} from "npm:htl";

/** How a chart's hints look. */
export const tip = {fill: "var(--theme-background)"};

/** The colour of a share from 0, low, to 1, high; grey of what is missing. */
export function blend(share: number): string {
  if (!Number.isFinite(share)) return "var(--rule)";
  const high = Math.round(100 * Math.min(1, Math.max(0, share)));
  return `color-mix(in oklab, var(--again) ${high}%, var(--strategy))`;
}

/** The colour of a share from −1 to 1: paler towards 0. */
export function tint(share: number): string {
  const size = Number.isFinite(share) ? Math.round(100 * Math.min(1, Math.abs(share))) : 0;
  return `color-mix(in srgb, var(${share < 0 ? "--down" : "--up"}) ${size}%, var(--paper))`;
}

/** What the colours of `blend` mean: a band from low to high. */
export function blendLegend(what: string): HTMLElement {
  const stops = [0, 0.25, 0.5, 0.75, 1].map(blend).join(", ");
  const band = {
    background: `linear-gradient(to right, ${stops})`,
    borderRadius: "3px",
    display: "inline-block",
    height: "0.6em",
    margin: "0 0.6em",
    width: "6em"
  };
  return html`<div class="legend">
    <span>${what}: low<i style=${band}></i>high</span>
  </div>`;
}

/** A paragraph instead of a chart that has nothing to show. */
export function empty(text: string): HTMLElement {
  return html`<p class="empty">${text}</p>`;
}

/** The room that names take to the left of a chart: at most two fifths of it. */
export function roomFor(names: readonly string[], width: number): number {
  const longest = names.reduce((most, name) => Math.max(most, name.length), 0);
  return Math.ceil(Math.max(24, Math.min(0.4 * width, 6.6 * longest + 12)));
}

/** A name cut to the room that it has, in its middle: what tells long names apart is at their ends. */
export function fitting(name: string, room: number): string {
  const most = Math.max(4, Math.floor((room - 10) / 6.4));
  if (name.length <= most) return name;
  const head = Math.ceil((most - 1) / 2);
  return `${name.slice(0, head)}…${name.slice(name.length - (most - 1 - head))}`;
}

/** Places of the largest of values, the largest first; those that are not above 0 are left out. */
export function largest(values: ArrayLike<number>, most: number): number[] {
  return Array.from({length: values.length}, (_, j) => j)
    .filter((j) => values[j] > 0)
    .sort((a, b) => values[b] - values[a] || a - b)
    .slice(0, most);
}

/** So many places of n, evenly spread; all where there are not more. */
export function spread(n: number, most: number): number[] {
  if (n <= most) return Array.from({length: n}, (_, i) => i);
  return Array.from({length: most}, (_, i) => Math.floor((i * n) / most));
}

/** Each value's share of those below it, 0 … 1, ties in the middle; `NaN` of what is missing. */
export function shares(values: ArrayLike<number>): Float64Array {
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  const sorted = Float64Array.from(known).sort();
  const last = sorted.length - 1;
  return Float64Array.from(Array.from(values), (value) => {
    if (Number.isNaN(value)) return NaN;
    if (last === 0 || sorted[0] === sorted[last]) return 0.5;
    return (firstAbove(sorted, value, false) + firstAbove(sorted, value, true) - 1) / 2 / last;
  });
}

function firstAbove(sorted: Float64Array, value: number, strictly: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (strictly ? sorted[middle] > value : sorted[middle] >= value) high = middle;
    else low = middle + 1;
  }
  return low;
}
