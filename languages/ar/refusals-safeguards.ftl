<<<<<<< HEAD
# رسائل الرفض: الضمانات.
E-SAFE-001-happened = أعمدة الجدول هي { $found }؛ والمتوقع { $expected }.
E-SAFE-001-kept = لم يُحسب شيء ولم يُكتب شيء.
E-SAFE-001-next = أعطِ الجدول الأعمدة المتوقعة بهذا الترتيب؛ أساس كل كتلة مذكور في اسم عمودها.
E-SAFE-002-happened = السطر { $row }، العمود { $column }: مكتوب { $found }؛ والمتوقع { $expected }.
E-SAFE-002-kept = لم يُحسب شيء ولم يُكتب شيء.
E-SAFE-002-next = صحّح هذه الخانة ثم أعد الأمر.
E-SAFE-003-happened = { $what }: أُعطي { $found }؛ والمتوقع { $expected }.
E-SAFE-003-kept = لم يُحسب شيء ولم يُكتب شيء.
E-SAFE-003-next = صحّح هذه القيمة ثم أعد الأمر.
E-SAFE-004-happened = لا يمكن قراءة الملف: { $why }.
E-SAFE-004-kept = لم يُحسب شيء ولم يُكتب شيء.
E-SAFE-004-next = أصلح الملف؛ يطبع demarche template نموذجًا صالحًا من كل نوع.
E-SAFE-005-happened = لا تقرير في { $as_of } ولا قبله؛ أول تقرير بتاريخ { $first }.
E-SAFE-005-kept = لم يُحسب شيء ولم يُكتب شيء.
E-SAFE-005-next = اسأل عن يوم لاحق أو أعطِ جدولًا يبدأ قبل ذلك.
=======
### ما يرفضه محرك الضمانات.
E-SAFE-001-happened = أعمدة الجدول { $found }؛ والمتوقع { $expected }.
E-SAFE-001-kept = لم يُحسب شيء ولم يُكتب شيء.
E-SAFE-001-next = أعطوا الجدول الأعمدة المتوقعة بذلك الترتيب؛ وللكتلة أساسها في عمودها.
E-SAFE-002-happened = السطر { $row }، العمود { $column }: فيه { $found }؛ والمتوقع { $expected }.
E-SAFE-002-kept = لم يُحسب شيء ولم يُكتب شيء.
E-SAFE-002-next = صوّبوا ذلك الحقل، ثم أعيدوا الأمر.
E-SAFE-003-happened = { $what }: أُعطي { $found }؛ والمتوقع { $expected }.
E-SAFE-003-kept = لم يُحسب شيء ولم يُكتب شيء.
E-SAFE-003-next = صوّبوا تلك القيمة، ثم أعيدوا الأمر.
E-SAFE-004-happened = لا يمكن قراءة الملف: { $why }.
E-SAFE-004-kept = لم يُحسب شيء ولم يُكتب شيء.
E-SAFE-004-next = صوّبوا الملف؛ يطبع الأمر ⁦demarche template⁩ ملفاً صحيحاً من كل نوع.
E-SAFE-005-happened = لا تقرير في { $as_of } أو قبله؛ وأولها في { $first }.
E-SAFE-005-kept = لم يُحسب شيء ولم يُكتب شيء.
E-SAFE-005-next = اسألوا عن يوم لاحق، أو أعطوا جدولاً يعود إلى أبعد.
>>>>>>> 371574e (languages: the board, the watch, the models and the desk in French and Arabic)
