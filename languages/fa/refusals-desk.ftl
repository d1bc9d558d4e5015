### What the private desk refuses.

E-DESK-001-happened = { $file } در شکل درست نیست: { $why }
E-DESK-001-kept = چیزی ارزیابی یا نوشته نشد.
E-DESK-001-next = سطر و کلید نام‌برده را درست کنید؛ demarche template assumptions و demarche template calendar پرونده‌های معتبر چاپ می‌کنند.

E-DESK-002-happened = در { $file }، { $key }: { $why }.
E-DESK-002-kept = چیزی ارزیابی یا نوشته نشد.
E-DESK-002-next = آن مقدار را درست کنید؛ demarche check می‌گوید پرونده معتبر است یا نه.

E-DESK-003-happened = { $asked } وجود ندارد؛ اینها هست: { $known }.
E-DESK-003-kept = چیزی عوض نشد.
E-DESK-003-next = یکی از آن‌ها را بخواهید.

E-DESK-004-happened = حل‌کننده پاسخی نداشت: { $why }.
E-DESK-004-kept = هیچ یافته‌ای به دست نیامد.
E-DESK-004-next = وزن‌هایی را بجویید که اندازه‌شان بسیار ناهمگون است؛ اگر باز هم ماند، آن را با پرونده گزارش کنید.
