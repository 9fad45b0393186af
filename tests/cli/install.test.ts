import {spawn, spawnSync} from "node:child_process";
import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {cp, lstat, mkdir, mkdtemp, readFile, readlink, rm, symlink, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {root} from "../../core/lab/home.js";

/** A project of one package, and in npm's place a script that lays it down, or fails, as its setting says. */
let project: string;
const windows = process.platform === "win32";
const lock = {
  packages: {
    "": {name: "tapebook"},
    "node_modules/one": {version: "1.0.0", integrity: "sha512-one"},
    "node_modules/node": {version: process.versions.node, integrity: "sha512-node"},
    "node_modules/elsewhere": {version: "1.0.0", integrity: "sha512-else", optional: true}
  }
};
const npm = `
import {appendFileSync, mkdirSync, symlinkSync, writeFileSync} from "node:fs";
appendFileSync("calls.txt", process.argv.slice(2).join(" ") + "\\n");
const mode = process.env.PRETEND;
if (mode === "fail") { console.error("npm error network"); process.exit(1); }
for (const name of ["one", "node"]) {
  mkdirSync("node_modules/" + name, {recursive: true});
  writeFileSync("node_modules/" + name + "/package.json", JSON.stringify({name, version: name === "node" ? process.versions.node : "1.0.0"}));
  if (mode === "hang") { console.error("halfway"); setInterval(() => {}, 1000); await new Promise(() => {}); }
}
mkdirSync("node_modules/node/bin", {recursive: true});
mkdirSync("node_modules/.bin", {recursive: true});
symlinkSync("../node/bin/node", "node_modules/.bin/node");
if (mode !== "binary missing") symlinkSync(process.execPath, "node_modules/node/bin/node");
const {readFileSync} = await import("node:fs");
const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
delete lock.packages["node_modules/elsewhere"];
writeFileSync("node_modules/.package-lock.json", JSON.stringify(lock));
`;

const environment = (pretend: string) => ({
  ...process.env,
  PRETEND: pretend,
  npm_execpath: join(project, "npm-cli.js"),
  npm_node_execpath: process.execPath
});

function install(pretend = "") {
  const options = {cwd: tmpdir(), encoding: "utf8", env: environment(pretend)} as const;
  const {status, stdout, stderr} = spawnSync(process.execPath, [join(project, "bin", "install.js")], options);
  return {status, stdout, stderr};
}

const calls = async () =>
  (await readFile(join(project, "calls.txt"), "utf8").catch(() => "")).split("\n").filter(Boolean);
const stamp = () => join(project, "node_modules", ".tapebook.json");

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), "tapebook-install-"));
  await cp(join(root, "bin"), join(project, "bin"), {recursive: true});
  await writeFile(join(project, "package.json"), '{"type": "module"}');
  await writeFile(join(project, "package-lock.json"), JSON.stringify(lock));
  await writeFile(join(project, "npm-cli.js"), npm);
});

afterEach(() => rm(project, {recursive: true, force: true}));

describe.skipIf(windows)("bin/install.js", () => {
  it("installs once, and then does nothing", async () => {
    expect(install()).toMatchObject({status: 0, stdout: ""});
    expect(install("fail")).toEqual({status: 0, stdout: "", stderr: ""});
    expect(await calls()).toEqual(["ci --include=dev --no-audit --no-fund --loglevel=error"]);
    expect(await readlink(join(project, "node_modules", ".bin", "tapebook"))).toBe("../../bin/tapebook.js");
    expect(JSON.parse(await readFile(stamp(), "utf8"))).toMatchObject({node: "pinned"});
  });

  it("installs again where the lockfile is another", async () => {
    install();
    const text = JSON.stringify({packages: {...lock.packages, "node_modules/one": {version: "1.0.1", integrity: "x"}}});
    await writeFile(join(project, "package-lock.json"), text);
    await rm(join(project, "node_modules", ".bin", "node"));
    await rm(join(project, "node_modules", "node", "bin", "node"));
    expect(install().status).toBe(0);
    expect(await calls()).toHaveLength(2);
    const hash = createHash("sha256").update(text).digest("hex");
    expect(JSON.parse(await readFile(stamp(), "utf8"))).toMatchObject({key: expect.stringContaining(hash) as string});
  });

  it("takes over what npm has installed already", async () => {
    install();
    await rm(stamp());
    await rm(join(project, "node_modules", ".bin", "tapebook"));
    expect(install("fail").status).toBe(0);
    expect(await calls()).toHaveLength(1);
    expect((await lstat(join(project, "node_modules", ".bin", "tapebook"))).isSymbolicLink()).toBe(true);
  });

  it("makes the link alone where npm is called by hand, whose package.json names no command", async () => {
    const {scripts, bin} = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
      bin?: unknown;
    };
    // With `bin`, npx would put the checkout into its cache at each command.
    expect([scripts.prepare, bin]).toEqual(["node bin/install.js --link", undefined]);
    await rm(join(project, "node_modules"), {recursive: true, force: true});
    const {status, stderr} = spawnSync(process.execPath, [join(project, "bin", "install.js"), "--link"], {
      cwd: tmpdir(),
      encoding: "utf8",
      env: environment("fail")
    });
    expect([status, stderr]).toEqual([0, ""]);
    expect(await calls()).toEqual([]);
    expect(existsSync(stamp())).toBe(false);
    const command = join(project, "node_modules", ".bin", "tapebook");
    expect(await readlink(command)).toBe("../../bin/tapebook.js");
    expect(spawnSync(command, {encoding: "utf8"}).stderr).toMatch(/^missing packages: /);
  });

  it("says what to do where npm fails, and tries again the next time", async () => {
    const failed = install("fail");
    expect(failed.status).toBe(1);
    expect(failed.stderr).toMatch(/npm error network\nnot installed: npm ci ended with code 1 .*check the network/);
    expect(existsSync(stamp())).toBe(false);
    expect(install().status).toBe(0);
  });

  it("uses npm install where there is no lockfile", async () => {
    await rm(join(project, "package-lock.json"));
    install("fail");
    expect((await calls())[0]).toMatch(/^install /);
  });

  it("that is interrupted ends its npm, and is made again", async () => {
    install();
    await rm(join(project, "node_modules"), {recursive: true});
    await mkdir(join(project, "node_modules"));
    const child = spawn(process.execPath, [join(project, "bin", "install.js")], {env: environment("hang")});
    child.stderr.setEncoding("utf8").on("data", (text: string) => text.includes("halfway") && child.kill("SIGINT"));
    const code = await new Promise((done) => child.once("close", done));
    expect(code).toBe(130);
    expect(existsSync(stamp())).toBe(false);
    expect(install().status).toBe(0);
    expect(await calls()).toHaveLength(3);
  });

  it("goes on with this Node where the pinned one did not come, and takes it off the PATH", async () => {
    const ended = install("binary missing");
    expect(ended.stderr).toMatch(/missing Node .*; going on with v/);
    expect(ended.status).toBe(0);
    expect(JSON.parse(await readFile(stamp(), "utf8"))).toMatchObject({node: "present"});
    expect(await lstat(join(project, "node_modules", ".bin", "node")).catch(() => null)).toBeNull();
  });
});

describe("bin/tapebook.js", () => {
  it("says what to do where nothing is installed", async () => {
    await symlink(join(root, "core"), join(project, "core"));
    const {status, stdout, stderr} = spawnSync(process.execPath, [join(project, "bin", "tapebook.js")], {
      encoding: "utf8"
    });
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^missing packages: .*npm start/);
  });
});
