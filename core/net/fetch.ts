import {Outage} from "../base/outage.js";

/** Statuses beside 5xx that pass: a slow request, a ban for a while, a request too early, too many requests. */
const passing = [408, 418, 425, 429];

/**
 * A `fetch` for client libraries that reads the answer whole, and throws an `Outage` for whatever may pass: no
 * connection, a broken one, a server's failure or its wish for fewer requests (with how long to wait, where it says so),
 * a body that is cut off or no JSON. Every other answer, good or bad, is handed on. Messages name the host and never the
 * rest of an address, where keys may stand. Throws the signal's reason where that is aborted.
 */
export async function fetchJson(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const signal = init?.signal ?? undefined;
  const {host} = new URL(input instanceof Request ? input.url : input);
  let response: Response;
  try {
    response = await fetch(input, init);
  } catch (error) {
    signal?.throwIfAborted();
    throw new Outage(`no answer from ${host}: ${reasonOf(error)}`, undefined, {cause: error});
  }
  const {status, statusText} = response;
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    signal?.throwIfAborted();
    throw new Outage(`broken answer from ${host}: ${reasonOf(error)}`, undefined, {cause: error});
  }
  if (status >= 500 || passing.includes(status))
    throw new Outage(`no answer from ${host}: status ${status}${statusText && ` ${statusText}`}`, retryAfter(response));
  if (!isJson(text)) {
    const what = text.trim() === "" ? "nothing" : /^\s*</.test(text) ? "HTML" : "text that is cut off or broken";
    throw new Outage(`broken answer from ${host}: ${what} instead of JSON (status ${status})`);
  }
  const headers = new Headers(response.headers);
  for (const name of ["content-encoding", "content-length", "transfer-encoding"]) headers.delete(name);
  return new Response(text, {status, statusText, headers});
}

/**
 * How long a server asks to wait, in milliseconds: the header `Retry-After` in seconds, or as a date, which is measured
 * from the answer's own `Date`. Undefined where it does not say.
 */
export function retryAfter({headers}: Pick<Response, "headers">): number | undefined {
  const text = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const wait = Date.parse(text) - Date.parse(headers.get("date") ?? "");
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "it refuses connections",
  ECONNRESET: "it broke the connection",
  UND_ERR_SOCKET: "it broke the connection",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "it cut the answer off",
  ENOTFOUND: "its name is unknown",
  EAI_AGAIN: "its name cannot be looked up",
  ETIMEDOUT: "it does not answer",
  UND_ERR_CONNECT_TIMEOUT: "it does not answer",
  UND_ERR_HEADERS_TIMEOUT: "it does not answer",
  UND_ERR_BODY_TIMEOUT: "it stopped amid the answer"
};

/** Why a fetch failed. Node says it in the error's cause, or in the causes of that. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const inner: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  const {code, message} = inner as {code?: string; message?: string};
  return (code !== undefined && reasons[code]) || code || message || "unknown reason";
}
