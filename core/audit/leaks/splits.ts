import {random} from "../../base/random.js";
import {rowsOf} from "../../base/samples.js";
import type {Fold, Samples} from "../../plugin.js";
import {defineSplit} from "../../plugin.js";
import {jansen} from "./leak.js";
import type {Planted} from "./leak.js";

/** The places of samples of which a condition holds. */
const where = ({t}: Samples, holds: (i: number) => boolean): Uint32Array => Uint32Array.from(t.keys()).filter(holds);

/** The samples' rows, of which there must be so many. */
function enough({t}: Samples, least: number): ReturnType<typeof rowsOf> {
  const all = rowsOf(t);
  if (all.times.length < least) throw new Error(`invalid samples: ${all.times.length} rows; expected ${least} or more`);
  return all;
}

/** k groups of rows that follow one another, each tested once; `clear` says which other samples may be trained on. */
function* folded(
  samples: Samples,
  count: number,
  clear: (i: number, test: Uint32Array, known: number) => boolean
): Generator<Fold> {
  const {row, times} = enough(samples, 2 * count);
  const group = row.map((each) => Math.floor((each * count) / times.length));
  for (let tested = 0; tested < count; ++tested) {
    const test = where(samples, (i) => group[i] === tested);
    const known = test.reduce((latest, i) => Math.max(latest, samples.until[i]), -Infinity);
    yield {train: where(samples, (i) => group[i] !== tested && clear(i, test, known)), test};
  }
}

/** Tests spans of rows one after another; `trains` says which samples are trained on before a test from row `first` on. */
function* walked(
  samples: Samples,
  {train, test}: {readonly train: number; readonly test: number},
  trains: (i: number, row: number, first: number, start: number) => boolean
): Generator<Fold> {
  const {row, times} = enough(samples, train + test);
  for (let first = train; first + test <= times.length; first += test)
    yield {
      train: where(samples, (i) => trains(i, row[i], first, times[first])),
      test: where(samples, (i) => row[i] >= first && row[i] < first + test)
    };
}

const spans = {train: 126, test: 21};

