import {relative} from "node:path/posix";
import type {TestSpecification} from "vitest/node";
import {BaseSequencer} from "vitest/node";

/**
 * The files that take longest, in the order in which they are to begin, so that none of them is left to the end while the
 * other worker has nothing to do. The first makes the site that those of the browser look at: by the time that they
 * begin it is there.
 */
const first: readonly string[] = [
  "tests/readme.test.ts",
  "tests/conformance/plugins.test.ts",
  "tests/store/processes.test.ts",
  "tests/site/build.test.ts",
  "tests/browser/notebooks.test.ts",
  "tests/browser/site.test.ts",
  "tests/reproduce.test.ts",
  "tests/browser/data-quality.test.ts",
  "tests/cli/interrupt.test.ts",
  "tests/bench/bench.test.ts",
  "tests/lab/code.test.ts",
  "tests/cli/verbs.test.ts",
  "tests/cli/misuse.test.ts",
  "tests/store/yahoo-library.test.ts",
  "tests/quality/against-libraries.test.ts",
  "tests/cli/sweep.test.ts",
  "tests/store/damage.test.ts",
  "tests/lab/walk-forward.test.ts",
  "tests/cli/quality.test.ts",
  "tests/store/quality-property.test.ts",
  "tests/site/verdict.test.ts",
  "tests/audit/leaks.test.ts",
  "tests/lab/run.test.ts",
  "tests/store/merge.test.ts",
  "tests/lab/sweep.test.ts"
];

/**
 * Begins with the files that take longest; the others follow in the usual order, those that share a process at the end,
 * since a process is only kept while the next file is one of them.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({moduleId, project}: TestSpecification) => {
      const found = first.indexOf(relative(this.ctx.config.root, moduleId));
      return found >= 0 ? found : first.length + (project.config.isolate ? 0 : 1);
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}
