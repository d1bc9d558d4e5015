### What a node refuses, and what its operator does about it.

E-NODE-001-happened = The configuration { $path } is not usable: { $detail }
E-NODE-001-kept = The node did not start; its folder is untouched.
E-NODE-001-next = Mend the line named; "demarche template node" prints a valid file.

E-NODE-002-happened = The node cannot listen on { $address }: { $detail }
E-NODE-002-kept = The node did not start; its folder is untouched.
E-NODE-002-next = Look at the rights of the folder, or choose another port.

E-NODE-003-happened = Health and metrics were asked for on { $address }, which others can reach.
E-NODE-003-kept = The node did not start.
E-NODE-003-next = Use an address of this machine only, such as 127.0.0.1.

E-NODE-004-happened = Compartment { $compartment } has stopped after a defect of this program: { $detail }
E-NODE-004-kept = Everything it had acknowledged is on the disk. The other compartments run on.
E-NODE-004-next = Report this. Restarting the node tries again.

E-NODE-005-happened = There is no compartment { $compartment } here.
E-NODE-005-kept = Nothing was changed.
E-NODE-005-next = "demarche node status" lists the compartments.

E-NODE-006-happened = There is no notice { $number } here.
E-NODE-006-kept = Nothing was changed.
E-NODE-006-next = Compare the number with the list.

E-NODE-007-happened = { $field } cannot be read: { $given }
E-NODE-007-kept = Nothing was changed.
E-NODE-007-next = See the help of the command for its form.

E-NODE-008-happened = Too much is waiting in compartment { $compartment }.
E-NODE-008-kept = What was asked was not taken.
E-NODE-008-next = Try again in a moment.

E-NODE-009-happened = The node is stopping.
E-NODE-009-kept = What was acknowledged is on the disk.
E-NODE-009-next = Start the node and ask again.

E-NODE-010-happened = A row of the node's own store is not readable: { $row }
E-NODE-010-kept = It was left as it is.
E-NODE-010-next = Use the version that wrote it, or restore from a backup.

E-NODE-011-happened = The charter names relay { $relay }, which the configuration does not know.
E-NODE-011-kept = Nothing was founded or joined.
E-NODE-011-next = Add the relay with its address, pin and tokens to the configuration, and start again.

E-NODE-012-happened = This party is not paired with { $party }.
E-NODE-012-kept = Nothing was founded or joined.
E-NODE-012-next = Pair with it first: exchange invitations and type the fingerprints.

E-NODE-013-happened = The charter is not valid: { $findings }
E-NODE-013-kept = Nothing was founded or joined.
E-NODE-013-next = "demarche check charter FILE" says what to mend, paragraph by paragraph.

E-NODE-014-happened = There is a compartment { $compartment } already, or one is being founded.
E-NODE-014-kept = It was left as it is.
E-NODE-014-next = Choose another code.

E-NODE-015-happened = The fingerprint of { $party } is needed.
E-NODE-015-kept = Nothing was paired.
E-NODE-015-next = Hear or read it from { $party } itself, never from this file, and type it.

E-NODE-016-happened = The folder belongs to { $found }; the configuration says { $asked }.
E-NODE-016-kept = The node did not start.
E-NODE-016-next = One folder serves one party and one status for life. Use another folder.

E-NODE-017-happened = The group of a compartment could not be founded, joined or restored: { $detail }
E-NODE-017-kept = Nothing of it was kept.
E-NODE-017-next = Report this.

E-NODE-018-happened = This machine's clock jumped: it should have shown { $was } and shows { $is }. Or the machine slept.
E-NODE-018-kept = Everything is kept and goes on. The order of entries does not rest on this clock; what falls due here comes late or early by as much until it is right.
E-NODE-018-next = Set the clock right, and have a time service hold it. Times that notices of this party claimed meanwhile may be wrong by as much: tell the other side.

E-NODE-030-happened = The settings name no address for the console.
E-NODE-030-kept = Nothing was changed.
E-NODE-030-next = Write console = "127.0.0.1:7451" into them and start the node again.

E-NODE-032-happened = This link was used, is older than ten minutes, or was never given.
E-NODE-032-kept = Nobody was logged in.
E-NODE-032-next = Ask for a new one on the terminal of the node.

E-NODE-033-happened = Nobody is logged in at this browser.
E-NODE-033-kept = Nothing was told or changed.
E-NODE-033-next = Log in with the key of this browser, or by a new link.

E-NODE-034-happened = This session is locked: nothing was done in it for fifteen minutes.
E-NODE-034-kept = Alarms go on. Drafts are kept.
E-NODE-034-next = Log in again to open it.

E-NODE-035-happened = The key is not on the roster as this person's, or the signature is not of it.
E-NODE-035-kept = Nobody was logged in and nothing was sealed.
E-NODE-035-next = Begin anew. If it happens again, ask for a new link.

E-NODE-036-happened = More logins have been begun than the console takes at once.
E-NODE-036-kept = Nobody was logged in.
E-NODE-036-next = Wait two minutes and begin anew.

E-NODE-037-happened = The console does not serve this question.
E-NODE-037-kept = Nothing was told or changed.
E-NODE-037-next = Use the command line on the node's machine.

E-NODE-038-happened = You have no role in { $compartment }.
E-NODE-038-kept = Nothing was told or changed.
E-NODE-038-next = If you should have one, ask the administrator of this node.
E-NODE-050-happened = This party has no custodians: its identity is random and the node’s own.
E-NODE-050-kept = Nothing was changed.
E-NODE-050-next = Hold a ceremony with demarche party keys found, then demarche party keys load.
E-NODE-051-happened = No drill is out.
E-NODE-051-kept = Nothing was changed.
E-NODE-051-next = Start one with demarche drill start.
E-NODE-052-happened = All parties have closed { $compartment }, and the cooling time is over.
E-NODE-052-kept = The record is whole.
E-NODE-052-next = Its record stays and can be read; found another compartment to speak again.
E-NODE-053-happened = The pair with { $party } rests on an older generation.
E-NODE-053-kept = Nothing was changed.
E-NODE-053-next = Pair with that party again in a ceremony, load the pair, then retire.
