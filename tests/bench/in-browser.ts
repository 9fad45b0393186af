import {fileURLToPath} from "node:url";
import {build} from "esbuild";
import {executable, launch} from "../browser/chromium.js";
import type {PeerResult} from "./peers.js";

/** What `tradeDaily` takes in Chromium; text where there is none. */
export async function inChromium(): Promise<PeerResult | string> {
  if (executable === null) return "not installed";
  const {outputFiles} = await build({
    entryPoints: [fileURLToPath(new URL("page-engine.ts", import.meta.url))],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "engine",
    target: "es2023"
  });
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({content: outputFiles[0].text});
    const found = await page.evaluate<{seconds: number; equity: number}>("engine.tradeDaily()");
    return {...found, version: browser.version()};
  } finally {
    await browser.close();
  }
}
