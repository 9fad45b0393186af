import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {gunzipSync} from "node:zlib";
import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {report} from "../../core/cli/verbs/report.js";
import {effects} from "../../core/lab/context.js";
import {unpackNumbers} from "../../core/site/numbers.js";
import {engineScript, pageScript, styleSheet} from "../../core/site/page/bundle.js";
import {packRun} from "../../core/site/page/pack.js";
import type {RunPage} from "../../core/site/payload.js";
import {figureText} from "../../reports/components/format.js";
import {executable, launch} from "../browser/chromium.js";
import {reportHome} from "./runs.js";

/** Opens a file with no network, and watches what it asks for and what goes wrong. */
async function openFile(browser: Browser, file: string, width = 1280) {
  const context = await browser.newContext({offline: true, viewport: {width, height: 900}});
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  page.on("pageerror", ({message}) => faults.push(message));
  page.on("request", (request) => {
    if (!/^(?:file|data|blob):/.test(request.url())) faults.push(`left: ${request.url()}`);
  });
  await page.goto(pathToFileURL(file).href);
  return {page, faults, close: () => context.close()};
}

/** The state of the badge once the page has come to a conclusion. */
async function concluded(page: Page): Promise<string | null> {
  const badge = page.locator('.badge[role="status"]:not([data-state="running"])');
  await badge.waitFor({timeout: 60_000});
  return badge.getAttribute("data-state");
}

