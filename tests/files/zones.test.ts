import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {instantOf, offsetsOf} from "../../core/files/cells/zones.js";

const zones = [
  "America/New_York",
  "Europe/London",
  "Asia/Tokyo",
  "Australia/Lord_Howe",
  "America/Sao_Paulo",
  "Asia/Kolkata",
  "UTC"
];
const instant = fc
  .integer({min: Date.UTC(1950, 0, 1) / 60_000, max: Date.UTC(2060, 0, 1) / 60_000})
  .map((t) => t * 60_000);

/** The offset as the platform writes it: `GMT-05:00`. */
function written(zone: string, t: number): number {
  const format = new Intl.DateTimeFormat("en", {timeZone: zone, timeZoneName: "longOffset"});
  const name = format.formatToParts(t).find(({type}) => type === "timeZoneName")!.value;
  const [, sign, hours, minutes, seconds = "0"] = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(name) ?? [];
  if (sign === undefined) return 0;
  return (sign === "-" ? -1000 : 1000) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
}

describe("offsets of zones", () => {
  it("are those that the platform writes", () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), instant, (zone, t) => {
        expect(offsetsOf(zone)(t)).toBe(written(zone, t));
      }),
      {numRuns: 500, seed: 3}
    );
  });

  it("lead from a local time back to its instant, the first of two", () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), instant, (zone, t) => {
        const offset = offsetsOf(zone);
        const back = instantOf(t + offset(t), offset);
        expect(back).toBeLessThanOrEqual(t);
        expect(back + offset(back)).toBe(t + offset(t));
        const unchanged = offset(t - 864e5) === offset(t + 864e5);
        if (unchanged) expect(back).toBe(t);
      }),
      {numRuns: 2000, seed: 5}
    );
  });

  it("know the hours that clocks show twice or never", () => {
    const local = (text: string) => Date.parse(`${text}Z`);
    const at = (zone: string, text: string) => instantOf(local(text), offsetsOf(zone));
    expect(at("America/New_York", "2020-11-01T01:30")).toBe(local("2020-11-01T05:30"));
    expect(at("America/New_York", "2020-11-01T02:00")).toBe(local("2020-11-01T07:00"));
    expect(at("America/New_York", "2020-03-08T02:00")).toBeNaN();
    expect(at("America/New_York", "2020-03-08T03:00")).toBe(local("2020-03-08T07:00"));
    expect(at("Australia/Lord_Howe", "2020-04-05T01:45")).toBe(local("2020-04-04T14:45"));
    expect(at("Europe/London", "2020-03-29T01:30")).toBeNaN();
  });

  it("are refused of zones that there are not", () => {
    expect(() => offsetsOf("Mars/Olympus")).toThrow("unknown zone: Mars/Olympus; name an IANA time zone such as");
  });
});
