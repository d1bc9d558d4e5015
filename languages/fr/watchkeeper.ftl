# L’alarme au nœud
watchkeeper-waits = { $count } en attente, priorité la plus haute { $precedence } : { $position }
watchkeeper-node-silent = LE NŒUD NE RÉPOND PAS : { $position }
watchkeeper-hand-over = Relève : l’alarme est essayée maintenant.
watchkeeper-heard = Tapez HEARD si l’alarme a été entendue, puis Entrée.
watchkeeper-test-heard = Essai d’alarme : entendue, consigné.
watchkeeper-test-not-heard = Essai d’alarme : NON ENTENDUE, consigné. Réparez l’alarme avant la relève.
