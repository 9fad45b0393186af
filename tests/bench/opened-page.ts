import {fileURLToPath} from "node:url";
import type {Browser, CDPSession} from "playwright-core";

/** Runs in the page, from before its first script on, and leaves `Marks` in `marks`. */
const watcher = fileURLToPath(new URL("watch-report.js", import.meta.url));

/** What a page went through in the browser; seconds from the start of the navigation. */
export interface Marks {
  /** Until anything was to be seen. */
  readonly painted: number;
  /** Until the equity chart was drawn, and until it had answered a click with another drawing. */
  readonly drawn: number;
  readonly interactive: number;
  /** The longest stretch in which the page could not answer, until `concluded`. */
  readonly longestTask: number;
  /** Until the page said what came of making the run again, and what it said. */
  readonly concluded: number;
  readonly state: string;
}

/** The same with what came over the wire, headers included, until the page was interactive and in all. */
export interface Opened extends Marks {
  readonly bytes: number;
  readonly requests: number;
  readonly allBytes: number;
  readonly allRequests: number;
}

/** Opens a report of a served site in a browser that has nothing stored, and watches it until it has judged its run. */
export async function openReport(browser: Browser, url: string): Promise<Opened> {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}});
  try {
    const page = await context.newPage();
    const wire = await wireOf(await context.newCDPSession(page));
    await page.addInitScript({path: watcher});
    await page.goto(url, {waitUntil: "commit"});
    await page.waitForFunction("marks.concluded > 0", undefined, {timeout: 120_000, polling: 50});
    await page.waitForLoadState("networkidle");
    const marks = await page.evaluate<Marks>("marks");
    const until = wire.filter(({ended}) => ended <= marks.interactive);
    const sum = (list: typeof wire) => list.reduce((all, {bytes}) => all + bytes, 0);
    return {
      ...marks,
      bytes: sum(until),
      requests: until.length,
      allBytes: sum(wire),
      allRequests: wire.length
    };
  } finally {
    await context.close();
  }
}

/** The seconds until a page of the site paints, in a browser that has nothing stored. */
export async function paintOf(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}});
  try {
    const page = await context.newPage();
    await page.goto(url, {waitUntil: "load"});
    await page.waitForFunction("performance.getEntriesByName('first-contentful-paint').length > 0");
    return await page.evaluate<number>("performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000");
  } finally {
    await context.close();
  }
}

/** Each response that has come whole: its bytes, and its end in seconds from the start of the navigation. */
async function wireOf(session: CDPSession): Promise<readonly {readonly bytes: number; readonly ended: number}[]> {
  const done: {bytes: number; ended: number}[] = [];
  let begun: number | undefined;
  await session.send("Network.enable");
  session.on("Network.requestWillBeSent", ({timestamp}) => void (begun ??= timestamp));
  session.on("Network.loadingFinished", ({timestamp, encodedDataLength: bytes}) => {
    if (bytes > 0) done.push({bytes, ended: timestamp - begun!});
  });
  return done;
}
