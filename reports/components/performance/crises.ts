import {parseDate} from "../../../core/base/timeframe.js";

/** A stretch of market history that charts mark. */
export interface Crisis {
  readonly name: string;
  /** Epoch milliseconds UTC: the close that the fall began from, and the close that it ended on. */
  readonly from: number;
  readonly to: number;
}

const known = [
  ["Dot-com bust", "2000-03-24", "2002-10-09"],
  ["11 September", "2001-09-10", "2001-09-21"],
  ["Credit crisis", "2007-10-09", "2009-03-09"],
  ["Flash crash", "2010-05-05", "2010-05-07"],
  ["US downgrade", "2011-07-22", "2011-08-08"],
  ["August 2015", "2015-08-17", "2015-08-25"],
  ["Early 2016", "2015-12-29", "2016-02-11"],
  ["Brexit vote", "2016-06-23", "2016-06-27"],
  ["Volatility shock", "2018-01-26", "2018-02-08"],
  ["End of 2018", "2018-09-20", "2018-12-24"],
  ["Pandemic", "2020-02-19", "2020-03-23"],
  ["2022", "2022-01-03", "2022-10-12"]
] as const;

/** Falls of the American stock market, from the S&P 500's closing high before to its closing low. */
export const crises: readonly Crisis[] = known.map(([name, from, to]) => ({
  name,
  from: parseDate(from),
  to: parseDate(to)
}));
