### What the solvers of games refuse.

E-GAME-001-happened = The file is no game: line { $line }, column { $column }: { $why }.
E-GAME-001-kept = Nothing was solved or written.
E-GAME-001-next = Mend that place; the page on games says which forms are read.

E-GAME-002-happened = { $method } is not defined for this game: { $why }.
E-GAME-002-kept = Nothing was solved.
E-GAME-002-next = Ask for a solution that is; game solve --help lists them.

E-GAME-003-happened = { $method } needs players that recall, and { $player } has forgotten something at the information set { $set }.
E-GAME-003-kept = Nothing was solved.
E-GAME-003-next = Split the set by what the player knew and did, or check the file's set numbers.

E-GAME-004-happened = The game is too large for { $method }: { $why }.
E-GAME-004-kept = Nothing was solved.
E-GAME-004-next = Take a method that works step by step (cfr+, mccfr), or a smaller game.

E-GAME-005-happened = { $method } ended without an answer: { $why }.
E-GAME-005-kept = Nothing is claimed about the game.
E-GAME-005-next = Try another method; if the payoffs are very unlike in size, scale them. If it stays, report it with the file.

E-GAME-006-happened = { $method } was stopped before it had any answer.
E-GAME-006-kept = Nothing is claimed about the game.
E-GAME-006-next = Give it more time, or ask for fewer steps.

E-GAME-007-happened = The profile does not fit the game: { $why }.
E-GAME-007-kept = Nothing was checked.
E-GAME-007-next = Give one list a player, for trees one for each information set, in the order of the file.

E-GAME-008-happened = { $name } is outside its range: { $why }.
E-GAME-008-kept = Nothing was computed.
E-GAME-008-next = Give a value within the range.
