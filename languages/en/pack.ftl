### What this language is: its own name, the direction of its lines (ltr, rtl), its digits (latin, persian, arabic).
pack-name = English
pack-direction = ltr
pack-digits = latin

pack-fault-missing = { $key } is missing: it is shown in English behind a mark.
pack-fault-unknown = Nothing asks for { $key }: its key is misspelt, or the message is of another version.
pack-fault-twice = { $key } stands twice: keep one of them.
pack-fault-leaves-out = { $key } leaves out { $about }: what stands there would be lost to the reader.
pack-fault-argument = { $key } says { $about }, which nobody gives.
pack-fault-no-word = { $key } must be one of: { $about }.
