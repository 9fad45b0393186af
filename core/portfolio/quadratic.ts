import {comparable, dot, lowerFactor, singular} from "./matrix.js";

/** normal · x ≥ least, or = least. */
export interface Constraint {
  readonly normal: Float64Array;
  readonly least: number;
  readonly equal?: boolean;
}

/**
 * The x that makes ½ xᵀ G x − aᵀ x least under the constraints, for a positive-definite G (n × n, row-major), by the
 * dual active-set method of Goldfarb and Idnani (1983, "A numerically stable dual method for solving strictly convex
 * quadratic programs"): from the free minimum it takes up one broken constraint after another, and lets go of those
 * whose multiplier would turn negative; it ends after finitely many steps at the exact answer, up to rounding. Written
 * here because it is short, runs in the browser, and ends at the vertex itself, where the general solvers that npm has
 * stop at a tolerance far above 10⁻⁹. Throws where G is not positive definite or nothing meets all constraints.
 */
export function minimiseQuadratic(
  g: Float64Array,
  a: Float64Array,
  constraints: readonly Constraint[]
): Float64Array<ArrayBuffer> {
  const n = a.length;
  const state = start(g, a);
  const sizes = constraints.map(({normal}) => Math.sqrt(dot(normal, normal)));
  // An equality is taken up first, with the sign that x breaks it by, so that its multiplier needs no sign of its own.
  const signs = constraints.map(() => 1);
  const order = constraints.flatMap(({equal}, p) => (equal ? [p] : []));
  for (let steps = 0; steps < 50 * (n + constraints.length + 10); ++steps) {
    const next = order.length > 0 ? order.shift()! : mostBroken(constraints, sizes, state);
    if (next < 0) return state.x;
    const {normal, least, equal = false} = constraints[next];
    if (equal && dot(normal, state.x) > least) signs[next] = -1;
    takeUp(state, next, signs[next] < 0 ? normal.map((value) => -value) : normal, signs[next] * least, (p) => {
      return !constraints[p].equal;
    });
  }
  throw new Error("invalid constraints: they are too near to contradicting one another; widen them");
}

/** The answer so far, and the factors of its active constraints' normals N: Jᵀ N = (R, 0), J Jᵀ = G⁻¹. */
interface State {
  readonly n: number;
  x: Float64Array<ArrayBuffer>;
  readonly j: Float64Array;
  /** Columns of the upper triangle R, one an active constraint. */
  readonly r: Float64Array[];
  readonly active: number[];
  readonly multipliers: number[];
  /** Those that the active ones imply: x meets them up to rounding, whatever else is taken up. */
  readonly implied: Set<number>;
}

function start(g: Float64Array, a: Float64Array): State {
  const n = a.length;
  if (!comparable(g, n, 1e12))
    throw new Error("invalid covariance: variances are more than 10¹² times one another; leave such assets out");
  const lower = lowerFactor(g, n);
  if (!lower) throw new Error(singular);
  // J = L⁻ᵀ, row by row of its transpose, the inverse of L.
  const j = new Float64Array(n * n);
  for (let c = 0; c < n; ++c)
    for (let i = c; i < n; ++i) {
      let sum = i === c ? 1 : 0;
      for (let k = c; k < i; ++k) sum -= lower[i * n + k] * j[c * n + k];
      j[c * n + i] = sum / lower[i * n + i];
    }
  const d = products(j, a, n);
  const x = new Float64Array(n);
  for (let i = 0; i < n; ++i) for (let k = i; k < n; ++k) x[i] += j[i * n + k] * d[k];
  return {n, x, j, r: [], active: [], multipliers: [], implied: new Set()};
}

/** Jᵀ v. */
function products(j: Float64Array, v: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n);
  for (let i = 0; i < n; ++i) {
    const value = v[i];
    if (value !== 0) for (let k = 0; k < n; ++k) out[k] += j[i * n + k] * value;
  }
  return out;
}

