import {createHash} from "node:crypto";
import {fileURLToPath} from "node:url";
import {build} from "esbuild";
import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {executable, launch} from "../browser/chromium.js";
import * as here from "./page-training.js";

const sha256 = (bytes: readonly number[]) => createHash("sha256").update(Uint8Array.from(bytes)).digest("hex");

describe.skipIf(executable === null)("trained in Chromium", {timeout: 60_000}, () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const {outputFiles} = await build({
      entryPoints: [fileURLToPath(new URL("page-training.ts", import.meta.url))],
      bundle: true,
      write: false,
      format: "iife",
      globalName: "training",
      target: "es2023"
    });
    browser = await launch();
    page = await browser.newPage();
    await page.addScriptTag({content: outputFiles[0].text});
  });

  afterAll(() => browser?.close());

  it.each(here.names)("%s is the model that Node trains, to the last bit", async (name) => {
    const there = await page.evaluate<Awaited<ReturnType<typeof here.trained>>>(`training.trained("${name}")`);
    const own = await here.trained(name);
    expect(own.saved.length).toBeGreaterThan(1000);
    expect(sha256(there.saved)).toBe(sha256(own.saved));
    expect(sha256(there.foretold)).toBe(sha256(own.foretold));
  });
});
