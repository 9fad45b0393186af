import {pageScript} from "../core/site/page/bundle.js";

process.stdout.write(await pageScript("reports/page.ts"));
