### What this crate refuses to read, and what to do about it.

E-NOTICE-001-happened = The notice has { $bytes } bytes; at most { $most } are taken.
E-NOTICE-001-kept = Nothing was changed.
E-NOTICE-001-next = Put lists and evidence into annexes.

E-NOTICE-002-happened = The bytes are no notice: { $at } { $why }
E-NOTICE-002-kept = Nothing was changed.
E-NOTICE-002-next = If they came from another party, ask for the notice again and name the entry.

E-NOTICE-003-happened = The notice is not in the one canonical form.
E-NOTICE-003-kept = Nothing was changed.
E-NOTICE-003-next = Ask its author for the notice again; their software writes another form.

E-NOTICE-004-happened = The notice is of format version { $version }, which this program does not know.
E-NOTICE-004-kept = Nothing was changed.
E-NOTICE-004-next = Install the version that the charter names.

E-NOTICE-005-happened = The type { $kind } is not served by this version.
E-NOTICE-005-kept = Nothing was changed.
E-NOTICE-005-next = Use a type of the list, or install a later version.

E-NOTICE-006-happened = { $kind } is never drafted as a notice.
E-NOTICE-006-kept = Nothing was changed.
E-NOTICE-006-next = The node sends line tests itself; a charter is proposed with the charter command.

E-NOTICE-007-happened = The value at { $at } is not of the kind its paragraph takes.
E-NOTICE-007-kept = Nothing was changed.
E-NOTICE-007-next = Write the value as the template shows it.

E-NOTICE-008-happened = The file is not TOML: { $why }
E-NOTICE-008-kept = Nothing was changed.
E-NOTICE-008-next = Mend the line that is named; the template is a valid file.

E-NOTICE-009-happened = The key { $at } is unknown; known there: { $known }
E-NOTICE-009-kept = Nothing was changed.
E-NOTICE-009-next = Correct the key, or take it out.

E-NOTICE-010-happened = { $at } cannot be read: { $found }
E-NOTICE-010-kept = Nothing was changed.
E-NOTICE-010-next = Write it as { $expected }

E-NOTICE-011-happened = The key { $at } is missing.
E-NOTICE-011-kept = Nothing was changed.
E-NOTICE-011-next = Add it; the template shows an example.

E-NOTICE-012-happened = The table is not CSV: { $why }
E-NOTICE-012-kept = Nothing was changed.
E-NOTICE-012-next = Save it as CSV with a header line, comma-separated, UTF-8.

E-NOTICE-013-happened = The columns of the table are not known: { $found }
E-NOTICE-013-kept = Nothing was changed.
E-NOTICE-013-next = Use the columns of incidents.csv or of the UCDP subset; their README lists them.

E-NOTICE-014-happened = There is no row { $row }; the table has { $rows }.
E-NOTICE-014-kept = Nothing was changed.
E-NOTICE-014-next = Name a row from 1 to { $rows }.

E-NOTICE-015-happened = The cell in column { $column } cannot be read: { $found }
E-NOTICE-015-kept = Nothing was changed.
E-NOTICE-015-next = Correct that cell.

E-NOTICE-016-happened = This version does not know { $what }.
E-NOTICE-016-kept = Nothing was changed.
E-NOTICE-016-next = Bring this node up to the version that wrote it.
