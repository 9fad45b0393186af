import {describe, expect, it} from "vitest";
import {auditOverlay} from "../../core/audit/trading/overlay.js";
import type {Audit} from "../../core/audit/verdict.js";
import type {Guard, Overlay} from "../../core/plugin.js";

const told = ({findings}: Audit) => findings.map(({rule, message}) => `${rule}: ${message}`).join("\n");
const plain: Overlay = {adjust: (targets) => targets.slice()};
const guarding = (guard: (row: number) => Partial<Guard>): Overlay => ({
  ...plain,
  guards: (_, {held}) => [{symbol: 0, from: "entry", distance: 1, name: "stop", ...guard(held[0])}]
});

describe("an overlay", () => {
  it("may leave the book alone, remember and guard", () => {
    expect(told(auditOverlay({adjust: () => null}))).toBe("");
    expect(told(auditOverlay({adjust: (targets, now) => (now.t % 2 === 0 ? null : targets.slice())}))).toBe("");
    expect(told(auditOverlay(guarding(() => ({from: "best"}))))).toBe("");
    const counting: Overlay = {
      standing: true,
      remember: (memory) => Float64Array.of((memory?.[0] ?? 0) + 1),
      adjust: (targets, _, __, memory) => targets.map((weight) => weight / memory![0])
    };
    expect(told(auditOverlay(counting))).toBe("");
    expect(auditOverlay(counting).checked).toEqual(["look-ahead", "hidden-state", "broken-form"]);
  });

  it("answers with finite weights, also for what is held and with what it remembers", () => {
    expect(told(auditOverlay({adjust: () => Float64Array.of(NaN)}))).toMatch(/row 0 is answered with NaN; expected 5/);
    const heldOnly: Overlay = {
      standing: true,
      adjust: (targets) => targets.map((weight) => (targets.every((each) => each === 0) ? NaN : weight))
    };
    expect(told(auditOverlay(heldOnly))).toMatch(
      /^broken-form: row 0 is answered with NaN,NaN,NaN,NaN,NaN; expected 5/
    );
    const later: Overlay = {
      remember: (memory) => Float64Array.of((memory?.[0] ?? 0) + 1),
      adjust: (targets, _, __, memory) => targets.map((weight) => (memory![0] > 100 ? Infinity : weight))
    };
    expect(told(auditOverlay(later))).toMatch(/^broken-form: row 160 is answered with Infinity,/);
  });

  it("remembers by what it is given alone", () => {
    expect(told(auditOverlay({...plain, remember: () => [1] as never}))).toBe(
      "broken-form: row 60: it remembers 1; expected a Float64Array"
    );
    let calls = 0;
    expect(told(auditOverlay({...plain, remember: () => Float64Array.of(++calls)}))).toMatch(
      /^hidden-state: row 60: it remembers \d+ instead of \d+ when asked again/
    );
    const writing: Overlay = {
      ...plain,
      remember: (memory) => (memory ? memory.fill(memory[0] + 1) : Float64Array.of(0))
    };
    expect(told(auditOverlay(writing))).toBe(
      "hidden-state: row 61: it writes over what it remembered; make a new array"
    );
    const adjusting: Overlay = {
      remember: () => Float64Array.of(1),
      adjust: (targets, _, __, memory) => {
        memory![0] = 2;
        return targets.slice();
      }
    };
    expect(told(auditOverlay(adjusting))).toMatch(/^hidden-state: row 60: adjusting writes over what it remembers/);
    const spoiling: Overlay = {
      ...plain,
      remember: (_, __, {best}) => Float64Array.of(best.fill(0).length)
    };
    expect(told(auditOverlay(spoiling))).toMatch(/^hidden-state: row 0: it writes over the book's best/);
    let highest = 0;
    const carrying: Overlay = {
      ...plain,
      remember: (_, __, {equity}) => Float64Array.of((highest = Math.max(highest, equity)))
    };
    expect(told(auditOverlay(carrying))).toMatch(
      /^hidden-state: row \d+ is remembered otherwise after a run with a larger/
    );
  });

  it("guards symbols at distances above 0, once by a name", () => {
    for (const odd of [{distance: 0}, {distance: NaN}, {distance: Infinity}, {symbol: 5}, {symbol: -1}, {name: ""}])
      expect(told(auditOverlay(guarding(() => odd))), JSON.stringify(odd)).toMatch(
        /^broken-form: row 0 has a guard \{/
      );
    expect(told(auditOverlay(guarding(() => ({from: "close" as never}))))).toMatch(
      /^broken-form: row 0 has a guard \{/
    );
    expect(told(auditOverlay(guarding((held) => ({distance: held > 3 ? -1 : 1}))))).toMatch(
      /^broken-form: row \d+ has a/
    );
    const twice: Overlay = {
      ...plain,
      guards: () => [1, 2].map((distance) => ({symbol: 0, from: "entry", distance, name: "stop"}))
    };
    expect(told(auditOverlay(twice))).toMatch(/^broken-form: row 0 has a guard .*"distance":2/);
  });

  it("guards by what it is given alone", () => {
    let calls = 0;
    expect(told(auditOverlay(guarding(() => ({distance: ++calls}))))).toMatch(
      /^hidden-state: row \d+ is guarded otherwise/
    );
    const spoiling: Overlay = {...plain, guards: (_, {stopped}) => (stopped.fill(0), [])};
    expect(told(auditOverlay(spoiling))).toMatch(/^hidden-state: row \d+: guarding writes over the book's stopped/);
    const one: {symbol: number; from: "entry"; distance: number; name: string}[] = [
      {symbol: 0, from: "entry", distance: 1, name: "stop"}
    ];
    const reused: Overlay = {
      ...plain,
      guards: (_, {price}) => {
        one[0] = {...one[0], distance: price[0]};
        return one;
      }
    };
    expect(told(auditOverlay(reused))).toMatch(/^hidden-state: guards that it gave before change/);
  });
});
