import {gzipSync} from "node:zlib";
import type {RunPage} from "../lab/arrays.js";
import {engineScript, pageScript, styleSheet} from "../site/page/bundle.js";
import {packRun} from "../site/page/pack.js";

/** What a report that is one file is made of, the same for every run. */
export interface PageBundle {
  readonly script: string;
  /** Gzipped. */
  readonly engine: Uint8Array;
  readonly style: string;
}

/** Bundles the report's page, its engine and its styles. Throws where one of them cannot be made. */
export async function pageBundle(): Promise<PageBundle> {
  const [script, engine, style] = await Promise.all([
    pageScript("reports/standalone.ts"),
    engineScript(),
    styleSheet()
  ]);
  return {script, engine: gzipSync(engine, {level: 9}), style};
}

/**
 * A run's report as one file that needs nothing else: the page of the site with its styles, its engine, the prices and
 * what was recorded. It may load nothing from anywhere: its own policy forbids it.
 */
export function pageFile({script, engine, style}: PageBundle, page: RunPage, numbers: Float64Array): string {
  const {run} = page;
  const {first, market, signal} = packRun(page, numbers);
  const part = (id: string, gzipped: Uint8Array) =>
    `<script type="application/gzip" id="${id}">${Buffer.from(gzipped).toString("base64")}</script>`;
  const policy = [
    "default-src 'none'",
    "script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:",
    "worker-src blob:",
    "style-src 'unsafe-inline'",
    "img-src data: blob:"
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="tapebook">
<meta name="tapebook-run" content="${run.id}">
<title>${escaped(run.title)} · ${run.id}</title>
<style>${style.replaceAll("</style", "<\\/style")}</style>
<style>
#observablehq-main { margin: 1.5rem auto 3rem; padding: 0 1.25rem; }
</style>
</head>
<body>
<main id="observablehq-main" class="observablehq">
<p class="empty">The report is being opened.</p>
<noscript><p>This report draws itself and checks its own numbers: let this file run its scripts. It loads nothing.</p>
${figures(page)}</noscript>
</main>
${part("first", first)}
${part("market", market)}
${part("signal", signal)}
${part("engine", engine)}
<script type="module">${script.replaceAll("</script", "<\\/script")}</script>
</body>
</html>
`;
}

/** The recorded figures, for a reader whose browser runs no scripts. */
function figures({run: {title, question, metrics}}: RunPage): string {
  const rows = Object.entries(metrics).map(
    ([name, value]) => `<tr><th>${escaped(name)}</th><td>${value === null ? "–" : value}</td></tr>`
  );
  return `<h1>${escaped(title)}</h1><p>${escaped(question)}</p><table>${rows.join("")}</table>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
