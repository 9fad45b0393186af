import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {TestProject} from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder for what several test files use, which is there as long as the tests run. */
    readonly shared: string;
  }
}

let folder = "";

/** Makes the folder before the first test. */
export async function setup({provide}: TestProject): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), "tapebook-shared-"));
  provide("shared", folder);
  // What V8 compiles for one process of the tests, or one that they start, the next need not compile again.
  process.env.NODE_COMPILE_CACHE ??= join(folder, "compiled");
}

/** Removes it after the last; a process that is ending may still write there. */
export async function teardown(): Promise<void> {
  await rm(folder, {recursive: true, force: true, maxRetries: 20, retryDelay: 100});
}
