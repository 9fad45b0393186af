import {join} from "node:path";
import type {Browser} from "playwright-core";
import {afterAll, beforeAll} from "vitest";
import type {RunRecord} from "../../core/lab/record.js";
import {latestRecords} from "../../core/lab/runs.js";
import type {Served} from "../../core/site/serve.js";
import {serveSite} from "../../core/site/serve.js";
import {patience, started} from "../started.js";
import {launch} from "./chromium.js";

/** The site that `npm start` built, served, and a browser to look at it. */
export interface Site {
  readonly browser: Browser;
  /** Where its first page is. */
  readonly url: string;
  /** Its folder, which is only to be read. */
  readonly folder: string;
  /** The runs that it shows. */
  readonly records: readonly RunRecord[];
}

/** Has the site there for the tests beside the call; it is to be asked for within them. */
export function startedSite(): () => Site {
  let site: Site;
  let served: Served | undefined;
  beforeAll(async () => {
    const {home} = await started();
    const folder = join(home, "site");
    const [browser, records] = await Promise.all([launch(), latestRecords(home)]);
    served = await serveSite({folder, port: 0});
    site = {browser, url: served.url, folder, records};
  }, patience);
  afterAll(async () => {
    await site?.browser.close();
    await served?.close();
  });
  return () => site;
}
