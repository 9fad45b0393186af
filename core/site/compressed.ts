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

/** Gives files of text in Brotli, compressed for as long as they stay as they are: quickly at first, then as far as can be. */
export interface Compressor {
  /** Null where the path leads to nothing, or to what is no text. */
  find(folder: string, path: string): Promise<Compressed | null>;
}

const compress = promisify(brotliCompress);
/** Files smaller than this go as they are. */
const least = 1024;
/** Files up to this size are compressed as far as they can be, once they were asked for. */
const worthMore = 1 << 20;
/** How many files are remembered. */
const most = 2000;

/** A compressor that remembers. */
export function makeCompressor(): Compressor {
  const known = new Map<string, Promise<Compressed>>();
  // Twenty times as long for a tenth less: nobody waits for it, and whoever asks next gets it.
  const betterLater = async (file: string, key: string, rest: Omit<Compressed, "body">) => {
    const body = await squeezed(file, 11).catch(() => null);
    if (body && known.has(key)) known.set(key, Promise.resolve({body, ...rest}));
  };
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
          made = squeezed(file, 9).then((body) => ({body, type, tag}));
          known.set(key, made);
          if (known.size > most) known.delete(known.keys().next().value!);
          if (found.size <= worthMore)
            made.then(
              () => betterLater(file, key, {type, tag}),
              () => known.delete(key)
            );
        }
        return made;
      }
      return null;
    }
  };
}

async function squeezed(file: string, quality: number): Promise<Buffer> {
  return compress(await readFile(file), {params: {[constants.BROTLI_PARAM_QUALITY]: quality}});
}
