import {html} from "npm:htl";
import type {Contender} from "../../../core/pipeline/contest.js";
import type {RunPage} from "../../../core/site/payload.js";
import {contenderTitle} from "../../../reports/components/contest.js";
import {count, day, decimal} from "../../../reports/components/format.js";
import {metricsOf} from "../../../reports/components/replay.js";
import type {FoldFigure} from "../../../reports/components/trees/training.js";

type Contest = NonNullable<RunPage["run"]["contest"]>;

/** What learned towards the same horizon. */
export interface Horizon {
  readonly rows: number;
  readonly contest: Contest;
}

/** A contest by the horizon of its labels, the shortest first. */
export function byHorizon(contest: Contest): readonly Horizon[] {
  const rows = [...new Set(contest.map(({horizon}) => horizon))].sort((a, b) => a - b);
  return rows.map((each) => ({rows: each, contest: contest.filter(({horizon}) => horizon === each)}));
}

/** A contender as a record has it. */
export function written({figures, folds, ...rest}: Contender): Contest[number] {
  const spans = folds.map(({from, to, ic}) => ({from, to, ic: Number.isFinite(ic) ? ic : null}));
  return {...rest, metrics: metricsOf(Object.entries(figures)), folds: spans};
}

/** The information coefficients of a contender's folds, by the day on which each test begins. */
export function foldFigures({folds}: Contest[number]): readonly FoldFigure[] {
  return folds.map(({from, ic}) => ({name: day(from), value: ic ?? NaN}));
}

/** At each horizon, whether trees rank better than a straight line, and what the control finds where there is nothing. */
export function horizonsVerdict(horizons: readonly Horizon[], unit = "day"): HTMLElement {
  const told = horizons.flatMap(({rows, contest}) => {
    const trees = best(contest.filter(({model, shuffled}) => !shuffled && model !== "ridge" && model !== "mean"));
    const line = best(contest.filter(({model, shuffled}) => !shuffled && model === "ridge"));
    const control = best(contest.filter(({shuffled}) => shuffled));
    return trees ? [{rows, trees, line, control}] : [];
  });
  const compared = told.filter(({line}) => line !== null);
  const won = compared.filter(({trees, line}) => ic(trees) > ic(line!)).length;
  const loudest = told.reduce((most, {control}) => Math.max(most, Math.abs(control?.metrics["ic-t"] ?? 0)), 0);
  return html`<div class="verdict-line">
    <ul>
      ${told.map(
        ({rows, trees, line, control}) =>
          html`<li>
            <b>${count(rows)} ${rows === 1 ? unit : `${unit}s`} ahead:</b> ${contenderTitle(trees)}
            ${said(trees)}${
              line ? html`, ridge ${said(line)}` : null
            }${control ? html`; from shuffled labels ${said(control)}` : null}.
          </li>`
      )}
    </ul>
    ${
      compared.length === 0
        ? null
        : html`<p>
            Trees rank better than the straight line at <b>${won} of ${compared.length}</b>
            ${compared.length === 1 ? "horizon" : "horizons"}.
            ${
              loudest === 0
                ? ""
                : loudest < 2
                  ? `The controls, which had nothing to learn, stay within ${decimal(loudest, 1)} errors of zero, as they should.`
                  : `A control, which had nothing to learn, lies ${decimal(loudest, 1)} errors from zero: take differences of that size for luck.`
            }
          </p>`
    }
  </div>`;
}

function ic({metrics}: Contest[number]): number {
  return metrics.ic ?? -Infinity;
}

function best(contest: Contest): Contest[number] | null {
  return contest.reduce<Contest[number] | null>((most, each) => (most && ic(most) >= ic(each) ? most : each), null);
}

function said({metrics}: Contest[number]): string {
  const t = metrics["ic-t"];
  const level = decimal(metrics.ic ?? NaN, 3);
  return typeof t === "number" ? `${level} (t ${decimal(t, 1)})` : level;
}
