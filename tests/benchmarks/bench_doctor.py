"""Print the doctor's diagnosis of every program in `tests/programs` next to the real cause.

Run with `python tests/benchmarks/bench_doctor.py [PART OF A NAME]`; it takes some minutes. The exit code is 1 if a
diagnosis is wrong. The programs in `first` were written before the doctor's rules. The same author wrote the programs
in `second` later, and tested the doctor with them before changing any rule. The programs in `public` are rewritten
from public questions. `tests/programs/README.md` describes the other folders.
"""

import json
import os
import statistics
import sys
from pathlib import Path

from shared import doctor

PROGRAMS = Path(__file__).resolve().parents[1] / "programs"


def processor_time():
    """Return the processor time of this process and of its ended children, in seconds."""
    return sum(os.times()[:4])


def main(part=""):
    """Print the table. Returns True if no diagnosis is wrong."""
    counts, seconds = {"right": 0, "not understood": 0, "WRONG": 0}, []
    print(f"{'program':52}{'expected':28}{'said':26}{'verdict':16}seconds")
    for folder in sorted(filter(Path.is_dir, PROGRAMS.iterdir())):
        for name, causes in json.loads((folder / "expected.json").read_text("utf-8")).items():
            if part not in f"{folder.name}/{name}":
                continue
            began = processor_time()
            said = doctor.examine((folder / name).read_text("utf-8")).cause
            seconds.append(processor_time() - began)
            verdict = "right" if said in causes else "not understood" if said == "not-understood" else "WRONG"
            counts[verdict] += 1
            print(f"{folder.name + '/' + name:52}{causes[0]:28}{said:26}{verdict:16}{seconds[-1]:.1f}", flush=True)
    print(", ".join(f"{count} {verdict}" for verdict, count in counts.items()), end="; ")
    print(f"processor seconds for each report: median {statistics.median(seconds):.1f}, maximum {max(seconds):.1f}")
    return counts["WRONG"] == 0


if __name__ == "__main__":
    sys.exit(not main(*sys.argv[1:2]))
