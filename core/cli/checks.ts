import {constants} from "node:fs";
import {access, readFile, statfs} from "node:fs/promises";
import {createHash} from "node:crypto";
import {availableParallelism, totalmem} from "node:os";
import {dirname, join} from "node:path";
import {root} from "../lab/home.js";
import {bytes, count} from "./format.js";
import {findChromium, findPython, outputOf} from "./programs.js";

/** One thing that the workbench needs, or can use. */
export interface Check {
  readonly name: string;
  /** `bad` where it is needed and is not right, `missing` where something can be done without it. */
  readonly state: "good" | "missing" | "bad";
  readonly found: string;
  /** How to get it. */
  readonly remedy?: string;
}

/** Everything that is looked at, in the order of the report. */
export const checks: readonly ((home: string) => Promise<Check>)[] = [
  runtime,
  packages,
  machine,
  folder,
  duckdb,
  store,
  ledger,
  plugins,
  site,
  chromium,
  python
];

async function runtime(): Promise<Check> {
  const pinned = await version("node");
  const name = "Node";
  if (process.versions.node === pinned) return {name, state: "good", found: `${process.version}, the pinned one`};
  const remedy = "remove node_modules and run npm start, install scripts allowed";
  return {name, state: "missing", found: `${process.version}, pinned is v${pinned ?? "?"}`, remedy};
}

async function packages(): Promise<Check> {
  const name = "packages";
  const stamp = await json(join(root, "node_modules", ".tapebook.json"));
  const lock = await readFile(join(root, "package-lock.json")).catch(() => "none");
  const wanted = createHash("sha256").update(lock).digest("hex");
  if (String(stamp?.key).startsWith(wanted)) return {name, state: "good", found: "as package-lock.json names them"};
  return {name, state: "bad", found: "not those of package-lock.json", remedy: "run node bin/install.js"};
}

async function machine(): Promise<Check> {
  const {platform, arch} = process;
  const found = `${platform} ${arch}, ${availableParallelism()} cores, ${bytes(totalmem())}; computing in javascript`;
  return {name: "machine", state: "good", found};
}

async function folder(home: string): Promise<Check> {
  const name = "state";
  let place = home;
  while (!(await exists(place)) && dirname(place) !== place) place = dirname(place);
  if (
    !(await access(place, constants.W_OK).then(
      () => true,
      () => false
    ))
  )
    return {name, state: "bad", found: `${home} cannot be written`, remedy: "name another folder in TAPEBOOK_HOME"};
  const {bavail, bsize} = await statfs(place);
  const found = `${home}, ${bytes(bavail * bsize)} free`;
  return bavail * bsize > 500e6
    ? {name, state: "good", found}
    : {name, state: "bad", found, remedy: "free 500 MB, or name another folder in TAPEBOOK_HOME"};
}

async function duckdb(): Promise<Check> {
  const name = "DuckDB";
  const found = await version("@duckdb/node-api");
  if (found !== null) return {name, state: "good", found};
  return {name, state: "bad", found: "not installed", remedy: "run node bin/install.js"};
}

async function store(home: string): Promise<Check> {
  return attempt("store", "tapebook data --verify names what is wrong", async () => {
    const {datasets} = await import("../store/disk/datasets.js");
    const list = await datasets(home);
    if (list.length === 0) return {state: "missing", found: "no data", remedy: "run tapebook start or ingest"};
    return {state: "good", found: list.map(({dataset}) => dataset).join(", ")};
  });
}

async function ledger(home: string): Promise<Check> {
  return attempt("trials", "restore trials.ndjson from a copy, or move it away and count anew", async () => {
    const {readTrials} = await import("../lab/ledger.js");
    return {state: "good", found: `${count((await readTrials(home)).length)} lines, the chain is intact`};
  });
}

async function plugins(): Promise<Check> {
  return attempt("plugins", "mend or remove its file", async () => {
    const {kinds, loadMaker, pluginNames} = await import("../lab/registry.js");
    const all = await Promise.all(
      kinds.map(async (kind) => Promise.all((await pluginNames(kind)).map((name) => loadMaker(kind, name))))
    );
    return {state: "good", found: `${all.flat().length}, of ${kinds.length} kinds`};
  });
}

async function site(home: string): Promise<Check> {
  const name = "site";
  if (await exists(join(home, "site", "index.html"))) return {name, state: "good", found: "built"};
  return {name, state: "missing", found: "not built", remedy: "run tapebook build"};
}

async function chromium(): Promise<Check> {
  const name = "Chromium";
  const file = await findChromium();
  const found = file && (await outputOf(file, ["--version"]));
  if (found) return {name, state: "good", found};
  const remedy = "browser tests are skipped without it; apt-get install chromium, or name one in TAPEBOOK_CHROMIUM";
  return {name, state: "missing", found: file ? `${file} does not run` : "not found", remedy};
}

async function python(): Promise<Check> {
  const name = "Python";
  const file = await findPython();
  const found = file && (await outputOf(file, ["--version"]));
  if (found) return {name, state: "good", found: `${found}, for the benchmarks' peers`};
  return {name, state: "missing", found: "not found", remedy: "benchmarks leave their peers in Python out"};
}

async function attempt(name: string, remedy: string, look: () => Promise<Omit<Check, "name">>): Promise<Check> {
  try {
    return {name, ...(await look())};
  } catch (error) {
    return {name, state: "bad", found: error instanceof Error ? error.message : String(error), remedy};
  }
}

async function version(name: string): Promise<string | null> {
  const found = await json(join(root, "node_modules", name, "package.json"));
  return typeof found?.version === "string" ? found.version : null;
}

async function json(file: string): Promise<Record<string, unknown> | null> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
  } catch {
    return null;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false
  );
}
