"""A session cookie of the console by a one-time link, for the bench of the API."""

import sys

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

origin, link = sys.argv[1].split("/#link=")
key = Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
answer = requests.post(
    f"{origin}/api/v1/enrol",
    json={"link": link, "key": {"by": "key", "public_key": key.hex()}},
    headers={"Origin": origin},
    timeout=30,
)
answer.raise_for_status()
print(answer.headers["set-cookie"].split("=", 1)[1].split(";", 1)[0])
