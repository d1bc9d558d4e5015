### What the private desk refuses.

E-DESK-001-happened = { $file } is not in its form: { $why }
E-DESK-001-kept = Nothing was assessed or written.
E-DESK-001-next = Mend the line and key that are named; demarche template assumptions and demarche template calendar print valid files.

E-DESK-002-happened = In { $file }, { $key }: { $why }.
E-DESK-002-kept = Nothing was assessed or written.
E-DESK-002-next = Correct that value; demarche check says whether the file is valid.

E-DESK-003-happened = There is no { $asked }; there are { $known }.
E-DESK-003-kept = Nothing was changed.
E-DESK-003-next = Ask for one of those.

E-DESK-004-happened = A solver had no answer: { $why }.
E-DESK-004-kept = No finding was made.
E-DESK-004-next = Look for weights that are very unlike in size; if it stays, report it with the file.
