import type {Browser} from "playwright-core";
import {describe, expect, it} from "vitest";
import {leaks} from "../../core/audit/leaks/leaks.js";
import {catalog} from "../../plugins/catalog.js";
import {open} from "./chromium.js";

/** The tests of the page on the audit, in a site that has samples; `site` is asked when it is built. */
export function auditPage(site: () => {readonly browser: Browser; readonly url: string}): void {
  describe("the page on the audit", () => {
    it("catches every planted leak by name, and clears every plugin", async () => {
      const {page, faults, close} = await open(site().browser, `${site().url}notebooks/00-audit`);
      const status = page.locator(".leaks .audit-status");
      await expect.poll(() => status.textContent(), {timeout: 120_000}).toMatch(/^All caught/);
      expect(await status.textContent()).toContain(`${leaks.length} of ${leaks.length} caught by name`);
      expect(await page.locator('.leaks li[data-state="caught"]').count()).toBe(leaks.length);
      await page.getByRole("button", {name: "Audit them all here"}).click();
      const verdict = page.locator(".audit-all .audit-status");
      await expect.poll(() => verdict.textContent(), {timeout: 150_000}).toMatch(/clean.* in [\d.]+ s$/);
      expect(await page.locator('.verdicts [data-state="broken"]').allTextContents()).toEqual([]);
      const kinds = Object.entries(catalog).filter(([kind]) => kind !== "source" && kind !== "feed");
      const plugins = kinds.flatMap(([, own]) => Object.keys(own));
      expect(await page.locator(".verdicts li").count()).toBe(plugins.length);
      expect(faults).toEqual([]);
      await close();
    });
  });
}
