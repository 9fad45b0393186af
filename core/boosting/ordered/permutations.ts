import type {Context} from "../../base/context.js";
import type {Random} from "../../base/random.js";
import type {GrowerFactory, TrainingData} from "../training.js";
import type {Permutation} from "./boost.js";
import type {MadeColumn} from "./encodings.js";
import type {Order} from "./order.js";
import {prefixesOf, shuffledOrder, timeOrder} from "./order.js";
import type {Settings} from "./settings.js";

/** The orders in which samples come: the ensemble's first, then those in which structures are found. */
export function ordersOf(
  {t, until}: TrainingData,
  {has_time, permutation_count, ordered, groups: whole}: Settings,
  groups: Uint32Array | undefined,
  categories: boolean,
  seed: Random,
  {log}: Context
): readonly Order[] {
  const n = groups?.at(-1) ?? t!.length;
  if (has_time && t && until) {
    const order = timeOrder({t, until});
    const [first] = prefixesOf(order);
    if (!(ordered || categories) || (first && 2 * first.from <= n)) return [order];
    log(
      "the labels of few samples are known by the time of others: samples are put in random orders instead of that of time"
    );
  }
  const draw = (i: number) => shuffledOrder(n, seed.fork(`order/${i}`), whole ? groups : undefined);
  return Array.from({length: ordered || categories ? permutation_count : 1}, (_, i) => draw(i));
}

/** The permutations of orders. Where no column depends on the order, all have one grower. */
export async function permutationsOf(
  orders: readonly Order[],
  made: readonly MadeColumn[],
  growerOf: (x: Float32Array) => ReturnType<GrowerFactory>,
  columnsIn: (order: Order) => Float32Array
): Promise<readonly Permutation[]> {
  const first = columnsIn(orders[0]);
  if (orders.length === 1 || made.length === 0) {
    const grower = await growerOf(first);
    return orders.map((order) => ({order, x: first, grower}));
  }
  const permutations: Permutation[] = [{order: orders[0], x: first, grower: null}];
  for (const order of orders.slice(1)) {
    const x = columnsIn(order);
    permutations.push({order, x, grower: await growerOf(x)});
  }
  return permutations;
}
