### What this language is: its own name, the direction of its lines (ltr, rtl), its digits (latin, persian, arabic).
pack-name = فارسی
pack-direction = rtl
pack-digits = persian

pack-fault-missing = { $key } نیست: به انگلیسی و با نشانه نشان داده می‌شود.
pack-fault-unknown = هیچ‌چیز { $key } را نمی‌خواهد: کلید نادرست نوشته شده، یا پیام از نسخهٔ دیگری است.
pack-fault-twice = { $key } دو بار آمده است: یکی را نگه دارید.
pack-fault-leaves-out = { $key } جای { $about } را ندارد: آنچه در آن می‌آید به خواننده نمی‌رسد.
pack-fault-argument = { $key } از { $about } می‌گوید که کسی آن را نمی‌دهد.
pack-fault-no-word = { $key } باید یکی از این‌ها باشد: { $about }.
