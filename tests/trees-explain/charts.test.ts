import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {build} from "esbuild";
import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {root} from "../../core/lab/home.js";
import {shapValues} from "../../core/trees/explain/shapley.js";
import {executable, launch} from "../browser/chromium.js";
import {golden, modelOf} from "./explained.js";
import {random} from "../../core/base/random.js";

/** The site's own sheets, but those of Framework. */
async function style(): Promise<string> {
  const folder = join(root, ".site/style");
  const index = await readFile(join(folder, "index.css"), "utf8");
  const sheets = Array.from(index.matchAll(/@import "\.\/(.+?)"/g), ([, name]) => readFile(join(folder, name), "utf8"));
  return (await Promise.all(sheets)).join("\n");
}

describe.skipIf(executable === null)("the drawings in Chromium", {timeout: 60_000}, () => {
  let folder = "";
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tapebook-page-"));
    const {outputFiles} = await build({
      entryPoints: [join(root, "tests/trees-explain/page.ts")],
      bundle: true,
      format: "iife",
      write: false,
      define: {GOLDEN: JSON.stringify(golden)},
      plugins: [
        {
          name: "npm",
          setup: ({onResolve, resolve}) => {
            onResolve({filter: /^npm:/}, ({path, ...rest}) =>
              resolve(path.slice(4), {kind: "import-statement", resolveDir: rest.resolveDir})
            );
          }
        }
      ]
    });
    const script = outputFiles[0].text.replaceAll("</script", "<\\/script");
    const main = '<main id="observablehq-main" class="observablehq"><div id="page"></div></main>';
    const body = `${main}<script>${script}</script>`;
    const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>${await style()}
      body {background: var(--theme-background); color: var(--theme-foreground); margin: 1rem}</style>`;
    await writeFile(join(folder, "page.html"), `<!doctype html><html><head>${head}</head><body>${body}</body></html>`);
    browser = await launch();
    page = await browser.newPage();
    page.on("console", (message) => void (message.type() === "error" && faults.push(message.text())));
    page.on("pageerror", ({message}) => void faults.push(message));
    await page.goto(pathToFileURL(join(folder, "page.html")).href);
  });

  afterAll(async () => {
    await browser?.close();
    if (folder) await rm(folder, {recursive: true, force: true});
  });

  it.each([
    [1000, "light"],
    [1000, "dark"],
    [390, "light"]
  ] as const)("fit %i pixels in the %s, with marks in each", async (width, scheme) => {
    await page.emulateMedia({colorScheme: scheme});
    await page.setViewportSize({width, height: 900});
    await page.waitForFunction(() =>
      Array.from(document.querySelectorAll(".figure")).every(
        (each) => each.firstElementChild?.getAttribute("width") === String(Math.floor(each.clientWidth))
      )
    );
    expect(faults).toEqual([]);
    const found = await page.evaluate(() =>
      Array.from(document.querySelectorAll("[data-drawing]"), (section) => ({
        name: section.getAttribute("data-drawing"),
        marks: section.querySelectorAll("svg :is(circle, rect, path, line), table td, p b, .finding").length,
        // What Plot writes where a value is not a number.
        broken: Array.from(section.querySelectorAll("svg *")).filter((node) =>
          Array.from(node.attributes).some(({value}) => /NaN|undefined/.test(value))
        ).length,
        texts: /NaN|undefined|Infinity/.test(section.textContent ?? "")
      }))
    );
    expect(found).toHaveLength(15);
    for (const {name, marks, broken, texts} of found) {
      expect(marks, `${name}: marks`).toBeGreaterThan(0);
      expect({name, broken, texts}).toEqual({name, broken: 0, texts: false});
    }
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(beyond).toBeLessThanOrEqual(0);
    expect(await page.locator("[data-empty] p.empty").count()).toBe(11);
    const shots = process.env.TAPEBOOK_SHOTS;
    if (shots) await page.screenshot({path: join(shots, `${width}-${scheme}.png`), fullPage: true});
  });

  it("are of the same bits as in Node", async () => {
    const theirs = await page.evaluate(() => (globalThis as unknown as {explained: number[][]}).explained);
    const r = random(2);
    const x = Float32Array.from({length: 2400}, (_, i) => {
      if (i % 6 === 5) return r.integer(7);
      return i % 6 === 1 && r.uniform() < 0.2 ? NaN : r.normal();
    });
    const ours = shapValues(modelOf("LightGBM with categories and gaps"), x, [400, 6]).values;
    expect(theirs[0]).toEqual(Array.from(ours));
    expect(theirs.slice(1).every((each) => each.every(Number.isFinite))).toBe(true);
  });
});
