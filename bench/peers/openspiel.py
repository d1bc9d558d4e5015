"""The peer OpenSpiel (its C++ solvers) and HiGHS through scipy: one JSON question a line in, one answer out."""
import json
import sys
import time

import pyspiel


def form(game):
    """Sequence form of a two-player game: payoffs by pair of sequences, and each player's constraints."""
    import numpy as np
    from scipy import sparse

    index, count, sets, order, ends = [{}, {}], [1, 1], [{}, {}], [[], []], {}

    def walk(state, seqs, weight):
        if state.is_terminal():
            ends[seqs] = ends.get(seqs, 0.0) + weight * state.returns()[0]
            return
        if state.is_chance_node():
            for action, prob in state.chance_outcomes():
                walk(state.child(action), seqs, weight * prob)
            return
        player = state.current_player()
        key = state.information_state_string(player)
        legal = state.legal_actions()
        if key not in sets[player]:
            sets[player][key] = count[player]
            order[player].append((seqs[player], count[player], len(legal)))
            count[player] += len(legal)
        first = sets[player][key]
        for at, action in enumerate(legal):
            nxt = list(seqs)
            nxt[player] = first + at
            walk(state.child(action), tuple(nxt), weight)

    walk(game.new_initial_state(), (0, 0), 1.0)
    rows, cols = zip(*ends.keys())
    matrix = sparse.csr_matrix((list(ends.values()), (rows, cols)), shape=tuple(count))

    def constraints(player):
        e = sparse.lil_matrix((len(order[player]) + 1, count[player]))
        e[0, 0] = 1
        for line, (parent, first, size) in enumerate(order[player], 1):
            e[line, parent] = -1
            for at in range(size):
                e[line, first + at] = 1
        return e.tocsr()

    return matrix, constraints(0), constraints(1), np


def sequence_lp(name):
    from scipy import sparse
    from scipy.optimize import linprog

    matrix, e, f, np = form(pyspiel.load_game(name))
    n, m = matrix.shape[0], f.shape[0]
    cost = np.zeros(n + m)
    cost[n] = -1
    upper = sparse.hstack([-matrix.T, f.T]).tocsr()
    equal = sparse.hstack([e, sparse.csr_matrix((e.shape[0], m))]).tocsr()
    right = np.zeros(e.shape[0])
    right[0] = 1
    bounds = [(0, None)] * n + [(None, None)] * m
    start = time.perf_counter()
    found = linprog(cost, A_ub=upper, b_ub=np.zeros(upper.shape[0]), A_eq=equal, b_eq=right, bounds=bounds, method="highs")
    return {"seconds": time.perf_counter() - start, "value": -found.fun}


def matrix_lp(table):
    import numpy as np
    from scipy.optimize import linprog

    a = np.array(table)
    n, m = a.shape
    cost = np.zeros(n + 1)
    cost[n] = -1
    start = time.perf_counter()
    found = linprog(cost, A_ub=np.hstack([-a.T, np.ones((m, 1))]), b_ub=np.zeros(m),
                    A_eq=np.hstack([np.ones((1, n)), [[0]]]), b_eq=[1],
                    bounds=[(0, None)] * n + [(None, None)], method="highs")
    return {"seconds": time.perf_counter() - start, "value": -found.fun}


solvers = {}


def answer(ask):
    what = ask["what"]
    if what == "cfr+":
        name = ask["game"]
        if name not in solvers:
            solvers[name] = pyspiel.CFRPlusSolver(pyspiel.load_game(name))
        start = time.perf_counter()
        for _ in range(ask["steps"]):
            solvers[name].evaluate_and_update_policy()
        return {"per_s": ask["steps"] / (time.perf_counter() - start)}
    if what == "mccfr":
        solver = pyspiel.ExternalSamplingMCCFRSolver(pyspiel.load_game(ask["game"]), 7)
        start = time.perf_counter()
        for _ in range(ask["steps"]):
            solver.run_iteration()
        return {"per_s": ask["steps"] / (time.perf_counter() - start)}
    if what == "exploitability":
        game = pyspiel.load_game(ask["game"])
        policy = pyspiel.UniformRandomPolicy(game)
        start = time.perf_counter()
        value = pyspiel.exploitability(game, policy)
        return {"seconds": time.perf_counter() - start, "value": value}
    if what == "sequence-lp":
        return sequence_lp(ask["game"])
    if what == "matrix-lp":
        return matrix_lp(ask["table"])
    if what == "check":
        text = open(ask["file"], encoding="utf-8").read()
        game = pyspiel.load_efg_game(text) if ask["file"].endswith(".efg") else pyspiel.load_nfg_game(text)
        found = {"players": game.num_players()}
        if ask["file"].endswith(".efg"):
            found["exploitability"] = pyspiel.nash_conv(game, pyspiel.UniformRandomPolicy(game)) / 2
        return found
    return {"error": "unknown question"}


for line in sys.stdin:
    try:
        print(json.dumps(answer(json.loads(line))), flush=True)
    except Exception as error:  # an answer that is an error is shown as one
        print(json.dumps({"error": str(error)}), flush=True)
