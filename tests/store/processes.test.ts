import {spawn} from "node:child_process";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {expect, it} from "vitest";
import {loader} from "../../core/lab/home.js";
import {verify} from "../../core/store/disk/datasets.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {loadPanel} from "../../core/store/reading/load.js";
import {bar, effectsAt, everything, freshFolder, sourceOf} from "./homes.js";

const script = fileURLToPath(new URL("child.ts", import.meta.url));

/** Runs a task in a process of its own, and answers with what it said. Throws what it threw. */
function run(task: string, home: string, sign: string, ...more: readonly (string | number)[]): Promise<string> {
  const child = spawn(process.execPath, ["--import", loader, script, task, home, sign, ...more.map(String)]);
  const said = {stdout: "", stderr: ""};
  for (const name of ["stdout", "stderr"] as const)
    child[name].setEncoding("utf8").on("data", (text: string) => (said[name] += text));
  return new Promise((resolve, reject) => {
    child.on("close", (code) => (code === 0 ? resolve(said.stdout) : reject(new Error(said.stderr || `code ${code}`))));
  });
}

it(
  "loses nothing while two processes write a hundred times each and a third reads throughout",
  {timeout: 240_000},
  async () => {
    const [home, signs] = [await freshFolder(), await freshFolder()];
    const [rounds, rows] = [100, 40];
    const first = Array.from({length: rows}, (_, i) => bar(1, "ZERO", 10 + i, {t: i * 86_400_000}));
    await ingest(home, sourceOf(first, "one"), everything, effectsAt(), {name: "shared"});
    const ended = await Promise.all([
      run("read", home, join(signs, "r"), rows, 2 * rounds + 1),
      run("write", home, join(signs, "a"), "A", rounds, rows),
      run("write", home, join(signs, "b"), "B", rounds, rows)
    ]);
    expect(Number(ended[0])).toBeGreaterThan(20);
    const {symbols, fields} = await loadPanel(home, {dataset: "shared/1d", fields: ["close"]});
    const names = ["A", "B"].flatMap((name) => Array.from({length: rounds}, (_, round) => `${name}${round}`));
    expect(symbols).toEqual([...names, "ZERO"].sort());
    for (let i = 0; i < fields.close.length; ++i)
      if (fields.close[i] !== 10 + Math.floor(i / symbols.length)) throw new Error(`a wrong bar at ${i}`);
    expect((await verify(home, "shared/1d")).damaged).toEqual([]);
  }
);
