import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {effects} from "../../core/lab/context.js";
import {buildSite} from "../../core/site/build.js";
import type {Served} from "../../core/site/serve.js";
import {serveSite} from "../../core/site/serve.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {everything, sourceOf} from "../store/homes.js";
import {changed, cleanBars, scaled} from "../store/quality-market.js";
import {executable, launch, open} from "./chromium.js";

describe.skipIf(executable === null)("the page on data quality in Chromium", {timeout: 120_000}, () => {
  let home = "";
  let browser: Browser;
  let served: Served;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "tapebook-home-"));
    const clean = cleanBars();
    const split = changed(clean, "AAA", [150, Infinity], (bar) => scaled(bar, 0.5));
    const spiked = changed(split, "BBB", [100, 101], (bar) => scaled(bar, 1.5));
    const bars = changed(spiked, "CCC", [60, 120], () => null);
    const hourly = cleanBars({timeframe: "1h", to: "2019-03-01", deviation: 0.004});
    await ingest(home, sourceOf(bars, "faulty"), everything, effects());
    await ingest(home, sourceOf(hourly, "clean"), {...everything, timeframe: "1h"}, effects());
    const swung = changed(hourly, "BBB", [100, 101], (bar) => scaled(bar, 1.2));
    const holed = changed(swung, "CCC", [150, 152], () => null);
    await ingest(home, sourceOf(holed, "hours"), {...everything, timeframe: "1h"}, effects());
    const {folder} = await buildSite({home, ...effects()});
    [browser, served] = await Promise.all([launch(), serveSite({folder, port: 0})]);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await served?.close();
    if (home) await rm(home, {recursive: true, force: true});
  });

  const address = () => `${served.url}reports/data-quality`;

  it("shows the figures, and leads from a kind to its findings and their prices", async () => {
    const {page, faults, close} = await open(browser, address());
    await page.getByRole("button", {name: "faulty/1d"}).click();
    expect(await page.locator('[data-figure="Sessions missing"]').textContent()).toBe("60");
    expect(await page.locator('[data-figure="Splits suspected"]').textContent()).toBe("1");
    expect(await page.locator('[data-figure="Complete symbols"]').textContent()).toBe("2");
    expect(await page.locator(".kinds [data-kind]").allTextContents()).toEqual([
      "Unadjusted split suspected",
      "Spike",
      "Session missing"
    ]);
    const rows = page.locator(".findings tbody tr");
    const head = page.locator(".finding-head > b");
    expect(await rows.count()).toBe(50);
    expect(await head.textContent()).toBe("AAA");
    await page.locator('.kinds [data-kind="spike"]').click();
    expect(await rows.count()).toBe(1);
    expect(await head.textContent()).toBe("BBB");
    expect(await page.locator(".kinds .words code").allTextContents()).toContain("--policy spike=quarantine");
    expect(await page.locator(".finding .said").textContent()).toMatch(/ \(\+\d.* σ\); [+\u2212]?\d/);
    await expect.poll(() => page.locator('.finding svg [aria-label="dot"] circle').count()).toBe(1);
    await page.locator('select[name="kind"]').selectOption("");
    await page.locator('input[name="search"]').fill("ccc 2019-04-2");
    expect(await rows.count()).toBe(6);
    await rows.nth(3).click();
    expect(await rows.nth(3).getAttribute("aria-selected")).toBe("true");
    expect(await page.locator(".finding-head span").first().textContent()).toBe(
      await rows.nth(3).locator(".date").textContent()
    );
    await page.locator('input[name="search"]').fill("nowhere");
    expect(await page.locator(".status").textContent()).toBe("Nothing matches.");
    await page.locator('input[name="search"]').fill("");
    await page.getByRole("button", {name: "Show more"}).click();
    expect(await rows.count()).toBe(62);
    expect(faults).toEqual([]);
    await close();
  });

  it("draws bars shorter than a day one after another, without the nights", async () => {
    const {page, faults, close} = await open(browser, address());
    await page.getByRole("button", {name: "hours/1h"}).click();
    const when = page.locator(".finding-head span").first();
    expect(await when.textContent()).toMatch(/^2019-\d\d-\d\d \d\d:30 UTC$/);
    const ticks = page.locator('.finding svg [aria-label="x-axis tick label"] text');
    await ticks.first().waitFor();
    const places = () => ticks.evaluateAll((all) => all.map((tick) => tick.getBoundingClientRect().x));
    expect((await ticks.allTextContents()).every((text) => /^2019-\d\d-\d\d$/.test(text))).toBe(true);
    const apart = (await places()).slice(1).map((x, i, all) => x - (all[i - 1] ?? x));
    expect(apart.length).toBeGreaterThan(3);
    // Seven bars a session, weekends or not: the days are equally far from one another.
    expect(Math.max(...apart.slice(1)) - Math.min(...apart.slice(1))).toBeLessThan(1);
    await page.locator('.kinds [data-kind="gap"]').click();
    expect(await when.textContent()).toMatch(/ UTC$/);
    // The plot is drawn once its place has a width.
    await page.locator(".finding svg [stroke-dasharray]").first().waitFor({state: "attached"});
    expect(faults).toEqual([]);
    await close();
  });

  it("keeps the figures on one line where their names do not fit on one", async () => {
    const {page, close} = await open(browser, address(), {viewport: {width: 1100, height: 800}});
    const tops = await page
      .locator(".figure-card .value")
      .evaluateAll((all) => all.map((each) => each.getBoundingClientRect().y));
    expect(tops).toHaveLength(6);
    expect(new Set(tops).size).toBe(1);
    await close();
  });

  it("marks the months that a symbol lacks", async () => {
    const {page, close} = await open(browser, address());
    await page.getByRole("button", {name: "faulty/1d"}).click();
    const cells = page.locator('.coverage [aria-label="cell"] rect');
    await cells.first().waitFor();
    expect(await cells.count()).toBe(36);
    const red = await cells.evaluateAll(
      (all) => all.filter((cell) => cell.getAttribute("fill")!.includes("--down")).length
    );
    expect(red).toBe(4);
    await close();
  });

  it("says of a clean dataset that nothing was found, and of an empty store how to begin", async () => {
    const {page, faults, close} = await open(browser, address());
    expect(await page.locator(".empty").first().textContent()).toContain("Nothing was found.");
    expect(await page.locator(".absent").textContent()).toMatch(/^Not found: value missing, .*session missing/);
    await page.route("**/data-quality*.json", (route) => route.fulfill({json: []}));
    await page.reload({waitUntil: "networkidle"});
    expect(await page.locator(".empty").textContent()).toContain("No data yet.");
    await page.unroute("**/data-quality*.json");
    await page.route("**/data-quality*.json", (route) =>
      route.fulfill({json: [{dataset: "csv/1d", error: "invalid manifest: csv/1d was changed"}]})
    );
    await page.reload({waitUntil: "networkidle"});
    expect(await page.locator(".empty").textContent()).toContain("csv/1d cannot be read.");
    expect(faults).toEqual([]);
    await close();
  });

  it("fits a phone", async () => {
    const {page, faults, close} = await open(browser, address(), {viewport: {width: 390, height: 844}});
    await page.getByRole("button", {name: "faulty/1d"}).click();
    const over = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await expect.poll(over).toBeLessThanOrEqual(0);
    expect(faults).toEqual([]);
    await close();
  });
});
