import {execFile} from "node:child_process";
import {access} from "node:fs/promises";
import {createRequire} from "node:module";

/** Where the variable says that LightGBM's library lies. */
export const variable = "TAPEBOOK_LIGHTGBM";

const where = `the pip package lightgbm has it as lightgbm/lib/lib_lightgbm.so (.dylib, or bin/lib_lightgbm.dll)`;

/** A pointer into the library's memory. */
export type Handle = unknown;

/** A function of the library: what it answers is 0, or −1 where `lastError` knows why. */
type Native<Parameters extends readonly unknown[]> = (...parameters: Parameters) => number;

/**
 * What is used of LightGBM's C interface, by its names without `LGBM_`. Lists of one are written to. All calls are made on
 * one thread: to LightGBM each thread has its own last error, verbosity and connections to other machines.
 */
export interface Library {
  /** Tells from now on what LightGBM says, on the thread that calls. */
  listen(tell: (words: string) => void): void;
  readonly lastError: () => string;
  readonly datasetFromMatrix: Native<
    [Float32Array, type: 0, rows: number, columns: number, rowMajor: 1, parameters: string, null, Handle[]]
  >;
  readonly setFeatureNames: Native<[Handle, string[], number]>;
  readonly setField: Native<[Handle, name: string, Float32Array | Int32Array, number, type: number]>;
  readonly boosterCreate: Native<[Handle, parameters: string, Handle[]]>;
  readonly updateOneIteration: Native<[Handle, finished: number[]]>;
  readonly saveToString: Native<[Handle, 0, -1, 0, room: number, length: (number | bigint)[], Uint8Array]>;
  readonly boosterFree: Native<[Handle]>;
  readonly datasetFree: Native<[Handle]>;
  readonly networkInit: Native<[machines: string, port: number, minutes: number, count: number]>;
  readonly networkFree: Native<[]>;
}

const prototypes = {
  datasetFromMatrix:
    "int LGBM_DatasetCreateFromMat(const void *data, int type, int32_t rows, int32_t columns, int row_major, " +
    "const char *parameters, void *reference, _Out_ void **out)",
  setFeatureNames: "int LGBM_DatasetSetFeatureNames(void *dataset, const char **names, int count)",
  setField: "int LGBM_DatasetSetField(void *dataset, const char *name, const void *data, int count, int type)",
  boosterCreate: "int LGBM_BoosterCreate(void *dataset, const char *parameters, _Out_ void **out)",
  updateOneIteration: "int LGBM_BoosterUpdateOneIter(void *booster, _Out_ int *finished)",
  saveToString:
    "int LGBM_BoosterSaveModelToString(void *booster, int start, int count, int importance, int64_t room, " +
    "_Out_ int64_t *length, void *out)",
  boosterFree: "int LGBM_BoosterFree(void *booster)",
  datasetFree: "int LGBM_DatasetFree(void *dataset)",
  networkInit: "int LGBM_NetworkInit(const char *machines, int port, int minutes, int count)",
  networkFree: "int LGBM_NetworkFree()"
} satisfies Partial<Record<keyof Library, string>>;

/** What is used of koffi, which is optional and looked for when it is needed. */
interface Koffi {
  load(path: string): {func(prototype: string): (...parameters: unknown[]) => unknown};
  proto(prototype: string): unknown;
  pointer(type: unknown): unknown;
  register(act: (words: string) => void, type: unknown): unknown;
}

/**
 * Loads the library at the path that the environment variable names. A child loads it first, since a library that lacks
 * another (libgomp, mostly) ends its process and throws nothing. Throws where the variable is not set, no file is there,
 * koffi is not installed, or the file is no library of LightGBM's.
 */
export async function loadLibrary(path: string | undefined): Promise<Library> {
  if (!path) throw new Error(`missing LightGBM: ${variable} is not set; set it to the library's path: ${where}`);
  if (!(await access(path).then(yes, no)))
    throw new Error(`missing LightGBM: there is no ${path}, which ${variable} names; ${where}`);
  const known = libraries.get(path);
  if (known) return known;
  const koffi = await importKoffi();
  await tryInChild(path);
  const library = libraries.get(path) ?? bind(koffi, path);
  libraries.set(path, library);
  return library;
}

/** Libraries by path: each is loaded once, since what it calls back can be registered once. */
const libraries = new Map<string, Library>();

function bind(koffi: Koffi, path: string): Library {
  let library: ReturnType<Koffi["load"]>;
  try {
    library = koffi.load(path);
  } catch (error) {
    throw foreign(path, reason(error));
  }
  const lastError = named(library, path, "const char *LGBM_GetLastError()") as () => string;
  const functions = Object.entries(prototypes).map(([name, text]) => [name, named(library, path, text)]);
  const callback = `LightgbmLog${libraries.size}`;
  const type = koffi.pointer(koffi.proto(`void ${callback}(const char *words)`));
  const register = named(library, path, `int LGBM_RegisterLogCallback(${callback} *callback)`) as (
    act: unknown
  ) => number;
  let tell: (words: string) => void = () => {};
  register(koffi.register((words) => tell(words), type));
  const listen: Library["listen"] = (act) => {
    tell = act;
  };
  return {lastError, listen, ...Object.fromEntries(functions)} as Library;
}

function yes(): boolean {
  return true;
}

function no(): boolean {
  return false;
}

/** The text of anything that was thrown, in one line. */
function reason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim().split("\n")[0];
}

function foreign(path: string, why: string): Error {
  return new Error(`invalid LightGBM: ${path} is not its library (${why}); ${where}`);
}

function named(library: ReturnType<Koffi["load"]>, path: string, prototype: string): unknown {
  try {
    return library.func(prototype);
  } catch (error) {
    throw foreign(path, reason(error));
  }
}

async function importKoffi(): Promise<Koffi> {
  try {
    return ((await import("koffi")) as unknown as {default: Koffi}).default;
  } catch {
    throw new Error("missing koffi: LightGBM's library is called through it; run npm install koffi");
  }
}

/** Loads the library in a process of its own. Throws, saying what to do, where that does not live. */
async function tryInChild(path: string): Promise<void> {
  const koffi = createRequire(import.meta.url).resolve("koffi");
  const script = `require(${JSON.stringify(koffi)}).load(${JSON.stringify(path)}).func("const char *LGBM_GetLastError()")()`;
  const said = await new Promise<string | null>((resolve) => {
    execFile(process.execPath, ["-e", script], {timeout: 60_000}, (error, _, stderr) => {
      resolve(error ? stderr.trim() || error.message : null);
    });
  });
  if (said === null) return;
  const why =
    said.split("\n").find((line) => /error|undefined symbol|cannot open|invalid|not find/i.test(line)) ?? said;
  if (/gomp|omp_|libomp/i.test(why))
    throw new Error(
      `invalid LightGBM: ${path} finds no OpenMP (${why.trim().slice(0, 200)}); install libgomp1 (libomp on macOS), or ` +
        "start with LD_PRELOAD=libgomp.so.1"
    );
  throw foreign(path, why.trim().slice(0, 200));
}
