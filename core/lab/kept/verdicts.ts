import {mkdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import writeFileAtomic from "write-file-atomic";
import type {PluginVerdict} from "../../audit/verdict.js";
import {specsIn} from "../../pipeline/plan.js";
import type {Plugin} from "../../plugin.js";
import type {Code} from "../lineage.js";
import {sha256} from "../lineage.js";
import {pluginFile} from "../registry.js";

/**
 * A plugin's verdict as it was found before, or as `audit` finds it now. It is kept under a hash of the plugin with its
 * options, of its file and those of the plugins among its options, and of the code: where one of these changes, it is
 * audited anew.
 */
export async function keptVerdict(
  home: string,
  code: Code,
  plugin: Plugin,
  audit: () => Promise<PluginVerdict>
): Promise<PluginVerdict> {
  const spec: unknown = JSON.parse(JSON.stringify(plugin));
  const files = await Promise.all(specsIn(spec).map(({kind, name}) => pluginFile(kind, name)));
  const hashes = files.map((file) => code.files[file]);
  if (hashes.some((hash) => hash === undefined)) return audit();
  const folder = join(home, "cache", "audits");
  const file = join(folder, `${sha256(JSON.stringify([spec, hashes, code.files.core, code.lockfile]))}.json`);
  const text = await readFile(file, "utf8").catch(() => null);
  if (text !== null) return JSON.parse(text) as PluginVerdict;
  const verdict = await audit();
  await mkdir(folder, {recursive: true});
  await writeFileAtomic(file, `${JSON.stringify(verdict)}\n`, {fsync: false});
  return verdict;
}
