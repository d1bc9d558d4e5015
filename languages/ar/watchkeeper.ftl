# الإنذار في العقدة نفسها
watchkeeper-waits = { $count } في الانتظار، أعلى أسبقية { $precedence }: { $position }
watchkeeper-node-silent = العقدة لا تجيب: { $position }
watchkeeper-hand-over = تسليم المناوبة: يُختبر الإنذار الآن.
watchkeeper-heard = اكتبوا HEARD إن سُمع الإنذار ثم اضغطوا Enter.
watchkeeper-test-heard = اختبار الإنذار: سُمع، ودُوِّن.
watchkeeper-test-not-heard = اختبار الإنذار: لم يُسمع، ودُوِّن. أصلحوا الإنذار قبل تسليم المناوبة.
