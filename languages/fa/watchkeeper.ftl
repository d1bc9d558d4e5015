# هشدار در خود گره
watchkeeper-waits = { $count } مورد در انتظار، بالاترین تقدم { $precedence }: { $position }
watchkeeper-node-silent = گره پاسخ نمی‌دهد: { $position }
watchkeeper-hand-over = تحویل نگهبانی: هشدار اکنون آزموده می‌شود.
watchkeeper-heard = اگر هشدار شنیده شد HEARD را بنویسید و Enter را بزنید.
watchkeeper-test-heard = آزمون هشدار: شنیده شد، ثبت شد.
watchkeeper-test-not-heard = آزمون هشدار: شنیده نشد، ثبت شد. پیش از تحویل نگهبانی هشدار را درست کنید.
