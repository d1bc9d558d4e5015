### What this language is: its own name, the direction of its lines (ltr, rtl), its digits (latin, persian, arabic).
pack-name = العربية
pack-direction = rtl
pack-digits = arabic

pack-fault-missing = { $key } ناقصة: تظهر بالإنجليزية وراء علامة.
pack-fault-unknown = لا شيء يطلب { $key }: المفتاح خاطئ الكتابة أو الرسالة من إصدار آخر.
pack-fault-twice = { $key } واردة مرتين: أبقِ واحدة منهما.
pack-fault-leaves-out = { $key } تترك { $about }: ما يرد فيه يضيع على القارئ.
pack-fault-argument = { $key } تذكر { $about } ولا أحد يعطيه.
pack-fault-no-word = { $key } يجب أن تكون إحدى: { $about }.
