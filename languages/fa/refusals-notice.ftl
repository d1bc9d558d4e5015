### آنچه خوانده نمی‌شود و چارهٔ آن.

E-NOTICE-001-happened = اعلان { $bytes } بایت است؛ حداکثر { $most } بایت پذیرفته می‌شود.
E-NOTICE-001-kept = چیزی تغییر نکرد.
E-NOTICE-001-next = فهرست‌ها و مدارک را در پیوست بگذارید.

E-NOTICE-002-happened = این بایت‌ها اعلان نیست: { $at } { $why }
E-NOTICE-002-kept = چیزی تغییر نکرد.
E-NOTICE-002-next = اگر از طرف دیگری رسیده، مدخل را نام ببرید و اعلان را دوباره بخواهید.

E-NOTICE-003-happened = اعلان در صورت متعارف یگانه نیست.
E-NOTICE-003-kept = چیزی تغییر نکرد.
E-NOTICE-003-next = از نویسنده دوباره بخواهید؛ نرم‌افزارش صورت دیگری می‌نویسد.

E-NOTICE-004-happened = اعلان از قالب نسخهٔ { $version } است که این برنامه نمی‌شناسد.
E-NOTICE-004-kept = چیزی تغییر نکرد.
E-NOTICE-004-next = نسخه‌ای را نصب کنید که منشور نام می‌برد.

E-NOTICE-005-happened = نوع { $kind } در این نسخه پشتیبانی نمی‌شود.
E-NOTICE-005-kept = چیزی تغییر نکرد.
E-NOTICE-005-next = نوعی از فهرست را به کار ببرید یا نسخهٔ تازه‌تر نصب کنید.

E-NOTICE-006-happened = { $kind } هرگز به‌صورت اعلان نوشته نمی‌شود.
E-NOTICE-006-kept = چیزی تغییر نکرد.
E-NOTICE-006-next = گره خود آزمایش خط را می‌فرستد؛ منشور با فرمان منشور پیشنهاد می‌شود.

E-NOTICE-007-happened = مقدار { $at } از گونه‌ای نیست که بند می‌پذیرد.
E-NOTICE-007-kept = چیزی تغییر نکرد.
E-NOTICE-007-next = مقدار را چنان‌که الگو نشان می‌دهد بنویسید.

E-NOTICE-008-happened = پرونده TOML نیست: { $why }
E-NOTICE-008-kept = چیزی تغییر نکرد.
E-NOTICE-008-next = سطر نام‌برده را درست کنید؛ الگو پروندهٔ درستی است.

E-NOTICE-009-happened = کلید { $at } شناخته نیست؛ کلیدهای آنجا: { $known }
E-NOTICE-009-kept = چیزی تغییر نکرد.
E-NOTICE-009-next = کلید را درست کنید یا بردارید.

E-NOTICE-010-happened = { $at } خوانده نمی‌شود: { $found }
E-NOTICE-010-kept = چیزی تغییر نکرد.
E-NOTICE-010-next = آن را چنین بنویسید: { $expected }

E-NOTICE-011-happened = کلید { $at } نیست.
E-NOTICE-011-kept = چیزی تغییر نکرد.
E-NOTICE-011-next = آن را بیفزایید؛ الگو نمونه‌ای دارد.

E-NOTICE-012-happened = جدول CSV نیست: { $why }
E-NOTICE-012-kept = چیزی تغییر نکرد.
E-NOTICE-012-next = آن را به‌صورت CSV با سطر عنوان، جداشده با ویرگول و UTF-8 ذخیره کنید.

E-NOTICE-013-happened = ستون‌های جدول شناخته نیست: { $found }
E-NOTICE-013-kept = چیزی تغییر نکرد.
E-NOTICE-013-next = ستون‌های incidents.csv یا زیرمجموعهٔ UCDP را به کار ببرید؛ README آن‌ها را آورده است.

E-NOTICE-014-happened = سطر { $row } نیست؛ جدول { $rows } سطر دارد.
E-NOTICE-014-kept = چیزی تغییر نکرد.
E-NOTICE-014-next = سطری از { 1 } تا { $rows } نام ببرید.

E-NOTICE-015-happened = خانهٔ ستون { $column } خوانده نمی‌شود: { $found }
E-NOTICE-015-kept = چیزی تغییر نکرد.
E-NOTICE-015-next = آن خانه را درست کنید.

E-NOTICE-016-happened = این نسخه { $what } را نمی‌شناسد.
E-NOTICE-016-kept = چیزی تغییر نکرد.
E-NOTICE-016-next = این گره را به نسخه‌ای برسانید که آن را نوشته است.
