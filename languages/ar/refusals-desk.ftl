### ما يرفضه المكتب الخاص.
E-DESK-001-happened = { $file } ليس في صيغته: { $why }
E-DESK-001-kept = لم يُقيَّم شيء ولم يُكتب شيء.
E-DESK-001-next = صوّبوا السطر والمفتاح المذكورين؛ يطبع الأمران ⁦demarche template assumptions⁩ و ⁦demarche template calendar⁩ ملفين صحيحين.
E-DESK-002-happened = في { $file }، { $key }: { $why }.
E-DESK-002-kept = لم يُقيَّم شيء ولم يُكتب شيء.
E-DESK-002-next = صوّبوا تلك القيمة؛ يبيّن الأمر ⁦demarche check⁩ هل الملف صحيح.
E-DESK-003-happened = لا يوجد { $asked }؛ الموجود: { $known }.
E-DESK-003-kept = لم يتغير شيء.
E-DESK-003-next = اطلبوا واحداً منها.
E-DESK-004-happened = لم يعط أحد برامج الحل جواباً: { $why }.
E-DESK-004-kept = لم يُستخلص شيء.
E-DESK-004-next = ابحثوا عن أوزان شديدة التفاوت في المقدار؛ فإن بقي الأمر فأبلغوا عنه مع الملف.
