import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {root} from "../../core/lab/home.js";
import {rules} from "../../core/lint/rules.js";

describe("docs/overfitting.md, result lint", async () => {
  const text = await readFile(join(root, "docs", "overfitting.md"), "utf8");
  const [, section = ""] = text.split("\n## Result lint\n");
  const [own] = section.split("\n## ");

  it("lists every rule in order, with its severities, what it measures and its thresholds", () => {
    const rows = Array.from(own.matchAll(/^\| `([a-z-]+)` \| (.+?) \| (.+) \| (.+?) \|$/gm), ([, ...cells]) => cells);
    const wanted = rules.map(({name, severities, measures, thresholds}) => {
      const numbers = Object.entries(thresholds).map(([key, value]) => `${key}=${value}`);
      return [name, severities.join(", "), measures, numbers.join(" ") || "–"];
    });
    expect(rows).toEqual(wanted);
  });

  it("says how many there are, and names none that there is not", () => {
    expect(own).toContain(`by ${rules.length} rules`);
    const [before] = own.split("| rule |");
    const [, asked] = before.split("A profit is asked after (");
    const names = Array.from(asked.split(")")[0].matchAll(/`([a-z-]+)`/g), ([, name]) => name);
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) expect(rules.map((rule) => rule.name)).toContain(name);
  });
});
