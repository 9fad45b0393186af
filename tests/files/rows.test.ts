import {Readable} from "node:stream";
import {csvParseRows} from "d3-dsv";
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {rowsOf} from "../../core/files/rows.js";
import {textOf} from "../../core/files/text.js";

async function* pieces(parts: readonly string[]) {
  await Promise.resolve();
  yield* parts;
}

/** All rows of a text that comes in pieces, and their lines. */
async function read(parts: readonly string[], delimiter = "auto") {
  const cells: unknown[][] = [];
  const lines: number[] = [];
  for await (const rows of rowsOf(pieces(parts), delimiter)) {
    cells.push(...rows.cells.map((row) => [...row]));
    lines.push(...Array.from(rows.lines));
  }
  return {cells, lines};
}

/** The text of bytes that come in pieces. */
async function decoded(bytes: Buffer, size: number, encoding = "utf-8", name = "a.csv") {
  const chunks = Array.from({length: Math.ceil(bytes.length / size)}, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size)
  );
  const file = {name, size: bytes.length, path: "", open: () => Promise.resolve(Readable.from(chunks))};
  let text = "";
  for await (const piece of textOf(file, encoding, () => {})) text += piece;
  return text;
}

describe("rows", () => {
  it.each([
    [",", "a,b\n1,2\n"],
    [";", "a;b\n1,5;2,5\n"],
    ["\t", "a\tb\n1\t2\n"],
    ["|", "a|b\n1|2\n"]
  ])("are divided by %j where that is evident", async (delimiter, text) => {
    const {cells} = await read([text]);
    expect(cells[0]).toEqual(["a", "b"]);
    expect(cells[1]).toHaveLength(2);
    expect(delimiter.length).toBe(1);
  });

  it("are divided by what most lines have, notes and quoted marks aside", async () => {
    const text = 'Prices, from the exchange\n"a;b";c\n"1,5,5,5";2\n3;4\n5;6\n';
    expect((await read([text])).cells.slice(1)).toEqual([
      ["a;b", "c"],
      ["1,5,5,5", "2"],
      ["3", "4"],
      ["5", "6"]
    ]);
  });

  it("are divided by the delimiter that is named", async () => {
    expect((await read(["a;b,c\n"], "semicolon")).cells).toEqual([["a", "b,c"]]);
    expect((await read(["a;b\n"], "comma")).cells).toEqual([["a;b"]]);
    expect((await read(["a~b\n"], "~")).cells).toEqual([["a", "b"]]);
    await expect(read(["a"], "ab")).rejects.toThrow(
      "invalid delimiter: ab; say auto, comma, semicolon, tab, pipe or one character"
    );
  });

  it("keep their line behind cells with line breaks, wherever the reading stops", async () => {
    const text = 'a,b\n"1\n2\r\n3",x\n4,"""\n"""\n5,6';
    for (let at = 0; at <= text.length; ++at) {
      const {cells, lines} = await read([text.slice(0, at), text.slice(at)]);
      expect(lines).toEqual([1, 2, 5, 7]);
      expect(cells).toEqual(csvParseRows(text));
    }
  });

  it("are the same in one piece as in pieces of more than is read at once", async () => {
    const rows = Array.from({length: 30_000}, (_, i) => (i % 7 === 0 ? `${i},"x\n""${i}"` : `${i},y`));
    const text = rows.join("\n");
    const whole = csvParseRows(text);
    for (const size of [1000, 65_536, 65_537, 65_538, 65_539, 65_540, 300_001]) {
      const parts = Array.from({length: Math.ceil(text.length / size)}, (_, i) => text.slice(i * size, (i + 1) * size));
      const {cells, lines} = await read(parts, "comma");
      expect(cells).toEqual(whole);
      expect(lines.at(-1)).toBe(30_000 + Math.ceil(30_000 / 7) - (29_999 % 7 === 0 ? 1 : 0));
    }
  });

  it("end in any of the three ways, with cells that have quotes inside", async () => {
    const wanted = [
      ["a", 'b"'],
      ["1", '5" pipe'],
      ["2", ""]
    ];
    for (const end of ["\n", "\r\n", "\r"]) {
      const {cells, lines} = await read([['a,b"', '1,5" pipe', "2,"].join(end)], "comma");
      expect(cells).toEqual(wanted);
      expect(lines).toEqual([1, 2, 3]);
    }
  });

  it("refuse a quote that is never closed", async () => {
    await expect(read(['a,b\n1,2\n3,"4\n5,6\n'])).rejects.toThrow("a quote is open in line 3");
    const endless = ['a,b\n1,"', ...Array.from({length: 80}, () => "x\n".repeat(40_000))];
    await expect(read(endless)).rejects.toThrow(
      "the row of line 2 is longer than 4194304 characters; a quote may be open"
    );
  });

  it("have the cells that a parser of the whole text finds, whatever is quoted", async () => {
    const cell = fc.string({unit: fc.constantFrom("a", "1", ",", '"', "\n", "\r\n", " ", "é"), maxLength: 6});
    const table = fc.array(fc.array(cell, {minLength: 2, maxLength: 3}), {minLength: 1, maxLength: 12});
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(table, fc.nat(), async (rows, at) => {
        const text = rows.map((row) => row.map(quoted).join(",")).join("\n");
        const cut = at % (text.length + 1);
        const {cells, lines} = await read([text.slice(0, cut), text.slice(cut)], ",");
        expect(cells).toEqual(rows);
        let line = 1;
        expect(lines).toEqual(
          rows.map((row) => {
            const begun = line;
            line += 1 + row.join("").split("\n").length - 1;
            return begun;
          })
        );
      }),
      {numRuns: 300, seed: 7}
    );
  });
});

describe("text", () => {
  it("is the same however the bytes are cut, and loses its byte order mark", async () => {
    const text = "Eröffnung;€;𝄞\nÄ\n";
    for (let size = 1; size < 12; ++size) {
      expect(await decoded(Buffer.from(text), size)).toBe(text);
      if (size > 2) expect(await decoded(Buffer.from(`\uFEFF${text}`), size)).toBe(text);
      expect(await decoded(Buffer.from(text, "utf16le"), size, "utf-16le")).toBe(text);
    }
    expect(await decoded(Buffer.from(`\uFEFF${text}`, "utf16le"), 9)).toBe(text);
  });

  it("is of the encoding that is named", async () => {
    const latin = Buffer.from("Eröffnung", "latin1");
    expect(await decoded(latin, 3, "windows-1252")).toBe("Eröffnung");
    await expect(decoded(latin, 3)).rejects.toThrow("it is no text in UTF-8; say encoding=windows-1252 or another");
    await expect(decoded(Buffer.from("é").subarray(0, 1), 1)).rejects.toThrow("it is no text in UTF-8");
    await expect(decoded(latin, 3, "klingon")).rejects.toThrow("unknown encoding: klingon; name one such as utf-8");
  });

  it("holds no binary", async () => {
    await expect(decoded(Buffer.from("a\0b"), 8)).rejects.toThrow("it holds bytes that are no text");
  });
});
