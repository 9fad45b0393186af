import type {ChildProcess} from "node:child_process";
import {execFile, spawn} from "node:child_process";
import {access, appendFile, cp, mkdtemp, readdir, rm, symlink, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {promisify} from "node:util";
import {afterAll, afterEach, beforeAll, describe, expect, it} from "vitest";
import {loader, root} from "../../core/lab/home.js";
import {countTrials, readTrials} from "../../core/lab/ledger.js";
import {listRecords, listRuns} from "../../core/lab/runs.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {samples} from "../../plugins/sources/samples.js";
import {effectsAt, everything, freshFolder} from "../store/homes.js";

const script = fileURLToPath(new URL("child.ts", import.meta.url));
const small = ["data.from=2016-01-01", "data.to=2017-06-01", "learn.split.train=126"];

interface Made {
  readonly id: string;
  readonly found: boolean;
  readonly metrics: Readonly<Record<string, number | null>>;
  readonly files: Readonly<Record<string, string>>;
}

/** Copies the project's code into a folder, to change it there. */
async function copyProject(project: string): Promise<void> {
  for (const name of ["core", "plugins", "experiments", "package.json", "package-lock.json", "tsconfig.json"])
    await cp(join(root, name), join(project, name), {recursive: true});
  await symlink(join(root, "node_modules"), join(project, "node_modules"), "dir");
}

function childArguments(project: string, home: string, name: string, options: readonly string[]): string[] {
  return ["--import", loader, script, project, home, name, join(home, "sign"), ...options];
}

/** Runs an experiment with a project's code. */
async function runIn(project: string, home: string, options: readonly string[] = small, name = "06-backtest") {
  const given = childArguments(project, home, name, options);
  const {stdout} = await promisify(execFile)(process.execPath, given, {cwd: root});
  return JSON.parse(stdout) as Made;
}

describe("the code of a run", {timeout: 60_000}, () => {
  let project: string;
  let home: string;
  let first: Made;
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), "tapebook-code-"));
    [project, home] = [join(folder, "project"), join(folder, "home")];
    await copyProject(project);
    await ingest(home, samples(), everything, effectsAt());
    first = await runIn(project, home);
  });
  afterAll(() => rm(join(project, ".."), {recursive: true, force: true}));

  it("has a part in its id: each plugin it uses, the engine and the lockfile, and no other file", async () => {
    expect(first.found).toBe(false);
    expect(Object.keys(first.files)).toContain("plugins/models/ridge.ts");
    expect(Object.keys(first.files)).not.toContain("plugins/strategies/top-k.ts");
    await appendFile(join(project, "plugins/strategies/top-k.ts"), "\n// another line\n");
    expect(await runIn(project, home)).toMatchObject({found: true, id: first.id});
    const ids = new Set([first.id]);
    const files = ["plugins/models/ridge.ts", "plugins/commissions/per-share.ts", "core/backtest/broker.ts"];
    for (const file of files) {
      await appendFile(join(project, file), "\n// another line\n");
      const made = await runIn(project, home);
      expect([file, ids.has(made.id), made.metrics]).toEqual([file, false, first.metrics]);
      ids.add(made.id);
    }
    await appendFile(join(project, "package-lock.json"), "\n");
    expect(ids.has((await runIn(project, home)).id)).toBe(false);
  });

  it("takes a strategy that is one new file", async () => {
    const file = join(project, "plugins/strategies/always.ts");
    await writeFile(
      file,
      [
        'import {defineStrategy} from "../../core/plugin.js";',
        'export const always = defineStrategy("always", {weight: 0.5}, ({weight}) => ({',
        "  needs: [],",
        "  lookback: 0,",
        "  targets: (now) => new Float64Array(now.symbols.length).fill(weight)",
        "}));",
        ""
      ].join("\n")
    );
    const half = await runIn(project, home, [...small, "backtest.strategy=always"]);
    const whole = await runIn(project, home, [...small, "backtest.strategy=always", "backtest.strategy.weight=1"]);
    expect(Object.keys(half.files)).toContain("plugins/strategies/always.ts");
    expect(whole.metrics.volatility! / half.metrics.volatility!).toBeCloseTo(2, 0);
    const error = await runIn(project, home, [...small, "backtest.strategy=never"]).catch(String);
    expect(error).toMatch(/unknown strategy: never; .*always, /);
  });

  it("names a plugin file that defines something else", async () => {
    const file = join(project, "plugins/metrics/odd.ts");
    await writeFile(file, 'export {sharpe} from "./sharpe.js";\n');
    const metric = 'metrics=[{"kind":"metric","name":"odd","params":{}}]';
    expect(await runIn(project, home, [...small, metric]).catch(String)).toContain(
      "invalid plugin: plugins/metrics/odd.ts defines the metric sharpe; expected the metric odd"
    );
    await writeFile(file, "export const odd = 1;\n");
    expect(await runIn(project, home, [...small, metric]).catch(String)).toContain(
      "invalid plugin: plugins/metrics/odd.ts exports 0 makers; expected one"
    );
  });
});

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

it("leaves no half of a run that is killed, and makes it the next time", {timeout: 60_000}, async () => {
  const home = await freshFolder();
  await ingest(home, samples(), everything, effectsAt());
  let killed = 0;
  for (let i = 0; i < 4; ++i) {
    const seed = `seed=${i}`;
    const trials = (await readTrials(home)).length;
    const child = spawn(process.execPath, childArguments(root, home, "06-backtest", [...small, seed]), {
      cwd: root,
      stdio: "ignore"
    });
    children.push(child);
    const ended = new Promise((resolve) => child.on("exit", resolve));
    while ((await readTrials(home)).length === trials && child.exitCode === null) await pause(2);
    await pause(25 * i);
    child.kill("SIGKILL");
    await ended;
    const runs = await listRuns(home);
    expect(runs).toHaveLength(i + 1);
    const open = runs.filter(({status}) => status === "running");
    killed += open.length;
    for (const {id} of open) expect(await exists(join(home, "runs", id))).toBe(false);
    const made = await runIn(root, home, [...small, seed]);
    expect(made.found).toBe(open.length === 0);
    expect((await listRuns(home)).map(({status}) => status)).toEqual(Array(i + 1).fill("done"));
  }
  expect(killed).toBeGreaterThan(0);
  expect(countTrials(await readTrials(home), "06-backtest")).toBe(4 + killed);
  const records = await listRecords(home);
  expect((await readdir(join(home, "runs"))).sort()).toEqual(records.map(({id}) => id).sort());
});

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false
  );
