"""Shapely on the zones and points of `./run bench watch`: zones widened beforehand in a local plane, then a tree.

The plane is longitude shortened by the cosine of the zone's latitude, in metres: a speed peer, not an oracle.
"""
import json
import math
import sys
import time

import numpy as np
import shapely
from shapely import affinity

METRES = 111_320.0
BEYOND = 5_000.0


def zones(path):
    for row in open(path):
        _, stand_off, text = row.rstrip("\n").split("\t")
        yield float(stand_off), shapely.from_wkt(text)


def widened(zone, metres):
    if metres <= 0:
        return zone
    squeeze = math.cos(math.radians(zone.centroid.y))
    flat = affinity.scale(zone, METRES * squeeze, METRES, origin=(0, 0))
    return affinity.scale(flat.buffer(metres, quad_segs=32), 1 / (METRES * squeeze), 1 / METRES, origin=(0, 0))


def main():
    started = time.perf_counter()
    drawn = list(zones(sys.argv[1]))
    hit = [widened(zone, stand_off) for stand_off, zone in drawn]
    near = np.array([widened(zone, stand_off + BEYOND) for stand_off, zone in drawn])
    shapely.prepare(near)
    for zone in hit:
        shapely.prepare(zone)
    tree = shapely.STRtree(near)
    build = time.perf_counter() - started
    at = np.loadtxt(sys.argv[2], usecols=(1, 2))
    points = shapely.points(at[:, 0], at[:, 1])

    best, hits, nears = 0.0, 0, 0
    for _ in range(3):
        hits = nears = done = 0
        started = time.perf_counter()
        for x, y in at:
            point = shapely.Point(x, y)
            for i in tree.query(point, predicate="intersects"):
                nears += 1
                hits += bool(hit[i].intersects(point))
            done += 1
            if time.perf_counter() - started > 8:
                break
        best = max(best, done / (time.perf_counter() - started))
    bulk = 0.0
    hit = np.array(hit)
    for _ in range(3):
        started = time.perf_counter()
        which, zone = tree.query(points, predicate="intersects")
        inside = shapely.intersects(hit[zone], points[which])
        bulk = max(bulk, len(points) / (time.perf_counter() - started))
    print(json.dumps({
        "one_by_one": round(best), "batch": round(bulk), "hits": int(inside.sum()), "near": int(len(which)),
        "build_ms": round(build * 1000), "version": shapely.__version__, "geos": shapely.geos_version_string,
    }))


main()
