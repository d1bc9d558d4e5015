### What this language is: its own name, the direction of its lines (ltr, rtl), its digits (latin, persian, arabic).
pack-name = فارسی
pack-direction = rtl
pack-digits = persian
