import {between} from "../../core/base/options.js";
import {defineCommission} from "../../core/plugin.js";

/**
 * A venue's two rates of the value traded: `maker` for orders that rested in its book, those with a limit and no stop, and
 * `taker` for all others. `maker` is below 0 where the venue pays a rebate. Whether a limit order was filled against the
 * market at once cannot be seen from a bar: it counts as one that rested.
 */
export const makerTaker = defineCommission("maker-taker", {maker: 0.0002, taker: 0.0005}, ({maker, taker}) => {
  between("maker", maker, -1, 1);
  between("taker", taker, 0, 1);
  return {
    cost({quantity, price}, {limit, stop, trail}) {
      const rested = limit !== undefined && stop === undefined && trail === undefined;
      return Math.abs(quantity) * price * (rested ? maker : taker);
    },
    ...(maker === taker && {linear: {unit: 0, value: taker}})
  };
});
