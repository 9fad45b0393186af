import {html} from "npm:htl";
import type {Result} from "../../core/plugin.js";
import type {FirstPart} from "../../core/site/payload.js";
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
import {arriving, later} from "./later.js";
import {live} from "./live.js";
import type {LoadedRun} from "./loaded-run.js";
import {monthlyTable} from "./monthly-table.js";
import {holdings} from "./performance/holdings.js";
import {riskReturn} from "./performance/risk-return.js";
import {rollingCharts} from "./performance/rolling.js";
import {stressPeriods, stressSpans, stressTable} from "./performance/stress-periods.js";
import {tradesOf} from "./performance/trades-of.js";
import type {Engine} from "./rerun.js";
import type {Section} from "./section.js";
import {trades} from "./trades.js";

/** Parts of a report, and what to call once the engine has the run. */
export interface Part {
  readonly sections: readonly Section[];
  ready(): void;
}

/** What was recorded of a backtest: at once its account, bar by bar, and when they have come prices, fills and the rest. */
export interface Recorded extends Pick<FirstPart, "run" | "counts"> {
  /** Without its fills. */
  readonly account: Result;
  readonly whole: Promise<LoadedRun>;
}

/** The parts of a report that show a backtest. */
export function backtestSections({run, counts, account, whole}: Recorded, engine: Engine, figures: Cards): Part {
  const backtest = run.spec.backtest!;
  const traded = whole.then(({panel, result}) => ({panel, result: result!}));
  const stress = traded.then(({panel, result}) => stressPeriods(result, panel, run.synthetic));
  const equity = equityChart(account);
  stress.then(
    (periods) => equity.mark(stressSpans(periods)),
    () => {} // The section on stress says why there are none.
  );
  const drawdown = drawdownChart(account);
  const panelOfKnobs = live(run, engine, {cards: figures, equity, drawdown});
  const warning = lookAheadWarning(backtest.fill);
  const rolling = rollingCharts(account);
  const several = account.symbols.length > 1;
  const sections: Section[] = [
    {
      id: "equity",
      title: "Equity",
      about: account.benchmark
        ? `Growth of 100, after all costs, beside ${benchmarkName(run.spec.data.benchmark)}. ${aboutBand}`
        : `Growth of 100, after all costs. ${aboutBand}`,
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
      about:
        "How far equity stood below its highest value so far. The five deepest falls are shaded, and listed below.",
      body: [drawdown.node, drawdownTable(account)]
    },
    {
      id: "months",
      title: "Monthly returns",
      about: "Percent, after costs. The years' returns are linked from the months'.",
      body: [monthlyTable(account)]
    },
    {
      id: "returns",
      title: "Return distribution",
      about:
        "From bar to bar, bars on which equity moved; dashed, the normal curve of the same mean and deviation. VaR: one " +
        "bar in twenty lost this or more; CVaR: the mean of those.",
      body: [later(260, () => distribution(account))]
    },
    {
      id: "rolling",
      title: "Rolling figures",
      about: "Each over the window of bars that ends where it is drawn: whether what the cards say held all along.",
      ...(rolling.choice && {beside: rolling.choice}),
      body: [rolling.node]
    },
    {
      id: "risk",
      title: "Risk and return",
      about:
        "A year's growth over a year's volatility: the strategy, its benchmark, and each symbol had it just been held.",
      body: [arriving(320, traded, ({panel, result}) => riskReturn(result, panel))]
    },
    {
      id: "stress",
      title: "Under stress",
      about:
        "What happened to the account when something happened to the market. The stretches are marked on the equity above.",
      body: [arriving(120, stress, stressTable)]
    },
    {
      id: "exposure",
      title: "Exposure",
      about: "Value held against equity, at each close.",
      body: [later(190, () => exposure(account))]
    },
    ...(several
      ? [
          {
            id: "holdings",
            title: "Top holdings",
            about:
              "The symbols that the account was most in. The darker, the larger the share of equity; red where short.",
            body: [arriving(400, traded, ({panel, result}) => holdings(result, panel))]
          }
        ]
      : []),
    {
      id: "trades",
      title: "Trades",
      about:
        "Round trips, matched first in, first out; positions still open are valued at the last close. MAE and MFE say how " +
        "far the price went against a trade and for it while it was held.",
      body: [
        arriving(700, traded, ({panel, result}) => {
          const trips = tradesOf(result, panel);
          return html`<div>
            ${trips.length > 0 ? fillsChart(result, panel, trips) : null} ${reasonsTable(result.fills)}
            ${trades(result, panel, trips)}
          </div>`;
        })
      ]
    },
    {
      id: "costs",
      title: "Costs",
      about: "In the account's currency. Slippage is what fills cost against the price that the fill rule names.",
      body: [arriving(120, traded, ({result}) => costs(result, backtest.cash))]
    },
    ...befallen(counts, traded),
    {
      id: "terms",
      title: "Terms",
      about: "On what the broker of this backtest traded.",
      body: [termsList(backtest)]
    }
  ];
  return {sections, ready: panelOfKnobs.ready};
}

const aboutBand =
  "The band holds nine in ten of the paths that its own returns lead to when they are drawn anew, in blocks: how far " +
  "luck alone could have carried it.";

/** What befell the account beside its trades, as far as there was any. */
function befallen(counts: FirstPart["counts"], traded: Promise<{readonly result: Result}>): Section[] {
  const body = (make: (result: Result) => Node) => [arriving(120, traded, ({result}) => make(result))];
  const parts: [keyof FirstPart["counts"], Section][] = [
    [
      "postings",
      {
        id: "postings",
        title: "Money without trades",
        about: "Dividends, interest and fees, in the account's currency; what was paid is below 0.",
        body: body(postingsTable)
      }
    ],
    [
      "rejections",
      {
        id: "rejections",
        title: "Refused orders",
        about: "Orders, or the parts of them, that a limit or the margin did not let through.",
        body: body(rejectionsTable)
      }
    ],
    [
      "records",
      {
        id: "records",
        title: "Recorded",
        about: "What the strategy kept on each bar.",
        body: body(recordCharts)
      }
    ],
    ["log", {id: "log", title: "Log", about: "What the strategy said, the latest first.", body: body(notesTable)}]
  ];
  return parts.filter(([name]) => counts[name] > 0).map(([, section]) => section);
}

function benchmarkName(name: string | undefined): string {
  return name === "equal-weight" ? "all symbols in equal parts, rebalanced daily without cost" : (name ?? "nothing");
}
