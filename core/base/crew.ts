/**
 * Threads that run a WebAssembly module beside the thread which asks. What they compute must not depend on how many they
 * are.
 */
export interface Crew {
  /** How many threads there may be, the one that asks among them; at least 1. */
  readonly size: number;
  /** From how much work on it helps, in values to learn from; where it is left out whoever asks decides. */
  readonly worth?: number;
  /**
   * Starts `threads` − 1 threads. Each makes an instance of the module with the import `env.memory`, and calls its export
   * `serve` with its own number, 1 and up, which returns when the memory says so. Resolves when all of them serve.
   */
  start(module: WebAssembly.Module, memory: WebAssembly.Memory, threads: number): Promise<CrewAtWork>;
}

/** Threads that were started. */
export interface CrewAtWork {
  /** Settles when all of them have returned; ends those that do not. */
  end(): Promise<void>;
  /** Why a thread died, where one did: whoever waits for the threads asks now and then, and stops. */
  readonly failure: () => Error | null;
}
