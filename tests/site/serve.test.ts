import {request} from "node:http";
import {createServer} from "node:net";
import {networkInterfaces} from "node:os";
import {join} from "node:path";
import {afterEach, describe, expect, it} from "vitest";
import type {Served, ServeOptions} from "../../core/site/serve.js";
import {defaultPort, serveSite} from "../../core/site/serve.js";
import {folderOf} from "./folders.js";

const site = {
  "index.html": "<p>first</p>",
  "reports/abc.html": "<p>report</p>",
  "404.html": "<p>lost</p>",
  "_file/run.bin": "12345678",
  "_import/a.js": "export const a = 1;",
  "style.css": "a{}",
  ".stamp": "secret"
};

const running: Served[] = [];
afterEach(async () => {
  for (const served of running.splice(0)) await served.close();
});

async function serve(options: Partial<ServeOptions> = {}): Promise<Served> {
  const served = await serveSite({folder: await folderOf(site), port: 0, ...options});
  running.push(served);
  return served;
}

/** A request whose path is sent as it stands. */
function raw({port}: Served, path: string, method = "GET"): Promise<{status: number; type?: string; text: string}> {
  return new Promise((done, fail) => {
    request({host: "127.0.0.1", port, path, method}, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part) => (text += part));
      response.on("end", () => done({status: response.statusCode!, type: response.headers["content-type"], text}));
    })
      .on("error", fail)
      .end();
  });
}

describe("the server", () => {
  it("answers /x with x.html, and files with their types", async () => {
    const served = await serve();
    expect(await raw(served, "/")).toMatchObject({status: 200, text: "<p>first</p>", type: "text/html;charset=utf-8"});
    expect(await raw(served, "/reports/abc")).toMatchObject({status: 200, text: "<p>report</p>"});
    expect(await raw(served, "/reports/abc?x=1")).toMatchObject({status: 200});
    expect(await raw(served, "/_import/a.js")).toMatchObject({status: 200, type: "text/javascript"});
    expect(await raw(served, "/style.css")).toMatchObject({status: 200, type: "text/css"});
    expect(await raw(served, "/_file/run.bin")).toMatchObject({status: 200, type: "application/octet-stream"});
  });

  it("answers what is not there with the 404 page", async () => {
    expect(await raw(await serve(), "/nothing/here")).toEqual({
      status: 404,
      text: "<p>lost</p>",
      type: "text/html; charset=utf-8"
    });
  });

  it("reads only, and sends no body to HEAD", async () => {
    const served = await serve();
    expect(await raw(served, "/", "POST")).toMatchObject({status: 405});
    expect(await raw(served, "/", "HEAD")).toMatchObject({status: 200, text: ""});
    expect(await raw(served, "/gone", "HEAD")).toMatchObject({status: 404, text: ""});
  });

  it.each([
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/reports/..%2f..%2fsecret.txt",
    "/..%5csecret.txt",
    "//../secret.txt"
  ])("does not leave its folder: %s", async (path) => {
    const parent = await folderOf({"secret.txt": "secret", "site/index.html": "first", "site/reports/a.html": "a"});
    const {status, text} = await raw(await serve({folder: join(parent, "site")}), path);
    expect(status).toBe(404);
    expect(text).not.toContain("secret");
  });

  it.each(["/.stamp", "/%2estamp", "/\0", "/%00", "/%"])("does not give away %j", async (path) => {
    const answer = await raw(await serve(), path).catch(() => null);
    if (answer) expect([400, 404]).toContain(answer.status);
  });

  it("listens to this machine alone", async () => {
    const {url, port} = await serve();
    expect(url).toBe(`http://127.0.0.1:${port}/`);
    const others = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    for (const {address, family} of others.filter(({internal}) => !internal)) {
      const host = family === "IPv6" ? `[${address.replace(/%.*/, "")}]` : address;
      await expect(fetch(`http://${host}:${port}/`), address).rejects.toThrow();
    }
  });

  it("takes the next free port, but not another than was asked for", async () => {
    const blocker = createServer();
    const blocked = await new Promise<boolean>((done) => {
      blocker.once("error", () => done(false));
      blocker.listen(defaultPort, "127.0.0.1", () => done(true));
    });
    try {
      const {port} = await serve({port: undefined});
      expect(port).toBeGreaterThan(defaultPort);
      await expect(serve({port: defaultPort})).rejects.toThrow(`invalid port: ${defaultPort}; it is taken`);
    } finally {
      if (blocked) await new Promise((done) => blocker.close(done));
    }
  });

  it("says what to do where there is no site", async () => {
    await expect(serve({folder: await folderOf()})).rejects.toThrow(/^missing site: .*; build it with tapebook build$/);
  });

  it("stops", async () => {
    const served = await serve();
    await raw(served, "/");
    await served.close();
    running.length = 0;
    await expect(fetch(served.url)).rejects.toThrow();
  });
});
