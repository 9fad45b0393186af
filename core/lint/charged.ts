import type {Posting} from "../plugin.js";
import {amount} from "./text.js";

/** What an account was charged under a name such as `borrow`; below 0 where it was paid. */
export function charged(postings: readonly Posting[], what: string): number {
  return postings.reduce((sum, posting) => (posting.what === what ? sum - posting.amount : sum), 0);
}

/** `nothing is paid`, `only 12 is paid`. */
export function paidInWords(paid: number): string {
  if (paid === 0) return "nothing is paid";
  if (Math.abs(paid) < 0.5) return "next to nothing is paid";
  return paid > 0 ? `only ${amount(paid)} is paid` : `${amount(-paid)} is received`;
}
