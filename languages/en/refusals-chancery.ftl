### What the chancery refuses: officers (001 to 013), the desk (014 to 023, 027), charter and store (024 to 026).

E-CHAN-001-happened = No officer here has the code { $person }.
E-CHAN-001-kept = Nothing was changed.
E-CHAN-001-next = See `officer list`, or add the person first.

E-CHAN-002-happened = The code { $person } is or was another person's.
E-CHAN-002-kept = Nothing was changed.
E-CHAN-002-next = Choose a code that was never used; codes are not given twice.

E-CHAN-003-happened = That key is { $holder }'s, or was within the last 24 hours.
E-CHAN-003-kept = Nothing was changed.
E-CHAN-003-next = Make a new key file for the new person.

E-CHAN-004-happened = Nobody here holds the key that answered.
E-CHAN-004-kept = The draft and its seals are unchanged.
E-CHAN-004-next = Use the key file of an officer of this node.

E-CHAN-005-happened = The node did not ask for this answer, has had it already, or was restarted since.
E-CHAN-005-kept = The draft and its seals are unchanged.
E-CHAN-005-next = Begin the release again; the node then asks anew.

E-CHAN-006-happened = The answer came more than two minutes after the node asked.
E-CHAN-006-kept = The draft and its seals are unchanged.
E-CHAN-006-next = Begin the release again.

E-CHAN-007-happened = The answer is to a question about another draft or another act.
E-CHAN-007-kept = The draft and its seals are unchanged.
E-CHAN-007-next = Begin the release of this draft again.

E-CHAN-008-happened = The signature under the answer is not that of { $person }'s key.
E-CHAN-008-kept = The draft and its seals are unchanged.
E-CHAN-008-next = Try again with the right key file; if it fails again, have the key withdrawn.

E-CHAN-009-happened = Too many questions to officers are open at once.
E-CHAN-009-kept = Everything is unchanged.
E-CHAN-009-next = Wait two minutes; find out what asks so often.

E-CHAN-010-happened = { $person } has sealed this already; the second seal must be another person's.
E-CHAN-010-kept = The first seal stands. Nothing was sent.
E-CHAN-010-next = Ask another officer to seal it.

E-CHAN-011-happened = Both seals rest on one key, or on a key that changed hands within 24 hours.
E-CHAN-011-kept = The first seal stands. Nothing was sent.
E-CHAN-011-next = Ask an officer who has always had a key of their own.

E-CHAN-012-happened = { $person } has no role here that may do this. It takes one of: { $asked }.
E-CHAN-012-kept = The draft and its seals are unchanged.
E-CHAN-012-next = Ask an officer who has the role.

E-CHAN-013-happened = One of the two seals must be of rank { $asked }.
E-CHAN-013-kept = The first seal stands. Nothing was sent.
E-CHAN-013-next = Ask an officer of that rank to give the second seal.

E-CHAN-014-happened = There is no draft { $draft } on this desk.
E-CHAN-014-kept = Nothing was changed.
E-CHAN-014-next = See the list of drafts; it may have gone out or been withdrawn.

E-CHAN-015-happened = There is no notice { $number } here.
E-CHAN-015-kept = Nothing was changed.
E-CHAN-015-next = Look at the number again; if it is right, the notice has not arrived yet.

E-CHAN-016-happened = The draft may not be released: { $findings }.
E-CHAN-016-kept = The draft is kept as it is. Nothing was sent.
E-CHAN-016-next = Mend the paragraphs named and seal it again.

E-CHAN-017-happened = The draft draws warnings that nobody has answered: { $findings }.
E-CHAN-017-kept = The draft is kept as it is. Nothing was sent.
E-CHAN-017-next = Mend it, or seal it with a reason for overruling the warnings.

E-CHAN-018-happened = Notices of class { $class } are suspended by { $by }.
E-CHAN-018-kept = The draft is kept as it is. Nothing was sent.
E-CHAN-018-next = Wait for RESUME. Notices of the floor still pass unless the floor itself was named.

E-CHAN-019-happened = { $sent } FLASH notices went out within the last hour; this one needs a reason.
E-CHAN-019-kept = The draft is kept as it is. Nothing was sent.
E-CHAN-019-next = Give the reason with the seal, or lower the precedence.

E-CHAN-021-happened = The draft says { $there } as its { $field }; on this line it is { $here }.
E-CHAN-021-kept = The draft is kept as it is. Nothing was sent.
E-CHAN-021-next = Look whether this is the right line; then mend the draft.

E-CHAN-022-happened = The time for a second seal on { $number } is over.
E-CHAN-022-kept = What was released stays as it lapsed; both sides have been told.
E-CHAN-022-next = Release it again if it is still meant.

E-CHAN-023-happened = Nothing about { $number } waits for a second seal.
E-CHAN-023-kept = Nothing was sent.
E-CHAN-023-next = Look at the notice: it may be confirmed already.

E-CHAN-024-happened = The charter's text says { $text } for { $parameter }; the line was set up with { $carrier }.
E-CHAN-024-kept = The charter was not released. The line runs as before.
E-CHAN-024-next = Make text and settings say the same, then release it.

E-CHAN-025-happened = The log of seals is broken at record { $at }: a record was changed or taken out.
E-CHAN-025-kept = The compartment was not opened. Nothing was written.
E-CHAN-025-next = Keep the store as it is for inquiry, and restore the last backup.

E-CHAN-026-happened = A row of this compartment's store cannot be read: { $row }.
E-CHAN-026-kept = The compartment was not opened. Nothing was written.
E-CHAN-026-next = Restore the last backup.

E-CHAN-027-happened = Something tried to send a notice past the release desk. This is a defect of the program.
E-CHAN-027-kept = Nothing was sent.
E-CHAN-027-next = Report it with the log of the node.

E-CHAN-028-happened = The page does not verify from the charter on it; the check that failed is { $why }.
E-CHAN-028-kept = Nothing was changed. The page proves nothing.
E-CHAN-028-next = Ask whoever gave it to you for the page again; if it fails again, treat it as unsigned.

E-CHAN-029-happened = The compartment is MUTUAL_ONLY: its notices carry no record signature, so none of them can be put on a page.
E-CHAN-029-kept = Nothing was written.
E-CHAN-029-next = Show the transcript to the other party only; it convinces the members, and nobody else.
