import {describe} from "vitest";
import {auditPage} from "./audit-page.js";
import {backtestPages} from "./backtest-pages.js";
import {boostingPages} from "./boosting-pages.js";
import {executable} from "./chromium.js";
import {classesSection} from "./classes-section.js";
import {ensemblePage} from "./ensemble-page.js";
import {featuresPage} from "./features-page.js";
import {overfittingPage} from "./overfitting-page.js";
import {startedSite} from "./started-site.js";

describe.skipIf(executable === null)("the notebooks in Chromium", {timeout: 8 * 60_000}, () => {
  const site = startedSite();
  featuresPage(site);
  ensemblePage(site);
  auditPage(site);
  backtestPages(site);
  boostingPages(site);
  overfittingPage(site);
  classesSection(site);
});
