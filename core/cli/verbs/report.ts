import {join, resolve} from "node:path";
import {count} from "../format.js";
import {text} from "../options.js";
import {defineVerb, misused, named} from "../verb.js";

/** Writes a run's report, or those of all runs, as files that need nothing else. */
export const report = defineVerb({
  usage: "report [run]",
  summary: "Write a run's report as one HTML file, JSON, PNG and SVG",
  examples: [
    ["tapebook report 3f2a", "All forms of the run whose id starts with 3f2a, into reports in the folder of state"],
    ["tapebook report 3f2a --html --out acme", "One HTML file that opens from a mail, in the folder acme"],
    ["tapebook report --all --out reports", "Every run's, and a page that compares them: for a timetable"]
  ],
  declare: (yargs) =>
    yargs
      .positional("run", {type: "string", describe: "The run's id, or enough of its start"})
      .option("html", {type: "boolean", describe: "One self-contained file; all forms where none is named"})
      .option("json", {type: "boolean", describe: "The record and its tables as JSON; prints what was written as JSON"})
      .option("png", {type: "boolean", describe: "Pictures as PNG"})
      .option("svg", {type: "boolean", describe: "Pictures as SVG"})
      .option("all", {type: "boolean", describe: "Every run that is not outdated, and an index that compares them"})
      .option("out", text("The folder; reports/<run> in the folder of state where left out", "out")),
  async act({run: prefix, html, json: data, png, svg, all = false, out}, {home, task}) {
    if (all && prefix !== undefined) throw misused(`invalid run: ${prefix}; with --all no run is named`);
    if (!all && prefix === undefined)
      throw misused("missing run: name one, as in tapebook report 3f2a, or write --all");
    const {latestRecords, readRun} = await import("../../lab/runs.js");
    const {forms, writeReports} = await import("../../report/report.js");
    const {writeIndex} = await import("../../report/index-file.js");
    const asked = {html, png, svg};
    const chosen = forms.filter((form) => asked[form]);
    const wanted = chosen.length === 0 && !data ? forms : chosen;
    const options = {home, forms: wanted, ...task("write the report")};
    if (all) {
      const records = await latestRecords(home);
      const folder = resolve(out ?? join(home, "reports"));
      const places = records.map((run) => ({run, folder: join(folder, `${run.experiment}-${run.id}`)}));
      const written = await writeReports(places, options);
      const index = await writeIndex(folder, records, written, home);
      const json = {folder, index, reports: written};
      return {json, text: `${folder}: ${count(written.length)} reports, compared in ${index}`};
    }
    const record = await named(() => readRun(home, prefix!));
    const folder = resolve(out ?? join(home, "reports", record.id));
    const [written] = await writeReports([{run: record, folder}], options);
    return {json: written, text: [written.folder, ...written.files.map((file) => `  ${file}`)].join("\n")};
  }
});