/** The inequality that x breaks by most, by the length of its normal; −1 where it breaks none. */
function mostBroken(constraints: readonly Constraint[], sizes: readonly number[], {x, active, implied}: State): number {
  const scale = Math.sqrt(dot(x, x));
  let worst = -1;
  let most = 0;
  for (const [p, {normal, least, equal}] of constraints.entries()) {
    if (equal) continue;
    const short = (least - dot(normal, x)) / sizes[p];
    if (
      short > most &&
      short > 1e-13 * (Math.abs(least) / sizes[p] + scale) &&
      !active.includes(p) &&
      !implied.has(p)
    ) {
      worst = p;
      most = short;
    }
  }
  return worst;
}

/** Moves x until it meets normal · x ≥ least, and makes that constraint active. */
function takeUp(state: State, p: number, normal: Float64Array, least: number, mayGo: (p: number) => boolean): void {
  const {n, x, j, r, active, multipliers, implied} = state;
  let own = 0;
  for (;;) {
    const d = products(j, normal, n);
    const q = active.length;
    const back = backwards(r, d);
    let far = 0;
    let all = 0;
    for (let k = 0; k < n; ++k) {
      all += d[k] * d[k];
      if (k >= q) far += d[k] * d[k];
    }
    let partial = Infinity;
    let leaves = -1;
    for (let k = 0; k < q; ++k) {
      if (back[k] > 1e-14 && mayGo(active[k]) && multipliers[k] / back[k] < partial) {
        partial = multipliers[k] / back[k];
        leaves = k;
      }
    }
    const short = least - dot(normal, x);
    const depends = far <= 1e-22 * all;
    if (depends && Math.abs(short) <= 1e-12 * (1 + Math.abs(least))) {
      implied.add(p);
      return;
    }
    const full = depends ? Infinity : short / far;
    const step = Math.min(partial, full);
    if (step === Infinity)
      throw new Error("invalid constraints: no weights meet them all; widen the bounds or change the total");
    for (let k = 0; k < q; ++k) multipliers[k] -= step * back[k];
    own += step;
    if (!depends) for (let i = 0; i < n; ++i) for (let k = q; k < n; ++k) x[i] += step * j[i * n + k] * d[k];
    if (full <= partial) {
      rotateTo(j, d, q, n);
      r.push(d.slice(0, q + 1));
      active.push(p);
      multipliers.push(own);
      return;
    }
    letGo(state, leaves);
  }
}

/** R⁻¹ d. */
function backwards(r: readonly Float64Array[], d: Float64Array): Float64Array {
  const out = d.slice(0, r.length);
  for (let i = r.length - 1; i >= 0; --i) {
    out[i] /= r[i][i];
    for (let k = 0; k < i; ++k) out[k] -= r[i][k] * out[i];
  }
  return out;
}

/** Turns the columns q … n − 1 of J so that d, which turns with them, is 0 past q. */
function rotateTo(j: Float64Array, d: Float64Array, q: number, n: number): void {
  for (let k = n - 1; k > q; --k) {
    if (d[k] === 0) continue;
    const size = Math.hypot(d[k - 1], d[k]);
    rotate(j, n, k - 1, d[k - 1] / size, d[k] / size);
    d[k - 1] = size;
    d[k] = 0;
  }
}

/** Columns (a, b) of J, b = a + 1, become (c a + s b, c b − s a). */
function rotate(j: Float64Array, n: number, a: number, c: number, s: number): void {
  for (let at = a; at < n * n; at += n) {
    const first = j[at];
    const second = j[at + 1];
    j[at] = c * first + s * second;
    j[at + 1] = c * second - s * first;
  }
}

/** Makes the active constraint at place k inactive, and R an upper triangle again. */
function letGo({n, j, r, active, multipliers}: State, k: number): void {
  r.splice(k, 1);
  active.splice(k, 1);
  multipliers.splice(k, 1);
  for (let i = k; i < r.length; ++i) {
    const size = Math.hypot(r[i][i], r[i][i + 1]);
    const c = r[i][i] / size;
    const s = r[i][i + 1] / size;
    for (let m = i; m < r.length; ++m) {
      const first = r[m][i];
      const second = r[m][i + 1];
      r[m][i] = c * first + s * second;
      r[m][i + 1] = c * second - s * first;
    }
    rotate(j, n, i, c, s);
    r[i] = r[i].slice(0, i + 1);
  }
}
