import {mkdir, rename} from "node:fs/promises";
import {join} from "node:path";
import {readCoverage, writeCoverage} from "../intake/coverage.js";
import {removeLeftovers} from "./history.js";
import {withLock} from "./lock.js";
import type {CommitEffects} from "./commit.js";
import {currentManifest} from "./commit.js";
import {contentOf, datasetFolder, segmentFile, writeManifest} from "./manifest.js";
import {damagedFiles} from "./segments.js";

/** What a repair set aside. */
export interface Repaired {
  readonly dataset: string;
  /** The files that were damaged or gone. */
  readonly files: readonly {
    readonly hash: string;
    readonly rows: number;
    readonly symbols: readonly string[];
    /** The first and the last row's label, epoch milliseconds UTC. */
    readonly from: number;
    readonly to: number;
    /** Who gave the rows. */
    readonly sources: readonly string[];
  }[];
  /** Whether anything is left of the dataset. */
  readonly readable: boolean;
}

/**
 * Makes a damaged dataset readable again: its damaged files are moved into its folder `damaged`, and a manifest without
 * them becomes the current one. What they held is missing then, is named, and is fetched or added by the next ingest.
 */
export async function repair(home: string, dataset: string, effects: CommitEffects): Promise<Repaired> {
  return withLock(
    home,
    dataset,
    async () => {
      const manifest = await currentManifest(home, dataset, effects);
      if (!manifest) throw new Error(`missing dataset: ${dataset} has no manifest that is whole; ingest it again`);
      const damaged = await damagedFiles(home, dataset, manifest);
      if (damaged.length === 0) return {dataset, files: [], readable: true};
      const aside = join(datasetFolder(home, dataset), "damaged");
      await mkdir(aside, {recursive: true});
      const lost = new Set(damaged.flatMap(({places}) => places));
      const files = damaged.map(({hash, places}) => {
        const merged = manifest.merged?.find((file) => file.hash === hash);
        const held = places.map((place) => manifest.segments[place]);
        return {
          hash,
          rows: merged?.rows ?? held[0].rows,
          symbols: merged?.symbols ?? held[0].symbols,
          from: Math.min(...held.map(({from}) => from)),
          to: Math.max(...held.map(({to}) => to)),
          sources: [...new Set(held.flatMap(({origin}) => origin?.source ?? []))]
        };
      });
      const segments = manifest.segments.map((segment, place) => {
        return lost.has(place) ? {...segment, symbols: [], lost: true as const} : segment;
      });
      const isLost = new Set(damaged.map(({hash}) => hash));
      const forgotten = new Set(files.flatMap(({symbols}) => symbols));
      const kept = [...(await readCoverage(home, dataset))].filter(([symbol]) => !forgotten.has(symbol));
      const merged = manifest.merged?.filter(({hash}) => !isLost.has(hash));
      const readable = segments.some((segment) => !segment.lost);
      if (readable) {
        await writeManifest(home, dataset, {...contentOf(manifest), segments, merged});
        await writeCoverage(home, dataset, new Map(kept));
      } else await rename(join(datasetFolder(home, dataset), "manifest.json"), join(aside, "manifest.json"));
      for (const {hash} of damaged)
        await rename(segmentFile(home, dataset, hash), join(aside, `${hash}.parquet`)).catch(() => {});
      await removeLeftovers(home, dataset);
      return {dataset, files, readable};
    },
    effects
  );
}
