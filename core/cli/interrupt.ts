/** The user's wish to stop. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** Stops listening. */
  end(): void;
}

/** Two signals closer than this are one: a terminal sends it to the launcher, which passes it on, and to us. */
const together = 200;

/**
 * Listens for an interrupt or a request to end. The first aborts the signal, so that work stops between two steps and
 * cleans up; one that comes later ends the process at once.
 */
export function listen(tell: (message: string) => void): Interrupt {
  const controller = new AbortController();
  let first = Infinity;
  const stop = () => {
    if (!controller.signal.aborted) {
      first = performance.now();
      tell("stopping; once more to stop at once");
      controller.abort(new Error("interrupted"));
    } else if (performance.now() - first > together) process.exit(130);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const name of signals) process.on(name, stop);
  return {
    signal: controller.signal,
    end() {
      for (const name of signals) process.off(name, stop);
    }
  };
}
