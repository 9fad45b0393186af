import {access, readFile, realpath} from "node:fs/promises";
import type {IncomingMessage, RequestListener, ServerResponse} from "node:http";
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {join} from "node:path";
import type {RequestHandler} from "sirv";
import sirv from "sirv";
import type {Compressed} from "./compressed.js";
import {makeCompressor} from "./compressed.js";

/** The port that is tried first. */
export const defaultPort = 4173;

export interface ServeOptions {
  /** The built site. */
  readonly folder: string;
  /** The port, 0 for any that is free. Where it is left out, 4173 or the next free one. */
  readonly port?: number;
}

/** A running server. */
export interface Served {
  /** Where a browser finds the site: `http://127.0.0.1:4173/`. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and drops open connections. */
  close(): Promise<void>;
}

/**
 * Serves a built site to this machine alone. `/x` is answered with `x.html`, and what is not there with the site's 404
 * page. Text goes compressed to those who can read it. A site that is built again is served without a restart. Throws where there is
 * no site, or where the port asked for is taken.
 */
export async function serveSite({folder, port}: ServeOptions): Promise<Served> {
  await access(join(folder, "index.html")).catch(() => {
    throw new Error(`missing site: ${folder}; build it with tapebook build`);
  });
  const server = createServer(answer(folder));
  const listen = (number: number) =>
    new Promise<void>((done, fail) => {
      server.once("error", fail);
      server.listen(number, "127.0.0.1", () => {
        server.off("error", fail);
        done();
      });
    });
  for (let number = port ?? defaultPort; ; ++number) {
    try {
      await listen(number);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
      if (port !== undefined) throw new Error(`invalid port: ${port}; it is taken, leave --port out to use a free one`);
      if (number >= defaultPort + 100) throw error;
    }
  }
  const {port: taken} = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}/`,
    port: taken,
    close: () =>
      new Promise((done, fail) => {
        server.close((error) => (error ? fail(error) : done()));
        server.closeAllConnections();
      })
  };
}

function answer(folder: string): RequestListener {
  let current: {place: string; files: RequestHandler} | undefined;
  const compressor = makeCompressor();
  const send = async (request: IncomingMessage, response: ServerResponse) => {
    const place = await realpath(folder);
    if (/\bbr\b/.test(String(request.headers["accept-encoding"] ?? "")) && request.headers.range === undefined) {
      const path = decodeURIComponent((request.url ?? "/").replace(/[?#].*$/, ""));
      const found = await compressor.find(place, path);
      if (found) return sendCompressed(found, request, response);
    }
    if (current?.place !== place) current = {place, files: sirv(place, {dev: true, etag: true})};
    current.files(request, response, () => void sendNotFound(folder, request, response));
  };
  return (request, response) => {
    response.setHeader("x-content-type-options", "nosniff");
    if (request.method !== "GET" && request.method !== "HEAD") response.writeHead(405, {allow: "GET, HEAD"}).end();
    else if (isHidden(request)) void sendNotFound(folder, request, response);
    else send(request, response).catch(() => sendNotFound(folder, request, response));
  };
}

function sendCompressed({body, type, tag}: Compressed, {method, headers}: IncomingMessage, response: ServerResponse) {
  const common = {etag: tag, vary: "Accept-Encoding", "cache-control": "no-cache"};
  if (headers["if-none-match"] === tag) return response.writeHead(304, common).end();
  const about = {"content-type": type, "content-encoding": "br", "content-length": body.length};
  return response.writeHead(200, {...common, ...about}).end(method === "HEAD" ? undefined : body);
}

async function sendNotFound(folder: string, {method}: IncomingMessage, response: ServerResponse): Promise<void> {
  const page = await readFile(join(folder, "404.html"), "utf8").catch(() => "not found\n");
  const type = page.startsWith("<") ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
  response.writeHead(404, {"content-type": type}).end(method === "HEAD" ? undefined : page);
}

/** Whether any part of the path starts with a dot: `..`, or a file that is the site's own affair. */
function isHidden({url = "/"}: IncomingMessage): boolean {
  const path = url.replace(/[?#].*$/, "");
  try {
    return decodeURIComponent(path)
      .split(/[/\\]/)
      .some((part) => part.startsWith(".") || part.includes("\0"));
  } catch {
    return true;
  }
}
