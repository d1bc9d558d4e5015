"""The peer Gambit through pygambit: one JSON question a line in, one answer out."""
import json
import sys
import time

import pygambit as gambit


def load(path):
    return (gambit.read_efg if path.endswith(".efg") else gambit.read_nfg)(path)


def timed(solve):
    start = time.perf_counter()
    found = solve()
    return time.perf_counter() - start, found


def mixed(found):
    """Chances by player and strategy; a profile lists pairs of strategy and chance by player."""
    return [[[float(chance) for _, chance in player] for player in profile] for profile in found]


def answer(ask):
    game = load(ask["file"])
    what = ask["what"]
    if what == "zero-sum":
        seconds, found = timed(lambda: gambit.nash.lp_solve(game, rational=False))
        return {"seconds": seconds}
    if what == "all-nash":
        seconds, found = timed(lambda: gambit.nash.enummixed_solve(game, rational=True))
        return {"seconds": seconds, "profiles": mixed(found.equilibria)}
    if what == "pure":
        seconds, found = timed(lambda: gambit.nash.enumpure_solve(game))
        return {"seconds": seconds, "profiles": mixed(found.equilibria)}
    if what == "logit":
        seconds, found = timed(lambda: gambit.nash.logit_solve(game))
        return {"seconds": seconds, "profiles": mixed([found.equilibrium])}
    return {"error": "unknown question"}


for line in sys.stdin:
    try:
        print(json.dumps(answer(json.loads(line))), flush=True)
    except Exception as error:  # an answer that is an error is shown as one
        print(json.dumps({"error": str(error)}), flush=True)
