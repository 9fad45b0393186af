import type {Panel} from "../base/panel.js";

const known = new WeakMap<object, WeakMap<Panel, Map<string, unknown>>>();

/**
 * What `compute` gives for a panel and a key, computed once as long as the panel lives, so that several features that
 * are parts of one computation cost no more than it. `by` is the function whose answers are kept. The answers are
 * shared: who hands one on copies it. A panel must not be written to, as everywhere.
 */
export function memoised<T>(by: object, panel: Panel, key: string, compute: () => T): T {
  let panels = known.get(by);
  if (!panels) known.set(by, (panels = new WeakMap<Panel, Map<string, unknown>>()));
  let answers = panels.get(panel);
  if (!answers) panels.set(panel, (answers = new Map<string, unknown>()));
  if (!answers.has(key)) answers.set(key, compute());
  return answers.get(key) as T;
}
