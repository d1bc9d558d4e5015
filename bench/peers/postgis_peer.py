"""PostGIS on the zones and points of `./run bench watch`, through psql; the database is DEMARCHE_BENCH_POSTGIS.

Three modes: geography with points driving (the live shape), geography with zones driving, and the plane on zones that
were widened beforehand; each on as many points as fit some seconds. `batch` is the best of the latter two.
"""
import json
import os
import subprocess
import sys
import time

DATABASE = os.environ.get("DEMARCHE_BENCH_POSTGIS", "")
BEYOND = 5000


def ask(sql, data=None):
    run = subprocess.run(
        ["psql", DATABASE, "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql],
        stdin=open(data) if data else subprocess.DEVNULL, capture_output=True, text=True,
    )
    if run.returncode:
        sys.exit(run.stderr.strip())
    return run.stdout.strip()


def timed(sql, points):
    started = time.perf_counter()
    counts = ask(sql)
    return points / (time.perf_counter() - started), [int(n or 0) for n in counts.split("|")]


def grown(sql, least, seconds):
    """A rate on as many points as take some seconds."""
    points = least
    while True:
        rate, counts = timed(sql(points), points)
        if points / rate >= seconds or points >= total:
            return rate, counts, points
        points = min(total, max(points * 2, int(rate * seconds * 1.2)))


ask("CREATE EXTENSION IF NOT EXISTS postgis; DROP TABLE IF EXISTS bench_zone, bench_point;"
    "CREATE TABLE bench_zone (id int, stand_off float8, text text);"
    "CREATE TABLE bench_point (id int, lon float8, lat float8)")
ask("COPY bench_zone FROM STDIN", sys.argv[1])
ask("COPY bench_point FROM STDIN", sys.argv[2])
total = int(ask("SELECT count(*) FROM bench_point"))
started = time.perf_counter()
ask(f"""
ALTER TABLE bench_zone ADD g geography, ADD wide geometry, ADD wider geometry;
UPDATE bench_zone SET g = ST_GeogFromText(text);
UPDATE bench_zone SET wide = ST_Buffer(g, greatest(stand_off, 0.001), 32)::geometry,
  wider = ST_Buffer(g, stand_off + {BEYOND}, 32)::geometry;
ALTER TABLE bench_point ADD g geography, ADD p geometry;
UPDATE bench_point SET g = ST_SetSRID(ST_MakePoint(lon, lat), 4326)::geography, p = ST_SetSRID(ST_MakePoint(lon, lat), 4326);
CREATE INDEX ON bench_zone USING gist (g); CREATE INDEX ON bench_zone USING gist (wider);
CREATE INDEX ON bench_point USING gist (g); CREATE INDEX ON bench_point USING gist (p);
CREATE INDEX ON bench_point (id); ANALYZE bench_zone; ANALYZE bench_point""")
build = time.perf_counter() - started
# A zone is met through its widest stand-off: each has its own, so the index is asked with that of the zone.
live = lambda n: (f"""SET max_parallel_workers_per_gather = 0; SET enable_seqscan = off;
SELECT count(*) FILTER (WHERE h), count(*) FROM (SELECT ST_DWithin(z.g, q.g, z.stand_off) h
FROM bench_point q CROSS JOIN LATERAL (SELECT * FROM bench_zone z
  WHERE z.g && _ST_Expand(q.g, 55000) AND ST_DWithin(z.g, q.g, z.stand_off + {BEYOND})) z WHERE q.id < {n}) x""")
zone = lambda n: (f"""SET max_parallel_workers_per_gather = 0; SET enable_seqscan = off;
SELECT count(*) FILTER (WHERE h), count(*) FROM (SELECT ST_DWithin(z.g, q.g, z.stand_off) h FROM bench_zone z
CROSS JOIN LATERAL (SELECT * FROM bench_point q WHERE q.g && _ST_Expand(z.g, z.stand_off + {BEYOND})
  AND ST_DWithin(z.g, q.g, z.stand_off + {BEYOND}) AND q.id < {n}) q) x""")
plane = lambda n: (f"""SET max_parallel_workers_per_gather = 0; SET enable_seqscan = off;
SELECT count(*) FILTER (WHERE h), count(*) FROM (SELECT ST_Intersects(z.wide, q.p) h FROM bench_zone z
JOIN bench_point q ON ST_Intersects(z.wider, q.p) WHERE q.id < {n}) x""")
one, counts, points = grown(live, 500, 3)
by_zone, _, _ = grown(zone, 2000, 6)
by_plane, _, _ = grown(plane, 5000, 6)
print(json.dumps({
    "one_by_one": round(one), "batch": round(max(by_zone, by_plane)), "zones_drive": round(by_zone),
    "plane": round(by_plane), "hits": counts[0], "near": counts[1], "points": points, "build_ms": round(build * 1000),
    "version": ask("SELECT postgis_full_version()")[:60],
}))
