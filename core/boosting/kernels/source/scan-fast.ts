import * as at from "./fields.js";
import * as leaf from "./score.js";

/**
 * Tries thresholds of a number as `scanNumber` does, two at a time, where all samples have one hessian and neither l1 nor
 * bounds matter: the same operations in the same order, so the same bits.
 */
export function scanPairs(result: usize, feature: usize, hist: usize, to: i32, kind: u32, v0: i64): void {
  const unitG = f64x2.splat(leaf.unitG);
  const unitH = f64x2.splat(leaf.unitH);
  const g = f64x2.splat(leaf.g);
  const count = f64x2.splat(leaf.count);
  const l2 = f64x2.splat(leaf.l2);
  const parent = f64x2.splat(leaf.parent);
  const least = Math.max(leaf.minData, 1);
  const leastData = f64x2.splat(least);
  const leastHessian = f64x2.splat(leaf.minHessian);
  let v = v0;
  let best = f64x2.splat(load<f64>(result));
  for (let b: i32 = 0; b < to; b += 2) {
    const entry = hist + (<usize>b << 3);
    const own = load<i64>(entry);
    const next = b + 1 < to ? load<i64>(entry, 8) : 0;
    if ((own | next) === 0 && b > 0) continue;
    const first = v + own;
    v = first + next;
    const both = i64x2.replace_lane(i64x2.splat(first), 1, v);
    const q = i32x4.shuffle(both, both, 0, 2, 0, 2);
    const n = f64x2.convert_low_i32x4_s(
      i32x4.sub(i32x4.shuffle(both, both, 1, 3, 1, 3), i32x4.shr_s(q, 31))
    );
    const rest = f64x2.sub(count, n);
    if (f64x2.extract_lane(rest, 0) < least) return;
    const hl = f64x2.mul(n, unitH);
    const hr = f64x2.mul(rest, unitH);
    const gl = f64x2.mul(f64x2.convert_low_i32x4_s(q), unitG);
    const gr = f64x2.sub(g, gl);
    const gain = f64x2.sub(
      f64x2.add(
        f64x2.div(f64x2.mul(gl, gl), f64x2.add(hl, l2)),
        f64x2.div(f64x2.mul(gr, gr), f64x2.add(hr, l2))
      ),
      parent
    );
    const enough = v128.and(
      v128.and(f64x2.ge(n, leastData), f64x2.ge(rest, leastData)),
      v128.and(f64x2.ge(hl, leastHessian), f64x2.ge(hr, leastHessian))
    );
    const better = v128.and(f64x2.gt(gain, best), enough);
    if (!v128.any_true(better)) continue;
    const one = f64x2.extract_lane(gain, 0);
    const two = f64x2.extract_lane(gain, 1);
    const isFirst = i64x2.extract_lane(better, 0) !== 0 && !(i64x2.extract_lane(better, 1) !== 0 && two > one);
    const sums = isFirst ? first : v;
    best = f64x2.splat(isFirst ? one : two);
    store<f64>(result, isFirst ? one : two);
    store<f64>(result, <f64>leaf.gradientOf(sums), at.RESULT_Q);
    store<f64>(result, <f64>leaf.countOf(sums), at.RESULT_COUNT);
    store<f64>(result, 0, at.RESULT_H);
    store<u32>(result, <u32>feature, at.RESULT_FEATURE);
    store<u32>(result, isFirst ? b : b + 1, at.RESULT_BIN);
    store<u32>(result, kind, at.RESULT_KIND);
  }
}
