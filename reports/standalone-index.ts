import type {ListedRun} from "../core/site/payload.js";
import {runsList} from "./components/runs-list.js";

/** The comparison of runs that are written as files: a table that leads to each run's own. */
const {runs, folders} = JSON.parse(document.getElementById("runs")!.textContent!) as {
  runs: readonly ListedRun[];
  folders: Readonly<Record<string, string>>;
};
document.getElementById("place")!.replaceChildren(runsList(runs, ({id}) => `./${folders[id]}/report.html`));
