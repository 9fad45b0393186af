import {svg} from "npm:htl";

/** A small line of values, its foot at the least of them, in the colour of whether it rose. */
export function sparkline(values: readonly number[], width = 80, height = 26): SVGElement {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const x = (i: number) => (values.length > 1 ? (i * (width - 2)) / (values.length - 1) + 1 : width / 2);
  const y = (value: number) => (high > low ? 1 + ((height - 2) * (high - value)) / (high - low) : height / 2);
  const path = values.map((value, i) => `${i === 0 ? "M" : "L"}${x(i).toFixed(1)},${y(value).toFixed(1)}`).join("");
  const colour = values[values.length - 1] < values[0] ? "var(--down)" : "var(--up)";
  return svg`<svg class="sparkline" width=${width} height=${height} viewBox=${`0 0 ${width} ${height}`} aria-hidden="true">
    <path d=${path} fill="none" stroke=${colour} stroke-width="1.5" stroke-linejoin="round"></path>
  </svg>`;
}
