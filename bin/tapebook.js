#!/usr/bin/env node
import {spawn} from "node:child_process";
import {readFileSync} from "node:fs";
import {delimiter, join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";

/**
 * Starts the command line on the pinned Node: in this process where this is it already, else in a process of its own
 * that is given the same terminal and signals and whose end is this one's end. Programs that it starts find the same
 * Node and the project's tools first on their PATH.
 */

const root = fileURLToPath(new URL("../", import.meta.url));
const modules = join(root, "node_modules");
const command = join(root, "bin", "command.js");

function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

function start() {
  const pinned = read(join(modules, "node", "package.json"))?.version;
  if (!read(join(modules, "tsx", "package.json"))) {
    process.stderr.write(
      "missing packages: they are not installed; run npm start or npm test, or node bin/install.js\n"
    );
    process.exitCode = 1;
    return;
  }
  process.env.PATH = [join(modules, ".bin"), process.env.PATH].join(delimiter);
  const present = read(join(modules, ".tapebook.json"))?.node === "present";
  if (present || process.versions.node === pinned) return import(pathToFileURL(command).href);
  const node = join(modules, "node", "bin", process.platform === "win32" ? "node.exe" : "node");
  const child = spawn(node, [command, ...process.argv.slice(2)], {stdio: "inherit"});
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", () => {
    process.stderr.write(`missing Node ${pinned}: ${node} cannot be started; run node bin/install.js\n`);
    process.exitCode = 1;
  });
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 128 + ({SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15}[signal] ?? 0);
  });
}

await start();
