import {parentPort, workerData} from "node:worker_threads";

/** One of the threads that `crew.ts` starts: it serves until the memory says that there is no more to do. */

const {module, memory, thread, port} = workerData;
try {
  const {exports} = await WebAssembly.instantiate(module, {env: {memory}});
  parentPort.postMessage("serving");
  exports.serve(thread);
} catch (error) {
  port.postMessage(error instanceof Error ? error.message : String(error));
} finally {
  port.close();
}
