import {backtest} from "../backtest/backtest.js";
import type {Trading} from "../backtest/trading.js";
import type {Commission, Result, Slippage} from "../plugin.js";
import type {Traded} from "./traded.js";

/** The same trading with its costs multiplied: what slippage moves a price by, and commissions. */
export function costlier(trading: Trading, times: number): Trading {
  const {slippage, commission} = trading;
  const slid: Slippage = {
    ...slippage,
    fill(order, reference, now, taken) {
      const given = slippage.fill(order, reference, now, taken);
      if (given === null) return null;
      const price = reference + times * (given.price - reference);
      return price > 0 ? {...given, price} : given;
    },
    ...(slippage.linear && {linear: {...slippage.linear, rate: Math.min(slippage.linear.rate * times, 0.99)}})
  };
  const charged: Commission = {
    cost: (fill, order) => {
      const paid = order.paid === undefined ? {} : {paid: order.paid / times};
      return commission.cost(fill, {...order, ...paid}) * times;
    },
    ...(commission.linear && {
      linear: {unit: commission.linear.unit * times, value: commission.linear.value * times}
    })
  };
  return {...trading, slippage: slid, commission: charged};
}

/** Trades once more, otherwise. */
export function retrade({panel, beside, start}: Traded, trading: Trading): Result {
  return backtest(panel, trading, beside, start);
}
