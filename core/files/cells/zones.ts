/** The offset of a zone from UTC at an instant, in milliseconds: local time − UTC. Zones shift on quarter hours. */
export type Offset = (instant: number) => number;

const known = new Map<string, Offset>();
const quarter = 900_000;

/**
 * The offsets of an IANA time zone, such as `America/New_York`, daylight saving time included. Throws where there is no
 * zone of the name.
 */
export function offsetsOf(zone: string): Offset {
  const made = known.get(zone);
  if (made) return made;
  const format = formatOf(zone);
  const offsets = new Map<number, number>();
  const offset: Offset = (instant) => {
    const at = Math.floor(instant / quarter);
    let found = offsets.get(at);
    if (found === undefined) {
      if (offsets.size > 1_000_000) offsets.clear();
      offsets.set(at, (found = localTime(format, at * quarter) - at * quarter));
    }
    return found;
  };
  known.set(zone, /^(?:UTC|Etc\/UTC|GMT)$/.test(zone) ? () => 0 : offset);
  return known.get(zone)!;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const digits = {year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit"} as const;
  try {
    return new Intl.DateTimeFormat("en", {
      timeZone: zone,
      ...digits,
      second: "2-digit",
      hourCycle: "h23",
      era: "short"
    });
  } catch {
    throw new Error(`unknown zone: ${zone}; name an IANA time zone such as America/New_York`);
  }
}

/** The local clock at an instant, as if it were UTC. */
function localTime(format: Intl.DateTimeFormat, instant: number): number {
  const part: Record<string, string> = {};
  for (const {type, value} of format.formatToParts(instant)) part[type] = value;
  const year = part.era.startsWith("B") ? 1 - Number(part.year) : Number(part.year);
  const at = new Date(0);
  at.setUTCFullYear(year, Number(part.month) - 1, Number(part.day));
  return at.setUTCHours(Number(part.hour), Number(part.minute), Number(part.second));
}

/**
 * The instant at which a zone's clocks show a local time, given as if it were UTC. Where clocks are set back and show
 * it twice, the first of the two; `NaN` where they are set forward and never show it.
 */
export function instantOf(local: number, offset: Offset): number {
  const before = offset(local - 86_400_000);
  const after = offset(local + 86_400_000);
  const early = local - Math.max(before, after);
  const late = local - Math.min(before, after);
  if (early + offset(early) === local) return early;
  return late + offset(late) === local ? late : NaN;
}
