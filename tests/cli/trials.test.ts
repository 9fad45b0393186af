import {describe, expect, it} from "vitest";
import {parse} from "../../core/cli/parser.js";
import {isMisuse} from "../../core/cli/verb.js";
import {trials} from "../../core/cli/verbs/trials.js";
import {effects} from "../../core/lab/context.js";
import type {SearchReport} from "../../core/lab/evidence/search.js";
import {toSpec} from "../../core/lab/experiment.js";
import {run} from "../../core/lab/run.js";
import {sweep} from "../../core/lab/sweep/sweep.js";
import {crossing, homeOf} from "../lab/sweep-home.js";
import {freshFolder} from "../store/homes.js";

async function asked(home: string, ...words: readonly string[]) {
  const command = (await parse(["trials", ...words], [trials], "0"))!;
  const {text, json} = await command.verb.act(command.given, {home, task: () => effects()});
  return {text, json: json as SearchReport & readonly SearchReport[]};
}

describe("tapebook trials", () => {
  it("says in words what all trials leave of the best", async () => {
    const home = await homeOf();
    const {record} = await run(crossing, home, effects());
    const alone = await asked(home, "91-sweep");
    expect(alone.text).toContain("91-sweep  1 trial: 1 done");
    expect(alone.text).toMatch(/^It is the only one\. The returns of one are kept, over \d+ bars\.$/m);
    expect(alone.text).toContain(`The best is ${record.id}`);
    expect(alone.text).toContain("probability of overfitting: 1 trial is kept over the same rows");
    const grid = [{path: "backtest.strategy.fast", values: ["2", "4", "5"]}];
    await sweep(toSpec(crossing), grid, home, effects(), 1);
    const {text, json} = await asked(home, "91");
    expect(text).toMatch(/^91-sweep {2}4 trials: 4 done; 3 of them are variants of sweeps and the like$/m);
    expect(text).toMatch(/sure \(deflated\)/);
    expect(text).toMatch(/of 12,870 halvings \(probability of overfitting\)/);
    expect(text).toMatch(/^Against doing nothing: p = 0\.\d{3} \(Hansen's test/m);
    expect(text).toContain("Against the benchmark: no kept run has a benchmark over these rows.");
    expect(json).toMatchObject({experiment: "91-sweep", attempts: {counted: 4}, kept: 4});
    expect(JSON.stringify(json)).not.toMatch(/NaN|Infinity/);
    const all = await asked(home);
    expect(all.json).toEqual([json]);
    expect(all.text).toMatch(/^experiment +trials +kept +effective +best sharpe/);
  }, 60_000);

  it("says where nothing was tried, and what was", async () => {
    const home = await freshFolder();
    expect(await asked(home)).toEqual({json: [], text: "nothing was tried yet; make a run with: tapebook run 06"});
    const wrong = (where: string, name: string) =>
      asked(where, name).then(
        () => null,
        (error: Error) => ({message: error.message, misuse: isMisuse(error)})
      );
    expect(await wrong(home, "06")).toEqual({message: "unknown experiment: 06; nothing was tried yet", misuse: true});
    const tried = await homeOf();
    await run(crossing, tried, effects());
    expect(await wrong(tried, "92")).toEqual({message: "unknown experiment: 92; tried were 91-sweep", misuse: true});
  }, 30_000);
});
