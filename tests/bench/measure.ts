import {arch, availableParallelism, cpus, platform, totalmem} from "node:os";

/** What a benchmark ran on. */
export function machineFacts(): Record<string, string | number> {
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGB: Math.round(totalmem() / 1e9),
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

/** Figures divided by the peers' of the same name: `rowsPerSecond / duckdb.rowsPerSecond`. */
export function ratios(
  figures: Readonly<Record<string, number>>,
  peers: Readonly<Record<string, number | string>>
): Record<string, number> {
  const out: Record<string, number> = {};
  for (const [key, peer] of Object.entries(peers)) {
    const [what, who] = key.split("@");
    if (typeof peer === "number" && figures[what] !== undefined) out[`${what} / ${who}`] = figures[what] / peer;
  }
  return out;
}
