import {benchmark} from "./account/benchmark.js";
import {concentration} from "./account/concentration.js";
import {ledger} from "./account/ledger.js";
import {leverage} from "./account/leverage.js";
import {marketExplains} from "./account/market-explains.js";
import {ruin} from "./account/ruin.js";
import {unrelatedBenchmark} from "./account/unrelated-benchmark.js";
import {costSensitivity} from "./costs/cost-sensitivity.js";
import {delaySensitivity} from "./costs/delay-sensitivity.js";
import {noCosts} from "./costs/no-costs.js";
import {turnover} from "./costs/turnover.js";
import {unpaidBorrow} from "./costs/unpaid-borrow.js";
import {unpaidMargin} from "./costs/unpaid-margin.js";
import {delisted} from "./data/delisted.js";
import {heldMissing} from "./data/held-missing.js";
import {priceJump} from "./data/price-jump.js";
import {staleMarks} from "./data/stale-marks.js";
import {survivorship} from "./data/survivorship.js";
import {fewTrades} from "./evidence/few-trades.js";
import {idle} from "./evidence/idle.js";
import {noBenchmark} from "./evidence/no-benchmark.js";
import {noCrisis} from "./evidence/no-crisis.js";
import {parameters} from "./evidence/parameters.js";
import {shortSample} from "./evidence/short-sample.js";
import {outsideBar} from "./fills/outside-bar.js";
import {sameClose} from "./fills/same-close.js";
import {staleFills} from "./fills/stale-fills.js";
import {unfilled} from "./fills/unfilled.js";
import {volumeShare} from "./fills/volume-share.js";
import {inSample} from "./learning/in-sample.js";
import {nonCausal} from "./learning/non-causal.js";
import {trainedElsewhere} from "./learning/trained-elsewhere.js";
import {wrongWay} from "./learning/wrong-way.js";
import {randomTiming} from "./luck/random-timing.js";
import {smallWins} from "./luck/small-wins.js";
import {smoothEquity} from "./luck/smooth-equity.js";
import {tTest} from "./luck/t-test.js";
import {tooGood} from "./luck/too-good.js";
import {tooLucky} from "./luck/too-lucky.js";
import {trials} from "./luck/trials.js";
import {carry} from "./profit/carry.js";
import {crisisProfit} from "./profit/crisis-profit.js";
import {fewDays} from "./profit/few-days.js";
import {oneMonth} from "./profit/one-month.js";
import {oneSymbol} from "./profit/one-symbol.js";
import {oneTrade} from "./profit/one-trade.js";
import {openProfit} from "./profit/open-profit.js";
import type {Rule} from "./rule.js";

/** Every rule of the lint, in the order in which they are told. */
export const rules: readonly Rule[] = [
  sameClose,
  nonCausal,
  inSample,
  trainedElsewhere,
  wrongWay,
  outsideBar,
  staleFills,
  volumeShare,
  unfilled,
  priceJump,
  heldMissing,
  staleMarks,
  delisted,
  survivorship,
  ledger,
  ruin,
  leverage,
  noCosts,
  costSensitivity,
  delaySensitivity,
  turnover,
  unpaidBorrow,
  unpaidMargin,
  tooGood,
  smoothEquity,
  tTest,
  trials,
  tooLucky,
  randomTiming,
  smallWins,
  oneTrade,
  oneMonth,
  fewDays,
  oneSymbol,
  crisisProfit,
  openProfit,
  carry,
  fewTrades,
  shortSample,
  parameters,
  idle,
  noCrisis,
  benchmark,
  marketExplains,
  noBenchmark,
  unrelatedBenchmark,
  concentration
];
