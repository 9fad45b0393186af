import {ahead} from "./ahead.js";
import {algorithms} from "./algorithms.js";
import {calendar} from "./calendar.js";
import {costs} from "./costs.js";
import {financing} from "./financing.js";
import {fitted} from "./fitted.js";
import {labels} from "./labels.js";
import type {Leak, Planted} from "./leak.js";
import {memory} from "./memory.js";
import {models} from "./models.js";
import {scaled} from "./scaled.js";
import {splits} from "./splits.js";
import {trading} from "./trading.js";
import {universe} from "./universe.js";

const planted: readonly Planted[] = [
  ...scaled,
  ...fitted,
  ...ahead,
  ...calendar,
  ...universe,
  ...memory,
  ...labels,
  ...splits,
  ...models,
  ...trading,
  ...algorithms,
  ...costs,
  ...financing
];

/** Leaks that were planted to put the audit itself to the test: it catches each by the rule that it names. */
export const leaks: readonly Leak[] = planted.map((each) => ({
  ...each,
  get plugin() {
    return each.maker();
  }
}));
