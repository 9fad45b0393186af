import type {Browser} from "playwright-core";
import {describe, expect, it} from "vitest";
import {open} from "./chromium.js";

/** The tests of the page on overfitting, which needs no run; `site` is asked when it is built. */
export function overfittingPage(site: () => {readonly browser: Browser; readonly url: string}): void {
  describe("the page on overfitting", () => {
    it("throws its dice from the same seed everywhere, and searches again as more is tried", async () => {
      const {page, faults, close} = await open(site().browser, `${site().url}notebooks/05-overfitting`);
      const figure = (name: string) => page.locator(`[data-figure="${name}"]`).textContent();
      const verdict = page.locator(".verdict-line");
      await expect.poll(() => verdict.textContent()).toMatch(/^The best of 100 shows/);
      expect(await Promise.all(["best", "expected", "deflated", "overfitting"].map(figure))).toEqual([
        "1.43",
        "1.48",
        "47.0%",
        "42%"
      ]);
      await page.locator('.knobs input[type="number"]').first().fill("1000");
      await page.keyboard.press("Tab");
      await expect.poll(() => verdict.textContent()).toMatch(/^The best of 1,000 shows/);
      expect(Number(await figure("expected"))).toBeGreaterThan(1.48);
      expect(Number(await figure("best"))).toBeGreaterThan(1.43);
      expect(await page.locator(".observablehq--error").count()).toBe(0);
      expect(faults).toEqual([]);
      await close();
    });
  });
}
