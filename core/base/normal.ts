import {exp, log} from "./elementary.js";

/** The coefficients of a polynomial, from the highest power on. */
type Polynomial = readonly number[];

const middle: readonly [Polynomial, Polynomial] = [
  [
    2.509080928730122672e3, 3.34305755835881281e4, 6.726577092700870085e4, 4.592195393154987145e4,
    1.373169376550946112e4, 1.971590950306551442e3, 1.331416678917843774e2, 3.387132872796366608
  ],
  [
    5.226495278852854561e3, 2.872908573572194267e4, 3.930789580009271061e4, 2.121379430158659586e4,
    5.394196021424751107e3, 6.87187007492057908e2, 4.231333070160091125e1, 1
  ]
];
const outer: readonly [Polynomial, Polynomial] = [
  [
    7.745450142783414076e-4, 2.272384498926918458e-2, 2.417807251774506117e-1, 1.270458252452368382,
    3.647848324763204605, 5.769497221460691406, 4.630337846156545296, 1.423437110749683577
  ],
  [
    1.050750071644416843e-9, 5.475938084995344946e-4, 1.519866656361645719e-2, 1.481039764274800746e-1,
    6.897673349851000046e-1, 1.676384830183803849, 2.053191626637758821, 1
  ]
];
const tail: readonly [Polynomial, Polynomial] = [
  [
    2.010334399292288132e-7, 2.711555568743487578e-5, 1.242660947388078438e-3, 2.653218952657612309e-2,
    2.965605718285048912e-1, 1.784826539917291336, 5.463784911164113699, 6.657904643501103777
  ],
  [
    2.044263103389939785e-15, 1.421511758316445889e-7, 1.846318317510054682e-5, 7.868691311456132591e-4,
    1.487536129085061485e-2, 1.369298809227358053e-1, 5.998322065558879377e-1, 1
  ]
];

/**
 * The standard normal distribution's quantile at p: what a share p of it lies below, ±Infinity at 1 and 0. Wichura's
 * rational functions (algorithm AS 241, 1988), exact to about 16 digits.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(middle, 0.180625 - q * q);
  const r = Math.sqrt(-log(Math.min(p, 1 - p)));
  if (r === Infinity) return Math.sign(q) * r;
  return Math.sign(q) * (r <= 5 ? ratio(outer, r - 1.6) : ratio(tail, r - 5));
}

function ratio([above, below]: readonly [Polynomial, Polynomial], x: number): number {
  let [numerator, denominator] = [0, 0];
  for (let i = 0; i < above.length; ++i) {
    numerator = numerator * x + above[i];
    denominator = denominator * x + below[i];
  }
  return numerator / denominator;
}

const rootOfTwoPi = 2.5066282746310002;

/** The density of the standard normal distribution: e^(−x² / 2) / √(2 π). */
export function normalDensity(x: number): number {
  return exp(-0.5 * x * x) / rootOfTwoPi;
}

/**
 * The share of the standard normal distribution that lies below x, to about 13 digits of it in the lower tail too: within
 * three deviations ½ + φ(x) (x + x³/3 + x⁵/15 + …), beyond them φ(x) over Laplace's continued fraction of Mills' ratio.
 */
export function normalShare(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  if (size < 3) {
    let term = x;
    let sum = x;
    for (let i = 3; Math.abs(term) > 1e-17 * Math.abs(sum); i += 2) sum += term *= (x * x) / i;
    return 0.5 + normalDensity(x) * sum;
  }
  let fraction = size;
  for (let k = 120; k >= 1; --k) fraction = size + k / fraction;
  const beyond = normalDensity(size) / fraction;
  return x < 0 ? beyond : 1 - beyond;
}
