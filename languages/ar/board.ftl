<<<<<<< HEAD
# لوحة الجمود: أعداد مع إشعاراتها، بلا درجة ولا لون بلا كلمة.
board-title = لوحة الجمود في { $at }
board-fingerprint = النصف المشترك، البصمة { $digits } ({ $digest })
board-part-stability = الاستقرار
board-part-affiliates = التابعون
board-part-breakout = العتبة النووية
board-part-nearest = أقرب خط أحمر لكل طرف
board-part-cycles = دور من
board-part-tracks = المساران
board-part-due = المستحق
board-part-line = الخط (من هنا)
board-part-own = المستحق في هذه العقدة
board-part-margin = هامش ضبط النفس
board-nothing = لا شيء
board-not-yet = ليس بعد: يلزم { $needs }
board-stability = حوادث هذا الأسبوع { $now }، والأسبوع السابق { $before }: { $trend }. انتهى آخرها قبل { $days } يوماً.
board-stability-none = لم يُبلّغ عن أي حادث: ⁦NO-BASIS⁩.
board-class = { $act }: { $now } هذا الأسبوع، { $before } الأسبوع السابق
board-answers = أجوبة في وقتها { $timely } من { $all }؛ و { $open } لم تُعط.
board-affiliate = يُنسب إلى { $group } عدد { $least }–{ $most } من الحوادث في أربعة أسابيع: { $trend }. انتهى آخرها قبل { $days } يوماً.
board-verified = المخزونات كما جرى التحقق منها آخر مرة؛ ولا يُقال هنا زمن الوصول إلى المادة.
board-no-basis = بلا أساس متحقق منه: لم يُقدّم أي تقرير.
board-no-basis-since = بلا أساس متحقق منه منذ { $since } ({ $number })؛ آخر الأرقام قبله:
board-stock = { $band }: { $value } ± { $error }، بتاريخ { $as_of }، عمره { $days } يوماً: { $trend }
board-time = زمن الوصول إلى المادة: { $not_yet }
=======
### لوحة الجمود.
board-title = لوحة الجمود في { $at }
board-fingerprint = النصف المشترك، البصمة { $digits } ({ $digest })
board-part-stability = الاستقرار
board-part-affiliates = الجماعات المنتسبة
board-part-breakout = الاختراق النووي
board-part-nearest = أقرب خط أحمر لكل جانب
board-part-cycles = دور مَن
board-part-tracks = المساران
board-part-due = المستحق
board-part-line = الخط (رؤيتنا)
board-part-own = المستحق على هذه العقدة
board-part-margin = هامش ضبط النفس
board-nothing = لا شيء
board-not-yet = ليس بعد: يحتاج إلى { $needs }
board-stability = الحوادث هذا الأسبوع { $now }، والأسبوع السابق { $before }: { $trend }. انتهى آخرها قبل { $days } يوم.
board-stability-none = لم يُبلَّغ عن أي حادث: ⁦NO-BASIS⁩.
board-class = { $act }: { $now } هذا الأسبوع، { $before } الأسبوع السابق
board-answers = الأجوبة في موعدها { $timely } من { $all }؛ لم يُعط منها { $open }.
board-affiliate = تُنسب إلى { $group } من الحوادث { $least }–{ $most } خلال أربعة أسابيع: { $trend }. انتهى آخرها قبل { $days } يوم.
board-verified = المخزونات كما جرى التحقق منها آخر مرة؛ ولا يُذكر هنا الوقت اللازم للمادة.
board-no-basis = لا أساس متحقق منه: لم يُبلَّغ أي تقرير.
board-no-basis-since = لا أساس متحقق منه منذ { $since } ({ $number })؛ آخر الأرقام قبله:
board-stock = { $band }: { $value } ± { $error }، في { $as_of }، عمرها { $days } يوم: { $trend }
board-time = الوقت اللازم للمادة: { $not_yet }
>>>>>>> 371574e (languages: the board, the watch, the models and the desk in French and Arabic)
board-duty = { $at }  { $what } من { $from }: { $number }؛ وإلا { $otherwise }
board-more = و { $more } أخرى: ⁦demarche standing due⁩
