import {cp, mkdtemp, readdir, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Page} from "playwright-core";
import {describe, expect, it} from "vitest";
import {runArrays, runPage} from "../../core/lab/arrays.js";
import {experimentNames} from "../../core/lab/experiments.js";
import {eachOf} from "../../core/lab/sweep/pool.js";
import type {RunParts} from "../../core/site/page/pack.js";
import {packRun} from "../../core/site/page/pack.js";
import type {RunPage} from "../../core/site/payload.js";
import {serveSite} from "../../core/site/serve.js";
import {learningWork, mostWork} from "../../reports/components/replay.js";
import {learnsAgain} from "./boosting-pages.js";
import {started} from "../started.js";
import {executable, open} from "./chromium.js";
import {startedSite} from "./started-site.js";

const minutes = 60_000;

describe.skipIf(executable === null)("the site in Chromium", {timeout: 8 * minutes}, () => {
  const site = startedSite();
  const record = (experiment: string) => site().records.find((each) => each.experiment === experiment)!;
  const reportOf = (experiment: string) => `${site().url}reports/${record(experiment).id}`;

  learnsAgain(() => {
    const {result} = record("07-intraday-boosting").hashes;
    return {browser: site().browser, url: reportOf("07-intraday-boosting"), result};
  });

  it("has a page for each run and each notebook", async () => {
    const {folder, records} = site();
    const pages = await pagesIn(folder);
    expect(records.map(({experiment}) => experiment)).toEqual(await experimentNames());
    expect(pages).toContain("");
    for (const {id, experiment} of records) {
      expect(pages).toContain(`reports/${id}`);
      expect(pages).toContain(`notebooks/${experiment}`);
    }
  });

  it("learns again unasked where that is soon done", () => {
    const {records} = site();
    const long = records.filter((each) => learningWork(each) > mostWork).map(({experiment}) => experiment);
    expect(long).toEqual(expect.arrayContaining(["04-trading-signals", "07-intraday-boosting"]));
    expect(long).not.toContain("03-boosting-baseline");
    expect(long).not.toContain("06-backtest-universe");
  });

  it("opens every page without an error, asks nobody else, and fits any screen in any light", async () => {
    const {folder, browser, url, records} = site();
    // Pages wait more than they work.
    await eachOf(await pagesIn(folder), 3, async (path) => {
      const {page, faults, close} = await open(browser, url + path);
      expect(await page.locator("h1").count(), `${path} has no heading`).toBeGreaterThan(0);
      expect(await page.locator(".observablehq--error").count(), `${path} shows an error`).toBe(0);
      for (const [width, colorScheme] of [
        [1280, "light"],
        [390, "dark"]
      ] as const) {
        await page.setViewportSize({width, height: 844});
        await page.emulateMedia({colorScheme});
        await expect.poll(() => overflow(page), {message: `${path} is wider than ${width}`}).toBeLessThanOrEqual(0);
        expect(await cutOff(page), `${path} is cut off at ${width}`).toEqual([]);
        expect(await isLight(page), `${path} is not ${colorScheme}`).toBe(colorScheme === "light");
      }
      expect(faults, path).toEqual([]);
      const made = records.find(({id}) => path === `reports/${id}`);
      if (made) {
        const long = learningWork(made) > mostWork;
        const state = await page.locator(".badge[role=status]").getAttribute("data-state");
        expect(state, made.experiment).toBe(long ? "from-signal" : "verified");
        const found = await page.locator('[data-hash="found"]').textContent();
        expect(found, made.experiment).toBe(long ? "not made here" : made.hashes.result);
        expect(await page.locator('[data-hash="recorded"]').textContent()).toBe(made.hashes.result);
      }
      await close();
    });
  });

  it("shows the figures that the record holds", async () => {
    const {page, close} = await open(site().browser, reportOf("06-backtest"));
    const {sharpe, predictions} = record("06-backtest").metrics;
    expect(await page.locator('[data-metric="sharpe"]').textContent()).toBe(sharpe!.toFixed(2).replace("-", "\u2212"));
    expect(await page.locator('[data-metric="predictions"]').textContent()).toBe(String(predictions));
    await close();
  });

  it("runs the backtest again as its knobs are turned, and back", async () => {
    const {page, faults, close} = await open(site().browser, reportOf("06-backtest"));
    const {result} = record("06-backtest").hashes;
    const hash = page.locator(".outcome [data-hash]");
    await expect.poll(() => hash.getAttribute("data-hash")).toBe(result);
    const first = await lines(page);
    const seen = new Set([result]);
    const times: number[] = [];
    const turned = async () => {
      await expect.poll(async () => seen.has((await hash.getAttribute("data-hash"))!)).toBe(false);
      seen.add((await hash.getAttribute("data-hash"))!);
      expect(await hash.getAttribute("data-same")).toBe("false");
      expect(await lines(page)).not.toEqual(first);
      times.push(Number.parseFloat((await page.locator(".outcome .time").textContent())!));
    };
    for (const [name, place] of [
      ["commission", "40"],
      ["slippage", "30"],
      ["delay", "3"],
      ["delay", "5"]
    ]) {
      await page.locator(`input[name="${name}"]`).fill(place);
      await turned();
    }
    await page.locator('.live button[data-value="next-open"]').click();
    await turned();
    expect(await page.locator(".figure-card .below").allTextContents()).toContainEqual(expect.stringMatching(/^was /));
    expect(Math.min(...times), `took ${times.join(", ")} ms`).toBeLessThan(100);
    await page.getByRole("button", {name: "Reset to the recorded run"}).click();
    await expect.poll(() => hash.getAttribute("data-hash")).toBe(result);
    expect(await hash.getAttribute("data-same")).toBe("true");
    expect(await lines(page)).toEqual(first);
    await page.locator('.section-head button[data-value="log"]').click();
    expect(await lines(page)).not.toEqual(first);
    expect(faults).toEqual([]);
    await close();
  });

  it("turns red when what was recorded is tampered with", async () => {
    const {id} = record("06-backtest");
    const copy = await mkdtemp(join(tmpdir(), "tapebook-copy-"));
    await cp(site().folder, copy, {recursive: true, dereference: true});
    const folder = join(copy, "_file", "data-loaders");
    const files = await readdir(folder);
    const named = (part: string) =>
      join(
        folder,
        files.find((name) => name.startsWith(`${part}-${id}.`))!
      );
    const {home} = await started();
    const {run, ...rest} = await runPage(home, record("06-backtest"));
    const numbers = await runArrays(home, record("06-backtest"));
    const page = {run, ...rest};
    const changed = (name: string) => {
      const {offset, length} = page.arrays.find((place) => place.name === name)!;
      const copy = numbers.slice();
      const bits = new Uint8Array(copy.buffer);
      bits[8 * (offset + length - 20)] ^= 1;
      return packRun(page, copy);
    };
    const told = (told: Partial<RunPage["run"]>) => packRun({...page, run: {...run, ...told}}, numbers);
    const tampered: [string, RunParts][] = [
      ["metric sharpe", told({metrics: {...run.metrics, sharpe: 3}})],
      ["result made again", told({hashes: {...run.hashes, result: "0".repeat(64)}})],
      ["shipped equity and fills", changed("equity")],
      ["shipped prices", changed("field/close")]
    ];
    const put = async ({first, market}: RunParts) => {
      await writeFile(named("run"), first);
      await writeFile(named("market"), market);
    };
    const server = await serveSite({folder: copy, port: 0});
    try {
      for (const [subject, parts] of tampered) {
        await put(parts);
        const {page: shown, close} = await open(site().browser, `${server.url}reports/${id}`);
        expect(await shown.locator(".badge[role=status]").getAttribute("data-state"), subject).toBe("mismatch");
        expect(await shown.locator(".badge[role=status]").textContent()).toContain(subject);
        await close();
      }
      await put(packRun(page, numbers));
      const {page: shown, close} = await open(site().browser, `${server.url}reports/${id}`);
      expect(await shown.locator(".badge[role=status]").getAttribute("data-state")).toBe("verified");
      await close();
    } finally {
      await server.close();
      await rm(copy, {recursive: true, force: true});
    }
  });
});

