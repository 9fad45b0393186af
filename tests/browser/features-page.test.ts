import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {effects} from "../../core/lab/context.js";
import {makePlugin} from "../../core/lab/registry.js";
import {buildSite} from "../../core/site/build.js";
import type {Served} from "../../core/site/serve.js";
import {serveSite} from "../../core/site/serve.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {catalog} from "../../plugins/catalog.js";
import {executable, launch, open} from "./chromium.js";

describe.skipIf(executable === null)("the page on features in Chromium", {timeout: 180_000}, () => {
  let home = "";
  let browser: Browser;
  let served: Served;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "tapebook-home-"));
    const all = {from: -Infinity, to: Infinity, timeframe: "1d"} as const;
    await ingest(home, await makePlugin("source", "samples"), all, effects());
    const {folder} = await buildSite({home, ...effects()});
    [browser, served] = await Promise.all([launch(), serveSite({folder, port: 0})]);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await served?.close();
    if (home) await rm(home, {recursive: true, force: true});
  });

  const address = (hash = "") => `${served.url}notebooks/01-feature-engineering${hash}`;
  const chart = (page: Page) => page.locator(".price-chart .legend").last();
  const mean = (page: Page) => page.locator('[data-fact="Mean"]').textContent();

  it("computes a formula as it is typed, and says what it reads", async () => {
    const {page, faults, close} = await open(browser, address());
    const first = await mean(page);
    await page.getByRole("button", {name: "A formula"}).click();
    await page.getByLabel("Formula", {exact: true}).fill("mean(close, 50) / clo");
    await page.getByLabel("Formula", {exact: true}).press("Tab");
    await expect.poll(() => page.getByLabel("Formula", {exact: true}).inputValue()).toBe("mean(close, 50) / close");
    await expect.poll(() => chart(page).textContent()).toContain("mean(close, 50) / close");
    expect(await page.locator('[data-fact="Looks back"]').textContent()).toBe("49 bars");
    expect(await page.locator(".formula-panel .said").textContent()).toMatch(/^A feature\..*t \u2212 49 … t/);
    expect(await page.locator(".tree .line").count()).toBe(4);
    expect(await mean(page)).not.toBe(first);
    expect(page.url()).toContain("formula=mean");
    expect(faults).toEqual([]);
    await close();
  });

  it("shows where a formula is wrong, and refuses one that reads the future", async () => {
    const {page, faults, close} = await open(browser, address("#market=AAPL&formula=close"));
    const shown = await chart(page).textContent();
    const said = page.locator(".formula-panel .said");
    await page.getByLabel("Formula", {exact: true}).fill("close / lagg(close, 20)");
    await expect.poll(() => said.textContent()).toContain("unknown operator: lagg; did you mean lag?");
    expect(await page.locator(".behind .wrong").allTextContents()).toEqual(["lagg"]);
    await page.getByLabel("Formula", {exact: true}).fill("lead(close, 3) / close - 1");
    await expect.poll(() => said.textContent()).toMatch(/^Refused\. lead reads the future.*t … t \+ 3/);
    expect(await page.locator(".behind .wrong").allTextContents()).toEqual(["lead"]);
    expect(await chart(page).textContent()).toBe(shown);
    expect(faults).toEqual([]);
    await close();
  });

  it("opens with something to see where the link names what cannot be computed", async () => {
    for (const hash of ["#market=AAPL&formula=close+%2B", "#market=nowhere&feature=rsi&window=0.5", "#feature=none"]) {
      const {page, faults, close} = await open(browser, address(hash));
      await expect.poll(() => page.locator(".price-chart").count(), {message: hash}).toBe(1);
      expect(faults, hash).toEqual([]);
      await close();
    }
  });

  it("ranks stocks with one another in a market of several", async () => {
    const hash = `#${new URLSearchParams({market: "synthetic", formula: "rank(-returns(close, 5))"}).toString()}`;
    const {page, faults, close} = await open(browser, address(hash));
    await expect.poll(() => page.locator(".note-synthetic").first().isVisible()).toBe(true);
    await expect.poll(() => page.locator('[data-fact="Mean"]').textContent()).toBe("0.500");
    await page.getByLabel("Stock to draw").selectOption("S07");
    await expect.poll(() => page.locator(".price-chart .legend").first().textContent()).toContain("S07");
    expect(faults).toEqual([]);
    await close();
  });

  it("turns a feature's options, and says what it does not take", async () => {
    const {page, faults, close} = await open(browser, address("#market=AAPL&feature=bollinger&output=%22upper%22"));
    expect(await page.locator('.options select[name="output"]').inputValue()).toBe("upper");
    expect(await page.locator(".price-chart .line-chart").count()).toBe(1);
    await page.locator('.options input[name="window"]').fill("50");
    await expect.poll(() => page.locator('[data-fact="Looks back"]').textContent()).toBe("49 bars");
    await page.locator('.options input[name="window"]').fill("1");
    await expect.poll(() => page.locator(".chosen .said").textContent()).toContain("expected a whole number from 2");
    await page.locator('.options input[name="window"]').fill("20");
    await page.locator('.options select[name="output"]').selectOption("position");
    await expect.poll(() => page.locator(".price-chart .line-chart").count()).toBe(2);
    await page.getByLabel("Search features").fill("wilder");
    expect(await page.locator(".picker [data-feature]:visible").count()).toBeLessThan(20);
    expect(faults).toEqual([]);
    await close();
  });

  it("shows every feature of the list", async () => {
    const {page, faults, close} = await open(browser, address());
    const names = Object.keys(catalog.feature).filter((name) => name !== "formula");
    expect(await page.locator(".picker [data-feature]").count()).toBe(names.length);
    const refused: string[] = [];
    for (const name of names) {
      await page.locator(`.picker [data-feature="${name}"]`).evaluate((node: HTMLElement) => node.click());
      expect(await page.locator(".chosen h3").textContent()).toBe(name);
      const said = (await page.locator(".chosen .said").textContent()) ?? "";
      if (said === "") await expect.poll(() => chart(page).textContent(), {message: name}).toContain(`${name}(`);
      else refused.push(`${name}: ${said}`);
      expect(await page.locator(".observablehq--error").count(), name).toBe(0);
    }
    // What asks for fields that days of one stock do not have says so; all else is computed.
    for (const each of refused)
      expect(each).toMatch(/: unknown field: \w+; fields are open, high, low, close, volume\./);
    expect(refused.length).toBeLessThan(15);
    expect(faults).toEqual([]);
    await close();
  });
});
