"""Runs the benchmarks and prints each figure beside its goal."""

import importlib
import sys

NAMES = ("sale", "growth", "search", "importing", "report", "paint", "receipt", "pdf")


def main():
    wanted = sys.argv[1:] or NAMES
    missed = 0
    for name in wanted:
        print(f"== {name}", flush=True)
        for figure in importlib.import_module(f"benchmarks.bench_{name}").run():
            print(f"   {figure}", flush=True)
            missed += not figure.met
    print(f"{missed} goal(s) missed" if missed else "all goals met")


if __name__ == "__main__":
    main()
