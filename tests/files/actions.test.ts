import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {parseDate} from "../../core/base/timeframe.js";
import {actionWrong} from "../../core/store/intake/checks.js";
import {csv} from "../../plugins/sources/csv.js";
import {parquet} from "../../plugins/sources/parquet.js";
import {fileOf, folderOf, take, when} from "./taking.js";
import {writeParquet} from "./parquet-file.js";

const header = "action,date,symbol,value,to,cash,paid";

describe("a table of actions", () => {
  it("has the pay dates of dividends, and what a merger gives", async () => {
    const rows = [
      "dividend,2014-08-07,AAPL,0.47,,,2014-08-14",
      "dividend,2014-11-06,AAPL,0.47,,,",
      "merger,2013-06-10,BOTH,0.5,OTHER,12.5,",
      "merger,2013-06-11,SHARES,1.2,OTHER,,",
      "Merger,2013-06-12,CASH,,,30,"
    ];
    const {actions, faults} = await take(csv({path: await fileOf("a.csv", [header, ...rows].join("\n"))}));
    expect(faults).toEqual([]);
    for (const each of actions) expect(actionWrong(each)).toBe(null);
    expect(actions.map(({origin: _, t, ...rest}) => ({...rest, t: when(t)}))).toEqual([
      {action: "dividend", t: "2014-08-07", symbol: "AAPL", value: 0.47, paid: parseDate("2014-08-14")},
      {action: "dividend", t: "2014-11-06", symbol: "AAPL", value: 0.47},
      {action: "merger", t: "2013-06-10", symbol: "BOTH", value: 0.5, to: "OTHER", cash: 12.5},
      {action: "merger", t: "2013-06-11", symbol: "SHARES", value: 1.2, to: "OTHER"},
      {action: "merger", t: "2013-06-12", symbol: "CASH", cash: 30}
    ]);
  });

  it("may call the pay date otherwise, and write it as other dates", async () => {
    for (const name of ["paid", "Pay Date", "payment_date", "PayableDate"]) {
      const text = `action,date,symbol,value,${name}\ndividend,07/08/2014,A,1,14/08/2014\n`;
      const {actions} = await take(csv({path: await fileOf("a.csv", text), format: "DD/MM/YYYY"}));
      expect(actions[0].paid, name).toBe(parseDate("2014-08-14"));
    }
    const text = "action,date,symbol,value,Zahltag\ndividend,2014-08-07,A,1,2014-08-14\n";
    const {actions} = await take(csv({path: await fileOf("a.csv", text), columns: "paid=Zahltag"}));
    expect(actions[0].paid).toBe(parseDate("2014-08-14"));
  });

  it("says what is wrong with a row", async () => {
    const rows = [
      "merger,2020-01-02,A,1,,,",
      "merger,2020-01-02,A,,B,,",
      "merger,2020-01-02,A,,,,",
      "merger,2020-01-02,A,-1,B,,",
      "merger,2020-01-02,A,1,B,0,",
      "merger,2020-01-02,A,1,B,much,",
      "dividend,2020-01-02,A,1,,,soon"
    ];
    const {actions, faults} = await take(csv({path: await folderOf({"a.csv": [header, ...rows].join("\n")})}));
    expect(actions).toEqual([]);
    expect(faults.map(({kind, fault}) => `${kind}: ${fault}`)).toEqual([
      "missing: missing to: a merger names the symbol that it gives",
      "missing: missing value: a merger into B says how many units of it are given for one",
      "missing: missing value: a merger gives units of another symbol, cash, or both",
      "number: invalid value: -1; that of a merger is above zero",
      "number: invalid cash: 0; that of a merger is above zero",
      "number: unparsable cash: much",
      "time: invalid paid: unparsable date: soon"
    ]);
  });

  it("is read from Parquet as from text", async () => {
    const folder = await folderOf();
    const read = async (row: string) => {
      const path = join(folder, "a.parquet");
      await writeParquet(path, `SELECT DATE '2020-01-02' AS date, 'A' AS symbol, 0.5 AS value, ${row}`);
      return (await take(parquet({path}))).actions;
    };
    expect(await read(`'merger' AS action, 'B' AS "to", 2.5 AS cash`)).toMatchObject([
      {action: "merger", t: parseDate("2020-01-02"), symbol: "A", value: 0.5, to: "B", cash: 2.5}
    ]);
    expect(await read("'dividend' AS action, DATE '2020-01-09' AS paid")).toMatchObject([
      {action: "dividend", value: 0.5, paid: parseDate("2020-01-09")}
    ]);
  });
});