describe.skipIf(executable === null)("a report that is one file", () => {
  let made: Awaited<ReturnType<typeof reportHome>>;
  let browser: Browser;
  const folder = () => join(made.home, "reports");
  const file = (name: keyof typeof made.records) => join(folder(), `${name}-${made.records[name].id}`, "report.html");

  beforeAll(async () => {
    made = await reportHome();
    await report.act({all: true, html: true, out: folder()}, {home: made.home, task: () => effects()});
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await made?.remove();
  });

  it("opens from disk with no network, makes the run again and finds the same", async () => {
    const {page, faults, close} = await openFile(browser, file("trades"));
    expect(await concluded(page)).toBe("verified");
    const {hashes} = made.records.trades;
    expect(await page.locator('[data-hash="found"]').textContent()).toBe(hashes.result);
    expect(faults).toEqual([]);
    await close();
  });

  it("shows the figures of run.json, every one", async () => {
    for (const [name, {metrics, units, evidence, reasons}] of Object.entries(made.records)) {
      const {page, faults, close} = await openFile(browser, file(name as keyof typeof made.records));
      await concluded(page);
      for (const [metric, value] of Object.entries(metrics)) {
        const shown = page.locator(`[data-metric="${metric}"]`).first();
        expect(await shown.textContent(), `${metric} of ${name}`).toBe(figureText(value, units[metric]));
        if (value !== null) continue;
        const title = await shown.locator("xpath=ancestor-or-self::*[@title][1]").getAttribute("title");
        expect(title, `${metric} of ${name}`).toContain(reasons?.[metric] ?? "Not determined");
      }
      const deflated = evidence?.sharpe.deflated;
      if (evidence) {
        expect(await page.locator('[data-evidence="deflated-sharpe"]').textContent()).toBe(
          figureText(deflated, "percent")
        );
        const trials = page.locator('.figure-card [data-evidence="trials"]');
        expect(await trials.textContent()).toBe(figureText(evidence.trials.counted, "count"));
      }
      expect(faults, name).toEqual([]);
      await close();
    }
  });

  it("never shows a number that is none, nor is wider than a phone", async () => {
    for (const name of Object.keys(made.records) as (keyof typeof made.records)[]) {
      const {page, close} = await openFile(browser, file(name), 390);
      await concluded(page);
      await page.evaluate(() => document.querySelectorAll("details").forEach((each) => (each.open = true)));
      const text = await page.evaluate(() => {
        const titles = Array.from(document.querySelectorAll("[title], [aria-label]"), (each) =>
          [each.getAttribute("title"), each.getAttribute("aria-label")].join(" ")
        );
        const drawn = Array.from(
          document.querySelectorAll("svg [d], svg [x], svg [y], svg [transform], svg [points]"),
          (each) =>
            ["d", "x", "y", "transform", "points", "width", "height"]
              .map((name) => each.getAttribute(name) ?? "")
              .join(" ")
        );
        document.querySelectorAll("pre").forEach((each) => each.remove());
        return [document.body.innerText, ...titles.map((title) => title.replace(/\bnull\b(?= *$)/, "")), ...drawn].join(
          "\n"
        );
      });
      const found = text.match(/.{0,30}(?:\bNaN\b|Infinity|\bundefined\b|\[object ).{0,30}/g);
      expect(found, name).toBeNull();
      expect(await page.evaluate(() => document.body.innerText.match(/.{0,30}\bnull\b.{0,30}/g)), name).toBeNull();
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(390);
      await close();
    }
  });

  it("has every part of a tear sheet, and controls that work", async () => {
    const {page, faults, close} = await openFile(browser, file("trades"));
    await concluded(page);
    for (const id of [
      "equity",
      "evidence",
      "lint",
      "drawdown",
      "months",
      "returns",
      "rolling",
      "risk",
      "stress",
      "exposure",
      "trades",
      "costs",
      "terms",
      "audit",
      "verification",
      "lineage"
    ])
      expect(await page.locator(`section#${id}`).count(), id).toBe(1);
    for (const id of ["equity", "drawdown", "returns", "rolling", "risk", "exposure", "trades"])
      await expect.poll(() => page.locator(`section#${id} svg`).count(), {message: id}).toBeGreaterThan(0);
    const line = () =>
      page.locator("#equity svg path").evaluateAll((paths) => paths.map((path) => path.getAttribute("d")));
    const before = await line();
    await page.locator('#equity button[data-value="log"]').click();
    expect(await line()).not.toEqual(before);
    const rolling = () =>
      page.locator("#rolling svg path").evaluateAll((paths) => paths.map((path) => path.getAttribute("d")));
    const half = await rolling();
    await page.locator('#rolling .segmented button[aria-pressed="false"]').first().click();
    await expect.poll(async () => JSON.stringify(await rolling()) === JSON.stringify(half)).toBe(false);
    const hash = page.locator(".outcome [data-hash]");
    await expect.poll(() => hash.getAttribute("data-same")).toBe("true");
    await page.locator('input[name="slippage"]').fill("30");
    await expect.poll(() => hash.getAttribute("data-same")).toBe("false");
    await page.locator("#trades th button", {hasText: "MAE"}).click();
    const worst = page.locator("#trades tbody tr").first().locator("td").nth(9);
    const best = await worst.textContent();
    await page.locator("#trades th button", {hasText: "MAE"}).click();
    expect(await worst.textContent()).not.toBe(best);
    expect(faults).toEqual([]);
    await close();
  });

  it("turns red where a number in it was changed", async () => {
    const text = await readFile(file("trades"), "utf8");
    const part = (id: string) => new RegExp(`(<script type="application/gzip" id="${id}">)([^<]*)`).exec(text)!;
    const page = JSON.parse(gunzipSync(Buffer.from(part("page")[2], "base64")).toString()) as RunPage;
    const packed = gunzipSync(Buffer.from(part("numbers")[2], "base64"));
    const numbers = new Float64Array(unpackNumbers(Uint8Array.from(packed).buffer));
    const {offset, length} = page.arrays.find(({name}) => name === "equity")!;
    numbers[offset + length - 20] *= 1 + 1e-12;
    const copy = join(made.home, "tampered.html");
    const forged = Buffer.from(packRun(page, numbers)).toString("base64");
    await writeFile(copy, text.replace(part("numbers")[2], forged));
    const opened = await openFile(browser, copy);
    expect(await concluded(opened.page)).toBe("mismatch");
    expect(await opened.page.locator(".badge[role=status]").textContent()).toContain("shipped equity and fills");
    await opened.close();
    await writeFile(copy, text.replace(part("numbers")[2], forged.slice(0, 400)));
    const cut = await openFile(browser, copy);
    await expect.poll(() => cut.page.locator('.badge[data-state="mismatch"]').count()).toBe(1);
    await cut.close();
  });

  it("is compared with the others in a table that sorts, filters and leads to it", async () => {
    const {page, faults, close} = await openFile(browser, join(folder(), "index.html"));
    const rows = page.locator(".run-table tbody tr");
    await expect.poll(() => rows.count()).toBe(3);
    const sharpes = async () => (await rows.locator("td:nth-child(3)").allTextContents()).map((each) => each.trim());
    const sort = page.locator(".run-table th button", {hasText: "Sharpe"});
    await sort.click();
    expect((await sharpes()).at(-1)).toBe("–");
    await sort.click();
    expect((await sharpes()).at(-1)).toBe("–");
    await page.locator('input[type="search"]').fill(made.records.short.id);
    await expect.poll(() => rows.count()).toBe(1);
    await rows.locator("a").click();
    expect(await page.locator("h1").first().textContent()).toBe(made.records.short.title);
    expect(faults).toEqual([]);
    await close();
  });
});

describe("what a report's page transfers", () => {
  let made: Awaited<ReturnType<typeof reportHome>>;
  beforeAll(async () => {
    made = await reportHome();
  });
  afterAll(() => made?.remove());

  it("is less than 1.5 MB all together, before any server compresses it", async () => {
    const {runArrays, runPage} = await import("../../core/lab/arrays.js");
    const page = await runPage(made.home, made.records.trades);
    const parts = {
      script: Buffer.byteLength(await pageScript("reports/page.ts")),
      engine: (await engineScript()).length,
      style: Buffer.byteLength(await styleSheet()),
      record: Buffer.byteLength(JSON.stringify(page)),
      numbers: packRun(page, await runArrays(made.home, made.records.trades)).length,
      // The page itself and Framework's own client, which the project does not make.
      frame: 120_000
    };
    const all = Object.values(parts).reduce((sum, bytes) => sum + bytes, 0);
    expect(all, JSON.stringify(parts)).toBeLessThan(1.5e6);
  });
});
