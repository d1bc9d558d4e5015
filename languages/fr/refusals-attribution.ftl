<<<<<<< HEAD
# Refus : imputation.
E-ATTR-001-happened = Le tableau a les colonnes { $found } ; on attend { $expected }.
E-ATTR-001-kept = Rien n'a été calculé ni écrit.
E-ATTR-001-next = Donnez au tableau les colonnes attendues, dans cet ordre ; une masse porte sa base dans sa colonne.
E-ATTR-002-happened = Ligne { $row }, colonne { $column } : on y lit { $found } ; on attend { $expected }.
E-ATTR-002-kept = Rien n'a été calculé ni écrit.
E-ATTR-002-next = Corrigez ce champ, puis redonnez la commande.
E-ATTR-003-happened = { $what } : { $found } a été donné ; on attend { $expected }.
E-ATTR-003-kept = Rien n'a été calculé ni écrit.
E-ATTR-003-next = Corrigez cette valeur, puis redonnez la commande.
E-ATTR-004-happened = Le fichier ne peut être lu : { $why }.
E-ATTR-004-kept = Rien n'a été calculé ni écrit.
E-ATTR-004-next = Réparez le fichier ; demarche template en imprime un valide de chaque sorte.
E-ATTR-005-happened = Un élément de preuve repose sur lui-même : { $items }.
E-ATTR-005-kept = Rien n'a été calculé ni écrit.
E-ATTR-005-next = Retirez le renvoi qui ferme le cercle ; des éléments de même origine partagent plutôt leur origine.
E-ATTR-006-happened = Il y a trop peu pour calculer : { $found } ; il faut { $expected }.
E-ATTR-006-kept = Rien n'a été calculé ni écrit.
E-ATTR-006-next = Donnez une série plus longue, ou une autre origine ou un autre groupe.
=======
### Ce que refuse le moteur d'attribution.
E-ATTR-001-happened = Le tableau a les colonnes { $found } ; attendues sont { $expected }.
E-ATTR-001-kept = Rien n’a été calculé ni écrit.
E-ATTR-001-next = Donnez au tableau les colonnes attendues, dans cet ordre ; une masse porte sa base dans sa colonne.
E-ATTR-002-happened = Ligne { $row }, colonne { $column } : on y trouve { $found } ; attendu est { $expected }.
E-ATTR-002-kept = Rien n’a été calculé ni écrit.
E-ATTR-002-next = Corrigez ce champ, puis redonnez la commande.
E-ATTR-003-happened = { $what } : { $found } a été donné ; attendu est { $expected }.
E-ATTR-003-kept = Rien n’a été calculé ni écrit.
E-ATTR-003-next = Corrigez cette valeur, puis redonnez la commande.
E-ATTR-004-happened = Le fichier ne peut être lu : { $why }.
E-ATTR-004-kept = Rien n’a été calculé ni écrit.
E-ATTR-004-next = Corrigez le fichier ; demarche template en imprime un valable de chaque nature.
E-ATTR-005-happened = Des éléments de preuve reposent sur eux-mêmes : { $items }.
E-ATTR-005-kept = Rien n’a été calculé ni écrit.
E-ATTR-005-next = Retirez la citation qui ferme le cercle ; les éléments d’une même origine partagent plutôt leur origine.
E-ATTR-006-happened = Il y a trop peu pour calculer : { $found } ; il faut { $expected }.
E-ATTR-006-kept = Rien n’a été calculé ni écrit.
E-ATTR-006-next = Donnez un dossier plus long, ou un autre groupe.
>>>>>>> 371574e (languages: the board, the watch, the models and the desk in French and Arabic)
