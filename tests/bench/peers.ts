import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {execFile} from "node:child_process";
import {promisify} from "node:util";
import {fileURLToPath} from "node:url";
import type {Panel} from "../../core/base/panel.js";
import {findPython} from "../../core/cli/programs.js";

/** What a peer's script answers with. */
export interface PeerResult {
  readonly seconds: number;
  /** Its version. */
  readonly version: string;
  /** The account at the end, to see that it did the same work. */
  readonly equity?: number;
  /** The seconds of the same from panel to panel, where `seconds` are those of less. */
  readonly panelSeconds?: number;
  /** The seconds that processors were at work, for the same as `panelSeconds` where there are such, else as `seconds`. */
  readonly processorSeconds?: number;
  /** Of each output how many numbers it has and what they sum to, to see that it is the same. */
  readonly checks?: Readonly<Record<string, readonly [count: number, sum: number]>>;
}

/**
 * Runs a script under tests/bench/peers with the Python that `TAPEBOOK_PYTHON` names, else python3. The script prints
 * one line of JSON. Answers with text, `not installed` or what went wrong, where there is no figure.
 */
export async function peer(
  script: string,
  given: readonly string[],
  signal: AbortSignal
): Promise<PeerResult | string> {
  const python = await findPython();
  if (!python) return "not installed: no python3";
  const file = fileURLToPath(new URL(`peers/${script}.py`, import.meta.url));
  try {
    const options = {signal, timeout: 600_000, maxBuffer: 1 << 24, encoding: "utf8"} as const;
    const {stdout} = await promisify(execFile)(python, [file, ...given], options);
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as PeerResult;
  } catch (error) {
    signal.throwIfAborted();
    const {stderr = "", message} = error as {stderr?: string; message: string};
    const last = (stderr || message).trim().split("\n").at(-1) ?? "";
    return /ModuleNotFoundError|ENOENT/.test(last) ? "not installed" : `failed: ${last}`;
  }
}

/** Calls with a folder that holds the panel for a peer, and removes it: `panel.json` and one file of float64 a field. */
export async function withPanelFiles<T>(panel: Panel, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "tapebook-bench-"));
  try {
    const {times, symbols, fields} = panel;
    for (const [name, column] of Object.entries({times, ...fields})) {
      await writeFile(join(folder, `${name}.f64`), new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
    }
    await writeFile(join(folder, "panel.json"), JSON.stringify({rows: times.length, symbols}));
    return await use(folder);
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}
