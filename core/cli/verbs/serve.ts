import {join} from "node:path";
import {port} from "../options.js";
import type {Answer} from "../verb.js";
import {defineVerb} from "../verb.js";

/** Serves the built site to this machine alone, until it is interrupted. */
export const serve = defineVerb({
  usage: "serve",
  summary: "Serve the built site on 127.0.0.1 until interrupted",
  declare: (yargs) => yargs.option("port", port("The port; 4173 or the next free one unless given, 0 for any")),
  act: ({port}, {home, task}) => serveUntil(home, port, task("serve").signal)
});

/** Serves the site of a folder of state until the signal aborts, which is how serving ends well. */
export async function serveUntil(home: string, port: number | undefined, signal: AbortSignal): Promise<Answer> {
  const {serveSite} = await import("../../site/serve.js");
  const server = await serveSite({folder: join(home, "site"), port});
  const stopped = new Promise<void>((stop) => {
    if (signal.aborted) stop();
    else signal.addEventListener("abort", () => stop(), {once: true});
  });
  return {
    json: {url: server.url, port: server.port},
    text: `serving ${server.url}; Ctrl-C ends it`,
    until: stopped.then(() => server.close())
  };
}
