### What a relay tells its host while it runs.

relay-started = Relay { $relay } listens on { $address }. Its pin is { $pin }
relay-stopped = The relay has stopped; everything it acknowledged is on the disk.

### The page of a relay's desk.

desk-title = Relay { $relay }
desk-address = The parties reach it at { $address }.
desk-pin = Its fingerprint: { $pin }.
desk-duties = Its duties
desk-duty-kept = Everything that it acknowledged is on the disk.
desk-duty-failing = The last deposit could not be put on the disk and was refused. Look after the disk now.
desk-duty-clock = Its clock says { $now } and declares an error of at most { $error } ms. Compare it with a clock that you trust.
desk-duty-keeps = What is not fetched, and the log of order and times, it keeps for { $days } days.
desk-duty-since = It has run since { $since }; since then { $kept } envelopes kept, { $handed } handed over, { $refused } requests refused.
desk-duty-room = Its store takes at most { $mib } MiB of the disk.
desk-accounts = Accounts
desk-accounts-unread = The store cannot be read now. Load this page again.
desk-account = Account
desk-boxes = Mailboxes
desk-waiting-2 = Waiting, 2 KiB
desk-waiting-8 = Waiting, 8 KiB
desk-waiting-32 = Waiting, 32 KiB
desk-waiting-64 = Waiting, 64 KiB
desk-size = KiB waiting
desk-oldest = Oldest waiting
desk-last-deposit = Last deposit
desk-last-fetch = Last asked for
desk-unused = not used yet
desk-count = { $count }
desk-time = { $at }
desk-never = never
desk-defence = For the relay's own defence
desk-defence-why = If a party says that something was withheld, ask it for the number of the mailbox (64 signs). Order and times are all that the relay has to show.
desk-mailbox = Mailbox
desk-prove = Show order and times
desk-proof-of = Mailbox { $mailbox }
desk-no-box = There is no such mailbox here, or the store cannot be read now.
desk-back = Back
desk-event-deposit = Deposit { $seq }, { $kib } KiB, { $at }, envelope { $envelope }
desk-event-hand-over = Handed over { $first } to { $last }, { $at }
desk-cannot = This desk cannot know who writes to whom, what is written or why, and cannot be blamed for any of it; it answers only for keeping and handing over what it acknowledged.

### The kit of a relay: its page of settings, its sheet of steps, the page for the parties.

kit-settings-head = Settings of this relay. Change only what stands between the quotation marks.
kit-settings-id = The name that the parties gave this relay: capitals, digits, hyphens.
kit-settings-address = Where the parties reach this machine: its public address, a colon, and a port that the firewall lets in.
kit-settings-page = Where this desk opens its page, in a browser on this machine and on no other.
kit-settings-language = The language of that page: en, fa, fr or ar.
kit-settings-foot = Below this line the program keeps the accounts that you give out. Leave them as they are.
kit-sheet-head = How to run a relay with this folder
kit-step-fill = Copy this folder to the machine that shall be the relay. Open settings.toml with a text editor, fill its four fields, save it. Open a terminal in the folder; type each line below as it stands.
kit-step-check = Check the settings. The answer is: valid.
kit-step-pin = Make the relay's key. The file parties.html then shows its address and fingerprint. Print it, once for each party.
kit-step-first = Give the first party its accounts: hand it the file first.accounts and the printed page, by a person you know, then delete the file.
kit-step-second = The same for the second party, with the file second.accounts.
kit-step-run = Start the relay. It runs until you stop it with Ctrl-C; a loss of power harms nothing, start it again.
kit-step-page = Open the third field of the settings in a browser on this machine, http:// before it. That page says how the relay does and what it can show in its own defence.
parties-what = This relay keeps sealed envelopes until they are fetched. Enter the two lines below at your node.
parties-address = Address
parties-fingerprint = Fingerprint
parties-compare = Read the fingerprint back to the relay's desk by voice. If one sign differs, do not use the relay.
