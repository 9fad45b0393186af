import {defineConfig} from "vitest/config";

export default defineConfig({
  resolve: {
    // Pages name packages as Framework does (`npm:d3`); here they are the installed ones.
    alias: [{find: /^npm:(.+)$/, replacement: "$1"}]
  },
  test: {
    include: ["tests/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    pool: "forks",
    // What a test spawns takes a core of its own, and the browser takes more.
    maxWorkers: 2,
    reporters: process.stdout.isTTY ? ["default"] : [["default", {summary: false}]]
  }
});
