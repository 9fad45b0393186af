import {compiled} from "./compiled.js";

/** What the module exports, addresses being bytes from the memory's start. */
export interface Kernels {
  /** Begins the job that the memory says on all threads, and does the first one's part. */
  begin(): void;
  /** Does the whole job. */
  alone(): void;
  /** 1 where the other threads are done; 0 after it looked for some milliseconds. */
  finished(): number;
  listAll(): void;
  partAlone(): void;
  assign(list: number, n: number, leaf: number): void;
  sumList(list: number, n: number): void;
  /** Adds up a level of cells, and answers with its score. */
  sumCells(): number;
  /** Parts all cells by a column's bin. */
  partCells(): void;
}

const bytes = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

const made = new Map<boolean, WebAssembly.Module>();

/** The module, for a memory that is shared by threads or for one that is not. */
export async function kernelModule(shared: boolean): Promise<WebAssembly.Module> {
  let module = made.get(shared);
  if (!module) {
    const binary = bytes(compiled);
    if (!shared) unshare(binary);
    module = await WebAssembly.compile(binary);
    made.set(shared, module);
  }
  return module;
}

/**
 * Makes the memory that a module imports an unshared one: where the browser page is not isolated there is no other. In
 * the section of imports (number 2) the limits of `env.memory` begin with the flags, of which bit 1 says shared.
 */
function unshare(binary: Uint8Array): void {
  const name = [...new TextEncoder().encode("\u0003env\u0006memory\u0002")];
  const start = binary.findIndex((_, i) => name.every((byte, k) => binary[i + k] === byte));
  binary[start + name.length] &= ~2;
}

export async function startKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<Kernels> {
  const instance = await WebAssembly.instantiate(module, {env: {memory}});
  return instance.exports as unknown as Kernels;
}
