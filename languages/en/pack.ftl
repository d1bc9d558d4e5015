### What this language is: its own name, the direction of its lines (ltr, rtl), its digits (latin, persian, arabic).
pack-name = English
pack-direction = ltr
pack-digits = latin
