import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {auditPlugin} from "../../core/audit/plugin.js";
import {root} from "../../core/lab/home.js";
import {kinds, loadMaker, pluginFile, pluginNames} from "../../core/lab/registry.js";
import type {Maker} from "../../core/plugin.js";

const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Kinds that touch the world and are audited where they can be asked, by their own suites. */
const outside = ["source", "feed"] as const;

for (const kind of kinds) {
  for (const name of await pluginNames(kind)) {
    const file = await pluginFile(kind, name);
    describe(file, async () => {
      const maker = (await loadMaker(kind, name)) as unknown as Maker;

      it("exports one maker, named after its file, below a doc comment", async () => {
        const source = await readFile(join(root, file), "utf8");
        expect(source).toMatch(new RegExp(`\\*/\\nexport const ${camel(name)} = define`));
      });

      it("survives JSON and refuses unknown options", () => {
        const plugin = maker();
        const spec = JSON.parse(JSON.stringify(plugin)) as unknown;
        expect(spec).toEqual({kind, name, params: JSON.parse(JSON.stringify(maker.defaults)) as unknown});
        expect(() => maker({notAnOption: 1} as never)).toThrow(`unknown ${name} option: notAnOption; `);
      });

      if (!outside.some((each) => each === kind))
        it("passes the audit", async () => {
          const plugin = maker();
          const {judgement, findings} = await auditPlugin(plugin);
          const told = findings.map(({rule, message}) => `${rule}: ${message}`);
          expect(told.join("\n")).toBe("");
          expect(judgement).toBe(plugin.kind === "model" && plugin.ready ? "unaudited" : "clean");
        }, 120_000);
    });
  }
}
