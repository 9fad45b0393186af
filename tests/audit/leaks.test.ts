import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {leaks} from "../../core/audit/leaks/leaks.js";
import {auditPlugin} from "../../core/audit/plugin.js";
import type {Rule} from "../../core/audit/rules.js";
import {rules} from "../../core/audit/rules.js";

/** Rules that leaks of plugins do not break: they are about experiments and their data. */
const ofExperiments: readonly Rule[] = [
  "refit",
  "lapsed-forecast",
  "same-bar-fill",
  "one-bar-late",
  "survivorship",
  "publication-lag",
  "too-good",
  "broken-form"
];

describe("catches the planted leak", () => {
  it.each(leaks.map((leak) => [leak.name, leak] as const))("%s", async (name, {rule, plugin}) => {
    const {judgement, findings} = await auditPlugin(plugin);
    const told = findings.map((each) => `${each.rule}: ${each.message}`).join("\n");
    expect(
      findings.map((each) => each.rule),
      told
    ).toContain(rule);
    expect(
      findings.map((each) => each.rule),
      told
    ).not.toContain("broken-form");
    expect(judgement).toBe(name === "resolved-soon" ? "suspicious" : "broken");
  });

  it("again, since a leak is made anew each time", async () => {
    const kept = leaks.filter(({rule}) => rule === "hidden-state" || rule === "remembered-fit");
    expect(kept.length).toBeGreaterThan(15);
    for (const {name, rule, plugin} of kept)
      expect(
        (await auditPlugin(plugin)).findings.map((each) => each.rule),
        name
      ).toContain(rule);
  });
});

describe("the planted leaks", () => {
  it("are told apart, named as their plugins, and say in a sentence how they come about", () => {
    expect(new Set(leaks.map(({name}) => name)).size).toBe(leaks.length);
    expect(new Set(leaks.map(({title}) => title)).size).toBe(leaks.length);
    for (const {name, title, says, plugin} of leaks) {
      expect(plugin.name).toBe(name);
      expect(title).toMatch(/^[\p{L}k].*[^.]$/u);
      expect(says, name).toMatch(/^.{40,200}\.$/u);
    }
  });

  it("break every rule that a plugin can break, in every layer", () => {
    const expected = (Object.keys(rules) as Rule[]).filter((rule) => !ofExperiments.includes(rule));
    expect(new Set(leaks.map(({rule}) => rule))).toEqual(new Set(expected));
    const layers = new Set(leaks.map(({plugin}) => plugin.kind));
    expect([...layers].sort()).toEqual(
      [
        "algorithm",
        "commission",
        "feature",
        "financing",
        "label",
        "metric",
        "model",
        "overlay",
        "slippage",
        "split",
        "strategy"
      ].sort()
    );
    expect(leaks.length).toBeGreaterThan(100);
    const published = leaks.filter(({source}) => source?.startsWith("Machine Learning for Algorithmic Trading"));
    expect(published.map(({name}) => name)).toEqual([
      "standardised-atr",
      "standardised-macd",
      "scaled-episodes",
      "weekly-resample",
      "horizon-added-twice",
      "backwards"
    ]);
  });

  it("keep no state outside of their makers, so that one can be caught twice", () => {
    const files = [
      "ahead",
      "algorithms",
      "calendar",
      "costs",
      "financing",
      "fitted",
      "labels",
      "memory",
      "models",
      "scaled",
      "splits",
      "trading"
    ];
    for (const file of files) {
      const source = readFileSync(new URL(`../../core/audit/leaks/${file}.ts`, import.meta.url), "utf8");
      expect(source, file).not.toMatch(/^(let|var) |^const \w+ = new (Map|Set)/m);
    }
  });
});
