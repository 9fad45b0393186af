import {mkdir, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {report} from "../../core/cli/verbs/report.js";
import type {Answer} from "../../core/cli/verb.js";
import {isMisuse} from "../../core/cli/verb.js";
import {effects} from "../../core/lab/context.js";
import type {RunRecord} from "../../core/lab/record.js";
import type {experiments} from "./runs.js";
import {reportHome} from "./runs.js";

let made: Awaited<ReturnType<typeof reportHome>>;
let records: Record<keyof typeof experiments, RunRecord>;
beforeAll(async () => {
  made = await reportHome();
  ({records} = made);
});
afterAll(() => made?.remove());

const act = (given: object): Promise<Answer> => report.act(given, {home: made.home, task: () => effects()});
const place = (name: string) => join(made.home, "out", name);

async function contents(folder: string): Promise<Map<string, Buffer>> {
  const names = (await readdir(folder)).sort();
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)));
}

/** What report.json holds, as far as it is looked at here. */
interface Written {
  readonly files: readonly string[];
  readonly run: RunRecord;
  readonly tables: Readonly<Record<string, readonly unknown[]>> | null;
}

describe("a report in files", () => {
  const names = ["distribution", "drawdown", "equity", "exposure", "monthly", "risk-return", "rolling", "trades"];

  it("is made of the same bytes when it is made again", async () => {
    const [first, second] = [place("first"), place("second")];
    const {json} = await act({run: records.trades.id.slice(0, 6), out: first});
    await act({run: records.trades.id, out: second});
    const [one, other] = [await contents(first), await contents(second)];
    expect([...one.keys()]).toEqual(
      [
        ...names.flatMap((name) => [`performance-${name}.png`, `performance-${name}.svg`]),
        "report.html",
        "report.json"
      ].sort()
    );
    expect((json as {files: string[]}).files).toEqual([...one.keys()]);
    for (const [name, bytes] of one) expect(bytes.equals(other.get(name)!), name).toBe(true);
  });

  it("has pictures that hold what they need, and no figure that is none", async () => {
    for (const [name, bytes] of await contents(place("first"))) {
      if (name.endsWith(".png")) {
        expect(bytes.subarray(0, 8).toString("latin1"), name).toBe("\x89PNG\r\n\x1a\n");
        expect(bytes.readUInt32BE(16), name).toBe(1920);
        expect(bytes.length, name).toBeGreaterThan(10_000);
      }
      if (!name.endsWith(".svg")) continue;
      const svg = bytes.toString();
      expect(svg, name).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      expect(svg, name).not.toMatch(/NaN|Infinity|undefined|null|var\(|<style|<script|(?:href|src)=/);
      expect(svg, name).toContain(`run ${records.trades.id}`);
    }
  });

  it("holds the whole record and its tables as JSON", async () => {
    const {files, run, tables} = JSON.parse(await readFile(join(place("first"), "report.json"), "utf8")) as Written;
    expect(run).toEqual(JSON.parse(JSON.stringify(records.trades)));
    expect(files).toContain("report.html");
    expect(tables!.drawdowns).toHaveLength(5);
    expect(tables!.trades.length).toBeGreaterThan(10);
    const {sharpe, sortino} = tables!.distribution as unknown as Record<string, number>;
    expect(sharpe).toBeCloseTo(records.trades.metrics.sharpe!, 12);
    expect(sortino).toBeCloseTo(records.trades.metrics.sortino!, 12);
  });

  it("is replaced as a whole, in the forms that are asked for", async () => {
    const folder = place("forms");
    await act({run: records.short.id, svg: true, out: folder});
    expect((await readdir(folder)).every((name) => /\.svg$|^report\.json$/.test(name))).toBe(true);
    await act({run: records.never.id, json: true, out: folder});
    expect(await readdir(folder)).toEqual(["report.json"]);
    expect(await readdir(place(""))).not.toContainEqual(expect.stringMatching(/^\./));
  });

  it("says what little there is of a run that never traded, and of a short one", async () => {
    for (const {id} of [records.never, records.short]) {
      await act({run: id, png: true, svg: true, out: place("odd")});
      for (const [name, bytes] of await contents(place("odd")))
        if (/svg|json/.test(name)) expect(bytes.toString(), name).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  it("does not touch a folder that is no report, nor an unknown run's", async () => {
    const foreign = place("foreign");
    await mkdir(foreign, {recursive: true});
    await writeFile(join(foreign, "thesis.txt"), "mine");
    await expect(act({run: records.short.id, svg: true, out: foreign})).rejects.toThrow(
      /^invalid output: .*foreign holds something that is no report; name another folder or empty it$/
    );
    expect(await readdir(foreign)).toEqual(["thesis.txt"]);
    await expect(act({run: records.short.id, svg: true, out: join(foreign, "thesis.txt")})).rejects.toThrow(
      /^invalid output: .* is a file; name a folder$/
    );
    for (const [given, message] of [
      [{run: "ffff", out: place("gone")}, /^unknown run: ffff; runs are /],
      [{}, /^missing run: /],
      [{run: records.short.id, all: true}, /^invalid run: .* with --all no run is named$/]
    ] as const) {
      const error: unknown = await act(given).catch((thrown: unknown) => thrown);
      expect(isMisuse(error), String(given)).toBe(true);
      expect((error as Error).message).toMatch(message);
    }
    expect(await readdir(place(""))).not.toContain("gone");
  });

  it("leaves the old one as it was where it is cancelled", async () => {
    const folder = place("cancelled");
    await act({run: records.short.id, svg: true, out: folder});
    const before = await contents(folder);
    const controller = new AbortController();
    controller.abort(new Error("enough"));
    const task = () => effects({signal: controller.signal});
    await expect(report.act({run: records.trades.id, out: folder}, {home: made.home, task})).rejects.toThrow("enough");
    expect(await contents(folder)).toEqual(before);
  });

  it("is written of every run, with a page that compares them", async () => {
    const folder = place("all");
    const {json} = await act({all: true, svg: true, out: folder});
    const ids = (json as {reports: {run: string}[]}).reports.map(({run}) => run).sort();
    expect(ids).toEqual(
      Object.values(records)
        .map(({id}) => id)
        .sort()
    );
    const here = await readdir(folder);
    expect(here.sort()).toEqual(
      ["index.html", ...Object.entries(records).map(([name, {id}]) => `${name}-${id}`)].sort()
    );
    await rm(folder, {recursive: true});
  });
});
