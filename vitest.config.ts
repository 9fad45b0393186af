import {defineConfig} from "vitest/config";
import {LongestFirst} from "./tests/order.js";

export default defineConfig({
  resolve: {
    // Pages name packages as Framework does (`npm:d3`); here they are the installed ones.
    alias: [{find: /^npm:(.+)$/, replacement: "$1"}]
  },
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: "tests/shared.ts",
    sequence: {sequencer: LongestFirst},
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // A page that is slow is no page that is wrong.
    expect: {poll: {timeout: 30_000}},
    pool: "forks",
    // What a test spawns takes a core of its own, and the browser takes more.
    maxWorkers: 2,
    reporters: process.stdout.isTTY ? ["default"] : [["default", {summary: false}]]
  }
});
