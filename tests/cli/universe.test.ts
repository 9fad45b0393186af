import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {parseDate} from "../../core/base/timeframe.js";
import {parse} from "../../core/cli/parser.js";
import {isMisuse} from "../../core/cli/verb.js";
import {universe} from "../../core/cli/verbs/universe.js";
import {effects} from "../../core/lab/context.js";

let home: string;
let folder: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "tapebook-cli-"));
  folder = await mkdtemp(join(tmpdir(), "tapebook-lists-"));
  await writeFile(join(folder, "spells.csv"), "ticker,start_date,end_date\nLEH,1998-01-12,2008-09-17\nA,2000-06-05,\n");
  await writeFile(join(folder, "more.csv"), "ticker,start_date,end_date\nLEH,1998-01-12,2008-09-17\nB,2000-06-05,\n");
  await writeFile(join(folder, "twice.csv"), "ticker,from,to\nA,2001-01-01,2003-01-01\nA,2002-01-01,2004-01-01\n");
  await writeFile(join(folder, "list.csv"), "Symbol,Sector\nMMM,Industrials\nAOS,Industrials\nABT,Health Care\n");
});
afterAll(() => Promise.all([home, folder].map((each) => rm(each, {recursive: true, force: true}))));

/** What a command line answers with, and what it logs. */
async function call(line: string, at = "2020-01-01", state = home) {
  const command = (await parse(line.replaceAll("@", `${folder}/`).split(" "), [universe], "0"))!;
  const logged: string[] = [];
  const task = () => effects({log: (message) => void logged.push(message), now: () => parseDate(at)});
  const answer = await command.verb.act(command.given, {home: state, task});
  return {...answer, logged, written: JSON.parse(JSON.stringify(answer.json)) as unknown};
}

describe("tapebook universe", () => {
  it("imports, lists and shows what was known, then and on a day", async () => {
    expect((await call("universe")).text).toMatch(
      /^no universes yet; take one in with: tapebook universe import sp500/
    );
    const first = await call("universe import big --path @spells.csv");
    expect(first.text).toMatch(/^big: 2 symbols, 2 spells, from spells; imported\n {2}version [0-9a-f]{12}$/);
    expect((await call("universe import big --path @spells.csv")).text).toContain("; nothing new\n");
    await call("universe import big --path @more.csv", "2021-01-01");
    await call("universe import flat --path @list.csv");
    const list = await call("universe");
    expect(list.text).toMatch(/^big\s+1\s+2\s+2\s+1998-01-12\s+2\s+2021-01-01 00:00\s+[0-9a-f]{12}\s+with leavers$/m);
    expect(list.text).toMatch(/^flat\s+3\s+3\s+3\s+always\s+1\s.*survivors only$/m);
    expect(list.written).toMatchObject([
      {name: "big", members: 1, symbols: 2, from: "1998-01-12", biased: false, imports: 2},
      {name: "flat", from: null, biased: true}
    ]);
    const members = async (line: string) => ((await call(`universe show ${line}`)).json as {members: string[]}).members;
    expect(await members("big --on 2008-09-16")).toEqual(["B", "LEH"]);
    expect(await members("big --on 2008-09-17")).toEqual(["B"]);
    expect(await members("big --on 2008-09-16 --as-of 2020-06-01")).toEqual(["A", "LEH"]);
    expect(await members("big")).toEqual(["B"]);
  });

  it("says where a universe holds survivors only, and counts its sectors", async () => {
    await call("universe import flat --path @list.csv");
    const {text, json} = await call("universe show flat");
    expect(json).toMatchObject({biased: true, count: 3, on: "2020-01-01", sectors: {Industrials: 2, "Health Care": 1}});
    expect(text).toMatch(/^bias\s+survivors only: no member ever leaves, so what is found in it flatters$/m);
    expect(text).toMatch(/^Industrials\s+2$/m);
    expect(text).toMatch(/\n\nABT AOS MMM$/);
  });

  it("takes the end date as told, and warns of spells that overlap", async () => {
    const other = join(home, "other");
    await call("universe import big --path @spells.csv --ends last-day-in", "2020-01-01", other);
    const {json} = await call("universe show big --on 2008-09-17", "2020-01-01", other);
    expect(json).toMatchObject({members: ["A", "LEH"]});
    const {logged, text} = await call("universe import twice --path @twice.csv", "2020-01-01", other);
    expect(logged).toEqual([
      "warning: A: 2001-01-01 to 2003-01-01 and 2002-01-01 to 2004-01-01 overlap and are taken as one"
    ]);
    expect(text).toMatch(/^twice: 1 symbol, 1 spell, from spells; imported\n {2}1 overlap joined\n/);
  });

  it.each([
    ["universe show", /^missing name: write tapebook universe show sp500$/],
    ["universe show none", /^missing universe: none; run tapebook universe import none/],
    ["universe import big", /^missing path: name a CSV file with --path$/],
    ["universe import Big --path @list.csv", /^invalid universe: Big; write its name in small letters/],
    ["universe import big --path @none.csv", /^missing file: .*none\.csv; name a file that exists$/],
    ["universe show big --on 2020-02-30", /^invalid date: 2020-02-30;/],
    ["universe drop big", /^invalid value: action is "drop"; choices are "list", "import", "show"/],
    ["universe import big --path @list.csv --ends soon", /^invalid value: ends is "soon"; choices are/]
  ])("refuses %s", async (line, message) => {
    const error = await call(line).catch((reason: unknown) => reason);
    expect((error as Error).message).toMatch(message);
    expect(isMisuse(error)).toBe(true);
  });
});
