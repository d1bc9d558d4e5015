### أوراق: ما يُحمل على الورق.
sheet-title = الورقة { $number } من { $of }، { $status }
sheet-how = صوّروا الرمز، أو اكتبوا الأسطر في ملف؛ ينتهي كل سطر برمزين يكشفان الخطأ. ثم: ⁦demarche sheet read FILE⁩. من يعثر على هذه الورقة لا يعرف منها شيئاً.
sheet-printed = { $pages ->
    [one] صفحة واحدة في { $folder }. اطبعوا sheet.html.
    [two] صفحتان في { $folder }. اطبعوا sheet.html.
    [few] { $pages } صفحات في { $folder }. اطبعوا sheet.html.
   *[other] { $pages } صفحة في { $folder }. اطبعوا sheet.html.
    }
sheet-left-out = عدد الصفحات في { $folder }: { $pages }؛ وعدد المظاريف الأطول من صفحة: { $left }. احملوا هذه بالحقيبة.
sheet-read = أُدخل: { $pages }. الجديد مبيّن في قائمة الإشعارات.
