### What the folds do not take in. Nothing is lost by it: the entry stays, shown with this reason.

E-STAND-001-happened = An entry of { $author } is not a notice in canonical form: { $why }.
E-STAND-001-kept = The entry is kept and stands in the script; it counts for nothing.
E-STAND-001-next = Tell { $author } by voice that the entry cannot be read, and ask for the notice again.

E-STAND-002-happened = Notice { $number } in an entry of { $author } says another { $field } than its entry.
E-STAND-002-kept = The entry is kept and stands in the script; it counts for nothing.
E-STAND-002-next = Ask { $author } by voice what was meant. A node that runs as it should never sends this.

E-STAND-003-happened = Two entries carry the number { $number }.
E-STAND-003-kept = Both are kept. The first in order is the notice; the other counts for nothing.
E-STAND-003-next = Ask its author which of the two stands, and have the other sent again under a new number.

E-STAND-004-happened = { $by } spoke of { $subject }, which is not theirs to speak of.
E-STAND-004-kept = The entry is kept. No state was moved.
E-STAND-004-next = Nothing is to be done here; if it was meant for another notice, ask { $by }.

E-STAND-005-happened = { $subject } was read back before it was opened.
E-STAND-005-kept = The read-back is kept and does not count. The notice stays as it was.
E-STAND-005-next = Open the notice first (K2), then read it back.

E-STAND-006-happened = A read-back of { $subject } names another entry than that of the notice.
E-STAND-006-kept = The read-back is kept and does not count.
E-STAND-006-next = Read the notice back again from its present rendering.

E-STAND-007-happened = { $input } has no effect while the state is { $state }.
E-STAND-007-kept = The state stays { $state }.
E-STAND-007-next = Look at the notice's states before sending this again.

E-STAND-008-happened = { $author } has sent something that this version does not know: { $what }. It is shown as UNKNOWN.
E-STAND-008-kept = The entry is kept and stands in the script; nothing is folded from it until this version knows it.
E-STAND-008-next = Ask { $author } by voice what it says, and bring this node up to their version.

E-STAND-009-happened = This file is no standing snapshot of this version: { $why }.
E-STAND-009-kept = Nothing was read from it.
E-STAND-009-next = Have the node write the snapshot again, and copy it whole.
