"""Drives NATS JetStream (file store) as a peer of `./run bench line`: nats_jetstream.py FOLDER SECONDS. Prints one JSON object.

One connection publishes messages of 1,024 bytes and waits for the stream's acknowledgements, another receives them from
a consumer. Alone: from the publish to the message in the other's hands. Stream: messages in the other's hands and
acknowledged to the publisher, a second, 1,024 under way. JetStream acknowledges before it writes to the disk, so these
are figures of a store that a power cut empties; no TLS, no end-to-end encryption.
"""

import json
import pathlib
import re
import socket
import subprocess
import sys
import threading
import time

WINDOW = 1024


class Client:
    """One connection that speaks the text protocol."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("rb")
        self.file.readline()
        self.socket.sendall(b'CONNECT {"verbose":false,"headers":false}\r\n')

    def subscribe(self, subject, sid):
        self.socket.sendall(f"SUB {subject} {sid}\r\n".encode())

    def publish(self, subject, reply, payload):
        self.socket.sendall(f"PUB {subject} {reply} {len(payload)}\r\n".encode() + payload + b"\r\n")

    def message(self):
        while True:
            line = self.file.readline()
            if line == b"PING\r\n":
                self.socket.sendall(b"PONG\r\n")
            elif line.startswith(b"MSG "):
                payload = self.file.read(int(line.split()[-1]) + 2)[:-2]
                return line.split()[1].decode(), payload
            elif line.startswith(b"-ERR") or not line:
                raise RuntimeError(f"the server says {line!r}")

    def ask(self, subject, body):
        self.publish(subject, "answers.ask", json.dumps(body).encode())
        answer = json.loads(self.message()[1])
        if "error" in answer:
            raise RuntimeError(f"{subject}: {answer['error']}")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def start(folder, port):
    command = ["nats-server", "-a", "127.0.0.1", "-p", str(port), "-js", "-sd", str(folder / "jetstream")]
    server = subprocess.Popen(command, stdout=sys.stderr, stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            return server, Client(port)
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server does not come up")


class Receiver(threading.Thread):
    """Takes everything the consumer delivers, with the time."""

    def __init__(self, client):
        super().__init__(daemon=True)
        self.client, self.came, self.seen = client, {}, threading.Condition()

    def run(self):
        while True:
            try:
                _, payload = self.client.message()
            except (OSError, RuntimeError):
                return  # the server has ended; whoever waits for more says so
            now = time.monotonic()
            with self.seen:
                self.came[int(payload[:8])] = now
                self.seen.notify_all()

    def wait(self, number):
        with self.seen:
            if not self.seen.wait_for(lambda: number in self.came, timeout=60):
                raise RuntimeError("nothing came")
        return self.came[number]


def payload(number):
    return f"{number:08d}".encode().ljust(1024, b"x")


def alone(sender, receiver, seconds):
    times, number, until = [], 0, time.monotonic() + seconds
    while time.monotonic() < until:
        begun = time.monotonic()
        sender.publish("line.notice", "answers.pub", payload(number))
        sender.message()
        times.append(receiver.wait(number) - begun)
        number += 1
    return sorted(times), number


def stream(sender, receiver, seconds, first):
    begun = time.monotonic()
    number, acked, until = first, 0, begun + seconds
    while time.monotonic() < until:
        if number - first - acked < WINDOW:
            sender.publish("line.notice", "answers.pub", payload(number))
            number += 1
        else:
            sender.message()
            acked += 1
    while acked < number - first:
        sender.message()
        acked += 1
    last = max(receiver.wait(number - 1), time.monotonic())
    return (number - first) / (last - begun)


def main():
    folder, seconds = pathlib.Path(sys.argv[1]), float(sys.argv[2])
    said = subprocess.run(["nats-server", "--version"], check=True, capture_output=True, text=True)
    port = free_port()
    server, sender = start(folder, port)
    try:
        sender.subscribe("answers.*", 1)
        sender.ask("$JS.API.STREAM.CREATE.LINE", {"name": "LINE", "subjects": ["line.>"], "storage": "file"})
        other = Client(port)
        other.subscribe("delivered", 1)
        settings = {"deliver_subject": "delivered", "ack_policy": "none", "deliver_policy": "all"}
        sender.ask("$JS.API.CONSUMER.CREATE.LINE", {"stream_name": "LINE", "config": settings})
        receiver = Receiver(other)
        receiver.start()
        times, next_number = alone(sender, receiver, max(2, seconds / 4))
        rate = stream(sender, receiver, seconds, next_number)
        print(json.dumps({
            "peer_version": re.sub(r".*v", "", said.stdout.strip() or said.stderr.strip()),
            "peer_notices_per_s": round(rate, 1),
            "peer_p50_us": round(times[len(times) // 2] * 1e6),
            "peer_p99_us": round(times[int(len(times) * 0.99)] * 1e6),
            "peer_notices_alone": len(times),
        }))
    finally:
        server.terminate()
        server.wait()


main()