/** Splits that train on what they test. */
export const splits: readonly Planted[] = [
  {
    name: "plain-k-fold",
    title: "k-fold cross-validation without a purge",
    says: "Folds are made of days as if these were independent; labels at a fold's edges end inside the test.",
    rule: "overlap",
    maker: defineSplit("plain-k-fold", {folds: 5}, ({folds}) => ({
      causal: false,
      folds: (samples) => folded(samples, folds, () => true)
    }))
  },
  {
    name: "shuffled-k-fold",
    title: "k-fold cross-validation, shuffled",
    says: "KFold(shuffle=True): nearly every test sample has neighbours in training that share four fifths of its label.",
    rule: "overlap",
    maker: defineSplit("shuffled-k-fold", {folds: 5, seed: 1}, ({folds, seed}) => ({
      causal: false,
      *folds(samples) {
        enough(samples, 2 * folds);
        const r = random(seed);
        const group = samples.t.map(() => r.integer(folds));
        for (let tested = 0; tested < folds; ++tested)
          yield {train: where(samples, (i) => group[i] !== tested), test: where(samples, (i) => group[i] === tested)};
      }
    }))
  },
  {
    name: "purged-before-only",
    title: "Purged before the test and not behind it",
    says: "Training samples that end inside the test are dropped; those that begin while the test's labels still run are kept.",
    rule: "overlap",
    maker: defineSplit("purged-before-only", {folds: 5}, ({folds}) => ({
      causal: false,
      folds: (samples) =>
        folded(
          samples,
          folds,
          (i, test) => samples.until[i] < samples.t[test[0]] || samples.t[i] > samples.t[test.at(-1)!]
        )
    }))
  },
  {
    name: "purged-by-last-label",
    title: "Purged by the last label instead of the latest",
    says: "Training goes on behind the end of the test's last label, but where labels vary in length an earlier one ends later.",
    rule: "overlap",
    maker: defineSplit("purged-by-last-label", {folds: 5}, ({folds}) => ({
      causal: false,
      folds: (samples) =>
        folded(
          samples,
          folds,
          (i, test) => samples.until[i] < samples.t[test[0]] || samples.t[i] > samples.until[test.at(-1)!]
        )
    }))
  },
  {
    name: "walk-forward-unpurged",
    title: "Walk-forward whose test begins inside the last labels",
    says: "Training ends the day before the test, with labels that are known a week into it.",
    rule: "overlap",
    maker: defineSplit("walk-forward-unpurged", spans, (lengths) => ({
      causal: true,
      folds: (samples) => walked(samples, lengths, (_, row, first) => row < first && row >= first - lengths.train)
    }))
  },
  {
    name: "fixed-purge",
    title: "Purged by a fixed number of rows",
    says: "Five rows are left out because labels used to take five; barriers that take up to fifteen came later.",
    rule: "overlap",
    maker: defineSplit("fixed-purge", {...spans, purge: 5}, ({purge, ...lengths}) => ({
      causal: true,
      folds: (samples) =>
        walked(samples, lengths, (_, row, first) => row < first - purge && row >= first - lengths.train)
    }))
  },
  {
    name: "purged-to-the-day",
    title: "Purged with at most instead of less than",
    says: "Training labels that become known on the test's first row are kept: they share its price.",
    rule: "overlap",
    maker: defineSplit("purged-to-the-day", spans, (lengths) => ({
      causal: true,
      folds: (samples) =>
        walked(
          samples,
          lengths,
          (i, row, first, start) => row < first && row >= first - lengths.train && samples.until[i] <= start
        )
    }))
  },
  {
    name: "inclusive-slice",
    title: "A slice by date that has both ends",
    says: "train = df.loc[:cut] and test = df.loc[cut:]; the day of the cut is in both.",
    rule: "shared-samples",
    maker: defineSplit("inclusive-slice", spans, (lengths) => ({
      causal: true,
      folds: (samples) => walked(samples, lengths, (_, row, first) => row <= first && row > first - lengths.train)
    }))
  },
  {
    name: "drawn-twice",
    title: "Symbols drawn with replacement",
    says: "Names to train and names to test are drawn one after another from the same list, and some come twice.",
    rule: "shared-symbols",
    maker: defineSplit("drawn-twice", {train: 800, test: 200, seed: 3}, ({train, test, seed}) => ({
      causal: false,
      across: "symbols" as const,
      *folds(samples) {
        const {symbol, symbols} = samples;
        if (!symbol || !symbols || symbols.length < train + test)
          throw new Error(`invalid samples: ${symbols?.length ?? 0} symbols; expected ${train + test} or more`);
        const r = random(seed);
        const draw = (count: number) => new Set(Array.from({length: count}, () => r.integer(symbols.length)));
        const [learned, tested] = [draw(train), draw(test)];
        const middle = samples.t[samples.t.length >> 1];
        yield {
          train: where(samples, (i) => learned.has(symbol[i]) && samples.until[i] < middle),
          test: where(samples, (i) => tested.has(symbol[i]) && samples.t[i] >= middle)
        };
      }
    }))
  },
  {
    name: "causal-in-name",
    title: "Calls itself causal",
    says: "A purged k-fold says that it is causal, so that a backtest trades signals of models that have seen the years after.",
    rule: "train-on-future",
    maker: defineSplit("causal-in-name", {folds: 5}, ({folds}) => ({
      causal: true,
      folds: (samples) =>
        folded(samples, folds, (i, test, known) => samples.until[i] < samples.t[test[0]] || samples.t[i] > known)
    }))
  },
  {
    name: "oversampled",
    title: "Samples repeated before they are divided",
    says: "The rarer class is doubled and the table divided afterwards, so copies of a sample fall on both sides.",
    rule: "shared-samples",
    maker: defineSplit("oversampled", {folds: 5}, ({folds}) => ({
      causal: false,
      *folds(samples) {
        const clear = (i: number, test: Uint32Array, known: number) =>
          samples.until[i] < samples.t[test[0]] || samples.t[i] > known;
        for (const {train, test} of folded(samples, folds, clear)) {
          const copies = test.filter((_, k) => k % 20 === 0);
          yield {train: Uint32Array.from([...train, ...copies]).sort(), test};
        }
      }
    }))
  },
  {
    name: "horizon-added-twice",
    title: "The horizon added twice to the length of training",
    says: "The rows that are purged are made up for twice, so a train of 126 rows has 136: the length that was tuned was another.",
    source: `${jansen}, MultipleTimeSeriesCV, issue 62`,
    rule: "train-length",
    maker: defineSplit("horizon-added-twice", {...spans, horizon: 16}, ({horizon, ...lengths}) => ({
      causal: true,
      *folds(samples) {
        const length = lengths.train + 2 * horizon;
        yield* walked(
          samples,
          {train: length, test: lengths.test},
          (i, row, first, start) => row < first && row >= first - length && samples.until[i] < start
        );
      }
    }))
  },
  {
    name: "backwards",
    title: "Folds from the latest to the earliest",
    says: "The windows are laid from the end backwards and yielded in that order; what is averaged or overwritten later is older.",
    source: `${jansen}, MultipleTimeSeriesCV, issue 314`,
    rule: "fold-order",
    maker: defineSplit("backwards", spans, (lengths) => ({
      causal: true,
      *folds(samples) {
        const all = walked(
          samples,
          lengths,
          (i, row, first, start) => row < first && row >= first - lengths.train && samples.until[i] < start
        );
        yield* [...all].reverse();
      }
    }))
  },
  {
    name: "drawn-anew",
    title: "A split that is drawn anew each time",
    says: "No seed is given to the shuffling, so the samples that were held out while tuning are trained on for the report.",
    rule: "hidden-state",
    maker: defineSplit("drawn-anew", {test: 0.2}, ({test: share}) => {
      const r = random(1);
      return {
        causal: false,
        *folds(samples) {
          const {row, times} = enough(samples, 10);
          const first = r.integer(Math.floor(times.length * (1 - share)));
          const test = where(samples, (i) => row[i] >= first && row[i] < first + share * times.length);
          const [start, latest] = [samples.t[test[0]], test.reduce((most, k) => Math.max(most, samples.until[k]), 0)];
          yield {train: where(samples, (i) => samples.until[i] < start || samples.t[i] > latest), test};
        }
      };
    })
  },
  {
    name: "resolved-soon",
    title: "Only samples that are decided soon",
    says: "Tests leave out samples whose barrier was not met within a week: they are the ones that went nowhere.",
    rule: "look-ahead",
    maker: defineSplit("resolved-soon", spans, (lengths) => ({
      causal: true,
      *folds(samples) {
        const {t, until} = samples;
        for (const {train, test} of walked(
          samples,
          lengths,
          (i, row, first, start) => row < first && row >= first - lengths.train && until[i] < start
        )) {
          const decided = test.filter((i) => until[i] - t[i] <= 7 * 864e5);
          if (decided.length > 0) yield {train, test: decided};
        }
      }
    }))
  }
];
