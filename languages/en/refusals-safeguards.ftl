# Refusals of safeguards.
E-SAFE-001-happened = The table has the columns { $found }; expected are { $expected }.
E-SAFE-001-kept = Nothing was computed or written.
E-SAFE-001-next = Give the table the expected columns, in that order; a mass has its basis in its column.
E-SAFE-002-happened = Line { $row }, column { $column }: { $found } stands there; expected is { $expected }.
E-SAFE-002-kept = Nothing was computed or written.
E-SAFE-002-next = Correct that field, then give the command again.
E-SAFE-003-happened = { $what }: { $found } was given; expected is { $expected }.
E-SAFE-003-kept = Nothing was computed or written.
E-SAFE-003-next = Correct that value, then give the command again.
E-SAFE-004-happened = The file cannot be read: { $why }.
E-SAFE-004-kept = Nothing was computed or written.
E-SAFE-004-next = Mend the file; demarche template prints a valid one of each kind.
E-SAFE-005-happened = There is no report at or before { $as_of }; the first is of { $first }.
E-SAFE-005-kept = Nothing was computed or written.
E-SAFE-005-next = Ask about a later day, or give a table that goes back further.
