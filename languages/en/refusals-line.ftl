### What the line refuses: the machine of a compartment (001 to 019), files and pairing (020 to 039).

E-LINE-001-happened = The store does not hold this compartment in a form that can be read.
E-LINE-001-kept = Nothing was written to it. The entries that others hold are safe with them.
E-LINE-001-next = Restore the last backup; the node then asks the other members for what it lacks.

E-LINE-002-happened = The store belongs to another compartment or to another status.
E-LINE-002-kept = Nothing was changed.
E-LINE-002-next = Look at the data folder in the configuration: it names the folder of another node.

E-LINE-003-happened = This node was restored or not stopped cleanly. It sends nothing before a member has confirmed its last entry.
E-LINE-003-kept = The draft is unchanged. What was released before goes out by itself.
E-LINE-003-next = Wait for a member to answer, or reach one by another relay or by pouch. Receiving works.

E-LINE-004-happened = This store is an old copy: others hold newer entries of this party.
E-LINE-004-kept = Nothing was sent. What this node holds stays readable.
E-LINE-004-next = Let the node fetch its own entries, then have it removed and added again in one epoch change.

E-LINE-005-happened = { $author } wrote two different entries at the same place of its chain.
E-LINE-005-kept = Both entries are kept as proof for this party. Later entries of { $author } count for nothing.
E-LINE-005-next = Speak to { $author } outside the line. Sending goes on only when a person here says so.

E-LINE-006-happened = A record signature stands where there may be none, or none where there must be one.
E-LINE-006-kept = Nothing was sent.
E-LINE-006-next = The attestation of a compartment is fixed for life: use the compartment whose charter says what you need.

E-LINE-007-happened = { $bytes } bytes do not fit the largest envelope.
E-LINE-007-kept = The draft is unchanged.
E-LINE-007-next = Shorten it, or send the long part as an annex.

E-LINE-008-happened = This party is a silent member of the compartment: it receives and does not send.
E-LINE-008-kept = Nothing was sent.
E-LINE-008-next = Another tempo needs a new version of the charter.

E-LINE-009-happened = Something from { $from } was refused: { $check }.
E-LINE-009-kept = It was counted and thrown away. Nothing else was touched.
E-LINE-009-next = Once is nothing. If it goes on, tell the host of { $from } and look at the line test.

E-LINE-010-happened = The keys of the compartment could not be used: { $why }.
E-LINE-010-kept = The last durable state stands.
E-LINE-010-next = This is a defect of Demarche. Restart the node; if it comes again, send the log.

E-LINE-011-happened = Only notices and charters are released; the machine writes all other entries itself.
E-LINE-011-kept = Nothing was sent.
E-LINE-011-next = This is a defect of Demarche. Send the log.

E-LINE-012-happened = The body does not have the form of its kind: { $why }.
E-LINE-012-kept = Nothing was sent.
E-LINE-012-next = This is a defect of Demarche. Send the log.

E-LINE-013-happened = { $party } is not another member of this compartment.
E-LINE-013-kept = Nothing was packed.
E-LINE-013-next = Look at the members of the charter and name one of them.

E-LINE-014-happened = The file is not a pouch for this node: { $why }.
E-LINE-014-kept = Nothing was changed.
E-LINE-014-next = Ask for the pouch again; its status must be that of this node.

E-LINE-015-happened = An entry signed with a leaf key that its author had already given away was refused; { $count } so far.
E-LINE-015-kept = Nothing of it was taken in. What the author wrote before it left that epoch is all here and unchanged.
E-LINE-015-next = It names nobody: whoever has read the disclosure can have made it. If the count rises, tell the members on another path.

E-LINE-016-happened = The change of members or charter may not be: { $why }.
E-LINE-016-kept = Members, charter and keys are as they were; nothing was sent.
E-LINE-016-next = The word says why: NOT-AGREED until this party has read the version back; NO-KEY-PACKAGE until the newcomer has lent one; NOT-PAIRED until you are paired with every member of the version; NOT-ASKED where the member itself has not asked to be taken in anew; OTHER-MEMBERS where the change and the version differ; TWO-PARTY, because nobody is put out of a compartment of two; OWN-REMOVAL, because another member must order it; NO-SUCH-PSK and PSK-NOT-REPORTED until every voter has entered the courier secret; REFUSED where another voter refused the change: ask that party why, then order it again.

E-LINE-017-happened = The RE-FORM may not be written: { $why }.
E-LINE-017-kept = The term goes on as it was; nothing was sent.
E-LINE-017-next = The word says why: STILL-HEARD until the absent voter has been silent for 14 days (6 hours for a leak); TOO-FEW-WRITERS unless two or more voters, over half, write it; DECISION-HELD, because the decision is here and the epoch changes; PLEDGED while a word of yours may still stand; CUT-NOT-HERE until everything below the cut has come; AWAY-FOLLOWS, because who is away comes back as a following member; NO-KEY-PACKAGE where no spare of the absent member lies here; TWO-PARTY, because both must write it and both stay.

