import {execFileSync} from "node:child_process";
import {mkdtemp, readdir, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {delimiter, join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {findProgram} from "../../core/cli/programs.js";
import {filesBelow, tapebook} from "./tapebook.js";

let home: string;
const slow = ["run", "05-evaluate-signals", "--set", "learn.split.step=1", "--set", "learn.split.test=1"];
const quarter = /^05-evaluate-signals: 25 %$/m;

type Summary = {status: string; experiment: string};
const runs = async () => JSON.parse((await tapebook(["runs", "--json"], {home})).stdout) as Summary[];
const below = (name: string) => readdir(join(home, name)).catch(() => []);

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "tapebook-interrupt-"));
  await tapebook(["ingest", "samples"], {home});
});

afterAll(() => rm(home, {recursive: true, force: true}));

describe("a run", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "that is interrupted by %s ends with 130 and leaves nothing",
    async (signal) => {
      const ended = await tapebook([...slow, "--json"], {home, on: [quarter, () => signal]});
      expect([ended.code, ended.stdout]).toEqual([130, ""]);
      expect(ended.stderr).toMatch(/^stopping; once more to stop at once\ninterrupted$/m);
      expect(ended.stderr).not.toContain("100 %");
      expect(await below("runs")).toEqual([]);
      expect(await runs()).toMatchObject([{status: "cancelled"}]);
    }
  );

  it("that is killed leaves nothing half-written, is counted, and does not stand in the way of the next", async () => {
    const ended = await tapebook(slow, {home, on: [quarter, () => "SIGKILL"]});
    expect(ended.by).toBe("SIGKILL");
    expect(await runs()).toMatchObject([{status: "running"}]);
    const next = await tapebook(["run", "05-evaluate-signals", "--json"], {home});
    expect(next.code).toBe(0);
    const {id, trials} = JSON.parse(next.stdout) as {id: string; trials: number};
    expect(trials).toBe(4);
    expect(await below("runs")).toEqual([id]);
    expect((await runs()).map(({status}) => status).sort()).toEqual(["done", "running"]);
  });
});

describe("an ingest", () => {
  it("that is interrupted or killed leaves no data, and the next one takes it in", async () => {
    const file = join(home, "long.csv");
    const day = (i: number) => new Date(Date.UTC(2000, 0, 1 + (i % 3000))).toISOString().slice(0, 10);
    const rows = Array.from({length: 300_000}, (_, i) => `${day(i)},S${Math.floor(i / 3000)},10,12,9,11,1000`);
    await writeFile(file, `date,symbol,open,high,low,close,volume\n${rows.join("\n")}\n`);
    for (const signal of ["SIGINT", "SIGKILL"] as const) {
      const ended = await tapebook(["ingest", "csv", "--path", file], {
        home,
        on: [/^ingest csv: 25 %$/m, () => signal]
      });
      expect(signal === "SIGINT" ? ended.code : ended.by).toBe(signal === "SIGINT" ? 130 : signal);
      const data = JSON.parse((await tapebook(["data", "--json"], {home})).stdout) as {dataset: string}[];
      expect(data.map(({dataset}) => dataset)).toEqual(["samples/1d"]);
    }
    const next = await tapebook(["ingest", "csv", "--path", file, "--json"], {home});
    expect(JSON.parse(next.stdout)).toMatchObject({read: 300_000, added: 300_000, symbols: 100});
    const left = (await filesBelow(join(home, "market", "csv"))).filter((name) => name.includes("/."));
    expect(left).toEqual([]);
  });
});

const others = (process.env.PATH ?? "").split(delimiter).filter((folder) => !folder.includes("node_modules"));
const other = await findProgram(["node"], others.join(delimiter));
const differs = other !== null && execFileSync(other, ["--version"], {encoding: "utf8"}).trim() !== process.version;

describe.skipIf(!differs)("started by another Node than the pinned one", () => {
  it("passes on what is said, how it ends, and signals", async () => {
    const node = other!;
    const [version, wrong, stopped] = await Promise.all([
      tapebook(["--version"], {home, node}),
      tapebook(["runs", "--bad"], {home, node}),
      tapebook(slow, {home, node, on: [quarter, () => "SIGINT"]})
    ]);
    expect(version).toMatchObject({code: 0, stdout: "0.1.0\n"});
    expect(wrong.code).toBe(2);
    expect([stopped.code, stopped.stderr]).toEqual([130, expect.stringMatching(/^interrupted$/m)]);
    const doctor = JSON.parse((await tapebook(["doctor", "--json"], {home, node})).stdout) as {
      checks: {found: string}[];
    };
    expect(doctor.checks[0].found).toBe(`${process.version}, the pinned one`);
  });
});
