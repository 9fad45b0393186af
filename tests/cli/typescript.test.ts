import {spawnSync} from "node:child_process";
import {cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {root} from "../../core/lab/home.js";

/** A project of the loader and a few files, with a cache of its own. */
let project: string;

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "tapebook-typescript-"));
  await cp(join(root, "bin"), join(project, "bin"), {recursive: true});
  await mkdir(join(project, "node_modules"));
  for (const name of ["esbuild", "@esbuild", "tsx"])
    await symlink(join(root, "node_modules", name), join(project, "node_modules", name), "dir");
});

afterEach(() => rm(project, {recursive: true, force: true}));

const write = (file: string, ...lines: readonly string[]) => writeFile(join(project, file), `${lines.join("\n")}\n`);
const kept = () => join(project, "node_modules", ".cache", "tapebook", "typescript");

function run(file = "main.ts") {
  const words = ["--import", pathToFileURL(join(project, "bin", "loader.js")).href, join(project, file)];
  const {status, stdout, stderr} = spawnSync(process.execPath, words, {cwd: tmpdir(), encoding: "utf8"});
  return {status, stdout, stderr};
}

describe("TypeScript", () => {
  it("is read anew each time: a change has effect at once", async () => {
    await write("main.ts", 'import {a} from "./a.js";', "console.log(a);");
    for (const value of [1, 2, 1]) {
      await write("a.ts", `export const a: number = ${value};`);
      for (const _ of [1, 2]) expect(run()).toEqual({status: 0, stdout: `${value}\n`, stderr: ""});
    }
    expect(await readdir(kept())).toHaveLength(3);
  });

  it("is made again where what was kept is damaged, another's or cannot be written", async () => {
    await write("main.ts", 'import {a} from "./a.js";', "console.log(a as number);");
    await write("a.ts", "export const a = 1;");
    run();
    for (const file of await readdir(kept())) await writeFile(join(kept(), file), "console.log('damaged')\n");
    expect(run().stdout).toBe("1\n");
    await rm(join(project, "node_modules", ".cache"), {recursive: true});
    await writeFile(join(project, "node_modules", ".cache"), "no folder");
    expect(run()).toEqual({status: 0, stdout: "1\n", stderr: ""});
  });

  it.each([
    ["types alone", "const at: number = 1;"],
    ["what is more than types", "class A { constructor(readonly at: number) {} }", "const {at} = new A(1);"],
    ["an enum", "enum E { One = 1 }", "const at = E.One;"]
  ])("tells of an error in its own lines: %s", async (_, ...lines) => {
    const before = ["interface Long {", "  readonly of: string;", "  readonly lines: string;", "}", ""];
    await write("main.ts", ...before, ...lines, "", "if (at === 1)", '  throw new Error("here");', "export {};");
    const line = before.length + lines.length + 3;
    for (const _ of [1, 2]) {
      const {status, stderr} = run();
      expect(status).toBe(1);
      expect(stderr).toMatch(new RegExp(`main\\.ts:${line}:(?:9|11)\\)?$`, "m"));
    }
  });

  it("is found by the names that sources use", async () => {
    await mkdir(join(project, "folder"));
    await write("folder/index.ts", "export const inside: number = 3;");
    await write("a.ts", "export const a: number = 1;");
    await write("plain.js", "export const plain = 2;");
    await write("both.ts", "export const both: string = 'typed';");
    await write("both.js", "export const both = 'plain';");
    await write(
      "main.ts",
      'import {a} from "./a";',
      'import {plain} from "./plain.js";',
      'import {inside} from "./folder";',
      `import {both} from ${JSON.stringify(join(project, "both.js"))};`,
      "console.log(a, plain, inside, both);"
    );
    expect(run()).toEqual({status: 0, stdout: "1 2 3 typed\n", stderr: ""});
  });

  it("says what is not there, and where it is not to be understood", async () => {
    await write("main.ts", 'import {a} from "./nowhere.js";', "console.log(a);");
    expect(run().stderr).toMatch(/ERR_MODULE_NOT_FOUND[^]*nowhere\.js|nowhere\.js[^]*ERR_MODULE_NOT_FOUND/);
    await write("main.ts", "const a: number = ;");
    expect(run().stderr).toMatch(/main\.ts:1:18/);
  });

  it("is imported in threads too", async () => {
    await write("worker.ts", 'import {a} from "./a.js";', "console.log(a satisfies number);");
    await write("a.ts", "export const a: number = 4;");
    await write(
      "main.ts",
      'import {Worker} from "node:worker_threads";',
      'const loader = new URL("./bin/loader.js", import.meta.url).href;',
      'new Worker(new URL("./worker.ts", import.meta.url), {execArgv: ["--import", loader]});'
    );
    expect(run()).toEqual({status: 0, stdout: "4\n", stderr: ""});
  });
});
