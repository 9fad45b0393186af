import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {home} from "./core/lab/home.js";
import type {RunRecord} from "./core/lab/record.js";
import {latestRecords} from "./core/lab/runs.js";

const runs = await latestRecords(home());

/** The notebooks by number, each under the first heading of its page. */
function notebooks() {
  return readdirSync("notebooks")
    .filter((file) => file.endsWith(".md"))
    .map((file) => file.slice(0, -3))
    .sort()
    .map((name) => {
      const heading = /^# (.+)$/m.exec(readFileSync(join("notebooks", `${name}.md`), "utf8"))?.[1];
      return {name: `${name.slice(0, 2)} ${heading ?? name.slice(3)}`, path: `/notebooks/${name}`};
    });
}

function runPage({id, experiment, title}: RunRecord) {
  return {name: `${experiment.slice(0, 2)} ${title}`, path: `/reports/${id}`};
}

/** The runs as the search finds them: their pages are one template, which says nothing of its own. */
function* indexRuns() {
  for (const {id, experiment, title, question, metrics} of runs) {
    const text = [experiment, question, ...Object.keys(metrics)].join(" ");
    yield {path: `/reports/${id}`, title: `${title} (${id})`, text};
  }
}

export default {
  root: process.env.TAPEBOOK_SITE_ROOT || ".site",
  output: process.env.TAPEBOOK_SITE_OUT || ".tapebook/site",
  title: "tapebook",
  style: "style/index.css",
  globalStylesheets: [],
  search: {index: indexRuns},
  pager: false,
  toc: false,
  head: `<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(
    existsSync(".site/icon.svg") ? readFileSync(".site/icon.svg", "utf8") : ""
  )}">`,
  footer:
    "Made with tapebook. The prices and the engine are in the page; nothing is asked of any other machine. Research, not advice.",
  pages: [
    {name: "Data quality", path: "/reports/data-quality"},
    {name: "Notebooks", pages: notebooks()},
    ...(runs.length > 0 ? [{name: "Runs", pages: runs.map(runPage)}] : [])
  ],
  dynamicPaths: runs.map(({id}) => `/reports/${id}`)
};
