### Ce que refuse le moteur des garanties.
E-SAFE-001-happened = Le tableau a les colonnes { $found } ; attendues sont { $expected }.
E-SAFE-001-kept = Rien n’a été calculé ni écrit.
E-SAFE-001-next = Donnez au tableau les colonnes attendues, dans cet ordre ; une masse porte sa base dans sa colonne.
E-SAFE-002-happened = Ligne { $row }, colonne { $column } : on y trouve { $found } ; attendu est { $expected }.
E-SAFE-002-kept = Rien n’a été calculé ni écrit.
E-SAFE-002-next = Corrigez ce champ, puis redonnez la commande.
E-SAFE-003-happened = { $what } : { $found } a été donné ; attendu est { $expected }.
E-SAFE-003-kept = Rien n’a été calculé ni écrit.
E-SAFE-003-next = Corrigez cette valeur, puis redonnez la commande.
E-SAFE-004-happened = Le fichier ne peut être lu : { $why }.
E-SAFE-004-kept = Rien n’a été calculé ni écrit.
E-SAFE-004-next = Corrigez le fichier ; demarche template en imprime un valable de chaque nature.
E-SAFE-005-happened = Il n’y a pas de rapport au { $as_of } ou avant ; le premier est du { $first }.
E-SAFE-005-kept = Rien n’a été calculé ni écrit.
E-SAFE-005-next = Interrogez un jour ultérieur, ou donnez un tableau qui remonte plus loin.
