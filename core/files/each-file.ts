import type {Context, Fault, Item} from "../plugin.js";
import type {FoundFile} from "./found.js";

/** What reading many files needs of a context. */
export type Progress = Pick<Context, "log" | "progress" | "signal">;

const losses = new WeakSet<Error>();

/** An error that concerns one file alone. */
export function lost(message: string, options?: ErrorOptions): Error {
  const error = new Error(message, options);
  losses.add(error);
  return error;
}

/**
 * The items of files, many at a time: an awaited array costs less than as many awaited items. What `read` throws of one
 * file alone (see `lost`) is a fault, with the file for its origin, and the others go on; where there is no other, it
 * throws. A text file (`.txt`) among others that is no table is left out. Either is logged, since a file is more than a
 * row.
 */
export async function* itemsOfFiles(
  files: readonly FoundFile[],
  {log, progress, signal}: Progress,
  read: (file: FoundFile, progress: (bytes: number) => void) => AsyncIterable<readonly Item[]>
): AsyncGenerator<readonly Item[]> {
  const total = files.reduce((sum, {size}) => sum + size, 0);
  let done = 0;
  for (const file of files) {
    signal.throwIfAborted();
    const base = done;
    try {
      yield* read(file, (bytes) => progress(base + bytes, total));
    } catch (error) {
      if (files.length === 1 || !(error instanceof Error) || !losses.has(error)) throw error;
      const {name: origin} = file;
      const fault = error.message;
      if (/\.txt(\.gz)?$/i.test(origin) && fault.startsWith("missing ")) log(`left out ${origin}: ${fault}`);
      else {
        log(`lost ${origin}: ${fault}`);
        yield [{kind: "format", fault, origin, row: ""} satisfies Fault];
      }
    }
    progress((done += file.size), total);
  }
}

/** The same, what it throws being of the one file. */
export async function* readable<T>(rows: AsyncIterable<T>, name: string): AsyncGenerator<T> {
  const from = rows[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await from.next().catch((cause: unknown) => {
        throw lost(`invalid file: ${name} cannot be read (${(cause as Error).message})`, {cause});
      });
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await from.return?.();
  }
}
