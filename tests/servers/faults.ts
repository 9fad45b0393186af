import type {OutgoingHttpHeaders, ServerResponse} from "node:http";
import {random} from "../../core/base/random.js";

/** What can befall an answer on its way: a failure's status, silence, half a body, HTML, a broken connection, a delay. */
export type Trouble =
  | {readonly kind: "status"; readonly status: number; readonly retryAfter?: string}
  | {readonly kind: "html"; readonly status?: number}
  | {readonly kind: "slow"; readonly milliseconds: number}
  /** `cut` breaks the connection amid the body, `half` ends it in good order after half the text. */
  | {readonly kind: "hang" | "cut" | "half" | "reset"};

/** The trouble of the n-th request (from 1) about something, if any; the same each time it is asked. */
export type Troubles = (about: string, attempt: number) => Trouble | undefined;

const failures: readonly Trouble[] = [
  {kind: "status", status: 500},
  {kind: "status", status: 503},
  {kind: "status", status: 429},
  {kind: "status", status: 429, retryAfter: "1"},
  {kind: "html"},
  {kind: "half"},
  {kind: "cut"},
  {kind: "reset"}
];

/** Troubles for a share of all requests, `hangs` without an answer and `failed` with one or another failure. */
export function troubles(seed: number, failed: number, hangs: number): Troubles {
  return (about, attempt) => {
    const draws = random(`${seed}/${about}/${attempt}`);
    const draw = draws.uniform();
    if (draw < hangs) return {kind: "hang"};
    return draw < hangs + failed ? failures[draws.integer(failures.length)] : undefined;
  };
}

/** Troubles that each thing asked about has in order, one for each request; none afterwards. */
export function inOrder(list: Readonly<Record<string, readonly (Trouble | undefined)[]>>): Troubles {
  return (about, attempt) => list[about]?.[attempt - 1];
}

const page = "<!doctype html><html><head><title>Too busy</title></head><body>Will be right back.</body></html>";

/** Answers, with the trouble where there is one. */
export function respond(
  response: ServerResponse,
  status: number,
  headers: OutgoingHttpHeaders,
  body: string | Buffer,
  trouble?: Trouble
): void {
  const whole = (more: OutgoingHttpHeaders, code: number, content: string | Buffer) => {
    response.writeHead(code, {...headers, ...more, "content-length": Buffer.byteLength(content)}).end(content);
  };
  switch (trouble?.kind) {
    case undefined:
      return whole({}, status, body);
    case "status":
      return whole(
        {"content-type": "text/plain", ...(trouble.retryAfter !== undefined && {"retry-after": trouble.retryAfter})},
        trouble.status,
        trouble.status === 429 ? "Too Many Requests\r\n" : "upstream failed"
      );
    case "html":
      return whole({"content-type": "text/html; charset=utf-8"}, trouble.status ?? 200, page);
    case "half":
      return whole({}, status, Buffer.from(body).subarray(0, body.length >> 1));
    case "cut":
      response.writeHead(status, {...headers, "content-length": Buffer.byteLength(body)});
      response.write(Buffer.from(body).subarray(0, body.length >> 1), () => response.socket?.resetAndDestroy());
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "slow":
      setTimeout(() => whole({}, status, body), trouble.milliseconds);
      return;
    case "hang":
  }
}
