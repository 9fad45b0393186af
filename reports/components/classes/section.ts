import {html} from "npm:htl";
import type {RunPage} from "../../../core/site/payload.js";
import {count, decimal, none, percent} from "../format.js";
import type {Section} from "../section.js";
import {confusionTable} from "./confusion-table.js";
import {reliability} from "./reliability.js";
import {scoresTable} from "./scores-table.js";
import type {Told} from "./told.js";
import {agrees, blind, classNames, confusionOf, toldApart} from "./told.js";

/** What a run's models took for what, and whether their probabilities may be believed; none where none tells classes apart. */
export function classesSection(run: RunPage["run"]): readonly Section[] {
  const told = toldApart(run);
  if (told.length === 0) return [];
  const body = html`<div></div>`;
  const show = (place: number) => body.replaceChildren(classifier(told[place], run.experiment));
  const choose = html`<select name="classifier" aria-label="Classifier">
    ${told.map(({title}, place) => html`<option value=${place}>${title}</option>`)}
  </select>` as HTMLSelectElement;
  choose.onchange = () => show(Number(choose.value));
  show(0);
  return [
    {
      id: "classes",
      title: "Classes",
      about: "What was taken for what on bars that no model had seen, and how often what was given a probability came.",
      body: told.length > 1 ? [html`<label class="chooser"><span>Learned by</span>${choose}</label>`, body] : [body]
    }
  ];
}

function classifier(told: Told, experiment: string): Node {
  const {classes} = told;
  if (classes === null)
    return html`<p class="empty">
      This run was made before counts of classes were kept. <code>npx tapebook run ${experiment}</code> makes it again,
      with them.
    </p>`;
  if (!agrees(told))
    return html`<p class="empty">
      These counts are not those that the recorded accuracy was made of: the record was changed.
    </p>`;
  const confusion = confusionOf(classes);
  const names = classNames(classes.values);
  return html`<div data-classifier=${told.title}>
    ${facts(told)}
    <div class="two">
      <div>
        <h3>What was taken for what</h3>
        ${confusionTable(confusion, names)}
        <p class="fine">
          ${count(confusion.total)} predictions; the shares of a row sum to 100%, its recall is where row and column
          meet.
        </p>
        ${scoresTable(confusion, names)}
      </div>
      <div>
        <h3>May its probabilities be believed?</h3>
        ${
          classes.calibration
            ? reliability(classes.calibration, names)
            : html`<p class="empty">
                It says which class, and not how probable that is: there is no reliability curve, no log loss and no
                Brier score.
              </p>`
        }
      </div>
    </div>
    ${
      classes.calibration && classes.values.length > 2
        ? html`<p class="fine">
            The run keeps these counts and one number for each bar, its signal. What each single prediction gave each
            class is not kept, and not shown.
          </p>`
        : null
    }
  </div>`;
}

function facts({metrics, classes}: Told): HTMLElement {
  const known = (name: string) => metrics[name] ?? NaN;
  const luck = blind(confusionOf(classes!));
  const all: readonly (readonly [title: string, name: string, text: string, note: string])[] = [
    [
      "Accuracy",
      "accuracy",
      percent(known("accuracy"), 1),
      `${percent(luck.accuracy, 1)} is to be had by always saying the commonest`
    ],
    [
      "Balanced accuracy",
      "balanced-accuracy",
      percent(known("balanced-accuracy"), 1),
      `${percent(1 / classes!.values.length, 1)} is guessing`
    ],
    ["Matthews correlation", "matthews", decimal(known("matthews"), 3), "0 is guessing, 1 all right"],
    ["Log loss", "log-loss", decimal(known("log-loss"), 4), `${decimal(luck.logLoss, 4)} by the shares that came`],
    ["Brier score", "brier", decimal(known("brier"), 4), `${decimal(luck.brier, 4)} by the shares that came`],
    ["Area under the curve", "auc", decimal(known("auc"), 3), "½ is guessing"],
    ["Calibration error", "calibration-error", percent(known("calibration-error"), 2), "of the class that was said"]
  ];
  return html`<dl class="facts-row">
    ${all
      .filter(([, name]) => name in metrics)
      .map(
        ([title, name, text, note]) =>
          html`<div data-fact=${name}>
            <dt>${title}</dt>
            <dd>${text}</dd>
            <p class="fine">${text === none ? "not determined" : note}</p>
          </div>`
      )}
  </dl>`;
}
