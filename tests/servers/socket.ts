import type {IncomingMessage, ServerResponse} from "node:http";
import {createServer} from "node:http";
import type {AddressInfo, Socket} from "node:net";
import {WebSocketServer} from "ws";
import type {Made, Market} from "./venue.js";

/** An answer over HTTP. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** How one exchange words what happens. */
export interface Dialect {
  /** The answer to a request; undefined where there is no such address. */
  answer(path: string, query: URLSearchParams, now: number): Reply | undefined;
  /** What is said to a client that asks too often. */
  readonly busy: Reply;
  /** What a message on a socket is answered with, and the markets that it subscribes to. */
  heard(message: Record<string, unknown>, now: number): {replies: unknown[]; markets?: Market[]};
  /** A trade as it is told on a socket. */
  told(market: Market, trade: Made, now: number): unknown;
}

/** What can go wrong with an answer. */
export type Trouble = "busy" | "failing" | "hanging" | "truncated" | "html" | "reset";

/** A running exchange. */
export interface Running {
  readonly url: string;
  readonly socket: string;
  /** Paths with their queries, in the order asked for. */
  readonly requests: string[];
  /** What befalls the next requests whose path holds `on`, one after the other. */
  trouble(on: string, ...troubles: Trouble[]): void;
  /** Tells a trade to who subscribed to its market. */
  tell(market: Market, trade: Made): void;
  /** How many sockets are open and subscribed to something. */
  listeners(): number;
  /** Breaks every connection amid a message; `text` is its first half. */
  cut(text?: string): void;
  /** Stops answering on open sockets, pings included, without closing them. */
  freeze(): void;
  close(): Promise<void>;
}

/** Serves an exchange on 127.0.0.1, over HTTP and WebSocket. `now` is the exchange's clock. */
export async function serveExchange(dialect: Dialect, now: () => number): Promise<Running> {
  const requests: string[] = [];
  const troubles: {on: string; trouble: Trouble}[] = [];
  const subscribed = new Map<Socket, {markets: Set<Market>; send(text: string): void}>();
  const server = createServer((request, response) => {
    const {pathname, searchParams} = new URL(request.url ?? "/", "http://127.0.0.1");
    requests.push(request.url ?? "");
    const at = troubles.findIndex(({on}) => pathname.includes(on));
    const [found] = at < 0 ? [] : troubles.splice(at, 1);
    const reply = dialect.answer(pathname, searchParams, now()) ?? {status: 404, body: {message: "NotFound"}};
    if (found) fail(found.trouble, request, response, reply, dialect);
    else send(response, reply);
  });
  const sockets = new WebSocketServer({server});
  sockets.on("connection", (client, {socket}) => {
    const state = {markets: new Set<Market>(), send: (text: string) => client.send(text)};
    subscribed.set(socket, state);
    client.on("message", (data: Buffer) => {
      const {replies, markets = []} = dialect.heard(JSON.parse(data.toString()) as Record<string, unknown>, now());
      for (const reply of replies) client.send(JSON.stringify(reply));
      for (const market of markets) state.markets.add(market);
    });
    client.on("close", () => subscribed.delete(socket));
    client.on("error", () => subscribed.delete(socket));
  });
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  const {port} = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    socket: `ws://127.0.0.1:${port}`,
    requests,
    trouble: (on, ...more) => void troubles.push(...more.map((trouble) => ({on, trouble}))),
    tell(market, trade) {
      for (const {markets, send} of subscribed.values())
        if (markets.has(market)) send(JSON.stringify(dialect.told(market, trade, now())));
    },
    listeners: () => [...subscribed.values()].filter(({markets}) => markets.size > 0).length,
    cut(text = '{"half":') {
      const payload = Buffer.from(text);
      for (const socket of subscribed.keys()) {
        // A text frame that says it is twice as long as what follows.
        socket.write(Buffer.concat([Buffer.from([0x81, 126, 0, 2 * payload.length]), payload]), () => socket.destroy());
      }
      subscribed.clear();
    },
    freeze() {
      for (const socket of subscribed.keys()) socket.pause();
      subscribed.clear();
    },
    async close() {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    }
  };
}

function send(response: ServerResponse, {status = 200, headers = {}, body}: Reply): void {
  response.writeHead(status, {"content-type": "application/json", ...headers}).end(JSON.stringify(body));
}

function fail(
  trouble: Trouble,
  {socket}: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
  dialect: Dialect
): void {
  const text = JSON.stringify(reply.body);
  switch (trouble) {
    case "busy":
      return send(response, dialect.busy);
    case "failing":
      return send(response, {status: 503, body: {message: "Service Unavailable"}});
    case "hanging":
      response.writeHead(200, {"content-type": "application/json"}).write(text.slice(0, 10));
      return;
    case "truncated":
      return void response.writeHead(200, {"content-type": "application/json"}).end(text.slice(0, text.length / 2));
    case "html":
      return void response
        .writeHead(200, {"content-type": "text/html"})
        .end("<html><body>Just a moment…</body></html>");
    case "reset":
      return void socket.destroy();
  }
}
