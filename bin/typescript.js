import {createHash} from "node:crypto";
import {mkdirSync, readFileSync, renameSync, writeFileSync} from "node:fs";
import module from "node:module";
import {basename, join} from "node:path";
import {fileURLToPath} from "node:url";

/**
 * Lets this process import TypeScript, soon: types are taken out by putting spaces in their place, so that every line and
 * column stays where it is, and what comes of that is kept beside what V8 compiles of it. A file is read anew each time,
 * and what was kept of it counts only while its hash is the same, so that a change has effect at once.
 *
 *     import "./a.js" ──► a.ts ──► kept, of the same hash ──────────────► JavaScript
 *                                └─► types out, or esbuild where that is more than taking out
 */

const header = (source) => `// ${process.version} ${createHash("sha256").update(source).digest("hex")}\n`;

/** Whether this Node has what that takes; where it has not, tsx does it. */
export const capable = "registerHooks" in module && "stripTypeScriptTypes" in module;

/** Begins, and keeps what is made in a folder, which need not be there and may be removed at any time. */
export function importTypeScript(folder) {
  module.enableCompileCache(join(folder, "compiled"));
  // What this process starts has it too, Observable Framework among it.
  process.env.NODE_COMPILE_CACHE ??= join(folder, "compiled");
  const kept = join(folder, "typescript");
  mkdirSafely(kept);
  module.registerHooks({
    resolve(specifier, context, next) {
      if (!/^(?:\.|\/|file:)/.test(specifier) || !isTypeScript(context.parentURL ?? ""))
        return next(specifier, context);
      return firstOf(placesOf(specifier), (place) => next(place, context));
    },
    load(url, context, next) {
      if (!isTypeScript(url)) return next(url, context);
      return {format: "module", shortCircuit: true, source: javascriptOf(fileURLToPath(url), kept)};
    }
  });
}

function isTypeScript(url) {
  return url.startsWith("file:") && /\.m?ts(?:[?#]|$)/.test(url);
}

/** What a specifier may mean, the likeliest first: sources name what would be made of them. */
function placesOf(specifier) {
  if (/\.m?js$/.test(specifier)) return [specifier.replace(/js$/, "ts"), specifier];
  return /\.\w+$/.test(specifier) ? [specifier] : [specifier, `${specifier}.ts`, `${specifier}/index.ts`];
}

function firstOf(places, find) {
  let failure;
  for (const place of places) {
    try {
      return find(place);
    } catch (error) {
      if (!["ERR_MODULE_NOT_FOUND", "ERR_UNSUPPORTED_DIR_IMPORT"].includes(error.code)) throw error;
      failure = error;
    }
  }
  throw failure;
}

/** A source file as JavaScript: what was kept of it, or made now and kept. */
function javascriptOf(file, folder) {
  const source = readFileSync(file, "utf8");
  const first = header(source);
  // By what it says, so that copies of the project share it, and by its name, which stacks tell.
  const key = createHash("sha256")
    .update(`${basename(file)}\n${source}`)
    .digest("hex");
  const place = join(folder, `${key.slice(0, 32)}.js`);
  const kept = readSafely(place);
  if (kept?.startsWith(first)) return mapped(kept.slice(first.length));
  const made = withoutTypes(source) ?? transformed(source, file);
  writeSafely(place, first + made);
  return mapped(made);
}

/** The source with spaces in the place of its types; null where it has more than that, or is not to be understood. */
function withoutTypes(source) {
  const {emitWarning} = process;
  // It says once that Node may change how it does this; what it does is asked of it by the tests.
  process.emitWarning = () => {};
  try {
    return module.stripTypeScriptTypes(source);
  } catch {
    return null;
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** What esbuild makes of a source, with a map of where each part was. Throws where it is not to be understood. */
function transformed(source, file) {
  const {transformSync} = module.createRequire(import.meta.url)("esbuild");
  const target = `node${process.versions.node}`;
  const {code} = transformSync(source, {loader: "ts", sourcefile: basename(file), sourcemap: "inline", target});
  return code;
}

/** The same text; from the first that brings a map on, stacks are told by the maps. */
function mapped(code) {
  if (code.includes("\n//# sourceMappingURL=data:")) process.setSourceMapsEnabled(true);
  return code;
}

function readSafely(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

/** Writes a file, at once and whole; where that cannot be, it is made again the next time. */
function writeSafely(file, text) {
  const beside = `${file}.${process.pid}`;
  try {
    writeFileSync(beside, text);
    renameSync(beside, file);
  } catch {
    return;
  }
}

function mkdirSafely(folder) {
  try {
    mkdirSync(folder, {recursive: true});
  } catch {
    return;
  }
}
