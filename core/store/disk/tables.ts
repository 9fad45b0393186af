export type ColumnType = "VARCHAR" | "TIMESTAMP_MS" | "DOUBLE";
interface Shape {
  readonly key: Readonly<Record<string, ColumnType>>;
  readonly values: Readonly<Record<string, ColumnType>>;
  /**
   * Values that the table was given after datasets had been written. A file has their columns only where one of its rows
   * has a value there, and a row without any has the bytes and the hash that it had before there were such columns.
   */
  readonly later?: Readonly<Record<string, ColumnType>>;
}

/** The tables that a dataset has, what makes a row of each, and what a row says. A newer row replaces one of its key. */
export const tables = {
  bars: {
    key: {symbol: "VARCHAR", t: "TIMESTAMP_MS"},
    values: {open: "DOUBLE", high: "DOUBLE", low: "DOUBLE", close: "DOUBLE", volume: "DOUBLE", adjusted: "DOUBLE"}
  },
  actions: {
    key: {symbol: "VARCHAR", t: "TIMESTAMP_MS", action: "VARCHAR"},
    values: {value: "DOUBLE", to: "VARCHAR"},
    later: {cash: "DOUBLE", paid: "TIMESTAMP_MS"}
  },
  observations: {
    key: {series: "VARCHAR", symbol: "VARCHAR", t: "TIMESTAMP_MS", published: "TIMESTAMP_MS"},
    values: {value: "DOUBLE"}
  },
  faults: {
    key: {symbol: "VARCHAR", t: "TIMESTAMP_MS", kind: "VARCHAR", fault: "VARCHAR", origin: "VARCHAR", row: "VARCHAR"},
    values: {}
  }
} as const satisfies Readonly<Record<string, Shape>>;
export type Table = keyof typeof tables;
export const tableNames = Object.keys(tables) as Table[];

/** The columns that make a row of a table what it is. */
export function keyOf(table: Table): string[] {
  return Object.keys(tables[table].key);
}

/** The other columns of a table. */
export function valuesOf(table: Table): string[] {
  return [...Object.keys(tables[table].values), ...laterOf(table)];
}

/** Those of a table's columns that a file of it may lack. */
export function laterOf(table: Table): string[] {
  return Object.keys(laterTypes(table));
}

function laterTypes(table: Table): Readonly<Record<string, ColumnType>> {
  const {later = {}}: Shape = tables[table];
  return later;
}

/** All columns of a table and their types, in order. */
export function columnsOf(table: Table): Readonly<Record<string, ColumnType>> {
  return {...tables[table].key, ...tables[table].values, ...laterTypes(table)};
}

/** A condition on the columns of a table that says that its row is none: withdrawn by a newer row without values. */
export function withdrawn(table: Table): string {
  switch (table) {
    case "bars":
      return "close IS NULL";
    case "actions":
      return `value IS NULL AND "to" IS NULL AND cash IS NULL AND action <> 'delisting'`;
    case "observations":
      return "value IS NULL";
    case "faults":
      return "false";
  }
}
