import type {Browser} from "playwright-core";
import {describe, expect, it} from "vitest";
import type {RunRecord} from "../../core/lab/record.js";
import {count, percent} from "../../reports/components/format.js";
import {open} from "./chromium.js";

interface Site {
  readonly browser: Browser;
  readonly url: string;
  readonly records: readonly RunRecord[];
}

/** The tests of what a report says of classes, in a site that has the run of the ensembles; `site` is asked when it is built. */
export function classesSection(site: () => Site): void {
  describe("a report whose models tell classes apart", () => {
    it("shows what each took for what, and how often what it gave a probability came", async () => {
      const record = site().records.find(({experiment}) => experiment === "17-ensemble")!;
      const told = record.contest!.filter(({classes}) => classes !== undefined);
      expect(told.length).toBeGreaterThan(1);
      const {page, faults, close} = await open(site().browser, `${site().url}reports/${record.id}`);
      const section = page.locator("#classes");
      for (const [place, {name, metrics, classes}] of told.entries()) {
        await section.locator('select[name="classifier"]').selectOption({index: place});
        await section.locator(`[data-classifier="${name}"]`).waitFor();
        const counts = section.locator('[data-table="confusion"] td[data-count]');
        const shown = await counts.evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute("data-count"))));
        expect(shown).toEqual(classes!.counts.flat());
        const total = shown.reduce((sum, value) => sum + value, 0);
        expect(await section.locator('[data-table="confusion"] tr').last().textContent()).toContain(count(total));
        const accuracy = await section.locator('[data-fact="accuracy"] dd').textContent();
        expect(accuracy).toBe(percent(metrics.accuracy!, 1));
        const error = await section.locator('[data-error="0"]').textContent();
        expect(error).toBe(percent(metrics["calibration-error"]!, 2));
        expect(await section.locator('[data-chart="reliability"] svg circle').count()).toBe(
          classes!.calibration!.chosen.length
        );
      }
      await section.getByRole("button", {name: "up"}).click();
      expect(await section.locator('[data-chart="reliability"] svg circle').count()).toBe(
        told.at(-1)!.classes!.calibration!.each[2].length
      );
      expect(faults).toEqual([]);
      await close();
    });
  });
}
