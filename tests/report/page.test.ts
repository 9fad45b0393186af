import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {brotliCompressSync, constants} from "node:zlib";
import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {report} from "../../core/cli/verbs/report.js";
import {runArrays, runPage} from "../../core/lab/arrays.js";
import {effects} from "../../core/lab/context.js";
import type {Experiment} from "../../core/lab/experiment.js";
import {makePlugin} from "../../core/lab/registry.js";
import {run} from "../../core/lab/run.js";
import {engineScript, pageScript, styleSheet} from "../../core/site/page/bundle.js";
import {packRun} from "../../core/site/page/pack.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {backtest} from "../../experiments/06-backtest.js";
import {backtestUniverse} from "../../experiments/06-backtest-universe.js";
import {topK} from "../../plugins/strategies/top-k.js";
import {figureText} from "../../reports/components/format.js";
import {learningWork, mostWork} from "../../reports/components/replay.js";
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

  it("turns red where a number in it was changed, or a part of it is damaged", async () => {
    const text = await readFile(file("trades"), "utf8");
    const part = (id: string) => new RegExp(`(<script type="application/gzip" id="${id}">)([^<]*)`).exec(text)![2];
    const page = await runPage(made.home, made.records.trades);
    const numbers = await runArrays(made.home, made.records.trades);
    const changed = (name: string) => {
      const {offset, length} = page.arrays.find((place) => place.name === name)!;
      const copy = numbers.slice();
      copy[offset + length - 20] *= 1 + 1e-12;
      return packRun(page, copy);
    };
    const [first] = page.fills;
    const told = packRun(
      {...page, fills: [{...first, commission: first.commission + 1}, ...page.fills.slice(1)]},
      numbers
    );
    const copy = join(made.home, "tampered.html");
    for (const [id, forged, reason] of [
      ["first", changed("equity").first, "shipped equity and fills"],
      ["market", changed("field/close").market, "shipped prices"],
      ["market", told.market, "shipped equity and fills"],
      ["market", packRun(page, numbers).market.subarray(0, 400), "it cannot be read"],
      ["first", packRun(page, numbers).first.subarray(0, 400), "it cannot be read"]
    ] as const) {
      await writeFile(copy, text.replace(part(id), Buffer.from(forged).toString("base64")));
      const opened = await openFile(browser, copy);
      const red = opened.page.locator('.badge[data-state="mismatch"]');
      await red.waitFor({timeout: 60_000});
      expect(await red.textContent(), `${id}, ${reason}`).toContain(reason);
      await opened.close();
    }
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
  let home = "";
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "tapebook-bytes-"));
    for (const source of ["samples", "synthetic"])
      await ingest(
        home,
        await makePlugin("source", source),
        {from: -Infinity, to: Infinity, timeframe: "1d"},
        effects()
      );
  }, 60_000);
  afterAll(() => rm(home, {recursive: true, force: true}));

  /** Bytes until the page can be used, and in all until it has made its run again, as the site is served. */
  async function transferred(experiment: Experiment): Promise<{readonly used: number; readonly all: number}> {
    const {record} = await run(experiment, home, effects());
    const {first, market, signal} = packRun(await runPage(home, record), await runArrays(home, record));
    const sent = (text: string) => brotliCompressSync(text, {params: {[constants.BROTLI_PARAM_QUALITY]: 11}}).length;
    const [script, style] = [sent(await pageScript("reports/page.ts")), sent(await styleSheet())];
    const again = learningWork(record) <= mostWork;
    // The page itself and Framework's own client, which the project does not make.
    const frame = 60_000;
    const used = frame + script + style + first.length;
    return {used, all: used + sent(await engineScript()) + market.length + (again ? 0 : signal.length)};
  }

  it("is less than half a megabyte in all where there is one symbol", async () => {
    const {used, all} = await transferred(backtest);
    expect(used).toBeLessThan(0.3e6);
    expect(all).toBeLessThan(0.5e6);
  }, 60_000);

  it("is far less than 1.5 MB until it can be used, and about that in all, of a universe", async () => {
    // Its models learn again in the page, which is not sent the signal: the same bytes without the learning.
    const {learn, ...rest} = backtestUniverse;
    const strategy = topK({k: 10, keep: 3, signal: "momentum"});
    const {used, all} = await transferred({...rest, backtest: {...rest.backtest!, strategy}});
    expect(learn).toBeDefined();
    expect(used).toBeLessThan(0.3e6);
    expect(all).toBeLessThan(1.55e6);
  }, 120_000);
});
