import {Writable} from "node:stream";
import {describe, expect, it} from "vitest";
import {bytes, count, day, duration, figure, instant} from "../../core/cli/format.js";
import {bars, lines} from "../../core/cli/progress.js";
import {pairs, table} from "../../core/cli/table.js";
import {firstSentence} from "../../core/cli/verbs/plugins.js";

describe("table", () => {
  it("aligns columns by what is seen of them", () => {
    const text = table(
      [{name: "run"}, {name: "took", align: "right"}, {name: "why"}],
      [
        ["a1", "0.20 s", "\u001b[32mdone\u001b[39m"],
        ["a12345", "12.0 s", ""]
      ]
    );
    expect(text).toBe("run       took  why\na1      0.20 s  \u001b[32mdone\u001b[39m\na12345  12.0 s");
  });

  it("is its heading alone where there are no rows", () => {
    expect(table([{name: "a"}, {name: "b"}], [])).toBe("a  b");
    expect(pairs([])).toBe("");
  });
});

describe("format", () => {
  it("writes figures in their units", () => {
    expect(figure(0.12345, "percent")).toBe("12.35 %");
    expect(figure(-1.5, "ratio")).toBe("-1.500");
    expect(figure(12345, "count")).toBe("12,345");
    expect(figure(null, "ratio")).toBe("–");
  });

  it("writes times, sizes and dates", () => {
    expect([duration(0.123), duration(12.34), duration(125.9)]).toEqual(["0.12 s", "12.3 s", "2 min 5 s"]);
    expect([bytes(0), bytes(999), bytes(1000), bytes(9_600_000)]).toEqual(["0 B", "999 B", "1.0 kB", "9.6 MB"]);
    expect([day(0), day(-Infinity), day(Infinity)]).toEqual(["1970-01-01", "the beginning", "the end"]);
    expect(instant("2026-11-21T03:08:59.123Z")).toBe("2026-11-21 03:08");
    expect(count(1e6)).toBe("1,000,000");
  });
});

describe("progress", () => {
  it("off a terminal is a line at the start, at each quarter and at the end of each phase", () => {
    const written: string[] = [];
    const {log, progress} = lines({write: (text) => written.push(text)}).task("fit");
    for (let i = 0; i <= 1000; ++i) progress(i, 1000);
    log("next");
    for (let i = 0; i <= 2; ++i) progress(i, 2);
    progress(0, 0);
    expect(written.join("")).toBe(
      "fit: 0 %\nfit: 25 %\nfit: 50 %\nfit: 75 %\nfit: 100 %\nnext\nfit: 0 %\nfit: 50 %\nfit: 100 %\nfit: 100 %\n"
    );
  });

  it("on a terminal is a bar that makes way for the log and goes when its task is done", () => {
    const {stream, written} = terminal();
    const report = bars(stream);
    const {log, progress} = report.task("fit");
    progress(0, 10);
    progress(5, 10);
    log("a message");
    progress(6, 10);
    progress(10, 10);
    const text = written();
    expect(text).toMatch(/fit ░+ 0 %/);
    expect(text).toContain("a message\n");
    expect(text).toMatch(/fit █{18}░{12} 60 %/);
    const counting = report.task("ingest").progress;
    counting(0, 1200, "symbols");
    counting(300, 1200, "symbols");
    report.stop();
    expect(written()).toMatch(/ingest █+░+ 25 %, 300 of 1200 symbols, [\d,.]+ symbols\/s, .* left/);
    expect(text.lastIndexOf("\u001b[?25h")).toBeGreaterThan(text.lastIndexOf("\u001b[?25l"));
  });
});

describe("firstSentence", () => {
  it("is that of the maker's comment, and no other's", () => {
    const source =
      '/** Of a type. */\ntype A = 1;\n/**\n * Long\n * while x > 0.5. Never short.\n */\nexport const a = defineStrategy("a"';
    expect(firstSentence(source)).toBe("Long while x > 0.5.");
    expect(firstSentence('/** No stop */ export const a = defineX("a"')).toBe("No stop");
    expect(firstSentence("export const a = 1")).toBe("");
  });
});

function terminal() {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done();
    }
  });
  const tty = Object.assign(stream, {isTTY: true, columns: 80, rows: 24}) as unknown as NodeJS.WriteStream;
  return {stream: tty, written: () => chunks.join("")};
}
