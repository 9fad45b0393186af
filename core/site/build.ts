import {readdir, readFile, realpath, rm, symlink, writeFile} from "node:fs/promises";
import {basename, join, resolve} from "node:path";
import type {Effects} from "../lab/context.js";
import {root as project} from "../lab/home.js";
import {latestRecords} from "../lab/runs.js";
import {writeCatalog} from "./catalog.js";
import {checkSite} from "./check-site.js";
import {runFramework} from "./framework.js";
import {prefillLoaders} from "./loaders/prefill.js";
import {prefillRuns} from "./prefill.js";
import {linkPackages, seedPackages} from "./seed-packages.js";
import {siteDigest} from "./site-digest.js";
import {currentVersion, swapIn, workBeside} from "./site-folder.js";

export interface BuildOptions extends Pick<Effects, "log" | "progress" | "signal"> {
  /** The folder of state whose runs are shown. */
  readonly home: string;
  /** Where the site is to be; `site` in the folder of state unless it is given. */
  readonly out?: string;
  /** Builds though nothing has changed. */
  readonly force?: boolean;
}

/** A built site. */
export interface BuiltSite {
  readonly folder: string;
  /** False where nothing had changed since it was built. */
  readonly built: boolean;
}

/** The file that holds the digest of what the site was made of. */
const stampFile = ".stamp";

/**
 * Builds the site, without a network:
 *
 *     plugins ──► catalog        node_modules ──► packages
 *                    │                               │
 *     runs, store ───┴──► Framework, in a folder beside ──► checked ──► swapped in
 *
 * Nothing is done where a digest of everything that goes in is the one of the site that is there. A build that fails,
 * is cancelled or is killed leaves the old site as it was; two builds do not meet. Throws where Framework fails, and
 * where the built site has defects, which it lists.
 */
export async function buildSite({home, out, log, progress, signal, force}: BuildOptions): Promise<BuiltSite> {
  const folder = resolve(out ?? join(home, "site"));
  await currentVersion(folder);
  if (await writeCatalog()) log("wrote plugins/catalog.ts");
  const stamp = await siteDigest(project, home);
  const before = await readFile(join(folder, stampFile), "utf8").catch(() => null);
  if (before === stamp && !force) return {folder, built: false};
  const packages = await seedPackages({project, store: join(project, ".site", ".observablehq", "packages")});
  await linkPackages(join(project, ".site"), packages);
  signal.throwIfAborted();
  const work = await workBeside(folder);
  try {
    const site = join(work, `${stamp.slice(0, 12)}-${basename(work).split("-").at(-1)!}`);
    const root = await sourceRoot(work, packages);
    const runs = await latestRecords(home);
    await prefillRuns(root, home, runs, signal);
    await prefillLoaders({project, root, home, signal});
    const {line, finish} = await steps(runs.length, progress);
    await runFramework({project, root, home, out: site, line, signal});
    const defects = await checkSite(site);
    if (defects.length > 0) {
      const list = defects.map(({file, fault}) => `  ${file}: ${fault}`).join("\n");
      throw new Error(`invalid site: ${defects.length} defects\n${list}`);
    }
    await writeFile(join(site, stampFile), stamp);
    signal.throwIfAborted();
    await swapIn(site, folder);
    finish();
  } finally {
    await rm(work, {recursive: true, force: true});
  }
  return {folder, built: true};
}

/**
 * A source root of this build's own: links to what `.site` holds, and an empty cache, so that every loader runs again
 * and no other build's results are seen.
 */
async function sourceRoot(work: string, packages: string): Promise<string> {
  const root = join(work, "root");
  await linkPackages(root, packages);
  const template = join(project, ".site");
  for (const name of await readdir(template)) {
    if (name !== ".observablehq") await symlink(await realpath(join(template, name)), join(root, name));
  }
  return root;
}

/** Reads progress from what Framework writes: it loads each page, runs each loader and renders each page. */
async function steps(runs: number, progress: Effects["progress"]) {
  const notebooks = (await readdir(join(project, "notebooks"))).filter((name) => name.endsWith(".md")).length;
  let total = 2 * (runs + notebooks + 2) + 3 * runs + notebooks + 1;
  let done = 0;
  progress(0, total);
  const line = (text: string) => {
    if (!/^(?:load|render) |load \S+ →.*success|→ .*\.(?:json|bin)$/.test(text)) return;
    total = Math.max(total, ++done);
    progress(done, total);
  };
  return {line, finish: () => progress(total, total)};
}
