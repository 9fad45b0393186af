import {oneOf} from "../../core/base/options.js";
import {defineScenario} from "../../core/plugin.js";
import {crisisLength, crisisNames, crisisReturns} from "../../core/scenarios/crises.js";
import {checkStart, place} from "../../core/scenarios/placing.js";
import {replaceIndex} from "../../core/scenarios/replay.js";

/**
 * Takes the symbols through the shape of a crisis, a bar a session: `2008` (29 August 2008 to 31 March 2009, 146 sessions,
 * 47 % down) or `2020` (19 February to 31 August 2020, 135 sessions, 34 % down). The days are made up, and others for
 * every seed; the sessions, changes and volatilities of the stretches between turning points are those of the S&P 500.
 * The mean of the symbols' returns becomes the shape's, and each symbol moves by its beta to that mean beside what is its
 * own. `start` is the share of the rows before, or −1 for a row drawn at random.
 */
export const historyReplay = defineScenario("history-replay", {start: -1, period: "2008"}, ({start, period}) => {
  checkStart("history-replay", start);
  const crisis = oneOf("history-replay period", period, crisisNames);
  const length = crisisLength(crisis);
  return {
    apply(panel, random) {
      const from = place("history-replay", start, length, panel.times.length, random);
      const out = replaceIndex(panel, from, crisisReturns(crisis, random));
      return {panel: out, marks: [{from, to: from + length - 1, what: crisis}]};
    }
  };
});
