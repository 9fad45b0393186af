import {access, rename, rm} from "node:fs/promises";
import {dirname} from "node:path";
import type {Panel} from "../../base/panel.js";
import {createTable, named, parquet, quoted, withDatabase} from "../disk/duck.js";

/**
 * Writes a panel as a table with a row for each bar: symbol, t (UTC) and the fields, by symbol and time; a `.parquet` file
 * or a `.csv`, gzipped where it ends in `.csv.gz`. Beside first and renamed, so that it is whole or not there. Answers
 * with the number of rows. Throws where `checkExport` does.
 */
export async function exportPanel(panel: Panel, path: string): Promise<number> {
  const form = formOf(path);
  await checkExport(path);
  const {times, symbols, fields} = panel;
  const n = symbols.length;
  const cells: number[] = [];
  for (let s = 0; s < n; ++s)
    for (let i = 0; i < times.length; ++i) {
      const cell = i * n + s;
      if (Object.values(fields).some((column) => !Number.isNaN(column[cell]))) cells.push(cell);
    }
  const columns = {
    symbol: cells.map((cell) => symbols[cell % n]),
    t: Float64Array.from(cells, (cell) => times[Math.floor(cell / n)]),
    ...Object.fromEntries(
      Object.entries(fields).map(([name, column]) => [name, Float64Array.from(cells, (cell) => column[cell])])
    )
  };
  const beside = `${path}.${process.pid}`;
  const selected = ["symbol", "epoch_ms(t::BIGINT)::TIMESTAMP AS t", ...Object.keys(fields).map(named)].join(", ");
  try {
    await withDatabase(async (connection) => {
      await createTable(connection, "cells", columns);
      await connection.run(`COPY (SELECT ${selected} FROM cells) TO ${quoted(beside)} ${form}`);
    });
    await rename(beside, path);
  } finally {
    await rm(beside, {force: true});
  }
  return cells.length;
}

/** Throws where a panel cannot be written to a path: its ending is another, or its folder is missing. */
export async function checkExport(path: string): Promise<void> {
  formOf(path);
  const folder = dirname(path);
  await access(folder).catch((cause: unknown) => {
    throw new Error(`missing folder: ${folder}; make it first`, {cause});
  });
}

function formOf(path: string): string {
  if (path.endsWith(".parquet")) return parquet;
  const csv = "FORMAT csv, HEADER, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%SZ'";
  if (path.endsWith(".csv")) return `(${csv})`;
  if (path.endsWith(".csv.gz")) return `(${csv}, COMPRESSION gzip)`;
  throw new Error(`invalid path: ${path}; expected a file that ends in .parquet, .csv or .csv.gz`);
}
