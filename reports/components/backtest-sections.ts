import {html} from "npm:htl";
import type {Result} from "../../core/plugin.js";
import {lookAheadWarning} from "./account/look-ahead.js";
import {notesTable, recordCharts} from "./account/notes.js";
import {postingsTable} from "./account/postings.js";
import {reasonsTable} from "./account/reasons.js";
import {rejectionsTable} from "./account/rejections.js";
import {termsList} from "./account/terms.js";
import type {Cards} from "./cards.js";
import {costs} from "./costs.js";
import {distribution} from "./distribution.js";
import {drawdownChart, drawdownTable} from "./drawdown.js";
import {equityChart} from "./equity.js";
import {exposure} from "./exposure.js";
import {fillsChart} from "./fills-chart.js";
import {live} from "./live.js";
import type {LoadedRun} from "./loaded-run.js";
import {monthlyTable} from "./monthly-table.js";
import type {Engine} from "./rerun.js";
import type {Section} from "./section.js";
import {trades} from "./trades.js";

/** Parts of a report, and what to call once the engine has the run. */
export interface Part {
  readonly sections: readonly Section[];
  ready(): void;
}

/** The parts of a report that show a backtest. */
export function backtestSections(run: LoadedRun, result: Result, engine: Engine, figures: Cards): Part {
  const {page, panel, beside} = run;
  const backtest = page.run.spec.backtest!;
  const equity = equityChart(result);
  const drawdown = drawdownChart(result);
  const panelOfKnobs = live(page.run, engine, {cards: figures, equity, drawdown});
  const warning = lookAheadWarning(backtest.fill);
  const reasons = reasonsTable(result.fills);
  const single = panel.symbols.length === 1;
  const sections: Section[] = [
    {
      id: "equity",
      title: "Equity",
      about: result.benchmark
        ? `Growth of 100, after all costs, beside ${benchmarkName(page.run.spec.data.benchmark)}.`
        : "Growth of 100, after all costs.",
      beside: equity.scale,
      body: [
        ...(warning ? [warning] : []),
        html`<div class="with-live">
          <div>${equity.node}</div>
          ${panelOfKnobs.node}
        </div>`
      ]
    },
    {
      id: "drawdown",
      title: "Drawdown",
      about: "How far equity stood below its highest value so far.",
      body: [drawdown.node, drawdownTable(result)]
    },
    {
      id: "months",
      title: "Monthly returns",
      about: "Percent, after costs. The years' returns are linked from the months'.",
      body: [monthlyTable(result)]
    },
    {
      id: "returns",
      title: "Return distribution",
      about: "From bar to bar, bars on which equity moved; dashed, the normal curve of the same mean and deviation.",
      body: [distribution(result)]
    },
    {id: "exposure", title: "Exposure", about: "Value held against equity, at each close.", body: [exposure(result)]},
    {
      id: "trades",
      title: "Trades",
      about:
        "Round trips, matched first in, first out; positions still open are valued at the last close. MAE and MFE say how " +
        "far the price went against a trade and for it while it was held.",
      body: [
        ...(single ? [fillsChart(result, panel)] : []),
        ...(reasons ? [reasons] : []),
        trades(result, panel, beside.actions)
      ]
    },
    {
      id: "costs",
      title: "Costs",
      about: "In the account's currency. Slippage is what fills cost against the price that the fill rule names.",
      body: [costs(result, backtest.cash)]
    },
    ...account(result),
    {
      id: "terms",
      title: "Terms",
      about: "On what the broker of this backtest traded.",
      body: [termsList(backtest)]
    }
  ];
  return {sections, ready: panelOfKnobs.ready};
}

/** What befell the account beside its trades, as far as there was any. */
function account(result: Result): Section[] {
  const {postings = [], rejections = [], records = {}, log = []} = result;
  const parts: [boolean, Section][] = [
    [
      postings.length > 0,
      {
        id: "postings",
        title: "Money without trades",
        about: "Dividends, interest and fees, in the account's currency; what was paid is below 0.",
        body: [postingsTable(result)]
      }
    ],
    [
      rejections.length > 0,
      {
        id: "rejections",
        title: "Refused orders",
        about: "Orders, or the parts of them, that a limit or the margin did not let through.",
        body: [rejectionsTable(result)]
      }
    ],
    [
      Object.keys(records).length > 0,
      {
        id: "records",
        title: "Recorded",
        about: "What the strategy kept on each bar.",
        body: [recordCharts(result)]
      }
    ],
    [
      log.length > 0,
      {id: "log", title: "Log", about: "What the strategy said, the latest first.", body: [notesTable(result)]}
    ]
  ];
  return parts.filter(([shown]) => shown).map(([, section]) => section);
}

function benchmarkName(name: string | undefined): string {
  return name === "equal-weight" ? "all symbols in equal parts, rebalanced daily without cost" : (name ?? "nothing");
}
