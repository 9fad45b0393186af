import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import type {Binning} from "../../../core/evaluate/classification/calibration.js";
import {calibrationCurve, calibrationError} from "../../../core/evaluate/classification/calibration.js";
import {confusionMatrix} from "../../../core/evaluate/classification/confusion.js";
import {classificationFigures} from "../../../core/evaluate/classification/figures.js";
import {brierScore, logLoss, mostProbable, rocArea} from "../../../core/evaluate/classification/probabilities.js";
import {
  accuracy,
  averageScore,
  balancedAccuracy,
  classScores,
  matthews
} from "../../../core/evaluate/classification/scores.js";

type Number = number | null;

interface Case {
  readonly classes: readonly number[];
  readonly truth: readonly number[];
  readonly probabilities: readonly (readonly number[])[];
  readonly figures: {
    readonly predicted: readonly number[];
    readonly confusion: readonly (readonly number[])[];
    readonly curves?: Readonly<Record<string, readonly [readonly number[], readonly number[]]>>;
  } & Readonly<Record<"precision" | "recall" | "f1" | "support" | "macro" | "weighted", readonly Number[]>> &
    Readonly<
      Record<"accuracy" | "balanced-accuracy" | "matthews" | "log-loss" | "brier" | "auc" | "calibration-error", Number>
    >;
}

const cases = JSON.parse(readFileSync(new URL("classification.json", import.meta.url), "utf8")) as Record<string, Case>;

function same(own: number, theirs: Number, what: string): void {
  if (theirs === null) expect(own, what).toBeNaN();
  else expect(Math.abs(own - theirs), `${what}: ${own} against ${theirs}`).toBeLessThanOrEqual(1e-12);
}

describe.each(Object.entries(cases))("scikit-learn on %s", (_, {classes, figures, ...given}) => {
  const truth = Float64Array.from(given.truth);
  const probabilities = Float64Array.from(given.probabilities.flat());
  const predicted = mostProbable(probabilities, classes);
  const confusion = confusionMatrix(truth, predicted, classes);

  it("has the same classes, matrix and scores", () => {
    expect(Array.from(predicted)).toEqual(figures.predicted);
    expect(Array.from(confusion.counts)).toEqual(figures.confusion.flat());
    same(accuracy(confusion), figures.accuracy, "accuracy");
    same(balancedAccuracy(confusion), figures["balanced-accuracy"], "balanced accuracy");
    const determined = new Set(truth).size > 1 && new Set(predicted).size > 1;
    same(matthews(confusion), determined ? figures.matthews : null, "Matthews");
    const scores = classScores(confusion);
    scores.forEach((score, c) => {
      for (const name of ["precision", "recall", "f1", "support"] as const)
        same(score[name], figures[name][c], `${name} of ${score.class}`);
    });
    for (const average of ["macro", "weighted"] as const) {
      const {precision, recall, f1} = averageScore(scores, average);
      [precision, recall, f1].forEach((value, i) => same(value, figures[average][i], average));
    }
  });

  it("has the same figures of probabilities", () => {
    same(logLoss(truth, probabilities, classes), figures["log-loss"], "log loss");
    same(brierScore(truth, probabilities, classes), figures.brier, "Brier");
    same(rocArea(truth, probabilities, classes), figures.auc, "area under the curve");
    const sure = Float64Array.from(given.probabilities, (row) => Math.max(...row));
    const right = Array.from(predicted, (value, i) => value === truth[i]);
    same(calibrationError(right, sure), figures["calibration-error"], "calibration error");
  });

  it("has the same calibration curves", () => {
    for (const [name, [observed, said]] of Object.entries(figures.curves ?? {})) {
      const [binning, bins] = name.split(" ");
      const second = Float64Array.from(given.probabilities, (row) => row[1]);
      const came = Array.from(truth, (value) => value === classes[1]);
      const curve = calibrationCurve(came, second, {bins: Number(bins), binning: binning as Binning});
      expect(curve.length, name).toBe(observed.length);
      curve.forEach((bin, b) => {
        same(bin.observed, observed[b], name);
        same(bin.predicted, said[b], name);
      });
      expect(curve.reduce((sum, {count}) => sum + count, 0)).toBe(truth.length);
    }
  });

  it("comes to a run's figures, and to a reason where there is none", () => {
    const own = classificationFigures({truth, classes, predicted, probabilities});
    for (const name of ["accuracy", "balanced-accuracy", "log-loss", "brier", "auc", "calibration-error"] as const)
      same(own[name].value, figures[name], name);
    ["precision", "recall", "f1"].forEach((name, i) => same(own[name].value, figures.macro[i], name));
    same(own["f1-weighted"].value, figures.weighted[2], "f1-weighted");
    classes.forEach((value, c) => same(own[`precision (${value})`].value, figures.precision[c], `of ${value}`));
    for (const [name, {value, reason}] of Object.entries(own))
      expect(Number.isNaN(value), `${name}: ${reason}`).toBe(reason !== undefined);
  });
});
