"""Drives a Matrix homeserver (Synapse on SQLite, no TLS, no end-to-end encryption) as a peer of `./run bench line`.

Run by the bench inside the environment it made: matrix_homeserver.py FOLDER SECONDS. Prints one JSON object. One user sends
texts of 1,024 bytes into a room, another receives them by /sync. Alone: from the call to the text in the other's hands.
Stream: texts in the other's hands and acknowledged to the sender, a second.
"""

import hashlib
import hmac
import http.client
import json
import pathlib
import queue
import socket
import subprocess
import sys
import threading
import time
import urllib.parse

NAME = "bench.invalid"
SENDERS = 16
SETTINGS = """
server_name: bench.invalid
pid_file: {folder}/pid
signing_key_path: {folder}/signing.key
media_store_path: {folder}/media
report_stats: false
trusted_key_servers: []
suppress_key_server_warning: true
registration_shared_secret: bench
macaroon_secret_key: bench
form_secret: bench
log_config: {folder}/log.yaml
database: {{name: sqlite3, args: {{database: "{folder}/homeserver.db"}}}}
listeners: [{{port: {port}, bind_addresses: ["127.0.0.1"], type: http, tls: false, resources: [{{names: [client]}}]}}]
rc_message: {{per_second: 1000000, burst_count: 1000000}}
rc_login: {{address: {{per_second: 1000, burst_count: 1000}}, account: {{per_second: 1000, burst_count: 1000}}}}
rc_registration: {{per_second: 1000, burst_count: 1000}}
"""
LOG = "version: 1\nroot: {level: ERROR, handlers: []}\n"


class Client:
    """One kept-alive connection."""

    def __init__(self, port, token=None):
        self.port, self.token = port, token
        self.connect()

    def connect(self):
        self.http = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        self.http.connect()
        self.http.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def call(self, method, path, body=None):
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        self.http.request(method, path, None if body is None else json.dumps(body), headers)
        answer = self.http.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:200]!r}")
        return json.loads(text)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def start(folder, port):
    (folder / "log.yaml").write_text(LOG)
    (folder / "homeserver.yaml").write_text(SETTINGS.format(folder=folder, port=port))
    command = [sys.executable, "-m", "synapse.app.homeserver", "-c", str(folder / "homeserver.yaml")]
    subprocess.run([*command, "--generate-keys"], check=True, stdout=sys.stderr)
    server = subprocess.Popen(command, stdout=sys.stderr)
    for _ in range(600):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=1).request("GET", "/health")
            return server
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the homeserver does not come up")


def register(port, name):
    client = Client(port)
    nonce = client.call("GET", "/_synapse/admin/v1/register")["nonce"]
    said = b"\0".join([nonce.encode(), name.encode(), b"password", b"notadmin"])
    mac = hmac.new(b"bench", said, hashlib.sha1).hexdigest()
    body = {"nonce": nonce, "username": name, "password": "password", "admin": False, "mac": mac}
    client.token = client.call("POST", "/_synapse/admin/v1/register", body)["access_token"]
    return client


def send(client, room, number):
    text = f"{number:08d}".ljust(1024, "x")
    path = f"/_matrix/client/v3/rooms/{room}/send/m.room.message/{number}"
    client.call("PUT", path, {"msgtype": "m.text", "body": text})


class Receiver(threading.Thread):
    """Takes everything that comes into the room, with the time."""

    def __init__(self, client, room):
        super().__init__(daemon=True)
        self.client, self.room, self.came, self.arrived = client, room, {}, queue.Queue()
        filters = json.dumps({"room": {"timeline": {"limit": 1000}}, "presence": {"types": []}})
        self.filters = urllib.parse.quote(filters)
        self.since = client.call("GET", f"/_matrix/client/v3/sync?filter={self.filters}")["next_batch"]

    def run(self):
        while True:
            path = f"/_matrix/client/v3/sync?timeout=30000&filter={self.filters}&since={self.since}"
            try:
                answer = self.client.call("GET", path)
            except (OSError, http.client.HTTPException):
                return  # the server has ended; whoever waits for more says so
            now, self.since = time.monotonic(), answer["next_batch"]
            room = answer.get("rooms", {}).get("join", {}).get(self.room, {})
            for event in room.get("timeline", {}).get("events", []):
                if event["type"] == "m.room.message":
                    number = int(event["content"]["body"][:8])
                    self.came[number] = now
                    self.arrived.put(number)


def alone(sender, receiver, room, seconds):
    times, number, until = [], 0, time.monotonic() + seconds
    while time.monotonic() < until:
        begun = time.monotonic()
        send(sender, room, number)
        while receiver.arrived.get(timeout=60) != number:
            pass
        times.append(receiver.came[number] - begun)
        number += 1
    return sorted(times), number


def stream(port, token, receiver, room, seconds, first):
    numbers, until, acked = iter(range(first, 10**8)), time.monotonic() + seconds, []
    lock = threading.Lock()

    def work():
        client = Client(port, token)
        while time.monotonic() < until:
            with lock:
                number = next(numbers)
            send(client, room, number)
            with lock:
                acked.append(number)

    begun = time.monotonic()
    workers = [threading.Thread(target=work) for _ in range(SENDERS)]
    [worker.start() for worker in workers]
    [worker.join() for worker in workers]
    patience = time.monotonic() + 60
    while not all(number in receiver.came for number in acked) and time.monotonic() < patience:
        time.sleep(0.05)
    both = [number for number in acked if number in receiver.came]
    last = max(receiver.came[number] for number in both)
    return len(both) / (last - begun)


def main():
    folder, seconds = pathlib.Path(sys.argv[1]), float(sys.argv[2])
    import synapse

    port = free_port()
    server = start(folder, port)
    try:
        sender, other = register(port, "us"), register(port, "ir")
        room = sender.call("POST", "/_matrix/client/v3/createRoom", {"preset": "public_chat"})["room_id"]
        other.call("POST", f"/_matrix/client/v3/join/{room}", {})
        receiver = Receiver(other, room)
        receiver.start()
        times, next_number = alone(sender, receiver, room, max(2, seconds / 4))
        rate = stream(port, sender.token, receiver, room, seconds, next_number)
        print(json.dumps({
            "peer_version": synapse.__version__,
            "peer_notices_per_s": round(rate, 1),
            "peer_p50_us": round(times[len(times) // 2] * 1e6),
            "peer_p99_us": round(times[int(len(times) * 0.99)] * 1e6),
            "peer_notices_alone": len(times),
        }))
    finally:
        server.terminate()
        server.wait()


main()
