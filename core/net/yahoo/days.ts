const zones = new Map<string, {readonly format: Intl.DateTimeFormat; readonly known: Map<number, number>}>();

function zoneOf(timeZone: string) {
  let zone = zones.get(timeZone);
  if (!zone) {
    const parts = {year: "numeric", month: "2-digit", day: "2-digit"} as const;
    zones.set(timeZone, (zone = {format: new Intl.DateTimeFormat("en-CA", {timeZone, ...parts}), known: new Map()}));
  }
  return zone;
}

export function isTimeZone(name: string): boolean {
  try {
    return zoneOf(name) !== undefined;
  } catch {
    return false;
  }
}

/** Midnight UTC of the date that an instant has in a time zone, epoch milliseconds. Throws where there is no such zone. */
export function localDate(timeZone: string, instant: number): number {
  const {format, known} = zoneOf(timeZone);
  let date = known.get(instant);
  if (date === undefined) {
    date = Date.parse(`${format.format(instant)}T00:00:00Z`);
    if (known.size < 100_000) known.set(instant, date);
  }
  return date;
}

const day = 86_400_000;

/** Midnight UTC of the Monday of a date's week. 1970-01-05 was one. */
export function mondayOf(date: number): number {
  return date - ((((date / day - 4) % 7) + 7) % 7) * day;
}

/** Midnight UTC of the first day of a date's month. */
export function firstOfMonth(date: number): number {
  const at = new Date(date);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth());
}
