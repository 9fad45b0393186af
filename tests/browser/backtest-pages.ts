import type {Browser, Page} from "playwright-core";
import {describe, expect, it} from "vitest";
import {open} from "./chromium.js";

/** The tests of the pages on backtests, in a site that has samples and the run of the universe. */
export function backtestPages(site: () => {readonly browser: Browser; readonly url: string}): void {
  const start = (name: string) => open(site().browser, `${site().url}notebooks/${name}`);
  const chart = (page: Page) => page.locator(".line-chart svg").first().innerHTML();
  const said = async (page: Page, name: string) =>
    (await page.locator(`.desk-group[data-group="${name}"] .now`).textContent()) ?? "";
  const openGroup = (page: Page, name: string) => page.locator(`.desk-group[data-group="${name}"] > summary`).click();
  const status = (page: Page) => page.locator("[role=status] progress").count();

  describe("the page on a backtest", () => {
    it("trades anew as each group of controls is turned, and says what it is set to", async () => {
      const {page, faults, close} = await start("06-backtest");
      let before = await chart(page);
      const turned = async () => {
        await expect.poll(() => chart(page)).not.toBe(before);
        before = await chart(page);
      };
      await openGroup(page, "cost");
      await page.locator('input[name="points"]').fill("50");
      await turned();
      expect(await said(page, "cost")).toContain("slippage 50 bp");
      await page.locator('select[name="slippage"]').selectOption("square-root-impact");
      await turned();
      await openGroup(page, "risk");
      await page.locator('input[name="stop-loss"]').fill("2");
      await turned();
      expect(await said(page, "risk")).toBe("stop 2%");
      await expect.poll(() => page.locator("table", {hasText: "Why it traded"}).textContent()).toContain("Stop loss");
      await page.getByRole("button", {name: "Reset"}).click();
      await turned();
      expect(await said(page, "risk")).toBe("none");
      await expect.poll(() => page.locator("table", {hasText: "Why it traded"}).count()).toBe(0);
      await openGroup(page, "trade");
      await page.locator('select[name="strategy"]').selectOption("breakout");
      await turned();
      await expect.poll(() => page.locator("table", {hasText: "Why it traded"}).textContent()).toContain("Entry");
      await expect.poll(() => page.getByRole("heading", {name: "What the algorithm recorded"}).count()).toBe(1);
      expect(await page.locator(".observablehq--error").count()).toBe(0);
      expect(faults).toEqual([]);
      await close();
    });

    it("flags fills at the close that they were decided on, and takes the flag away again", async () => {
      const {page, faults, close} = await start("06-backtest");
      await openGroup(page, "fill");
      await page.getByRole("button", {name: "same close"}).click();
      await expect.poll(() => page.locator(".desk-charts .look-ahead").count()).toBe(1);
      await page.getByRole("button", {name: "next open"}).click();
      await expect.poll(() => page.locator(".look-ahead").count()).toBe(0);
      expect(await said(page, "fill")).toBe("next open, stops first");
      expect(faults).toEqual([]);
      await close();
    });

    it("shows what was refused and what was paid where there is any", async () => {
      const {page, faults, close} = await start("06-backtest");
      await page.locator('select[name="strategy"]').selectOption("buy-and-hold");
      await page.locator('input[name="weight"]').fill("19");
      await openGroup(page, "cost");
      await page.getByText("Interest and fees").click();
      await page.locator('input[name="margin-interest"]').fill("12");
      await expect.poll(() => page.locator("table", {hasText: "Margin interest"}).count()).toBe(1);
      await openGroup(page, "risk");
      await page.getByText("Limits of the account").click();
      await page.locator('.segmented button[data-value="none"]').click();
      await expect.poll(() => page.getByRole("heading", {name: "Refused or cut"}).count()).toBe(1);
      expect(await page.locator("table", {hasText: "Margin interest"}).count()).toBe(0);
      expect(faults).toEqual([]);
      await close();
    });
  });

  describe("the page on costs", () => {
    it("fills its tables, marks the usual cell and finds where nothing is left", async () => {
      const {page, faults, close} = await start("06-costs");
      await expect.poll(() => page.locator(".matrix").count()).toBe(2);
      await expect.poll(() => status(page), {timeout: 60_000}).toBe(0);
      expect(await page.locator(".matrix .waiting").count()).toBe(0);
      expect(await page.locator(".matrix .usual").allTextContents()).toHaveLength(2);
      const [one, other] = await page.locator(".matrix .usual").allTextContents();
      expect(one).toBe(other);
      expect(await page.locator(".flagged").textContent()).toContain("looks ahead");
      expect(await page.locator(".facts-row dt").allTextContents()).toContain("Gross profit eaten");
      const before = await page.locator(".matrix").first().textContent();
      await page.locator("form", {hasText: "Strategy"}).locator("select").selectOption({label: "Breakout with stops"});
      await expect.poll(() => page.locator(".matrix").first().textContent()).not.toBe(before);
      await expect.poll(() => status(page), {timeout: 60_000}).toBe(0);
      expect(await page.locator(".flagged").count()).toBe(0);
      expect(await page.locator(".observablehq--error").count()).toBe(0);
      expect(faults).toEqual([]);
      await close();
    });
  });

  describe("the page that compares strategies", () => {
    it("compares those that are ticked, and says what luck would bring", async () => {
      const {page, faults, close} = await start("06-strategies");
      const rows = () => page.locator("table.tight tbody tr").count();
      await expect.poll(rows, {timeout: 60_000}).toBe(12);
      await expect.poll(() => status(page)).toBe(0);
      const lucky = page.locator(".verdict-line");
      expect(await lucky.textContent()).toContain("Of 12 strategies");
      await page.getByRole("checkbox", {name: "Momentum"}).uncheck();
      await expect.poll(rows).toBe(11);
      await expect.poll(() => lucky.textContent()).toContain("Of 11 strategies");
      expect(await page.locator(".matrix").count()).toBe(2);
      await page.locator("form", {hasText: "Market"}).locator("select").first().selectOption("100 made-up stocks");
      await expect.poll(() => page.locator(".note-synthetic").count(), {timeout: 60_000}).toBe(1);
      await expect.poll(rows, {timeout: 90_000}).toBe(8);
      expect(await page.locator(".observablehq--error").count()).toBe(0);
      expect(faults).toEqual([]);
      await close();
    });
  });
}
