import {SingleBar} from "cli-progress";
import type {Effects} from "../lab/context.js";

/** Log and progress of tasks, told to a person. */
export interface Reporter {
  task(label: string): Pick<Effects, "log" | "progress">;
  /** Takes away what still moves. */
  stop(): void;
}

/** Tells of progress on the given stream: by a bar where it is a terminal, else by lines. */
export function reporter(stream: NodeJS.WriteStream): Reporter {
  return stream.isTTY ? bars(stream) : lines(stream);
}

/** One bar below the log, which goes when its task is done. */
export function bars(stream: NodeJS.WriteStream): Reporter {
  let bar: SingleBar | null = null;
  const stop = () => {
    bar?.stop();
    bar = null;
  };
  return {
    stop,
    task(label) {
      stop();
      let [start, first] = [0, 0];
      return {
        log(message) {
          stop();
          stream.write(`${message}\n`);
        },
        progress(done, total, unit) {
          if (done >= total) return stop();
          const rate = () => {
            const perSecond = (done - first) / Math.max((performance.now() - start) / 1000, 0.001);
            return perSecond.toLocaleString("en-US", {maximumSignificantDigits: 3});
          };
          if (bar) return bar.update(done, {rate: rate()});
          if (start === 0) [start, first] = [performance.now(), done];
          const counted = unit === undefined ? "" : `, {value} of {total} ${unit}, {rate} ${unit}/s`;
          const format = `${label} {bar} {percentage} %${counted}, {eta_formatted} left`;
          bar = new SingleBar({
            format,
            stream,
            clearOnComplete: true,
            hideCursor: true,
            gracefulExit: false,
            barCompleteChar: "█",
            barIncompleteChar: "░",
            barsize: 30
          });
          bar.start(total, done, {rate: "–"});
        }
      };
    }
  };
}

/** Lines: one when a task starts to count, one for each quarter, one at its end. */
export function lines(stream: {write(text: string): unknown}): Reporter {
  return {
    stop() {},
    task(label) {
      let told = -1;
      let last = Infinity;
      return {
        log: (message) => void stream.write(`${message}\n`),
        progress(done, total) {
          if (done < last) told = -1;
          last = done;
          const quarter = total > 0 ? Math.floor((done / total) * 4) : 4;
          if (quarter === told) return;
          told = quarter;
          stream.write(`${label}: ${quarter * 25} %\n`);
        }
      };
    }
  };
}
