"""Runs the benchmarks and prints each figure beside its goal."""

import argparse
import importlib

NAMES = (
    *("sale", "growth", "search", "importing", "report", "paint", "receipt", "pdf"),
    *("receiving", "trace", "stock_list"),
)


def main():
    parser = argparse.ArgumentParser("benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    wanted = parser.parse_args().names or NAMES
    if unknown := [name for name in wanted if name not in NAMES]:
        parser.error(f"no benchmark is called {', '.join(unknown)}")
    missed = 0
    for name in wanted:
        print(f"== {name}", flush=True)
        for figure in importlib.import_module(f"benchmarks.bench_{name}").run():
            print(f"   {figure}", flush=True)
            missed += not figure.met
    print(f"{missed} goal(s) missed" if missed else "all goals met")


if __name__ == "__main__":
    main()
