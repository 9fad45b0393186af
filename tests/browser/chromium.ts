import type {Browser, BrowserContextOptions, Page} from "playwright-core";
import {chromium} from "playwright-core";
import {findChromium} from "../../core/cli/programs.js";

/** Where Chromium is; null where there is none. */
export const executable = await findChromium();

/** Starts Chromium without anything that would call home. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: executable!,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync"
    ]
  });
}

/** A page, with whatever went wrong on it. */
export interface Watched {
  readonly page: Page;
  /** Console errors, exceptions, failed requests, and requests to other machines. */
  readonly faults: string[];
  close(): Promise<void>;
}

/** Opens a page of the site at `url` and waits until it rests: nothing is loading, and no badge is still at work. */
export async function open(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
  // A machine that is busy takes longer than the usual half a minute.
  context.setDefaultTimeout(90_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", ({message}) => faults.push(`exception: ${message}`));
  page.on("requestfailed", (request) => faults.push(`failed: ${request.url()}`));
  page.on("request", (request) => {
    const {protocol, hostname} = new URL(request.url());
    if (hostname !== "127.0.0.1" && protocol !== "data:" && protocol !== "blob:") faults.push(`left: ${request.url()}`);
  });
  await page.goto(url, {waitUntil: "networkidle"});
  await page.locator('.badge[data-state="running"]').waitFor({state: "detached"});
  await page.locator("observablehq-loading").first().waitFor({state: "detached"});
  return {page, faults, close: () => context.close()};
}
