import {readFile} from "node:fs/promises";
import {formatDate, parseDate} from "../../base/timeframe.js";
import type {Imported} from "../../store/universe.js";
import {endings} from "../../store/universe/parse.js";
import {count, instant, styled} from "../format.js";
import {date, text} from "../options.js";
import {pairs, table} from "../table.js";
import type {Answer, Shell} from "../verb.js";
import {defineVerb, misused, named} from "../verb.js";

const survivors = "survivors only: no member ever leaves, so what is found in it flatters";

/** Lists, imports and shows universes: named lists of symbols with their membership through time. */
export const universe = defineVerb({
  usage: "universe [action] [name]",
  summary: "List, import or show universes: who belonged to a list of symbols, and when",
  examples: [
    ["tapebook universe", "The universes in the store"],
    ["tapebook universe import sp500 --path spells.csv", "Take one in from symbol, start_date, end_date"],
    ["tapebook universe show sp500 --on 2008-09-15", "Its members on a day"]
  ],
  declare: (yargs) =>
    yargs
      .positional("action", {choices: ["list", "import", "show"] as const, default: "list" as const})
      .positional("name", {type: "string", describe: "Small letters, digits and dashes: sp500"})
      .option("path", text("import: a CSV of spells, of snapshots, or of symbols", "path"))
      .option("ends", {
        choices: endings,
        default: "first-day-out" as const,
        describe: "import: what an end date is, the first day out or the last day in"
      })
      .option("on", date("show: the day, today where left out: 2008-09-15", "on"))
      .option("as-of", date("show: as was known then, not what was imported since: 2020-01-31", "as-of")),
  async act({action, name, path, ends, on, "as-of": asOf}, shell) {
    if (action === "list") {
      if (name !== undefined) throw misused(`unknown argument: ${name}; write tapebook universe show ${name}`);
      return listAll(shell);
    }
    if (name === undefined) throw misused(`missing name: write tapebook universe ${action} sp500`);
    if (action === "show") return show(name, {on, asOf}, shell);
    if (path === undefined) throw misused("missing path: name a CSV file with --path");
    const store = await import("../../store/universe.js");
    await named(() => store.universeFolder(shell.home, name));
    const {csvParseRows} = await import("d3-dsv");
    const csv = await readFile(path, "utf8").catch(() => {
      throw misused(`missing file: ${path}; name a file that exists`);
    });
    const effects = shell.task(`universe ${name}`);
    const done = await store.importUniverse(shell.home, name, csvParseRows(csv), {now: () => effects.now(), ends});
    for (const warning of done.warnings) effects.log(`warning: ${warning}`);
    return {json: done, text: describe(done)};
  }
});

async function listAll({home, task}: Shell): Promise<Answer> {
  const {imports, membersAt, readUniverse, universeNames} = await import("../../store/universe.js");
  const names = await universeNames(home);
  const {now} = task("universe");
  const today = now();
  const all = names.map(async (name) => ({
    imports: (await imports(home, name)).length,
    universe: await readUniverse(home, name)
  }));
  const json = (await Promise.all(all)).map(({universe: each, imports: versions}) => {
    const starts = each.spells.map(({from}) => from);
    return {
      name: each.name,
      members: membersAt(each, today).length,
      symbols: new Set(each.spells.map(({symbol}) => symbol)).size,
      spells: each.spells.length,
      from: first(starts),
      biased: each.biased,
      imports: versions,
      imported: new Date(each.imported).toISOString(),
      version: each.version
    };
  });
  if (json.length === 0)
    return {json, text: "no universes yet; take one in with: tapebook universe import sp500 --path spells.csv"};
  const rows = json.map((each) => [
    each.name,
    count(each.members),
    count(each.symbols),
    count(each.spells),
    each.from ?? "always",
    count(each.imports),
    instant(each.imported),
    each.version.slice(0, 12),
    each.biased ? styled("yellow", "survivors only") : "with leavers"
  ]);
  const right = "right";
  const headings = [
    {name: "universe"},
    {name: "members", align: right},
    {name: "symbols", align: right},
    {name: "spells", align: right},
    {name: "from"},
    {name: "imports", align: right},
    {name: "imported (UTC)"},
    {name: "version"},
    {name: "bias"}
  ] as const;
  return {json, text: table(headings, rows)};
}

/** The first date of a list; null where a member was one always. */
function first(times: readonly number[]): string | null {
  const earliest = times.reduce((a, b) => Math.min(a, b), Infinity);
  return Number.isFinite(earliest) ? formatDate(earliest) : null;
}

async function show(
  name: string,
  {on, asOf}: {readonly on?: number; readonly asOf?: number},
  {home, task}: Shell
): Promise<Answer> {
  const {membersAt, readUniverse, sectorOf} = await import("../../store/universe.js");
  const universe = await named(() => readUniverse(home, name, {asOf}));
  const day = on ?? task("universe").now();
  const members = membersAt(universe, day);
  const sectors = perSector(members.map((symbol) => sectorOf(universe, symbol)));
  const {version, biased, imported} = universe;
  const json = {
    name,
    on: formatDate(day),
    count: members.length,
    biased,
    imported: new Date(imported).toISOString(),
    version,
    members,
    ...(sectors && {sectors})
  };
  const facts: (readonly [string, string])[] = [
    ["universe", name],
    ["on", json.on],
    ["members", count(members.length)],
    ["imported (UTC)", instant(json.imported)],
    ["version", version.slice(0, 12)]
  ];
  if (biased) facts.push(["bias", styled("yellow", survivors)]);
  const begins = first(universe.spells.map(({from}) => from));
  if (begins !== null && members.length === 0 && day < parseDate(begins))
    facts.push(["note", `nobody is known before ${begins}, when its table begins`]);
  for (const [sector, n] of Object.entries(sectors ?? {})) facts.push([sector, count(n)]);
  return {json, text: [pairs(facts), "", ...lines(members)].join("\n").trimEnd()};
}

/** How many members each sector has, the largest first; null where none has one. */
function perSector(sectors: readonly (string | null)[]): Record<string, number> | null {
  const counts = new Map<string, number>();
  for (const sector of sectors) if (sector !== null) counts.set(sector, (counts.get(sector) ?? 0) + 1);
  return counts.size === 0 ? null : Object.fromEntries([...counts].sort((a, b) => b[1] - a[1]));
}

/** Symbols in lines of at most 100 columns. */
function lines(symbols: readonly string[]): string[] {
  const out: string[] = [];
  for (const symbol of symbols) {
    const last = out.at(-1);
    if (last !== undefined && last.length + symbol.length < 100) out[out.length - 1] = `${last} ${symbol}`;
    else out.push(symbol);
  }
  return out;
}

function describe({name, version, added, form, biased, symbols, spells, warnings}: Imported): string {
  const what = `${counted(symbols, "symbol")}, ${counted(spells, "spell")}, from ${form === "list" ? "a list" : form}`;
  const bias = biased ? `\n  ${styled("yellow", survivors)}` : "";
  const joined = warnings.length > 0 ? `\n  ${counted(warnings.length, "overlap")} joined` : "";
  return `${name}: ${what}; ${added ? "imported" : "nothing new"}${bias}${joined}\n  version ${version.slice(0, 12)}`;
}

function counted(n: number, what: string): string {
  return `${count(n)} ${what}${n === 1 ? "" : "s"}`;
}
