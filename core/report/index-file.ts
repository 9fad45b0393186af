import {basename, join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import type {RunRecord} from "../lab/record.js";
import {pageScript, styleSheet} from "../site/page/bundle.js";
import {listedRun} from "../site/page/listed.js";
import type {Reported} from "./report.js";

/**
 * Writes `index.html` beside the folders of reports: one file with a table that compares the runs and leads to the report
 * of each. Answers with its path.
 */
export async function writeIndex(
  folder: string,
  runs: readonly RunRecord[],
  written: readonly Reported[],
  home: string
): Promise<string> {
  const listed = await Promise.all(runs.map((run) => listedRun(home, run)));
  const folders = Object.fromEntries(written.map((each) => [each.run, basename(each.folder)]));
  const [script, style] = await Promise.all([pageScript("reports/standalone-index.ts"), styleSheet()]);
  const data = JSON.stringify({runs: listed, folders}).replaceAll("<", "\\u003c");
  const file = join(folder, "index.html");
  const text = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="tapebook">
<title>Runs | tapebook</title>
<style>${style.replaceAll("</style", "<\\/style")}</style>
<style>
#observablehq-main { margin: 1.5rem auto 3rem; padding: 0 1.25rem; }
</style>
</head>
<body>
<main id="observablehq-main" class="observablehq">
<h1>Runs</h1>
<p class="question">Each run's latest, beside the others. A run opens its own report, which makes it again.</p>
<div id="place"></div>
</main>
<script type="application/json" id="runs">${data}</script>
<script type="module">${script.replaceAll("</script", "<\\/script")}</script>
</body>
</html>
`;
  await writeFileAtomic(file, text);
  return file;
}
