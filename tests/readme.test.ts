import {mkdir, readdir, readFile, writeFile} from "node:fs/promises";
import {dirname, join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {verbs} from "../core/cli/verbs.js";
import {root} from "../core/lab/home.js";
import {kinds, pluginNames} from "../core/lab/registry.js";
import type {YahooServer} from "./servers/yahoo.js";
import {startYahoo} from "./servers/yahoo.js";
import {execute, patience, started} from "./started.js";

const read = (file: string) => readFile(join(root, file), "utf8");
const readme = await read("README.md");
const docs = (await readdir(join(root, "docs"))).filter((file) => file.endsWith(".md")).map((file) => `docs/${file}`);
const documents = new Map([["README.md", readme]]);
for (const file of docs.sort()) documents.set(file, await read(file));

/** The fenced blocks of a language in a text: what stands behind its name, and what they hold. */
function blocks(language: string, within: string): readonly {readonly file: string; readonly text: string}[] {
  const fences = within.matchAll(new RegExp(`^\`\`\`${language}(?: (\\S+))?\\n([^]*?)^\`\`\`$`, "gm"));
  return Array.from(fences, ([, file = "", text]) => ({file, text}));
}

const commandsIn = (within: string) => blocks("sh", within).flatMap(({text}) => text.trim().split("\n"));
const commands = commandsIn(readme);

/** What stands for Yahoo, since there is no network where the tests run. */
let yahoo: YahooServer;

/** The copy of the project in which `npm start` ran: what a reader has who followed the README. */
let copy = "";

beforeAll(async () => {
  const listed = ["AAPL", "MSFT"].map((symbol) => ({symbol}));
  yahoo = await startYahoo({symbols: listed, now: new Date(Date.now()).toISOString().slice(0, 10)});
});

afterAll(() => yahoo.close());

/** Writes what the documents show, as one who follows them does after the first command. */
async function write(): Promise<void> {
  const shown = [...documents.values()].flatMap((within) => blocks("ts", within));
  for (const {file, text} of shown.filter((block) => block.file !== "")) {
    await mkdir(dirname(join(copy, file)), {recursive: true});
    await writeFile(join(copy, file), text);
  }
  await mkdir(join(copy, "prices"));
  await writeFile(join(copy, "prices", "ACME.csv"), acme());
  await writeFile(
    join(copy, "members.csv"),
    "symbol,start_date,end_date\nAAPL,2020-01-01,\nACME,2024-03-01,2024-09-01\n"
  );
}

/** A year of the CSV that the README shows, and a row that is no bar. */
function acme(): string {
  const [header, ...shown] = blocks("csv", readme)[0].text.trim().split("\n");
  const more = Array.from({length: 250}, (_, i) => {
    const date = new Date(Date.UTC(2024, 0, 4 + i)).toISOString().slice(0, 10);
    const close = 10 + 2 * Math.sin(i / 20);
    return [date, close, close + 0.5, close - 0.5, close, 1e5 + i].join();
  });
  return [header, ...shown, ...more, "2024-12-01,10,9,11,10,1", ""].join("\n");
}

/** The command as it can be run here: Yahoo is on this machine, and bad rows are put aside, which is code 3. */
function asRun(command: string): string {
  if (!command.startsWith("npx tapebook ingest")) return command;
  const here = command.includes("yahoo") ? ` --set yahoo.url=${yahoo.url} --set yahoo.rate=100000` : "";
  return `${command}${here} || [ $? -eq 3 ]`;
}

describe("the README", () => {
  it("names files that are there", async () => {
    const linked = Array.from(readme.matchAll(/\]\((?!https:)([^)]+)\)/g), ([, path]) => path);
    expect(linked.length).toBeGreaterThan(0);
    for (const path of linked) await expect(read(path.replace(/#.*$/, "")), path).resolves.toBeDefined();
  });

  it("lists every verb", () => {
    const section = readme.split(/^## /m).find((text) => text.startsWith("The command line")) ?? "";
    const listed = Array.from(section.matchAll(/^\| `(\w+)[^`]*` \|/gm), ([, name]) => name);
    expect(listed).toEqual(verbs.map(({usage}) => usage.split(" ")[0]));
  });

  it("starts with the two commands, which install first", async () => {
    expect(commands.slice(0, 2)).toEqual(["npm start", "npm test"]);
    const {scripts} = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    expect([scripts.prestart, scripts.pretest]).toEqual(["node bin/install.js", "node bin/install.js"]);
    expect(scripts.test).toMatch(/check && vitest run$/);
  });
});

describe.skipIf(process.platform === "win32")("the README's command", () => {
  // It ends when the site is built, or it would serve for ever.
  it(
    "npm start -- --no-serve",
    async () => {
      const first = await started();
      expect(first.stdout).toContain("done");
      ({copy} = first);
      await write();
    },
    patience
  );

  // `npm test` is what runs this test.
  const said = new Map<string, string>();
  it.each(commands.filter((command) => command !== "npm start" && command !== "npm test"))(
    "%s",
    async (command) => {
      const {stdout} = await execute(asRun(command), copy);
      said.set(command, stdout);
      expect(stdout).not.toBe("");
    },
    patience
  );

  it("audited every plugin there is, and found none broken", async () => {
    const lines = said.get("npx tapebook audit")!.split("\n");
    const verdicts = lines.flatMap((line) => {
      const found = /^([a-z]+\/[\w-]+) +(clean|suspicious|broken|unaudited)\b/.exec(line);
      return found ? [[found[1], found[2]] as const] : [];
    });
    const names = await Promise.all(
      kinds.map(async (kind) => (await pluginNames(kind)).map((name) => `${kind}/${name}`))
    );
    const added = ["model/asymmetric", "strategy/donchian", "algorithm/pullback"];
    expect(verdicts.map(([name]) => name).sort()).toEqual([...names.flat(), ...added].sort());
    expect(verdicts.filter(([, verdict]) => verdict !== "clean")).toEqual(
      ["source/ccxt", "source/yahoo", "feed/ccxt", "feed/replay", "model/pretrained"].map((name) => [name, "unaudited"])
    );
  });

  it("left what they promise", async () => {
    const {stdout} = await execute("npx tapebook runs --json", copy);
    type Run = {experiment: string; metrics: Record<string, number>};
    const runs = (JSON.parse(stdout) as Run[]).filter(({metrics}) => Object.keys(metrics).length > 0);
    expect(new Set(runs.map(({experiment}) => experiment))).toContain("acme");
    expect(runs.filter(({experiment}) => experiment === "06-backtest")).toHaveLength(3);
    const pages = await readdir(join(copy, ".tapebook", "site", "reports"));
    const built =
      runs.length -
      commands
        .slice(commands.indexOf("npx tapebook build"))
        .filter((command) => command.startsWith("npx tapebook run ")).length;
    expect(pages.filter((name) => /^[0-9a-f]{12}\.html$/.test(name))).toHaveLength(built);
    const quarantined = await readdir(join(copy, ".tapebook", "quarantine"));
    expect(quarantined).toHaveLength(2);
  });
});

describe.skipIf(process.platform === "win32")("a command of the documents", () => {
  const runnable = docs.flatMap((file) => commandsIn(documents.get(file)!).map((command) => [command, file] as const));
  it("is there", () => {
    expect(runnable.length).toBeGreaterThan(0);
  });

  it.each(runnable)(
    "%s (%s)",
    async (command) => {
      const {stdout} = await execute(asRun(command), copy);
      expect(stdout).not.toBe("");
    },
    patience
  );
});
