import {weightsOf} from "../../backtest/decide.js";
import type {Panel} from "../../base/panel.js";
import {view} from "../../base/view.js";
import type {Book, Guard, Overlay} from "../../plugin.js";
import {disturbed, firstDifference, spread} from "../columns.js";
import {firstOfEach, withAsked} from "../findings.js";
import {auditPanel} from "../panels.js";
import {answerFindings, bookAt, writtenOver} from "./strategy.js";
import type {Audit, Finding} from "../verdict.js";

const overlayRules = ["look-ahead", "hidden-state", "broken-form"] as const;
const rowCount = 400;

/**
 * Audits an overlay, which is given a view that ends now, over days with whatever fields it asks for. What it answers has
 * a finite weight for each symbol or is null, does not depend on the order of the questions nor on what was asked before,
 * and leaves the targets, the book and the memory as they are. What it remembers follows from what it remembered, the
 * view and the book alone. Its guards are stops of symbols, with a name and a distance above 0.
 */
export function auditOverlay(overlay: Overlay): Audit {
  const made = auditPanel({rows: rowCount});
  const wanted = (): Float64Array => Float64Array.from({length: made.symbols.length}, (_, s) => (s - 2) / 5);
  const ask = (i: number, book: Book, given: Panel, targets = wanted()) => {
    const now = view(given, i);
    return overlay.adjust(targets, now, book, overlay.remember?.(null, now, book));
  };
  const panel = withAsked(made, (given) => {
    const [now, book] = [view(given, rowCount - 1), bookAt(given, rowCount - 1, 0.01)];
    overlay.guards?.(now, book);
    return ask(rowCount - 1, book, given);
  });
  const findings = answerFindings((i, book) => ask(i, book, panel), panel);
  if (overlay.standing === true)
    findings.push(...answerFindings((i, book) => ask(i, book, panel, weightsOf(book)), panel));
  for (const i of spread(60, 340)) {
    const given = wanted();
    const answer = ask(i, bookAt(panel, i), panel, given);
    if (firstDifference(given, wanted()) >= 0)
      return {
        checked: overlayRules,
        findings: [{rule: "hidden-state", message: `row ${i}: it writes over the targets`}]
      };
    if (findings.length > 0 || String(ask(i, bookAt(panel, i), disturbed(panel, i + 1))) === String(answer)) continue;
    findings.push({rule: "look-ahead", message: `row ${i} is answered otherwise when later rows change`});
  }
  findings.push(...memoryFindings(overlay, panel, wanted), ...guardFindings(overlay, panel));
  return {checked: overlayRules, findings: firstOfEach(findings)};
}

/** What is wrong with what it remembers, followed from bar to bar. */
function memoryFindings({adjust, remember}: Overlay, panel: Panel, wanted: () => Float64Array): Finding[] {
  if (!remember) return [];
  const n = panel.symbols.length;
  let memory: Float64Array | null = null;
  const first = 60;
  const all: string[] = [];
  for (let i = first; i < rowCount; ++i) {
    const [now, book] = [view(panel, i), bookAt(panel, i)];
    const kept: Float64Array | undefined = memory?.slice();
    const next: unknown = remember(memory, now, book);
    if (!(next instanceof Float64Array))
      return [{rule: "broken-form", message: `row ${i}: it remembers ${String(next)}; expected a Float64Array`}];
    const told = String(next);
    const again = String(remember(memory, now, book));
    if (memory && kept && firstDifference(memory, kept) >= 0)
      return [{rule: "hidden-state", message: `row ${i}: it writes over what it remembered; make a new array`}];
    if (again !== told || String(next) !== told)
      return [{rule: "hidden-state", message: `row ${i}: it remembers ${again} instead of ${told} when asked again`}];
    if (i % 10 === 0 && String(remember(memory, view(disturbed(panel, i + 1), i), book)) !== told)
      return [{rule: "look-ahead", message: `row ${i} is remembered otherwise when later rows change`}];
    const targets = adjust(wanted(), now, book, next);
    if (String(next) !== told)
      return [{rule: "hidden-state", message: `row ${i}: adjusting writes over what it remembers; change a copy`}];
    if (targets && (targets.length !== n || !targets.every(Number.isFinite)))
      return [
        {rule: "broken-form", message: `row ${i} is answered with ${String(targets)}; expected ${n} finite weights`}
      ];
    all.push(told);
    memory = next;
  }
  let other: Float64Array | null = null;
  for (let i = first; i < rowCount; ++i) other = remember(other, view(panel, i), bookAt(panel, i, 10));
  other = null;
  for (let i = first; i < rowCount; ++i) {
    other = remember(other, view(panel, i), bookAt(panel, i));
    if (String(other) !== all[i - first])
      return [{rule: "hidden-state", message: `row ${i} is remembered otherwise after a run with a larger account`}];
  }
  return [];
}

/** What is wrong with the stops that it gives. */
function guardFindings(overlay: Overlay, panel: Panel): Finding[] {
  if (!overlay.guards) return [];
  const n = panel.symbols.length;
  const ask = (i: number, book = bookAt(panel, i), given = panel) => overlay.guards!(view(given, i), book);
  const told = (guards: readonly Guard[]) => JSON.stringify(guards);
  const first: string[] = [];
  for (let i = 0; i < rowCount; ++i) {
    const book = bookAt(panel, i);
    const guards = ask(i, book);
    first.push(told(guards));
    const odd = guards.findIndex((guard, k) => !isGuard(guard, n) || guards.findIndex((each) => same(each, guard)) < k);
    if (odd >= 0) {
      const expected = `expected each symbol, 0 to ${n - 1}, once by a name, from entry or best, at a distance above 0`;
      return [{rule: "broken-form", message: `row ${i} has a guard ${JSON.stringify(guards[odd])}; ${expected}`}];
    }
    const written = writtenOver(book, bookAt(panel, i));
    if (written !== null)
      return [{rule: "hidden-state", message: `row ${i}: guarding writes over the book's ${written}; change a copy`}];
  }
  const order = spread(0, rowCount - 2, 40);
  const kept = order.map((i) => {
    const guards = ask(i);
    return {guards, text: told(guards)};
  });
  for (const i of order) ask(i, bookAt(panel, i, 10));
  for (const [k, i] of Array.from(order.entries()).reverse()) {
    if (told(kept[k].guards) !== kept[k].text) {
      const message = "guards that it gave before change when it is asked again: give a new array each time";
      return [{rule: "hidden-state", message}];
    }
    if (kept[k].text !== first[i] || told(ask(i)) !== first[i])
      return [
        {rule: "hidden-state", message: `row ${i} is guarded otherwise when the rows are asked in another order`}
      ];
    if (told(ask(i, bookAt(panel, i), disturbed(panel, i + 1))) !== first[i])
      return [{rule: "look-ahead", message: `row ${i} is guarded otherwise when later rows change`}];
  }
  return [];
}

function isGuard({symbol, from, distance, name}: Guard, n: number): boolean {
  const named = typeof name === "string" && name !== "";
  const counted: readonly string[] = ["entry", "best"];
  return (
    Number.isInteger(symbol) && symbol >= 0 && symbol < n && named && counted.includes(from) && isDistance(distance)
  );
}

const isDistance = (distance: number) => distance > 0 && distance < Infinity;
const same = (one: Guard, other: Guard) => one.symbol === other.symbol && one.name === other.name;
