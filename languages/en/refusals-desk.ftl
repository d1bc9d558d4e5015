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

E-DESK-005-happened = This link does not open the desk: it has been used, or it is not this desk’s.
E-DESK-005-kept = Nothing was told to this browser.
E-DESK-005-next = Open the newest link in the terminal in which the desk runs.

E-DESK-006-happened = This browser has not come in by a link, or its session has ended.
E-DESK-006-kept = Nothing was told to this browser; the desk keeps its runs.
E-DESK-006-next = Open the newest link in the terminal in which the desk runs.
