# What the red-line watch, its feeds and its lint say.

E-RL-001-happened = { $name } is a { $kind }; a notice of that type draws no line.
E-RL-001-kept = Nothing was changed.
E-RL-001-next = Give a T1, T2, E4, A2 or A3.

E-RL-002-happened = A part is missing in { $name } without which nothing can be judged.
E-RL-002-kept = Nothing was changed.
E-RL-002-next = Run demarche check notice on it and fill what is missing.

E-RL-003-happened = No engine knows a table with these columns: { $found }.
E-RL-003-kept = Nothing was run.
E-RL-003-next = Compare the header with that of a table in the folder data.

E-RL-004-happened = The table cannot be read: { $why }.
E-RL-004-kept = Nothing was run.
E-RL-004-next = Mend the row that is named, then give the command again.

E-RL-005-happened = The geometry stands for nothing: { $defect }.
E-RL-005-kept = Nothing was changed.
E-RL-005-next = Mend the geometry: close the ring, keep latitudes within 90 degrees, let no edge cross another.

E-FEED-001-happened = The mapping file cannot be read: { $why }.
E-FEED-001-kept = The feed was not opened.
E-FEED-001-next = Compare it with demarche template feed-map.

E-FEED-002-happened = { $word } stands in { $at } of the mapping and is no word of that list.
E-FEED-002-kept = The feed was not opened.
E-FEED-002-next = Use a word of the list; demarche template feed-map shows one of each.

E-FEED-003-happened = The header names neither position nor time in words that are known: { $found }.
E-FEED-003-kept = Nothing of the feed was read.
E-FEED-003-next = Write a mapping (demarche template feed-map) and give it with --map.

E-WATCH-001-happened = The file { $path } could not be read or written: { $why }.
E-WATCH-001-kept = What was committed stays.
E-WATCH-001-next = Check the path and who may read and write it, then give the command again.

E-WATCH-002-happened = { $path } is no notice: { $why }.
E-WATCH-002-kept = The watch was not begun.
E-WATCH-002-next = Mend the file, or take it out of the folder.

E-WATCH-003-happened = No line was found in { $path }.
E-WATCH-003-kept = The watch was not begun.
E-WATCH-003-next = Give a folder with at least one T1, E4, A2 or A3 that is whole.

E-WATCH-004-happened = The state was made with other lines or another way of reading the feed ({ $what }).
E-WATCH-004-kept = The state is as it was.
E-WATCH-004-next = Give the lines and the mapping it was made with, or another file as state.

E-WATCH-005-happened = The state of the watch cannot be read or written: { $why }.
E-WATCH-005-kept = What was committed stays; what came after it is read again from the feed.
E-WATCH-005-next = Check the disk, then give the command again.

E-WATCH-006-happened = The feed { $feed } cannot be opened: { $why }.
E-WATCH-006-kept = The watch was not begun.
E-WATCH-006-next = Check the name, and whether anybody listens there.

W-RL-01-what = imprecise: the geometry has a defect, { $defect }
W-RL-01-why = Two readers would draw two places.
W-RL-01-mend = Draw the ring anew: corners in order, no edge across another, an area inside.

W-RL-02-what = imprecise: the box spans { $degrees } degrees of longitude
W-RL-02-why = Most of the globe lies in it; most often it was meant to lie across 180.
W-RL-02-mend = Exchange its western and eastern longitude.

W-RL-03-what = arbitrary: a radius or half-width of { $found }; nearest focal figure { $nearest }
W-RL-03-why = A figure like any other invites testing; a focal one stands out.
W-RL-03-mend = Use { $nearest }, a round figure, or give your reason.

W-RL-04-what = arbitrary: a window of { $window }; nearest focal figure { $nearest }
W-RL-04-why = Nobody remembers such a window when it counts.
W-RL-04-mend = Use { $nearest }, or give your reason.

W-RL-05-what = imprecise: { $width } wide, and the best of its detectors errs by { $error }
W-RL-05-why = Most verdicts would be uncertain.
W-RL-05-mend = Widen the stand-off beyond the error, or name a finer detector.

W-RL-06-what = unverifiable: none of { $detectors } can see { $act }
W-RL-06-why = A crossing that nobody sees is not one.
W-RL-06-mend = Name a detector that sees the act, or take the act out.

W-RL-07-what = unverifiable: reports of the public do not reach { $threshold }
W-RL-07-why = The evidence that is asked for cannot come from there.
W-RL-07-mend = Lower the threshold, or name sensors of your own.

W-RL-08-what = unverifiable: { $relation } with detectors that tell where and never whose
W-RL-08-why = Control is shown by command, funds, arms or signals, not by a position.
W-RL-08-mend = Name a detector that tells of control, or a relation that a position shows.

W-RL-09-what = detector slower than the period: told after { $delay }, the line stands for { $period }
W-RL-09-why = The line is over before a crossing is known.
W-RL-09-mend = Name a quicker detector or a longer period.

W-RL-10-what = verifier as trigger: the station { $station } is of neither side
W-RL-10-why = Who verifies and is made a trigger can verify no longer.
W-RL-10-mend = Name a detector of your own; let the verifier report on what was agreed.

W-RL-11-what = incomplete: { $named } without { $missing }
W-RL-11-why = The same is done with the weapon that is not named.
W-RL-11-mend = Name { $missing } as well, or say why it is left out.

W-RL-12-what = incomplete: only { $groups } by name
W-RL-12-why = The same people under another name pass.
W-RL-12-mend = Say by relation whose forces are meant, and list the groups beside it.

W-RL-13-what = salami gap: a lane of { $gap } is left toward { $other }
W-RL-13-why = What may not pass on either side passes between.
W-RL-13-mend = Join the two places, or widen one stand-off by the gap.

W-RL-14-what = dilution: { $lines } lines stand, more than { $most }
W-RL-14-why = Where everything is a line, none is.
W-RL-14-mend = Withdraw or join those that you would not act on.

W-RL-15-what = consequence not credible: { $consequence } beside your own limits in { $limit }
W-RL-15-why = Both cannot be meant.
W-RL-15-mend = Say a consequence that the limits leave open, or end the limits by notice.

W-RL-16-what = discloses: { $sites } drawn sites narrower than { $least }
W-RL-16-why = The outlines tell the reader where your people are.
W-RL-16-mend = Draw areas at least { $least } wide, or use a sealed list.

W-RL-17-what = overlaps a territorial sea: it comes within { $coast } of a coast
W-RL-17-why = A third state has a say within 12 NM of its coast.
W-RL-17-mend = Keep 12 NM off coasts that are not yours, or give your reason, transit passage for one.
