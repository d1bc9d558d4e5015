<<<<<<< HEAD
# Refus : Brent.
E-BRENT-001-happened = Le tableau a les colonnes { $found } ; on attend { $expected }.
E-BRENT-001-kept = Rien n'a été calculé ni écrit.
E-BRENT-001-next = Donnez au tableau les colonnes attendues, dans cet ordre ; une masse porte sa base dans sa colonne.
E-BRENT-002-happened = Ligne { $row }, colonne { $column } : on y lit { $found } ; on attend { $expected }.
E-BRENT-002-kept = Rien n'a été calculé ni écrit.
E-BRENT-002-next = Corrigez ce champ, puis redonnez la commande.
E-BRENT-003-happened = { $what } : { $found } a été donné ; on attend { $expected }.
E-BRENT-003-kept = Rien n'a été calculé ni écrit.
E-BRENT-003-next = Corrigez cette valeur, puis redonnez la commande.
E-BRENT-004-happened = Le fichier ne peut être lu : { $why }.
E-BRENT-004-kept = Rien n'a été calculé ni écrit.
E-BRENT-004-next = Réparez le fichier ; demarche template en imprime un valide de chaque sorte.
E-BRENT-005-happened = { $row } porte la date { $date }, après l'origine { $origin } : ce serait regarder l'avenir.
E-BRENT-005-kept = Rien n'a été calculé ni écrit.
E-BRENT-005-next = Prenez une origine plus tardive, ou omettez la date si l'événement est supposé.
E-BRENT-006-happened = Il y a trop peu pour calculer : { $found } ; il faut { $expected }.
E-BRENT-006-kept = Rien n'a été calculé ni écrit.
E-BRENT-006-next = Donnez une série plus longue, ou une autre origine ou un autre groupe.
=======
### Ce que refuse le moteur du Brent.
E-BRENT-001-happened = Le tableau a les colonnes { $found } ; attendues sont { $expected }.
E-BRENT-001-kept = Rien n’a été calculé ni écrit.
E-BRENT-001-next = Donnez au tableau les colonnes attendues, dans cet ordre ; une masse porte sa base dans sa colonne.
E-BRENT-002-happened = Ligne { $row }, colonne { $column } : on y trouve { $found } ; attendu est { $expected }.
E-BRENT-002-kept = Rien n’a été calculé ni écrit.
E-BRENT-002-next = Corrigez ce champ, puis redonnez la commande.
E-BRENT-003-happened = { $what } : { $found } a été donné ; attendu est { $expected }.
E-BRENT-003-kept = Rien n’a été calculé ni écrit.
E-BRENT-003-next = Corrigez cette valeur, puis redonnez la commande.
E-BRENT-004-happened = Le fichier ne peut être lu : { $why }.
E-BRENT-004-kept = Rien n’a été calculé ni écrit.
E-BRENT-004-next = Corrigez le fichier ; demarche template en imprime un valable de chaque nature.
E-BRENT-005-happened = { $row } est daté du { $date }, après l’origine { $origin } : ce serait regarder en avant.
E-BRENT-005-kept = Rien n’a été calculé ni écrit.
E-BRENT-005-next = Prenez une origine plus tardive, ou omettez la date là où l’événement est supposé.
E-BRENT-006-happened = Il y a trop peu pour calculer : { $found } ; il faut { $expected }.
E-BRENT-006-kept = Rien n’a été calculé ni écrit.
E-BRENT-006-next = Donnez une série plus longue, ou une origine plus tardive.
>>>>>>> 371574e (languages: the board, the watch, the models and the desk in French and Arabic)
