import type {Ingested} from "../../store/intake/ingest.js";
import {parseDate} from "../../base/timeframe.js";
import type {Query} from "../../plugin.js";
import type {Ran} from "../../lab/run.js";
import {port} from "../options.js";
import type {Answer, Shell} from "../verb.js";
import {defineVerb} from "../verb.js";
import {describe} from "./ingest.js";
import {serveUntil} from "./serve.js";

/** Everything from nothing: what `npm start` does. What was done before is found, not done again. */
export const start = defineVerb({
  usage: "start",
  summary: "Take in the data, run the experiments, build the site and serve it",
  declare: (yargs) =>
    yargs
      .option("no-serve", {type: "boolean", describe: "End when the site is built"})
      .option("port", port("The port; 4173 or the next free one unless given, 0 for any")),
  async act({"no-serve": noServe = false, port}, shell) {
    const log = shell.task("start").log;
    const data: Ingested[] = [];
    for (const [source, query] of firstData) {
      const done = await takeIn(source, query, shell);
      log(describe(done));
      data.push(done);
    }
    const ran = await runAll(shell);
    const {buildSite} = await import("../../site/build.js");
    const site = await buildSite({home: shell.home, ...shell.task("build the site")});
    log(site.built ? `built ${site.folder}` : `found ${site.folder}, nothing changed since`);
    const json = {
      datasets: data.map(({dataset, version, added}) => ({dataset, version, added})),
      runs: ran.map(({record: {id, experiment}, found}) => ({id, experiment, found})),
      site
    };
    if (noServe) return {json, text: "done; look at it with: npm start, or npx tapebook serve"};
    const served: Answer = await serveUntil(shell.home, port, shell.task("serve").signal);
    return {...served, json: {...json, ...(served.json as object)}};
  }
});

const everything = {from: -Infinity, to: Infinity, timeframe: "1d"} as const;
const minutes = {from: parseDate("2015-01-05"), to: parseDate("2015-03-07"), timeframe: "1m"} as const;

/** What the numbered experiments need: real days, a made-up universe's days, and two months of minutes of a few of it. */
const firstData: readonly (readonly [source: string, query: Query])[] = [
  ["samples", everything],
  ["synthetic", everything],
  ["synthetic", {...minutes, symbols: ["S001", "S002", "S003", "S004"]}]
];

async function takeIn(name: string, query: Query, {home, task}: Shell): Promise<Ingested> {
  const {ingest} = await import("../../store/intake/ingest.js");
  const {makePlugin} = await import("../../lab/registry.js");
  const source = await makePlugin("source", name);
  return ingest(home, source, query, task(`ingest ${name}`));
}

async function runAll({home, task}: Shell): Promise<Ran[]> {
  const {experimentNames} = await import("../../lab/experiments.js");
  const {runSeveral} = await import("../../lab/several/several.js");
  const effects = task("run the experiments");
  return runSeveral(await experimentNames(), home, effects, {
    log: (name, message) => effects.log(`${name}: ${message}`),
    done: (name, {found, record: {seconds, id}}) =>
      effects.log(`${name}: ${found ? "found" : `done in ${seconds.toFixed(1)} s`}, ${id}`)
  });
}
