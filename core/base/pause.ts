/**
 * Lets everything else that waits have its turn: signals from outside, timers, messages. Long work calls it between
 * steps, since a signal to stop cannot arrive while it computes.
 */
export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
