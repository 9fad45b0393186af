import {drawdowns} from "../../evaluate/drawdown.js";
import {defineRule} from "../rule.js";
import {day, percent} from "../text.js";

/** A sample without bad times. */
export const noCrisis = defineRule("no-crisis", {
  severities: ["note"],
  measures: "the market's worst drawdown over the bars that were traded, beside `fall`",
  meaning: "Nothing is known of what it does in a year like 2008 or a month like March 2020.",
  advice: "Trade an older history as well, or put it through made-up crises: `npx tapebook stress`.",
  thresholds: {fall: 0.2},
  look({market, result: {times}}, {fall}) {
    if (!market) return {unchecked: "there is no market to look at"};
    const known = market.levels.filter((level) => level > 0);
    if (known.length < 2) return {unchecked: "there is no bar after the first"};
    let worst = 0;
    let when = 0;
    drawdowns(market.levels).forEach((depth, i) => {
      if (depth < worst) [worst, when] = [depth, i];
    });
    if (worst <= -fall) return null;
    if (worst < 0) return `${market.name} fell by at most ${percent(-worst)}, on ${day(times[when])}`;
    return `${market.name} never ${known.at(-1)! > known[0] ? "fell" : "moved"}`;
  }
});
