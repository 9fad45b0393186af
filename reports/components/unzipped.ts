/** What gzipped bytes hold. Rejects where they are damaged. */
export function unzipped(bytes: ArrayBuffer): Promise<ArrayBuffer> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

/** Starts a Worker from a classic script. */
export function workerOf(script: string): Worker {
  const address = URL.createObjectURL(new Blob([script], {type: "text/javascript"}));
  const worker = new Worker(address);
  URL.revokeObjectURL(address);
  return worker;
}
