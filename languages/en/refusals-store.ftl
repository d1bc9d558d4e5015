### What the store of this machine refuses, and what to do about it.

E-STORE-001-happened = The system refused a file operation on { $path }: { $detail }
E-STORE-001-kept = Nothing was changed.
E-STORE-001-next = Look at the rights and the state of that file or folder, then try again.

E-STORE-002-happened = No room is left for { $path }.
E-STORE-002-kept = The last step was not kept; all before it is safe.
E-STORE-002-next = Free space on that disk; the node goes on by itself.

E-STORE-003-happened = The disk did not confirm a write to { $path }: { $detail }
E-STORE-003-kept = The last step counts as not kept; all before it is safe.
E-STORE-003-next = Look at the disk and its cable, make a backup, and move to another disk.

E-STORE-004-happened = The key does not open { $path }.
E-STORE-004-kept = Nothing was changed.
E-STORE-004-next = The file belongs to another node or its first page is damaged. Bring back a backup.

E-STORE-005-happened = { $path } is damaged: { $detail }
E-STORE-005-kept = Nothing was written to it.
E-STORE-005-next = Stop the node, keep the file, and restore from the last backup.

E-STORE-006-happened = { $path } is in use by another process ({ $holder }).
E-STORE-006-kept = Nothing was changed.
E-STORE-006-next = One node runs on one folder. Stop the other process, or speak to it.

E-STORE-007-happened = { $path } was written by a later version (format { $found }; this version knows { $known }).
E-STORE-007-kept = Nothing was changed.
E-STORE-007-next = Use the version that wrote it, or a later one.

E-STORE-008-happened = There is nothing at { $path }.
E-STORE-008-kept = Nothing was changed.
E-STORE-008-next = Check the path. A new node is made with "demarche node init".

E-STORE-009-happened = { $path } is there already.
E-STORE-009-kept = It was left as it is.
E-STORE-009-next = Choose another place, or move the old one away first.

E-STORE-010-happened = The passphrase does not open { $path }, or none was given.
E-STORE-010-kept = Nothing was changed.
E-STORE-010-next = Try again with the right passphrase.

E-STORE-011-happened = { $path } is not a key file of this node.
E-STORE-011-kept = Nothing was changed.
E-STORE-011-next = Bring the right file back, or restore the node from a backup.

E-STORE-012-happened = The backup { $path } cannot be read to its end: { $detail }
E-STORE-012-kept = Nothing was restored.
E-STORE-012-next = Use another copy of the backup, or an older backup.

E-STORE-013-happened = The backup { $path } is of status { $found }; { $asked } was asked for.
E-STORE-013-kept = Nothing was restored.
E-STORE-013-next = An exercise never becomes real. Choose the backup of the right status.

E-STORE-014-happened = The system gave no randomness.
E-STORE-014-kept = No key was made.
E-STORE-014-next = This machine must not run a node until its random source works.
