import {field} from "../base/panel.js";
import type {Feature, Plugin} from "../plugin.js";

/**
 * The feature that another is made of: the one given, or a field as it is where none is. Throws where what is given is no
 * feature.
 *
 * @param option whose option it is, for the message: `standing of`
 */
export function featureOrField(option: string, of: Plugin<"feature"> | null, name: string): Feature {
  if (of === null) return {needs: [name], lookback: 0, compute: (panel) => field(panel, name)};
  if (of.kind !== "feature")
    throw new Error(
      `invalid ${option}: ${of.kind ? `the ${String(of.kind)} ${String(of.name)}` : "no plugin"}; give a feature`
    );
  return of;
}
