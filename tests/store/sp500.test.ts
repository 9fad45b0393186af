import {readFile} from "node:fs/promises";
import {csvParse} from "d3-dsv";
import {expect, it} from "vitest";
import {parseDate} from "../../core/base/timeframe.js";
import {ingest} from "../../core/store/intake/ingest.js";
import {loadPanel} from "../../core/store/reading/load.js";
import {csv} from "../../plugins/sources/csv.js";
import {realData, unlessMissing} from "../data.js";
import {effectsAt, everything, freshFolder, tree} from "./homes.js";

const {path, missing} = realData("us-sp500-daily-2013-2018");

it.skipIf(missing)(`takes five years of the S&P 500 ${unlessMissing}`, {timeout: 60_000}, async () => {
  const home = await freshFolder();
  await expect(ingest(home, csv({path}), everything, effectsAt(), {strict: true})).rejects.toThrow(
    /^invalid bars: 23 rows; without --strict the good ones are kept\n {2}all_stocks_5yr\.csv\.gz:\d+: /
  );
  expect(await tree(home)).toEqual({});
  const done = await ingest(home, csv({path}), everything, effectsAt());
  expect(done).toMatchObject({read: 619_017, added: 619_017, quarantined: 23, symbols: 505});
  expect(csvParse(await readFile(done.quarantine!, "utf8"))).toHaveLength(23);
  const {times, symbols, fields} = await loadPanel(home, {dataset: "csv/1d", fields: ["close"]});
  expect([times.length, symbols.length]).toEqual([1259, 505]);
  expect(times[0]).toBe(parseDate("2013-02-08"));
  expect(fields.close.filter((value) => !Number.isNaN(value))).toHaveLength(619_017);
  expect(fields.close[symbols.indexOf("AAL")]).toBe(14.75);
});
