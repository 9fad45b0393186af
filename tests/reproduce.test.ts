import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {FailedReproduction, Reproduction} from "../core/lab/reproduce/shape.js";
import {copyProject, execute, patience, started} from "./started.js";

/** A second checkout of the project, with a state of its own. */
let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "tapebook-second-"));
  await copyProject(copy);
});

afterAll(() => rm(copy, {recursive: true, force: true}));

describe.skipIf(process.platform === "win32")("a second checkout", () => {
  it(
    "makes every run that the reports show again, bit for bit, from data taken in anew",
    async () => {
      const {home} = await started();
      await execute("npx tapebook ingest samples && npx tapebook ingest synthetic", copy);
      const minutes = "--timeframe 1m --from 2015-01-05 --to 2015-03-07 --symbols S001,S002,S003,S004";
      await execute(`npx tapebook ingest synthetic ${minutes}`, copy);
      const {stdout} = await execute(`npx tapebook reproduce --all --from ${home} --json || [ $? -eq 1 ]`, copy);
      const made = JSON.parse(stdout) as (Reproduction | FailedReproduction)[];
      expect(made.filter(({identical}) => !identical)).toEqual([]);
      expect(made.length).toBeGreaterThan(12);
      expect(made.flatMap((one) => ("changes" in one ? one.changes : []))).toEqual([]);
    },
    2 * patience
  );
});
