import {readFile, stat} from "node:fs/promises";
import {extname, join, normalize, sep} from "node:path";
import {promisify} from "node:util";
import {brotliCompress, constants} from "node:zlib";

const kinds: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml"
};

/** What a browser is sent of a file of text. */
export interface Compressed {
  readonly body: Buffer;
  readonly type: string;
  /** Changes with the file. */
  readonly tag: string;
}

/** Gives files of text in Brotli, each compressed once for as long as it stays as it is. */
export interface Compressor {
  /** Null where the path leads to nothing, or to what is no text. */
  find(folder: string, path: string): Promise<Compressed | null>;
}

const compress = promisify(brotliCompress);
/** Files smaller than this go as they are. */
const least = 1024;
/** How many files are remembered. */
const most = 2000;

/** A compressor that remembers. */
export function makeCompressor(): Compressor {
  const known = new Map<string, Promise<Compressed>>();
  return {
    async find(folder, path) {
      const place = normalize(join(folder, path));
      if (!`${place}${sep}`.startsWith(`${normalize(folder)}${sep}`)) return null;
      for (const file of [place, `${place}.html`, join(place, "index.html")]) {
        const type = kinds[extname(file)];
        if (type === undefined) continue;
        const found = await stat(file).catch(() => null);
        if (!found?.isFile()) continue;
        if (found.size < least) return null;
        const tag = `W/"${found.size}-${found.mtimeMs}-br"`;
        const key = `${file} ${tag}`;
        let made = known.get(key);
        if (!made) {
          made = squeezed(file).then((body) => ({body, type, tag}));
          known.set(key, made);
          if (known.size > most) known.delete(known.keys().next().value!);
        }
        return made;
      }
      return null;
    }
  };
}

async function squeezed(file: string): Promise<Buffer> {
  const quality = {[constants.BROTLI_PARAM_QUALITY]: 9};
  return compress(await readFile(file), {params: quality});
}
