/**
 * Elementary functions of + − × ÷ and √ alone, in a fixed order: the same bits in every runtime, which those of `Math` are
 * not; a report's page computes anew what Node recorded. Within two units in the last place of the true value. The
 * reductions and polynomials are those of Sun's fdlibm (1993).
 */

const bits = new Float64Array(1);
const words = new Uint32Array(bits.buffer);
/** Which of the two words has sign and exponent. */
const high = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

const ln2High = 6.9314718036912381649e-1;
const ln2Low = 1.90821492927058770002e-10;

/** Two to a whole power of −1022 … 1023. */
function powerOfTwo(k: number): number {
  words[1 - high] = 0;
  words[high] = (k + 1023) << 20;
  return bits[0];
}

/** The natural logarithm; −∞ of 0, and `NaN` below. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  const tiny = x < 2.2250738585072014e-308;
  bits[0] = tiny ? x * 18014398509481984 : x;
  let k = (words[high] >>> 20) - 1023 - (tiny ? 54 : 0);
  words[high] = (words[high] & 0xfffff) | 0x3ff00000;
  let m = bits[0];
  if (m > 1.4142135623730951) {
    m *= 0.5;
    ++k;
  }
  const f = m - 1;
  const half = 0.5 * f * f;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const series =
    z *
      (6.66666666666673513e-1 +
        w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1))) +
    w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  return k * ln2High - (half - (s * (half + series) + k * ln2Low) - f);
}

/** e to the power of x. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019412) return 0;
  const k = Math.round(x * 1.4426950408889634);
  const first = x - k * ln2High;
  const rest = k * ln2Low;
  const r = first - rest;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t * (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  const y = 1 - (rest - (r * c) / (2 - c) - first);
  if (k > 1023) return y * 2 * powerOfTwo(k - 1);
  return k < -1021 ? y * powerOfTwo(k + 64) * powerOfTwo(-64) : y * powerOfTwo(k);
}

/** x to the power of y: by multiplying where y is whole and at most 1,024, by √ where it is ½, else e^(y · ln x). */
export function power(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (y === 0.5 && x >= 0) return Math.sqrt(x);
  if (Number.isInteger(y) && Math.abs(y) <= 1024) {
    let result = 1;
    let square = x;
    for (let left = Math.abs(y); left > 0; left = Math.floor(left / 2)) {
      if (left % 2 === 1) result *= square;
      square *= square;
    }
    return y < 0 ? 1 / result : result;
  }
  if (x < 0) return Number.isInteger(y) ? exp(y * log(-x)) * (y % 2 === 0 ? 1 : -1) : NaN;
  if (x === 0) return y > 0 ? 0 : Infinity;
  return exp(y * log(x));
}

/** Angles whose tangents are ½, 1, 1½ and ∞, with what their doubles leave out. */
const angles = [
  [4.63647609000806093515e-1, 2.26987774529616870924e-17],
  [7.85398163397448278999e-1, 3.06161699786838301793e-17],
  [9.82793723247329054082e-1, 1.39033110312309984516e-17],
  [1.570796326794896558, 6.12323399573676603587e-17]
] as const;

/** The angle in radians whose tangent is x, between −π/2 and π/2. */
export function atan(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  let angle: readonly [number, number] | undefined;
  let t = size;
  if (size >= 0.4375) {
    const i = size < 0.6875 ? 0 : size < 1.1875 ? 1 : size < 2.4375 ? 2 : 3;
    angle = angles[i];
    t =
      i === 0
        ? (2 * size - 1) / (2 + size)
        : i === 1
          ? (size - 1) / (size + 1)
          : i === 2
            ? (size - 1.5) / (1 + 1.5 * size)
            : -1 / size;
  }
  const z = t * t;
  const w = z * z;
  const odd =
    z *
    (3.33333333333329318027e-1 +
      w *
        (1.42857142725034663711e-1 +
          w *
            (9.09088713343650656196e-2 +
              w * (6.66107313738753120669e-2 + w * (4.97687799461593236017e-2 + w * 1.62858201153657823623e-2)))));
  const even =
    w *
    (-1.99999999998764832476e-1 +
      w *
        (-1.1111110405462355788e-1 +
          w * (-7.69187620504482999495e-2 + w * (-5.83357013379057348645e-2 + w * -3.6531572744216915527e-2))));
  const found = angle ? angle[0] - (t * (odd + even) - angle[1] - t) : t - t * (odd + even);
  return x < 0 ? -found : found;
}
