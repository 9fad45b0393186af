import {describe, expect, it} from "vitest";
import {checkSite} from "../../core/site/check-site.js";
import {folderOf} from "./folders.js";

const page = (script = "", body = "") => `<!DOCTYPE html>
<html><head><link rel="stylesheet" type="text/css" href="./_observablehq/style.css"><link rel="modulepreload" href="./_import/a.js">
<script type="module">
import {define} from "./_import/a.js";
${script}
</script></head><body><p><a href="./second">second</a> <a href="#here">here</a> <a href="https://example.org/paper">a paper</a></p>
${body}</body></html>`;

const good = {
  "index.html": page(),
  "second.html": "<!DOCTYPE html><p>second</p>",
  "_observablehq/style.css": 'a{background:url(data:image/svg+xml,%3Csvg%20xmlns="http://www.w3.org/2000/svg"/%3E)}',
  "_observablehq/client.js": 'export const load = () => import("../_npm/echarts@0.0.0-absent/_esm.js");',
  "_import/a.js": 'import {b} from "./b.js";\nexport const define = () => b; // import {x} from "./nowhere.js"\n',
  "_import/b.js": 'export const b = new URL("https://example.org/").pathname + `import "./nowhere.js"`;\n'
};

const faultsOf = async (changes: Readonly<Record<string, string>>) =>
  (await checkSite(await folderOf({...good, ...changes}))).map(({file, fault}) => `${file}: ${fault}`);

describe("a built site", () => {
  it("without defects has none", async () => {
    expect(await faultsOf({})).toEqual([]);
  });

  it("needs a first page", async () => {
    expect(await checkSite(await folderOf({"other.html": ""}))).toHaveLength(1);
  });

  it("must show no error block", async () => {
    const body = '<div class="observablehq--inspect observablehq--error">SyntaxError: Unexpected token (1:4)</div>';
    expect(await faultsOf({"index.html": page("", body)})).toEqual([
      "index.html: invalid page: SyntaxError: Unexpected token (1:4)"
    ]);
  });

  it.each([
    ["a style sheet", {"index.html": page("", '<link rel="stylesheet" href="./gone.css">')}, "./gone.css"],
    ["an image", {"index.html": page("", '<img src="gone.png">')}, "gone.png"],
    ["a linked page", {"index.html": page("", '<a href="./gone">x</a>')}, "./gone"],
    [
      "an attached file",
      {"index.html": page('registerFile("x.json", {"name":"x.json","path":"./_file/x.1.json"});')},
      "./_file/x.1.json"
    ],
    ["a page's import", {"index.html": page('import "./_import/gone.js";')}, "./_import/gone.js"],
    ["a module's import", {"_import/a.js": 'export {b} from "./gone.ts";'}, "./gone.ts"],
    ["a dynamic import", {"_import/a.js": 'export const f = () => import("./gone.js");'}, "./gone.js"],
    ["a Worker", {"_import/a.js": 'new Worker(import.meta.resolve("./gone.js"));'}, "./gone.js"],
    ["a font", {"_observablehq/style.css": "@font-face{src:url(./gone.woff2)}"}, "./gone.woff2"]
  ])("must have %s that it names", async (_, changes, name) => {
    const faults = await faultsOf(changes);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`: missing file: ${name.replaceAll(".", "\\.")}$`));
  });

  it("must import no bare name", async () => {
    expect(await faultsOf({"_import/b.js": 'import arquero from "arquero";\nexport const b = arquero;'})).toEqual([
      "_import/b.js: unresolved import: arquero"
    ]);
  });

  it("must import no Node", async () => {
    expect(await faultsOf({"_import/b.js": 'import {readFile} from "node:fs";\nexport const b = readFile;'})).toEqual([
      "_import/b.js: invalid import: node:fs; there is no Node in a browser"
    ]);
  });

  it.each([
    ["a script", {"index.html": page("", '<script src="https://cdn.example/x.js"></script>')}],
    ["an image without protocol", {"index.html": page("", '<img src="//cdn.example/x.png">')}],
    ["an import", {"_import/b.js": 'import "https://cdn.example/x.js";\nexport const b = 1;'}],
    ["a style", {"_observablehq/style.css": "@import url(https://fonts.example/css2);"}],
    ["a font", {"_observablehq/style.css": 'a{src:url("https://fonts.example/x.woff2")}'}]
  ])("must load %s from no other machine", async (_, changes) => {
    const faults = await faultsOf(changes);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain("external address: ");
  });

  it("must hold scripts that parse", async () => {
    const [fault] = await faultsOf({"_import/b.js": "export const b = ;"});
    expect(fault).toMatch(/^_import\/b\.js: invalid script: /);
  });
});
