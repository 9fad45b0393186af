import type {Book} from "./account.js";

/**
 * The book of an account that holds these positions at these prices and has this cash; what is not given is as of an
 * account that has just bought them there.
 */
export function bookOf({
  cash,
  position,
  price,
  ...rest
}: Pick<Book, "cash" | "position" | "price"> & Partial<Book>): Book {
  const n = position.length;
  let equity = cash;
  for (let s = 0; s < n; ++s) if (position[s] !== 0) equity += position[s] * price[s];
  const paid = position.map((units, s) => (units === 0 ? NaN : price[s]));
  return {
    cash,
    equity,
    position,
    price,
    entry: paid,
    best: paid.slice(),
    held: new Uint32Array(n),
    stopped: new Int8Array(n),
    peak: rest.equity ?? equity,
    ...rest
  };
}
