import type {Context} from "./context.js";

/** How finely the progress of a whole tells that of its parts. */
const steps = 1000;

/** A context for part `i` of `parts` that take about as long as one another: its progress is that part of the whole's. */
export function stage(context: Context, i: number, parts: number): Context {
  return {
    ...context,
    progress: (done, total) => {
      const share = total > 0 ? Math.min(1, done / total) : 1;
      context.progress(Math.round(steps * (i + share)), steps * parts);
    }
  };
}