E-LINE-018-happened = This party is no longer a member of the compartment.
E-LINE-018-kept = Its record up to the change that took it out is here and can be read and exported.
E-LINE-018-next = Nothing can be sent in it. A member can let you in again by a charter version.

E-LINE-019-happened = The record that the Welcome spoke of is not here whole yet.
E-LINE-019-kept = What has come is kept; nothing was sent.
E-LINE-019-next = Wait: it is asked of one member after another. A pouch of any member brings it too.

E-LINE-020-happened = This is not a file of Demarche.
E-LINE-020-kept = Nothing was changed.
E-LINE-020-next = Take the file that the other side gave you: invitation, pairing message or pouch.

E-LINE-021-happened = The command takes a file of the kind { $wanted }; this one is { $found }.
E-LINE-021-kept = Nothing was changed.
E-LINE-021-next = Take the right file, or the command for this one.

E-LINE-022-happened = The file is damaged or of another version: { $why }.
E-LINE-022-kept = Nothing was changed.
E-LINE-022-next = Ask for the file again and copy it whole.

E-LINE-023-happened = The file is of status { $theirs }; this node is { $ours }.
E-LINE-023-kept = Nothing was changed. A line of one status never speaks with another.
E-LINE-023-next = Use the node whose status is { $theirs }, or ask for a file of status { $ours }.

E-LINE-024-happened = The invitation bears this party's own code, { $party }.
E-LINE-024-kept = Nothing was changed.
E-LINE-024-next = Take the other side's invitation. If both use the code { $party }, one of you must choose another.

E-LINE-025-happened = What you typed is not the fingerprint of this invitation of { $party }.
E-LINE-025-kept = Nothing was changed and nothing was sent.
E-LINE-025-next = Have the 8 groups read to you again, by voice or from paper, never from the same mail. If they still differ, the file was exchanged on the way.

E-LINE-026-happened = Pairing with { $party } begins with the invitation of this party, whose code comes first.
E-LINE-026-kept = Nothing was changed.
E-LINE-026-next = Give { $party } your invitation and wait for its answer, file 2 of 4.

E-LINE-027-happened = Pairing with { $party } begins with its invitation, because its code comes first.
E-LINE-027-kept = Nothing was changed.
E-LINE-027-next = Ask { $party } for its invitation and answer that.

E-LINE-028-happened = The file belongs to no pairing that is under way here.
E-LINE-028-kept = Nothing was changed.
E-LINE-028-next = Look at the list of pairings. If yours was begun anew, the other side must answer the new file.

E-LINE-029-happened = The file answers another invitation than the one this node gave out, or is for another party.
E-LINE-029-kept = Nothing was changed.
E-LINE-029-next = Give the other side your present invitation and ask for a new answer.

E-LINE-030-happened = The check of the message from { $party } fails: it was altered, or the courier secrets differ.
E-LINE-030-kept = Nothing was changed. No key of this pairing is in use.
E-LINE-030-next = Compare with { $party } whether both or neither put in a courier secret, and begin anew.

E-LINE-031-happened = The key or ciphertext from { $party } is not a valid one.
E-LINE-031-kept = Nothing was changed.
E-LINE-031-next = Ask { $party } for the file again; if it comes again, its node is at fault.

E-LINE-032-happened = This node is not paired with { $party }, a member of the compartment.
E-LINE-032-kept = Nothing was founded.
E-LINE-032-next = Pair with { $party } first: every two members of a compartment must be paired.

E-LINE-033-happened = { $party } does not take part in the compartment: { $why }.
E-LINE-033-kept = Nothing was founded; the charter draft is unchanged.
E-LINE-033-next = Settle it with { $party }, then found the compartment again.

E-LINE-034-happened = The annex cannot be sent: { $why }.
E-LINE-034-kept = Nothing was sent and nothing of it is kept.
E-LINE-034-next = The word says why: TOO-LARGE above the charter's limit of one annex (8 MiB unless said otherwise); TOTAL above that of all (256 MiB); EMPTY; NO-SUCH-READER where a reading party is not another member; KIND where what it is has no word.
E-LINE-040-happened = Line { $line } of the sheet is not what was printed.
E-LINE-040-kept = Nothing of the sheet was taken in.
E-LINE-040-next = Compare line { $line } with the paper, its number too, and give it again.
E-LINE-041-happened = Line { $line } of the sheet is missing.
E-LINE-041-kept = Nothing of the sheet was taken in.
E-LINE-041-next = Type line { $line } too and give the sheet again.
