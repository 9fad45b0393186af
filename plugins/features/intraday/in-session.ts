import {rows} from "../../../core/base/panel.js";
import {featureOrField} from "../../../core/factors/inner.js";
import {sessionRule, sessions} from "../../../core/factors/sessions.js";
import type {Plugin} from "../../../core/plugin.js";
import {defineFeature} from "../../../core/plugin.js";

/**
 * A feature computed from the bars of each session alone, as if the panel began with the session and nothing had been before
 * it: `inSession({of: cci({window: 14})})`. No night is in it, and where the feature has no value on its first rows, each
 * session's first rows have none. Where no feature is given it is the field `field`. Sessions are those of `calendar`; a row
 * outside of its hours has no value. `bars` is the most bars that a session has, the minutes of the longest where it is 0;
 * throws where one has more, since the `lookback` follows from it.
 */
export const inSession = defineFeature(
  "in-session",
  {of: null as Plugin<"feature"> | null, field: "close", ...sessionRule},
  ({of, field, ...rule}) => {
    const {lookback, of: sessionsOf} = sessions(rule);
    const inner = featureOrField("in-session of", of, field);
    return {
      needs: inner.needs,
      lookback: Math.min(lookback, inner.lookback),
      ...(inner.tolerance !== undefined && {tolerance: inner.tolerance}),
      compute(panel) {
        const n = panel.symbols.length;
        const out = new Float64Array(panel.times.length * n).fill(NaN);
        for (const {start, stop} of sessionsOf(panel.times))
          out.set(inner.compute(rows(panel, start, stop)), start * n);
        return out;
      }
    };
  }
);

/** Features by name, each within the session. */
export function inSessions(
  features: Readonly<Record<string, Plugin<"feature">>>,
  rule: {readonly calendar?: string; readonly bars?: number} = {}
): Record<string, Plugin<"feature">> {
  return Object.fromEntries(Object.entries(features).map(([name, of]) => [name, inSession({of, ...rule})]));
}
