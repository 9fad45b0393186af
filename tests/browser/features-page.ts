import type {Browser, Page} from "playwright-core";
import {describe, expect, it} from "vitest";
import {open} from "./chromium.js";

/** The tests of the page on features, in a site that has samples; `site` is asked when it is built. */
export function featuresPage(site: () => {readonly browser: Browser; readonly url: string}): void {
  const start = (hash = "") => open(site().browser, `${site().url}notebooks/01-feature-engineering${hash}`);
  const chart = (page: Page) => page.locator(".price-chart .legend").last();
  const fact = (page: Page, name: string) => page.locator(`[data-fact="${name}"]`).textContent();

  describe("the page on features", () => {
    it("computes a formula as it is typed, says what it reads, and refuses one that reads the future", async () => {
      const {page, faults, close} = await start();
      const first = await fact(page, "Mean");
      const written = page.getByLabel("Formula", {exact: true});
      const said = page.locator(".formula-panel .said");
      await page.getByRole("button", {name: "A formula"}).click();
      await written.fill("mean(close, 50) / clo");
      await written.press("Tab");
      await expect.poll(() => written.inputValue()).toBe("mean(close, 50) / close");
      await expect.poll(() => chart(page).textContent()).toContain("mean(close, 50) / close");
      expect(await fact(page, "Looks back")).toBe("49 bars");
      expect(await said.textContent()).toMatch(/^A feature\..*t \u2212 49 … t/);
      expect(await page.locator(".tree .line").count()).toBe(4);
      expect(await fact(page, "Mean")).not.toBe(first);
      expect(page.url()).toContain("formula=mean");
      const shown = await chart(page).textContent();
      await written.fill("close / lagg(close, 20)");
      await expect.poll(() => said.textContent()).toContain("unknown operator: lagg; did you mean lag?");
      expect(await page.locator(".behind .wrong").allTextContents()).toEqual(["lagg"]);
      await written.fill("lead(close, 3) / close - 1");
      await expect.poll(() => said.textContent()).toMatch(/^Refused\. lead reads the future.*t … t \+ 3/);
      expect(await page.locator(".behind .wrong").allTextContents()).toEqual(["lead"]);
      for (const text of [`${"(".repeat(900)}close`, `${"-".repeat(1_900)}close`, "close − 1e400 <b>"]) {
        await written.fill(text);
        await expect.poll(() => said.textContent()).toMatch(/^(Not a formula yet|A feature)\./);
      }
      await written.fill("rank(close)");
      await expect
        .poll(() => said.textContent())
        .toContain("rank compares the symbols of one bar, and here there is one");
      expect(shown).toContain("mean(close, 50) / close");
      expect(faults).toEqual([]);
      await close();
    });

    it("opens with something to see where the link names what cannot be computed", async () => {
      for (const hash of ["#market=AAPL&formula=close+%2B", "#market=nowhere&feature=rsi&window=0.5"]) {
        const {page, faults, close} = await start(hash);
        await expect.poll(() => page.locator(".price-chart").count(), {message: hash}).toBe(1);
        expect(faults, hash).toEqual([]);
        await close();
      }
    });

    it("ranks stocks with one another in a market of several", async () => {
      const hash = `#${new URLSearchParams({market: "synthetic", formula: "rank(-returns(close, 5))"}).toString()}`;
      const {page, faults, close} = await start(hash);
      await expect.poll(() => page.locator(".note-synthetic").first().isVisible()).toBe(true);
      await expect.poll(() => fact(page, "Mean")).toBe("0.500");
      expect(await page.locator(".formula-panel .alone").count()).toBe(0);
      await page.getByLabel("Stock to draw").selectOption("S07");
      await expect.poll(() => page.locator(".price-chart .legend").first().textContent()).toContain("S07");
      expect(faults).toEqual([]);
      await close();
    });

    it("turns a feature's options, says what it does not take, and compares it with the usual ones", async () => {
      const {page, faults, close} = await start("#market=AAPL&feature=bollinger&output=%22upper%22");
      expect(await page.locator('.options select[name="output"]').inputValue()).toBe("upper");
      expect(await page.locator(".price-chart .line-chart").count()).toBe(1);
      await page.locator('.options input[name="window"]').fill("50");
      await expect.poll(() => fact(page, "Looks back")).toBe("49 bars");
      await page.locator('.options input[name="window"]').fill("1");
      await expect.poll(() => page.locator(".chosen .said").textContent()).toContain("expected a whole number from 2");
      await page.locator('.options input[name="window"]').fill("20");
      await page.locator('.options select[name="output"]').selectOption("position");
      await expect.poll(() => page.locator(".price-chart .line-chart").count()).toBe(2);
      await page.locator("#does-it-repeat-the-others").scrollIntoViewIfNeeded();
      await expect.poll(() => page.locator(".repeats li").first().textContent()).toMatch(/bollinger\s*1\.00/);
      await page.locator("#does-it-know-the-future").scrollIntoViewIfNeeded();
      await expect.poll(() => page.locator(".verdict-line").textContent()).toMatch(/none changed, to the last bit/);
      await page.getByLabel("Search features").fill("wilder");
      expect(await page.locator(".picker [data-feature]:visible").count()).toBeLessThan(20);
      await page.getByLabel("Search features").fill("");
      await page.locator('.picker [data-feature="relative-volume"]').click();
      await expect.poll(() => chart(page).textContent()).toContain("relative-volume(");
      expect(await page.locator(".observablehq--error").count()).toBe(0);
      expect(faults).toEqual([]);
      await close();
    });
  });
}
