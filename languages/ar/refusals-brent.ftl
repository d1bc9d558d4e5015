<<<<<<< HEAD
# رسائل الرفض: نفط برنت.
E-BRENT-001-happened = أعمدة الجدول هي { $found }؛ والمتوقع { $expected }.
E-BRENT-001-kept = لم يُحسب شيء ولم يُكتب شيء.
E-BRENT-001-next = أعطِ الجدول الأعمدة المتوقعة بهذا الترتيب؛ أساس كل كتلة مذكور في اسم عمودها.
E-BRENT-002-happened = السطر { $row }، العمود { $column }: مكتوب { $found }؛ والمتوقع { $expected }.
E-BRENT-002-kept = لم يُحسب شيء ولم يُكتب شيء.
E-BRENT-002-next = صحّح هذه الخانة ثم أعد الأمر.
E-BRENT-003-happened = { $what }: أُعطي { $found }؛ والمتوقع { $expected }.
E-BRENT-003-kept = لم يُحسب شيء ولم يُكتب شيء.
E-BRENT-003-next = صحّح هذه القيمة ثم أعد الأمر.
E-BRENT-004-happened = لا يمكن قراءة الملف: { $why }.
E-BRENT-004-kept = لم يُحسب شيء ولم يُكتب شيء.
E-BRENT-004-next = أصلح الملف؛ يطبع demarche template نموذجًا صالحًا من كل نوع.
E-BRENT-005-happened = تاريخ { $row } هو { $date } بعد المبدأ { $origin }: هذا نظر إلى المستقبل.
E-BRENT-005-kept = لم يُحسب شيء ولم يُكتب شيء.
E-BRENT-005-next = خذ مبدأً لاحقًا، أو احذف التاريخ إن كان الحدث مفترضًا.
E-BRENT-006-happened = المعطيات قليلة للحساب: { $found }؛ والمطلوب { $expected }.
E-BRENT-006-kept = لم يُحسب شيء ولم يُكتب شيء.
E-BRENT-006-next = أعطِ سجلًا أطول أو مبدأً آخر أو مجموعة أخرى.
=======
### ما يرفضه محرك برنت.
E-BRENT-001-happened = أعمدة الجدول { $found }؛ والمتوقع { $expected }.
E-BRENT-001-kept = لم يُحسب شيء ولم يُكتب شيء.
E-BRENT-001-next = أعطوا الجدول الأعمدة المتوقعة بذلك الترتيب؛ وللكتلة أساسها في عمودها.
E-BRENT-002-happened = السطر { $row }، العمود { $column }: فيه { $found }؛ والمتوقع { $expected }.
E-BRENT-002-kept = لم يُحسب شيء ولم يُكتب شيء.
E-BRENT-002-next = صوّبوا ذلك الحقل، ثم أعيدوا الأمر.
E-BRENT-003-happened = { $what }: أُعطي { $found }؛ والمتوقع { $expected }.
E-BRENT-003-kept = لم يُحسب شيء ولم يُكتب شيء.
E-BRENT-003-next = صوّبوا تلك القيمة، ثم أعيدوا الأمر.
E-BRENT-004-happened = لا يمكن قراءة الملف: { $why }.
E-BRENT-004-kept = لم يُحسب شيء ولم يُكتب شيء.
E-BRENT-004-next = صوّبوا الملف؛ يطبع الأمر ⁦demarche template⁩ ملفاً صحيحاً من كل نوع.
E-BRENT-005-happened = تاريخ { $row } هو { $date }، بعد الأصل { $origin }: وذلك نظر إلى المستقبل.
E-BRENT-005-kept = لم يُحسب شيء ولم يُكتب شيء.
E-BRENT-005-next = خذوا أصلاً لاحقاً، أو اتركوا التاريخ حيث يُفترض الحدث.
E-BRENT-006-happened = المتوفر أقل من أن يُحسب به: { $found }؛ واللازم { $expected }.
E-BRENT-006-kept = لم يُحسب شيء ولم يُكتب شيء.
E-BRENT-006-next = أعطوا سلسلة أطول، أو أصلاً لاحقاً.
>>>>>>> 371574e (languages: the board, the watch, the models and the desk in French and Arabic)
