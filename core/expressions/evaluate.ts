import type {Column, Panel} from "../base/panel.js";
import {field} from "../base/panel.js";
import {columnsOf, seriesReader} from "../base/series.js";
import type {Asked, Family} from "../indicators/operators/family.js";
import {blank, clearRoom, giveBack, keepingOne, withRoom} from "../indicators/room.js";
import {acrossSymbols} from "./across-symbols.js";
import type {Operator, Shape, Value} from "./operator.js";
import type {Node} from "./tree.js";

/**
 * The values of formulas over a panel, a column each. What several share is computed once. Formulas that look at one symbol
 * at a time are computed symbol by symbol, so that all in between fits into the processor's fast memory, and figures of one
 * family of the same inputs together; of the others, a column is let go when the last that needs it is done. So memory is
 * bounded by the panel and the answer.
 */
export function evaluate(panel: Panel, nodes: readonly Node[]): Column[] {
  const isWide = looksAcross();
  const narrow = nodes.filter((node) => !isWide(node));
  const found = new Map<Node, Column[]>(nodes.map((node) => [node, []]));
  // A formula that is asked for twice is answered twice.
  for (const [k, column] of bySymbols(panel, narrow).entries()) found.get(narrow[k])!.push(column);
  const wide = nodes.filter(isWide);
  for (const [k, column] of byColumns(panel, wide).entries()) found.get(wide[k])!.push(column);
  return nodes.map((node) => found.get(node)!.shift()!);
}

const across = new Set<Operator>(Object.values(acrossSymbols));

/** Says of a node whether any operator in it looks across symbols. */
function looksAcross(): (node: Node) => boolean {
  const known = new Map<Node, boolean>();
  const isWide = (node: Node): boolean => {
    const {of} = node;
    if (of.kind !== "call") return false;
    let answer = known.get(node);
    if (answer === undefined) known.set(node, (answer = across.has(of.operator) || of.inputs.some(isWide)));
    return answer;
  };
  return isWide;
}

/** One node's turn: what it takes, as which answers it is wanted, and which values nothing later needs. */
interface Step {
  readonly of: Node["of"];
  readonly inputs: readonly number[];
  readonly answers: readonly number[];
  readonly done: readonly number[];
  readonly group?: Group;
}

/** Figures of one family of the same inputs, and in whose turns each is wanted. */
interface Group {
  readonly family: Family;
  readonly members: (Omit<Asked<unknown>, "out"> & {readonly turn: number})[];
}

/** The turns in which nodes are computed, each once, what one takes before it. */
function stepsOf(nodes: readonly Node[]): Step[] {
  const turns = new Map<Node, number>();
  const visit = (node: Node) => {
    if (turns.has(node)) return;
    if (node.of.kind === "call") node.of.inputs.forEach(visit);
    turns.set(node, turns.size);
  };
  nodes.forEach(visit);
  const order = [...turns.keys()];
  const inputs = order.map(({of}) => (of.kind === "call" ? of.inputs.map((input) => turns.get(input)!) : []));
  const last = order.map((_, turn) => turn);
  for (const [turn, taken] of inputs.entries()) for (const input of taken) last[input] = turn;
  const answers = order.map((): number[] => []);
  for (const [k, node] of nodes.entries()) answers[turns.get(node)!].push(k);
  const done = order.map((): number[] => []);
  for (const [turn, at] of last.entries()) done[at].push(turn);
  const group = groupsOf(order, inputs);
  return order.map(({of}, turn) => ({
    of,
    inputs: inputs[turn],
    answers: answers[turn],
    done: done[turn],
    group: group[turn]
  }));
}

/** The group that each node is of, where that has others too. */
function groupsOf(order: readonly Node[], inputs: readonly (readonly number[])[]): (Group | undefined)[] {
  const groups = new Map<Family, Map<string, Group>>();
  const found = order.map(({of}, turn) => {
    if (of.kind !== "call" || !of.operator.shared) return undefined;
    const {family, figure} = of.operator.shared;
    const [window, more = NaN] = of.constants;
    let known = groups.get(family);
    if (!known) groups.set(family, (known = new Map()));
    const key = inputs[turn].join();
    let group = known.get(key);
    if (!group) known.set(key, (group = {family, members: []}));
    group.members.push({figure, window, more, turn});
    return group;
  });
  return found.map((group) => (group && group.members.length > 1 ? group : undefined));
}

/** Takes the steps, hands each answer out as soon as it is there, and lets each value go when nothing later needs it. */
function take(
  steps: readonly Step[],
  shape: Shape,
  fieldOf: (name: string) => Column,
  answer: (k: number, value: Value) => void
): void {
  const values: (Value | undefined)[] = new Array(steps.length);
  for (const [turn, {of, inputs, answers, done, group}] of steps.entries()) {
    if (of.kind === "number") values[turn] = of.value;
    else if (of.kind === "field") values[turn] = fieldOf(of.name);
    else if (values[turn] === undefined) {
      const given = inputs.map((input) => values[input]!);
      if (group && shape.symbols === 1 && given.every((each) => typeof each !== "number"))
        takeTogether(group, given, values);
      else values[turn] = keepingOne(() => of.operator.compute(given, of.constants, shape));
    }
    const value = values[turn]!;
    for (const k of answers) answer(k, value);
    for (const each of done) {
      const gone = values[each]!;
      if (typeof gone !== "number") giveBack(gone);
      values[each] = undefined;
    }
  }
}

/** Sets the values of all turns of a group, given one symbol's inputs. */
function takeTogether({family, members}: Group, series: readonly Column[], values: (Value | undefined)[]): void {
  const asked = members.map((member) => ({...member, out: blank(series[0].length)}));
  for (const {turn, out} of asked) values[turn] = out;
  keepingOne(() => family.compute(series, asked));
}

function byColumns(panel: Panel, nodes: readonly Node[]): Column[] {
  const shape = {rows: panel.times.length, symbols: panel.symbols.length};
  const out: Column[] = [];
  take(
    stepsOf(nodes),
    shape,
    (name) => field(panel, name),
    (k, value) => {
      const size = shape.rows * shape.symbols;
      out[k] = typeof value === "number" ? new Float64Array(size).fill(value) : Float64Array.from(value);
    }
  );
  return out;
}

function bySymbols(panel: Panel, nodes: readonly Node[]): Column[] {
  const rows = panel.times.length;
  const symbols = panel.symbols.length;
  const steps = stepsOf(nodes);
  const names = steps.flatMap(({of}) => (of.kind === "field" ? [of.name] : []));
  const readers = new Map(names.map((name) => [name, seriesReader(field(panel, name), rows, symbols)]));
  return withRoom(512, rows, () =>
    columnsOf(nodes.length, rows, symbols, (symbol, series) => {
      take(
        steps,
        {rows, symbols: 1},
        (name) => readers.get(name)!.series(symbol),
        (k, value) => {
          if (typeof value === "number") series(k).fill(value);
          else series(k).set(value);
        }
      );
      clearRoom();
    })
  );
}
