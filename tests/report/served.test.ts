import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {request} from "node:http";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {brotliDecompressSync} from "node:zlib";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {random} from "../../core/base/random.js";
import type {Served} from "../../core/site/serve.js";
import {serveSite} from "../../core/site/serve.js";

const script = "export const a = 1;\n".repeat(200);
const page = `<p>${"report ".repeat(300)}</p>`;

describe("what the server compresses", () => {
  let folder = "";
  let served: Served;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tapebook-served-"));
    await mkdir(join(folder, "reports"));
    await writeFile(join(folder, "index.html"), page);
    await writeFile(join(folder, "reports", "abc.html"), page);
    await writeFile(join(folder, "a.js"), script);
    await writeFile(join(folder, "small.js"), "export {};");
    await writeFile(join(folder, "run.bin"), Buffer.alloc(5000));
    await writeFile(join(folder, "404.html"), "<p>lost</p>");
    await writeFile(join(folder, ".secret.js"), script);
    served = await serveSite({folder, port: 0});
  });
  afterAll(async () => {
    await served?.close();
    await rm(folder, {recursive: true, force: true});
  });

  function get(path: string, headers: Record<string, string> = {"accept-encoding": "gzip, br"}, method = "GET") {
    return new Promise<{status: number; headers: Record<string, unknown>; body: Buffer}>((done, fail) => {
      request({host: "127.0.0.1", port: served.port, path, method, headers}, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("end", () =>
          done({status: response.statusCode!, headers: response.headers, body: Buffer.concat(parts)})
        );
      })
        .on("error", fail)
        .end();
    });
  }

  it("is text, for those who can read it", async () => {
    for (const [path, text] of [
      ["/", page],
      ["/reports/abc", page],
      ["/a.js?x=1", script]
    ]) {
      const {status, headers, body} = await get(path);
      expect([status, headers["content-encoding"], headers.vary], path).toEqual([200, "br", "Accept-Encoding"]);
      expect(body.length, path).toBeLessThan(text.length / 5);
      expect(brotliDecompressSync(body).toString(), path).toBe(text);
    }
    const {headers, body} = await get("/a.js", {});
    expect(headers["content-encoding"]).toBeUndefined();
    expect(body.toString()).toBe(script);
  });

  it("is sent at once, and smaller once there was time to compress it further", async () => {
    const {integer} = random(3);
    const words = Array.from({length: 400}, () => integer(2 ** 30).toString(36));
    const text = Array.from({length: 20_000}, () => words[Math.floor(integer(400 * 400) ** 0.5)]).join(" ");
    await writeFile(join(folder, "b.js"), text);
    const first = await get("/b.js");
    expect(brotliDecompressSync(first.body).toString()).toBe(text);
    await expect.poll(async () => (await get("/b.js")).body.length).toBeLessThan(first.body.length);
    const later = await get("/b.js");
    expect(brotliDecompressSync(later.body).toString()).toBe(text);
    expect(later.headers.etag).toBe(first.headers.etag);
  });

  it("is neither what is small, nor what is no text, nor a part of a file", async () => {
    expect((await get("/small.js")).headers["content-encoding"]).toBeUndefined();
    expect((await get("/run.bin")).body).toHaveLength(5000);
    expect((await get("/a.js", {"accept-encoding": "br", range: "bytes=0-9"})).body.toString()).toBe(
      script.slice(0, 10)
    );
    expect((await get("/a.js", {"accept-encoding": "br"}, "HEAD")).body).toHaveLength(0);
    for (const path of ["/.secret.js", "/%2e%2e/a.js", "/gone.js"]) expect((await get(path)).status, path).toBe(404);
  });

  it("is not sent again while it is the same, and is when it changes", async () => {
    const first = await get("/a.js");
    const again = await get("/a.js", {"accept-encoding": "br", "if-none-match": String(first.headers.etag)});
    expect([again.status, again.body.length]).toEqual([304, 0]);
    await writeFile(join(folder, "a.js"), `${script}// more\n`);
    const changed = await get("/a.js", {"accept-encoding": "br", "if-none-match": String(first.headers.etag)});
    expect(brotliDecompressSync(changed.body).toString()).toBe(`${script}// more\n`);
  });
});
