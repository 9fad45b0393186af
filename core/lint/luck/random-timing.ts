import {random} from "../../base/random.js";
import {defineRule} from "../rule.js";
import {percent} from "../text.js";
import {changesOf, earnedAt, stakesOf, variationOf} from "./shifts.js";

/** How many stakes are added up in all, so that a large account does not take long; and the fewest moves. */
const mostSteps = 2e7;
const fewestMoves = 50;

/** Positions that would have earned as much at any other time. */
export const randomTiming = defineRule("random-timing", {
  severities: ["warning"],
  measures:
    "what the positions earned before costs beside the same positions moved to other times, all by the same number of bars, up to `times` moves; a warning where more than the part `chance` of them earn as much. Positions that stay much the same (weights within `variation` of their means) have no timing to test, nor has an account of fewer than `least` bars",
  meaning:
    "The same positions at random times earn as much: the profit is that of holding these names at all, and the signal adds nothing to it.",
  advice: "Compare with holding the same names all the time; if that earns as much, there is no signal to trade.",
  thresholds: {chance: 0.1, times: 200, variation: 0.25, least: 60},
  look(run, {chance, times, variation, least}) {
    const bars = run.returns.length;
    if (!run.profitable || bars < least || run.exits.length === 0) return null;
    const stakes = stakesOf(run);
    if (!stakes) return {unchecked: "orders are filled within the bars, at prices of which only some times are known"};
    if (variationOf(stakes, bars) < variation) return null;
    const changes = changesOf(run);
    const earned = (shift: number) => earnedAt(stakes, changes, run.panel.symbols.length, shift);
    const real = earned(0);
    const moves = Math.max(fewestMoves, Math.min(times, Math.floor(mostSteps / (stakes.bar.length + 1))));
    const {integer} = random("lint/random-timing");
    let better = 0;
    for (let k = 0; k < moves; ++k) if (earned(1 + integer(bars - 1)) >= real) ++better;
    if (!(better > chance * moves)) return null;
    return `the same positions, moved to other times, earn as much before costs in ${better} of ${moves} cases, ${percent(better / moves)}`;
  }
});
