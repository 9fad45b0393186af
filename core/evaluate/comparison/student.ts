import {atan} from "../../base/elementary.js";

/**
 * The chance that Student's t with a whole number of degrees of freedom is at least as far from 0 as `t`. With θ = atan(t /
 * √ν) the chance to be nearer is, for odd ν, (2 / π)(θ + sin θ (cos θ + 2/3 cos³ θ + … + (2·4…(ν−3)) / (3·5…(ν−2))
 * cos^(ν−2) θ)), and for even ν, sin θ (1 + 1/2 cos² θ + … + (1·3…(ν−3)) / (2·4…(ν−2)) cos^(ν−2) θ) (Abramowitz and
 * Stegun, 26.7.3 and 26.7.4). Good to about 1e-14, not relative to the chance.
 */
export function studentTails(t: number, freedom: number): number {
  if (Number.isNaN(t) || !(freedom >= 1)) return NaN;
  const size = Math.abs(t);
  if (size === Infinity) return 0;
  const square = freedom / (freedom + size * size);
  const sine = size / Math.sqrt(freedom + size * size);
  const odd = freedom % 2 === 1;
  let term = odd ? Math.sqrt(square) : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k <= freedom - 2 && term > 1e-18; k += 2) {
    term *= ((k - 1) / k) * square;
    sum += term;
  }
  const near = odd ? (2 / Math.PI) * (atan(size / Math.sqrt(freedom)) + sine * sum) : sine * sum;
  return Math.min(1, Math.max(0, 1 - near));
}
