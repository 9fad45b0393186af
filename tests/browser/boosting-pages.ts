import type {Browser, Page} from "playwright-core";
import {describe, expect, it} from "vitest";
import {open} from "./chromium.js";

/** The tests of the pages on boosted trees, in a site that has runs of all their experiments. */
export function boostingPages(site: () => {readonly browser: Browser; readonly url: string}): void {
  const start = (name: string) => open(site().browser, `${site().url}notebooks/${name}`);
  const drawn = (page: Page, plot: string) => page.locator(`[data-plot="${plot}"]`).innerHTML();
  const contenders = (page: Page, within = "") =>
    page
      .locator(`${within} table.contest tbody tr`)
      .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-contender")));

  describe("the page on the boosting baseline", () => {
    it("trains in the page to the bits that Node recorded, and anew with each knob", async () => {
      const {page, faults, close} = await start("03-boosting-baseline");
      const model = page.locator('[data-hash="model"]');
      const hash = () => model.getAttribute("data-full");
      await expect.poll(() => model.count(), {timeout: 30_000}).toBe(1);
      const first = await hash();
      expect(first).toMatch(/^[0-9a-f]{64}$/);
      expect(await page.locator('[data-hash="recorded"]').getAttribute("data-same")).toBe("true");
      expect(await contenders(page, '[data-live="contest"]')).toEqual(["model", "ridge", "baseline"]);
      expect(await contenders(page)).toEqual(expect.arrayContaining(["catboost", "forest", "shuffled labels"]));
      const figures = () => page.locator('[data-live="contest"] tr[data-contender="model"]').textContent();
      const before = await figures();
      const leaves = page.locator("form", {hasText: "Leaves of each"}).locator('input[type="number"]');
      const usual = await leaves.inputValue();
      await leaves.fill("15");
      await leaves.press("Enter");
      await expect.poll(hash, {timeout: 30_000}).not.toBe(first);
      expect(await figures()).not.toBe(before);
      expect(await page.locator('[data-hash="recorded"]').getAttribute("data-same")).toBe("false");
      await leaves.fill(usual);
      await leaves.press("Enter");
      await expect.poll(hash, {timeout: 30_000}).toBe(first);
      expect(await figures()).toBe(before);
      expect(faults).toEqual([]);
      await close();
    });
  });

  describe("the page on trading signals", () => {
    it("shows who ranks best at each horizon, and what the model goes by", async () => {
      const {page, faults, close} = await start("04-trading-signals");
      await expect.poll(() => page.locator("table.contest").count(), {timeout: 30_000}).toBe(3);
      const names = await contenders(page);
      expect(names).toHaveLength(11);
      expect(names).toEqual(expect.arrayContaining(["model", "ridge, 1 day", "catboost", "shuffled, 21 days"]));
      const before = [await drawn(page, "dependence"), await drawn(page, "effect")];
      const feature = page.locator("form", {hasText: /^Feature/}).locator("select");
      const chosen = await feature.inputValue();
      const other = await feature
        .locator("option")
        .evaluateAll((all) => all.map((each) => (each as HTMLOptionElement).value));
      await feature.selectOption(other.find((value) => value !== chosen)!);
      await expect.poll(() => drawn(page, "dependence")).not.toBe(before[0]);
      await expect.poll(() => drawn(page, "effect")).not.toBe(before[1]);
      const way = await drawn(page, "waterfall");
      await page
        .locator("form", {hasText: /^Prediction/})
        .locator("select")
        .selectOption({index: 5});
      await expect.poll(() => drawn(page, "waterfall")).not.toBe(way);
      expect(faults).toEqual([]);
      await close();
    });

    it("rings where a feature knows the outcome, and finds what trading leaves", async () => {
      const {page, faults, close} = await start("04-trading-signals");
      const alarm = page.locator(".leakage-alarm");
      await expect.poll(() => alarm.textContent(), {timeout: 60_000}).toContain("No alarm");
      await page.getByRole("checkbox", {name: "Plant tomorrow's return"}).check();
      await expect.poll(() => alarm.getAttribute("data-planted"), {timeout: 60_000}).toBe("true");
      expect(await alarm.locator(".evidence").allTextContents()).toEqual([
        expect.stringContaining("tomorrow's return (planted) alone has a rank IC of 0.")
      ]);
      const worth = page.locator(".verdict-line", {hasText: "where trading is free"});
      await expect.poll(() => worth.count(), {timeout: 60_000}).toBe(1);
      expect(await page.locator("table", {hasText: "Before costs"}).count()).toBe(1);
      expect(await page.locator(".observablehq--error").count()).toBe(0);
      expect(faults).toEqual([]);
      await close();
    });
  });

  describe("the page on intraday boosting", () => {
    it("shows the contest, and what a trade may cost", async () => {
      const {page, faults, close} = await start("07-intraday-boosting");
      await expect.poll(() => contenders(page)).toEqual(["model", "baseline", "ridge", "shuffled labels"]);
      const worth = page.locator(".verdict-line", {hasText: "a round trip"});
      await expect.poll(() => worth.textContent()).toMatch(/may cost\s+\d+\.\d\d/);
      const before = await worth.textContent();
      const cost = page.locator("form", {hasText: "A round trip costs"}).locator('input[type="number"]');
      await cost.fill("9");
      await cost.press("Enter");
      await expect.poll(() => worth.textContent()).not.toBe(before);
      expect(faults).toEqual([]);
      await close();
    });
  });
}

/** The test that a report whose models learn for long learns again when it is told to, and is then verified. */
export function learnsAgain(
  report: () => {readonly browser: Browser; readonly url: string; readonly result: string}
): void {
  it("learns again in the page when it is told to, and is then verified", async () => {
    const {browser, url, result} = report();
    const {page, faults, close} = await open(browser, url);
    const badge = page.locator(".badge[role=status]");
    expect(await badge.getAttribute("data-state")).toBe("from-signal");
    expect(await page.locator("#explanation h3").textContent()).toContain("What each feature added");
    await page.getByRole("button", {name: "Learn again here"}).click();
    await expect.poll(() => page.locator(".verification progress").count()).toBe(1);
    await expect.poll(() => badge.getAttribute("data-state"), {timeout: 120_000, interval: 500}).toBe("verified");
    expect(await page.locator('[data-hash="found"]').textContent()).toBe(result);
    expect(faults).toEqual([]);
    await close();
  });
}
