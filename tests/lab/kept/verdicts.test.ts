import {describe, expect, it} from "vitest";
import type {PluginVerdict} from "../../../core/audit/verdict.js";
import {keptVerdict} from "../../../core/lab/kept/verdicts.js";
import type {Code} from "../../../core/lab/lineage.js";
import {returns} from "../../../plugins/features/returns.js";
import {freshFolder} from "../../store/homes.js";

const code: Code = {hash: "c", files: {"plugins/features/returns.ts": "one", core: "core"}, lockfile: "lock"};

describe("a plugin's verdict", () => {
  it("is kept, and found anew where its options, its file, the engine or a package changed", async () => {
    const home = await freshFolder();
    let audits = 0;
    const ask = (window: number, given: Code) => {
      const plugin = returns({window});
      return keptVerdict(home, given, plugin, () => {
        ++audits;
        const {kind, name, params} = plugin;
        const verdict: PluginVerdict = {kind, name, params, judgement: "clean", checked: ["look-ahead"], findings: []};
        return Promise.resolve(verdict);
      });
    };
    const first = await ask(1, code);
    expect([await ask(1, code), audits]).toEqual([first, 1]);
    await ask(2, code);
    await ask(1, {...code, files: {...code.files, "plugins/features/returns.ts": "two"}});
    await ask(1, {...code, files: {...code.files, core: "other"}});
    await ask(1, {...code, lockfile: "other"});
    expect(audits).toBe(5);
    await ask(1, {...code, files: {core: "core"}});
    await ask(1, {...code, files: {core: "core"}});
    expect(audits, "one whose file is not known is not kept").toBe(7);
  });
});
