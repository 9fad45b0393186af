import asc from "assemblyscript/asc";
import {existsSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";

const kernels = fileURLToPath(new URL("../../../core/boosting/kernels/", import.meta.url));

/**
 * Compiles the AssemblyScript in core/boosting/kernels/source, and answers with what `compiled.ts` beside that folder has
 * to be: the module as base64 and the places of parameters in its memory. `npx tsx tests/boosting/growing/compile.ts`
 * writes it, after each change of the source.
 */
export async function compileKernels(): Promise<string> {
  let module = new Uint8Array();
  let complaints = "";
  const features = ["--enable", "simd", "--enable", "threads"];
  const memory = ["--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536"];
  const {error} = await asc.main(
    ["serve.ts", "-O3", "--noAssert", "--runtime", "stub", "--memoryBase", "512", ...features, ...memory, "-o", "wasm"],
    {
      readFile(name) {
        const file = join(kernels, "source", name.replace(/\.js\.ts$/, ".ts"));
        return existsSync(file) ? readFileSync(file, "utf8") : null;
      },
      writeFile(name, contents) {
        if (name === "wasm" && typeof contents !== "string") module = Uint8Array.from(contents);
      },
      listFiles: () => [],
      stderr: {write: (text) => void (complaints += String(text))}
    }
  );
  if (error) throw new Error(`${error.message}\n${complaints}`);
  return `${[
    "// Made by tests/boosting/growing/compile.ts from the folder `source`. Do not edit.",
    "",
    "/** Places in memory and numbers of jobs that the module exports. */",
    "export const places = {",
    ...(await constants(module)).map(([name, value], i, all) => `  ${name}: ${value}${i < all.length - 1 ? "," : ""}`),
    "} as const;",
    "",
    "/** The module, which imports a shared memory, in base64. */",
    "export const compiled =",
    `  "${Buffer.from(module).toString("base64")}";`
  ].join("\n")}\n`;
}

async function constants(module: Uint8Array<ArrayBuffer>): Promise<[string, number][]> {
  const memory = new WebAssembly.Memory({initial: 1, maximum: 65536, shared: true});
  const {instance} = await WebAssembly.instantiate(module, {env: {memory}});
  return Object.entries(instance.exports)
    .filter((each): each is [string, WebAssembly.Global] => each[1] instanceof WebAssembly.Global)
    .map(([name, {value}]) => [name, Number(value)]);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(join(kernels, "compiled.ts"), await compileKernels());
