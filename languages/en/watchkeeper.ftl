# The alarm at the node
watchkeeper-waits = { $count } waiting, highest precedence { $precedence }: { $position }
watchkeeper-node-silent = THE NODE DOES NOT ANSWER: { $position }
watchkeeper-hand-over = Hand-over: the alarm is tested now.
watchkeeper-heard = Type HEARD if the alarm was heard, and press Enter.
watchkeeper-test-heard = Alarm test: heard, noted.
watchkeeper-test-not-heard = Alarm test: NOT HEARD, noted. Mend the alarm before the watch is handed over.
