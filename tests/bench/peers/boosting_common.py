"""What the boosting peers share: the rows that the benchmark left for them, the clock, and the line of figures.

Each script is given the folder and the settings as JSON: threads, trees, leaves, and what is its own.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

# A library waits for its threads as it does by itself.
for name in ["OMP_WAIT_POLICY", "OMP_NUM_THREADS"]:
    os.environ.pop(name, None)

import numpy as np


def megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


class Run:
    def __init__(self):
        self.folder, self.settings = Path(sys.argv[1]), json.loads(sys.argv[2])
        self.threads = self.settings["threads"]
        self.x, self.y = self.read("train")
        self.parts = {}

    def read(self, name):
        y = np.fromfile(self.folder / f"{name}.y", "<f4")
        return np.fromfile(self.folder / f"{name}.x", "<f4").reshape(len(y), -1), y

    def timed(self, part, task):
        before = megabytes()
        start, worked = time.perf_counter(), time.process_time()
        out = task()
        self.parts[part] = time.perf_counter() - start
        self.parts[f"{part} processor"] = time.process_time() - worked
        self.parts.setdefault("before", before)
        return out

    def answer(self, predict, version):
        """`predict` is given rows; all of the train rows for the clock, the test rows for the scores."""
        before = self.parts.pop("before")
        peak = megabytes()
        self.timed("prediction", lambda: predict(self.x))
        x, y = self.read("test")
        found = np.asarray(predict(x), float)
        r2 = 1 - np.sum((y - found) ** 2) / np.sum((y - y.mean(dtype=float)) ** 2)
        print(
            json.dumps(
                {
                    "seconds": self.parts["training"],
                    "binning": self.parts["binning"],
                    "training": self.parts["training"],
                    "prediction": self.parts["prediction"],
                    "processorSeconds": self.parts["training processor"],
                    "r2": float(r2),
                    "ic": float(np.corrcoef(y, found)[0, 1]),
                    "peakMegabytes": peak,
                    "growthMegabytes": peak - before,
                    "version": version,
                }
            )
        )
