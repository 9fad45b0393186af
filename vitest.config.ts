import {defineConfig} from "vitest/config";
import {LongestFirst} from "./tests/order.js";

/**
 * Files that only compute: those of a worker share a process and what they import, a quarter of a second each. The others
 * start programs, put something in the place of what others use, or keep much in memory, and have a process of their own.
 */
const folders = [
  "audit",
  "backtest",
  "base",
  "boosting",
  "ensembles",
  "evaluate",
  "expressions",
  "factors",
  "golden",
  "indicators",
  "learn",
  "lint",
  "pipeline",
  "portfolio",
  "regimes",
  "scenarios",
  "trees",
  "trees-explain"
];
const computing = [...folders.map((name) => `tests/${name}/**/*.test.ts`), "tests/plugins/**/!(ccxt|yahoo).test.ts"];

/** What is the same for all files. */
const common = {
  testTimeout: 120_000,
  hookTimeout: 180_000,
  // A page that is slow is no page that is wrong.
  expect: {poll: {timeout: 30_000}},
  pool: "forks",
  // What a test spawns takes a core of its own, and the browser takes more.
  maxWorkers: 2
} as const;

// Pages name packages as Framework does (`npm:d3`); here they are the installed ones.
const resolve = {alias: [{find: /^npm:(.+)$/, replacement: "$1"}]};

export default defineConfig({
  test: {
    ...common,
    globalSetup: "tests/shared.ts",
    sequence: {sequencer: LongestFirst},
    reporters: process.stdout.isTTY ? ["default"] : [["default", {summary: false}]],
    projects: [
      {resolve, test: {...common, name: "apart", include: ["tests/**/*.test.ts"], exclude: computing}},
      {resolve, test: {...common, name: "together", include: computing, isolate: false}}
    ]
  }
});
