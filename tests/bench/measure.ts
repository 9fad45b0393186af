import {arch, availableParallelism, cpus, platform, totalmem} from "node:os";

/** What a benchmark ran on. */
export function machineFacts(): Record<string, string | number> {
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memory: `${Math.round(totalmem() / 1e9)} GB`,
    system: `${platform()} ${arch()}`,
    node: process.version
  };
}

/** The middle value; the lower of the two where their number is even. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];
}

/** The median of the seconds that some calls of a task take, after others that are not counted. */
export async function seconds(
  task: () => unknown,
  {warmUp = 1, repeat = 5}: {readonly warmUp?: number; readonly repeat?: number} = {}
): Promise<number> {
  const taken: number[] = [];
  for (let i = -warmUp; i < repeat; ++i) {
    const start = performance.now();
    await task();
    if (i >= 0) taken.push((performance.now() - start) / 1000);
  }
  return median(taken);
}

/** Each peer's figure by `figure (peer)`, text where there is none, and ours divided by it. */
export function against(
  figures: Readonly<Record<string, number>>,
  peers: Readonly<Record<string, number | string>>
): Record<string, number> {
  const entries = Object.entries(peers).flatMap(([key, theirs]) => {
    const ours = figures[key.split(" (")[0]];
    return typeof theirs === "number" && ours !== undefined ? [[key, ours / theirs] as const] : [];
  });
  return Object.fromEntries(entries);
}
