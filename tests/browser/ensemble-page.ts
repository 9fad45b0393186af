import type {Browser} from "playwright-core";
import {describe, expect, it} from "vitest";
import {open} from "./chromium.js";

/** The tests of the page on ensembles, in a site that has its run; `site` is asked when it is built. */
export function ensemblePage(site: () => {readonly browser: Browser; readonly url: string}): void {
  const start = () => open(site().browser, `${site().url}notebooks/17-ensemble`);

  describe("the page on ensembles", () => {
    it("votes again as a member changes its mind, as the truth table says", async () => {
      const {page, faults, close} = await start();
      const done = async () => {
        const texts = page.locator(".voting .facts-row [data-voting] dd");
        const table = page.locator('.voting tr[aria-current="true"] td[data-voting]');
        const [above, marked] = [await texts.allTextContents(), await table.allTextContents()];
        expect(marked).toEqual(above);
        return above;
      };
      const say = (member: number, word: string) =>
        page.locator(`.voting [data-member="${member}"]`).getByRole("button", {name: word}).click();
      const sure = (name: string, place: number) => page.locator(`.voting input[name="${name}"]`).fill(String(place));
      await expect.poll(() => page.locator(".voting tr[data-case]").count()).toBe(27);
      expect(await done()).toEqual(["Buy", "Hold", "Hold"]);
      await say(2, "Buy");
      expect(await done()).toEqual(["Buy", "Buy", "Buy"]);
      await sure("least", 15);
      expect(await done()).toEqual(["Hold", "Hold", "Hold"]);
      await sure("least", 14);
      await say(0, "Sell");
      await say(1, "Sell");
      expect(await done()).toEqual(["Sell", "Hold", "Hold"]);
      await sure("sure-0", 0);
      expect(await done()).toEqual(["Hold", "Hold", "Hold"]);
      await say(1, "Hold");
      expect(await page.locator('.voting tr[aria-current="true"]').getAttribute("data-case")).toBe("Sell Hold Buy");
      expect(await page.locator(".observablehq--error").count()).toBe(0);
      expect(faults).toEqual([]);
      await close();
    });

    it("shows all that learned, and that stacking on what was learned by heart goes wrong", async () => {
      const {page, faults, close} = await start();
      for (const name of ["model", "stacked", "lightgbm", "majority, 70% sure"])
        expect(await page.locator(`tr[data-contender="${name}"]`).count(), name).toBe(1);
      const stack = async (way: string) => {
        const text = await page.locator(`[data-stack="${way}"]`).textContent();
        return Number.parseFloat(text!.replace("\u2212", "-"));
      };
      await expect.poll(() => page.locator("[data-stack]").count()).toBe(2);
      const first = [await stack("in-sample"), await stack("out-of-fold")];
      expect(first[0]).toBeLessThan(first[1]);
      await page.getByLabel("Dice").last().fill("7");
      await expect.poll(async () => [await stack("in-sample"), await stack("out-of-fold")]).not.toEqual(first);
      expect(await stack("in-sample")).toBeLessThan(await stack("out-of-fold"));
      expect(await page.locator("[data-absent]").first().textContent()).toContain("npx tapebook error 17-ensemble");
      expect(faults).toEqual([]);
      await close();
    });
  });
}
