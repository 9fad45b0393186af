/** Nodes and weights of a quadrature over (0, 1). */
export interface Quadrature {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

const known = new Map<number, Quadrature>();

/**
 * Gauss and Legendre's quadrature over (0, 1) with so many nodes, ascending: the integral of a polynomial of degree 2 ·
 * `count` − 1 or less is Σ weight · value, but for rounding. The nodes are the roots of Legendre's polynomial, each of
 * which lies between two neighbouring roots of the polynomial before.
 */
export function gaussLegendre(count: number): Quadrature {
  const found = known.get(count);
  if (found) return found;
  let roots: readonly number[] = [];
  for (let degree = 1; degree <= count; ++degree) {
    const edges = [-1, ...roots, 1];
    const size = degree;
    roots = Array.from({length: degree}, (_, i) => rootBetween(edges[i], edges[i + 1], size));
  }
  const quadrature = {
    nodes: Float64Array.from(roots, (x) => (1 + x) / 2),
    weights: Float64Array.from(roots, (x) => {
      const [, slope] = legendre(count, x);
      return 1 / ((1 - x * x) * slope * slope);
    })
  };
  known.set(count, quadrature);
  return quadrature;
}

/** Legendre's polynomial and its slope at −1 < x < 1. */
function legendre(degree: number, x: number): readonly [value: number, slope: number] {
  let before = 1;
  let value = x;
  for (let k = 2; k <= degree; ++k) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  return [value, (degree * (x * value - before)) / (x * x - 1)];
}

/** The one root between two places: Newton's steps, halving where one would leave the stretch that the root is in. */
function rootBetween(low: number, high: number, degree: number): number {
  const rises = legendre(degree, high)[0] > 0;
  let x = (low + high) / 2;
  for (let step = 0; step < 60; ++step) {
    const [value, slope] = legendre(degree, x);
    if (value > 0 === rises) high = x;
    else low = x;
    const next = x - value / slope;
    const inside = next > low && next < high;
    const moved = inside ? next : (low + high) / 2;
    if (Math.abs(moved - x) <= 1e-16 * Math.max(1e-3, Math.abs(moved))) return moved;
    x = moved;
  }
  return x;
}
