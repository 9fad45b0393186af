import type {Column, Panel} from "../../../core/base/panel.js";
import {quantile} from "../../../core/base/stats.js";
import type {Feature} from "../../../core/plugin.js";

/** What a column is measured in. */
export interface Measure {
  /** In words. */
  readonly unit: string;
  /** Whether its values lie where prices do, so that it can be drawn over them. */
  readonly onPrice: boolean;
}

const prices = new Set(["open", "high", "low", "close"]);

/**
 * What a feature is measured in, found by experiment: when all prices are multiplied by 4 and the column with them, it
 * is in units of price. (A power of 2 changes no digit of a double.) The same with volume.
 */
export function measureOf(panel: Panel, feature: Feature, column: Column): Measure {
  const byPrice = degreeOf(column, feature.compute(scaled(panel, (name) => prices.has(name))));
  const byVolume = degreeOf(column, feature.compute(scaled(panel, (name) => name === "volume")));
  if (byPrice === null || byVolume === null) return {unit: "no plain unit", onPrice: false};
  return {unit: unitName(byPrice, byVolume), onPrice: byPrice === 1 && byVolume === 0 && nearPrice(panel, column)};
}

function scaled(panel: Panel, wanted: (name: string) => boolean): Panel {
  const fields = Object.entries(panel.fields).map(([name, column]) => [
    name,
    wanted(name) ? column.map((value) => 4 * value) : column
  ]);
  return {...panel, fields: Object.fromEntries(fields) as Record<string, Column>};
}

/** The power of 4 by which almost all values grew; null where there is none. */
function degreeOf(before: Column, after: Column): number | null {
  const near = (a: number, b: number) => Math.abs(a - b) <= 1e-6 * Math.max(Math.abs(a), Math.abs(b));
  const known = Array.from(before.keys()).filter((i) => Number.isFinite(before[i]) && Number.isFinite(after[i]));
  for (const degree of [0, 1, -1, 2]) {
    const same = known.filter((i) => near(after[i], before[i] * 4 ** degree)).length;
    if (same >= 0.98 * known.length) return degree;
  }
  return null;
}

function unitName(byPrice: number, byVolume: number): string {
  const power = (name: string, degree: number) => (degree === 2 ? `${name}²` : name);
  const parts = [power("price", byPrice), power("volume", byVolume)];
  const degrees = [byPrice, byVolume];
  const above = parts.filter((_, i) => degrees[i] > 0).join(" × ");
  const below = parts.filter((_, i) => degrees[i] < 0).join(" × ");
  if (above === "" && below === "") return "a pure number";
  return below === "" ? above : `${above || "1"} / ${below}`;
}

function nearPrice({fields}: Panel, column: Column): boolean {
  const ratios = column.map((value, i) => value / fields.close[i]).filter(Number.isFinite);
  return ratios.length > 0 && quantile(ratios, 0.02) > 0.5 && quantile(ratios, 0.98) < 2;
}
