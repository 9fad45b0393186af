#!/usr/bin/env node
import {spawn, spawnSync} from "node:child_process";
import {createHash} from "node:crypto";
import {existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";

/**
 * Installs the packages that package-lock.json names, where that has not been done. Once done, a stamp in node_modules
 * says so, and a later call reads the stamp and the lockfile and nothing else. The stamp is taken away before npm starts
 * and written after all is checked, so an installation that was cut short is made again.
 */

const root = fileURLToPath(new URL("../", import.meta.url));
const modules = join(root, "node_modules");
const stamp = join(modules, ".tapebook.json");
const hidden = join(modules, ".package-lock.json");
const lockfile = join(root, "package-lock.json");
const windows = process.platform === "win32";

/** What an installation is made for: another lockfile or platform needs another. */
function key() {
  const lock = existsSync(lockfile) ? readFileSync(lockfile) : "none";
  return `${createHash("sha256").update(lock).digest("hex")} ${process.platform} ${process.arch}`;
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/** Whether node_modules already holds what the lockfile names: npm's own record agrees, and every folder is there. */
function complete() {
  const wanted = read(lockfile)?.packages;
  const present = read(hidden)?.packages;
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([path, {version, integrity, optional}]) => {
    if (path === "") return true;
    const found = present[path];
    if (!found) return optional === true;
    return found.version === version && found.integrity === integrity && existsSync(join(root, path, "package.json"));
  });
}

/** Runs npm, and passes on the signals that would end this process, so that no npm is left behind. */
function npm(...parameters) {
  const {npm_execpath: script = "", npm_node_execpath: node = process.execPath} = process.env;
  const direct = /npm-cli\.c?js$/.test(script);
  const command = direct ? [node, script, ...parameters] : [windows ? "npm.cmd" : "npm", ...parameters];
  const child = spawn(command[0], command.slice(1), {cwd: root, stdio: ["ignore", 2, 2], shell: windows && !direct});
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      process.exitCode = 130;
      child.kill(signal);
    });
  }
  return new Promise((resolve) => {
    child.on("error", () => resolve("npm could not be started; is it installed and on the PATH?"));
    child.on("close", (code, signal) => {
      if (signal || code > 128) resolve("it was interrupted; run the same command to begin again");
      else if (code === 0) resolve(null);
      else
        resolve(
          `npm ${parameters[0]} ended with code ${code} (its messages are above); ` +
            "installing needs the npm registry once: check the network, the proxy and the registry that npm is set to " +
            "(npm config get registry), then run the same command again"
        );
    });
  });
}

/**
 * `node_modules/.bin/tapebook`, so that `npx tapebook` finds the checkout's own command without a network. package.json
 * names no `bin`: npx would put the checkout into a cache of its own first, each time, which takes longer than most
 * commands. An npm that is called by hand makes the link too, through `prepare`.
 */
function link() {
  const bin = join(modules, ".bin");
  mkdirSync(bin, {recursive: true});
  const place = join(bin, windows ? "tapebook.cmd" : "tapebook");
  const beside = `${place}.${process.pid}`;
  if (windows) writeFileSync(beside, '@node "%~dp0..\\..\\bin\\tapebook.js" %*\r\n');
  else symlinkSync(join("..", "..", "bin", "tapebook.js"), beside);
  renameSync(beside, place);
}

/**
 * Which Node runs the workbench: the pinned one, where its binary came and works here, else the present one if it is
 * new enough. A binary that does not work is taken off the scripts' PATH.
 */
function runtime() {
  const {version} = read(join(modules, "node", "package.json")) ?? {};
  const binary = join(modules, "node", "bin", windows ? "node.exe" : "node");
  const ran = version && spawnSync(binary, ["--version"], {encoding: "utf8", timeout: 30_000});
  if (ran && ran.stdout?.trim() === `v${version}`) return "pinned";
  const entry = join(modules, ".bin", "node");
  if (lstatSync(entry, {throwIfNoEntry: false})) rmSync(entry);
  const [major, minor] = process.versions.node.split(".").map(Number);
  const problem = `missing Node ${version ?? "24"}: npm's package node did not bring a binary that runs here`;
  if (major < 22 || (major === 22 && minor < 12))
    throw new Error(
      `${problem}, and this Node is ${process.version}; remove node_modules and try again, allowing install scripts, ` +
        "or install Node 24 yourself"
    );
  process.stderr.write(`${problem}; going on with ${process.version}, whose last digits may differ\n`);
  return "present";
}

async function install() {
  const wanted = key();
  if (read(stamp)?.key === wanted) return;
  if (!complete()) {
    process.stderr.write("installing packages, once ...\n");
    rmSync(stamp, {force: true});
    rmSync(hidden, {force: true});
    const verb = existsSync(lockfile) ? "ci" : "install";
    const failure = await npm(verb, "--include=dev", "--no-audit", "--no-fund", "--loglevel=error");
    if (failure) throw new Error(`not installed: ${failure}`);
  }
  const node = runtime();
  link();
  const beside = `${stamp}.${process.pid}`;
  writeFileSync(beside, `${JSON.stringify({key: key(), node})}\n`);
  renameSync(beside, stamp);
}

const task = process.argv[2] === "--link" ? async () => link() : install;
task().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode ??= 1;
});
