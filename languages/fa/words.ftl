# واژه‌های پیرامون هر متن
refusal-happened = خطا:
refusal-kept = نگه‌داشته‌شده:
refusal-next = گام بعد:
list-comma = {"، "}
