import type {Crew, CrewAtWork} from "../../base/crew.js";
import {places} from "../kernels/compiled.js";
import type {Kernels} from "../kernels/kernels.js";
import {kernelModule, startKernels} from "../kernels/kernels.js";

/** The most that a WebAssembly memory can hold. */
const most = 2 ** 32;
const page = 2 ** 16;

export interface Area {
  readonly start: number;
  readonly bytes: number;
}

/** Bytes that are wanted, by name, with what they are for. */
export type Wants = Readonly<Record<string, number>>;

/** A memory with the kernels at work on it. */
export interface Machine {
  readonly threads: number;
  readonly bytes: number;
  readonly kernels: Kernels;
  readonly buffer: ArrayBufferLike;
  readonly words: Uint32Array;
  readonly numbers: Float64Array;
  area(name: string): Area;
  /** Sets a word, or a number of 64 bits, at one of `places`. */
  word(place: number, value: number): void;
  number(place: number, value: number): void;
  /** Does a job by all threads, or by this one. Throws where a thread died. */
  run(job: number, alone?: boolean): void;
  free(): Promise<void>;
}

/**
 * Lays the areas out in a new memory, each on a boundary of 64 bytes, and starts the kernels on it. Throws, before
 * anything is allocated, where they need more than a memory can hold: `what` is what they are for.
 */
export async function startMachine(what: string, wants: Wants, crew: Crew | undefined): Promise<Machine> {
  let top: number = places.AFTER_FIELDS;
  const areas = new Map<string, Area>();
  for (const [name, bytes] of Object.entries(wants)) {
    areas.set(name, {start: top, bytes});
    top = Math.ceil((top + bytes) / 64) * 64;
  }
  const pages = Math.ceil((top + 64) / page);
  if (pages * page > most)
    throw new Error(
      `invalid samples: ${what} need ${gibibytes(top)} of memory, and there are ${gibibytes(most)} at most; take fewer samples or features`
    );
  const threads = Math.min(crew?.size ?? 1, places.MOST_THREADS);
  const shared = threads > 1;
  const memory = allocate(pages, shared, what, top);
  const module = await kernelModule(shared);
  const kernels = await startKernels(module, memory);
  const words = new Uint32Array(memory.buffer);
  const numbers = new Float64Array(memory.buffer);
  words[places.THREADS / 4] = threads;
  let atWork: CrewAtWork | undefined = shared ? await crew!.start(module, memory, threads) : undefined;
  const wait = () => {
    while (!kernels.finished()) {
      const failure = atWork?.failure();
      if (failure) throw failure;
    }
  };
  return {
    threads,
    bytes: pages * page,
    kernels,
    buffer: memory.buffer,
    words,
    numbers,
    area: (name) => areas.get(name)!,
    word: (place, value) => void (words[place >>> 2] = value),
    number: (place, value) => void (numbers[place >>> 3] = value),
    run(job, alone = false) {
      words[places.JOB >>> 2] = job;
      if (alone || !shared) kernels.alone();
      else {
        const failure = atWork?.failure();
        if (failure) throw failure;
        kernels.begin();
        wait();
      }
    },
    async free() {
      if (!atWork) return;
      words[places.JOB >>> 2] = places.JOB_END;
      kernels.begin();
      const ending = atWork.end();
      atWork = undefined;
      await ending;
    }
  };
}

function allocate(pages: number, shared: boolean, what: string, bytes: number): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({initial: pages, maximum: pages, ...(shared && {shared})});
  } catch {
    throw new Error(
      `missing memory: ${what} need ${gibibytes(bytes)}, which this machine does not give; take fewer samples or features`
    );
  }
}

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(2)} GiB`;
}
