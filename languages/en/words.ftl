# Words around every text.
refusal-happened = error:
refusal-kept = kept:
refusal-next = next:
list-comma = {", "}
