import type {Book} from "../../plugin.js";
import {defineFinancing} from "../../plugin.js";
import type {Planted} from "./leak.js";

/** What an account is short of each symbol, by their places. */
function shorts({position, price}: Book): readonly (readonly [symbol: number, value: number])[] {
  return Array.from(position.keys())
    .filter((s) => position[s] < 0)
    .map((s) => [s, -position[s] * price[s]] as const);
}

/** Fees and interest that are not what is owed. */
export const financing: readonly Planted[] = [
  {
    name: "weekends-free",
    title: "A borrow fee for trading days alone",
    says: "The annual fee is divided by 252 and charged a bar, but lenders count nights: three over each weekend.",
    rule: "stray-charge",
    maker: defineFinancing("weekends-free", {rate: 0.03}, ({rate}) => ({
      charges: (book) =>
        shorts(book).map(([symbol, value]) => ({what: "borrow", amount: (-value * rate) / 252, symbol}))
    }))
  },
  {
    name: "hours-rounded-away",
    title: "Interest on whole days, bar by bar",
    says: "The days between two bars are cut to whole ones: over hourly bars no interest is ever paid.",
    rule: "stray-charge",
    maker: defineFinancing("hours-rounded-away", {rate: 0.06}, ({rate}) => ({
      charges({cash}, _, days) {
        return cash < 0 ? [{what: "margin-interest", amount: (cash * rate * Math.floor(days)) / 360}] : [];
      }
    }))
  },
  {
    name: "fee-on-the-universe",
    title: "A borrow fee on names that are not held",
    says: "The fee is that of an equal part of the account in each name of the universe, whether it is held or not.",
    rule: "stray-charge",
    maker: defineFinancing("fee-on-the-universe", {rate: 0.03}, ({rate}) => ({
      charges: ({equity, position}, _, days) =>
        Array.from(position.keys(), (symbol) => ({
          what: "borrow",
          amount: (-(equity / position.length) * rate * days) / 360,
          symbol
        }))
    }))
  },
  {
    name: "interest-on-nothing",
    title: "Interest on the capital that was paid in",
    says: "Cash earns interest on the first day's capital to the end, when it has long been spent or lost.",
    rule: "stray-charge",
    maker: defineFinancing("interest-on-nothing", {rate: 0.02, capital: 1e6}, ({rate, capital}) => ({
      charges: (_, __, days) => [{what: "cash-interest", amount: (capital * rate * days) / 365}]
    }))
  },
  {
    name: "fee-that-only-falls",
    title: "A borrow fee that remembers its lowest",
    says: "The lowest fee that was ever charged is kept, whichever run and symbol it was charged in.",
    rule: "hidden-state",
    maker: defineFinancing("fee-that-only-falls", {rate: 0.03}, ({rate}) => {
      let least = Infinity;
      return {
        charges(book, now, days) {
          return shorts(book).map(([symbol, value]) => {
            least = Math.min(least, (rate * 100) / now.at("close", 0));
            return {what: "borrow", amount: (-value * least * days) / 360, symbol};
          });
        }
      };
    })
  },
  {
    name: "funding-unnamed",
    title: "Funding at a rate that it does not ask for",
    says: "It reads the field of funding rates without naming it: where a run lacks the field it stops, or is given another.",
    rule: "undeclared-field",
    maker: defineFinancing("funding-unnamed", {}, () => ({
      charges: ({position, price}, now) =>
        Array.from(position.keys())
          .filter((s) => position[s] !== 0)
          .map((symbol) => ({
            what: "funding",
            amount: -position[symbol] * price[symbol] * now.at("funding_rate", symbol),
            symbol
          }))
    }))
  }
];
