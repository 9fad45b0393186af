import type {Calendar} from "../base/calendar.js";
import {isBar} from "../base/market-data.js";
import type {Timeframe} from "../base/timeframe.js";
import type {Item} from "../plugin.js";

/** How many of a file's first bars are looked at, and how many there must be to judge by. */
const [most, fewest] = [2000, 20];

/**
 * Watches whether the bars of files lie on the calendar's sessions, and says once, of the first file where many do not,
 * what may be wrong with its times: local ones that were taken for UTC, or another market's. Hours before and after the
 * regular session are not so many that it would say so of them. Bars of weeks and months are not looked at.
 */
export function sessionCheck(
  {name, timeZone, hours, labelAt}: Calendar,
  timeframe: Timeframe,
  log: (message: string) => void
): {file(): (items: readonly Item[], file: string) => void} {
  const daily = timeframe === "1d";
  const watched = name !== "24/7" && timeframe !== "1w" && timeframe !== "1mo";
  const share = daily ? 0.1 : 0.6;
  const outside = (t: number) => (daily ? hours(t) === null : Number.isNaN(labelAt(timeframe, t)));
  const [from, to] = [Date.UTC(1960, 0), Date.UTC(2100, 0)];
  let told = false;
  return {
    file() {
      let [seen, wrong] = [0, 0];
      const judge = (file: string) => {
        if (told || seen < fewest || wrong <= share * seen) return;
        told = true;
        const zone = daily ? "" : `zone=${timeZone} where its times are local ones, which are taken for UTC, or `;
        log(
          `${file}: ${wrong} of the first ${seen} bars lie outside the sessions of ${name}; say ${zone}calendar=24/7 ` +
            "where the market never closes"
        );
      };
      return (items, file) => {
        if (!watched || told || seen >= most) return;
        for (const item of items) {
          if (!isBar(item) || !(item.t >= from && item.t < to)) continue;
          if (outside(item.t)) ++wrong;
          if (++seen === most) break;
        }
        judge(file);
      };
    }
  };
}
