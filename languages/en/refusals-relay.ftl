### What keeps a relay from running, and what its host does about it.

E-RELAY-001-happened = The configuration { $path } is not usable: { $detail }
E-RELAY-001-kept = The relay did not start; its mailboxes are untouched.
E-RELAY-001-next = Mend the line named; "demarche template relay" prints a valid file.

E-RELAY-002-happened = The address { $address } cannot be listened on: { $detail }
E-RELAY-002-kept = The relay did not start; its mailboxes are untouched.
E-RELAY-002-next = Choose another port, or stop what uses this one.

E-RELAY-003-happened = Health and metrics were asked for on { $address }, which others can reach.
E-RELAY-003-kept = The relay did not start.
E-RELAY-003-next = Use an address of this machine only, such as 127.0.0.1.

E-RELAY-004-happened = Key or certificate in the relay's folder cannot be used: { $detail }
E-RELAY-004-kept = Its mailboxes are untouched.
E-RELAY-004-next = Bring tls.key and tls.crt back from a copy. New ones have another pin, which every party must be told.

E-RELAY-005-happened = The part of the relay that keeps mailboxes has stopped.
E-RELAY-005-kept = What was acknowledged is on the disk.
E-RELAY-005-next = Start the relay again and report this.

E-RELAY-006-happened = There is no mailbox { $mailbox } here.
E-RELAY-006-kept = Nothing was changed.
E-RELAY-006-next = Compare the id with the one that the party named.

E-RELAY-007-happened = The relay's store holds rows that this version did not write: { $detail }
E-RELAY-007-kept = They were left as they are.
E-RELAY-007-next = Use the version that wrote them, or a copy of the folder.

E-RELAY-008-happened = There are no words in the language { $language }.
E-RELAY-008-kept = Nothing was changed.
E-RELAY-008-next = Use en, fa, fr or ar.

E-RELAY-009-happened = { $path } is there already.
E-RELAY-009-kept = It is as it was; a kit is never written over something.
E-RELAY-009-next = Name a folder that does not exist yet.

E-RELAY-010-happened = The kit in { $path } could not be written: { $detail }
E-RELAY-010-kept = What stands in the folder is not a whole kit.
E-RELAY-010-next = Delete the folder, make room, and write the kit again.
