### What a relay tells its host while it runs.

relay-started = Relay { $relay } listens on { $address }. Its pin is { $pin }
relay-stopped = The relay has stopped; everything it acknowledged is on the disk.
