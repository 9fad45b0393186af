import type {RunSummary} from "../../lab/runs.js";
import {duration, figure, instant, styled} from "../format.js";
import {table} from "../table.js";
import {defineVerb} from "../verb.js";

/** Lists every run and the attempts that came to nothing. */
export const runs = defineVerb({
  usage: "runs",
  summary: "List the runs, with their metrics",
  declare: (yargs) => yargs,
  async act(_, {home}) {
    const {listRuns, listRecords} = await import("../../lab/runs.js");
    const list = await listRuns(home);
    const units = new Map((await listRecords(home)).map((record) => [record.id, record.units]));
    const json = list.map(({id, experiment, status, started, seconds, metrics}) => {
      return {id, experiment, status, started, seconds, metrics};
    });
    if (list.length === 0) return {json, text: "no runs yet; make one with: tapebook run 06"};
    const rows = list.map((run) => {
      const {id, experiment, status, started, seconds} = run;
      const time = seconds === null ? "–" : duration(seconds);
      return [id, experiment, mark(status), instant(started), time, headline(run, units.get(id) ?? {})];
    });
    const headings = [
      {name: "run"},
      {name: "experiment"},
      {name: "status"},
      {name: "started (UTC)"},
      {name: "took", align: "right"},
      {name: "figures"}
    ] as const;
    return {json, text: table(headings, rows)};
  }
});

/** The first figures, or what went wrong. */
function headline(
  {metrics, error}: RunSummary,
  units: Readonly<Record<string, "percent" | "ratio" | "count">>
): string {
  if (error !== undefined) return error;
  const entries = Object.entries(metrics).slice(0, 4);
  return entries.map(([name, value]) => `${name} ${figure(value, units[name] ?? "ratio")}`).join(", ");
}

function mark(status: RunSummary["status"]): string {
  if (status === "done") return styled("green", status);
  return styled(status === "failed" ? "red" : "yellow", status);
}