/** The paths of the pages in a folder, without their endings. */
async function pagesIn(folder: string): Promise<string[]> {
  const files = await readdir(folder, {recursive: true});
  return files
    .filter((file) => file.endsWith(".html") && file !== "404.html")
    .map((file) => file.slice(0, -5).replace(/^index$/, ""))
    .sort();
}

/** By how much the page is wider than the screen. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

/** What reaches over the right edge of the screen without being in something that scrolls. */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const scrolls = (node: Element | null): boolean =>
      node !== null && (/auto|scroll/.test(getComputedStyle(node).overflowX) || scrolls(node.parentElement));
    return [...document.querySelectorAll("#observablehq-main *")]
      .filter((node) => node.getBoundingClientRect().right > innerWidth + 1 && !scrolls(node))
      .map((node) => `${node.tagName} ${node.getAttribute("class") ?? ""} ${(node.textContent ?? "").slice(0, 30)}`);
  });
}

/** Whether the page's ground is nearer to white than to black. */
async function isLight(page: Page): Promise<boolean> {
  const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  return ground
    .match(/\d+/g)!
    .slice(0, 3)
    .every((part) => Number(part) > 127);
}

/** The lines of the equity chart, as they are drawn. */
function lines(page: Page): Promise<(string | null)[]> {
  return page
    .locator('.equity-chart [aria-label="line"] path')
    .evaluateAll((paths) => paths.map((path) => path.getAttribute("d")));
}
