### Ce que refuse le bureau privé.
E-DESK-001-happened = { $file } n’est pas dans sa forme : { $why }
E-DESK-001-kept = Rien n’a été évalué ni écrit.
E-DESK-001-next = Corrigez la ligne et la clé nommées ; demarche template assumptions et demarche template calendar impriment des fichiers valables.
E-DESK-002-happened = Dans { $file }, { $key } : { $why }.
E-DESK-002-kept = Rien n’a été évalué ni écrit.
E-DESK-002-next = Corrigez cette valeur ; demarche check dit si le fichier est valable.
E-DESK-003-happened = Il n’y a pas de { $asked } ; il y a { $known }.
E-DESK-003-kept = Rien n’a été modifié.
E-DESK-003-next = Demandez l’un de ceux-là.
E-DESK-004-happened = Un solveur n’a pas donné de réponse : { $why }.
E-DESK-004-kept = Aucune conclusion n’a été tirée.
E-DESK-004-next = Cherchez des poids de grandeurs très inégales ; si cela demeure, signalez-le avec le fichier.

E-DESK-005-happened = Ce lien n’ouvre pas le bureau : il a déjà servi, ou n’est pas celui de ce bureau.
E-DESK-005-kept = Rien n’a été dit à ce navigateur.
E-DESK-005-next = Ouvrez le lien le plus récent du terminal où tourne le bureau.

E-DESK-006-happened = Ce navigateur n’est pas entré par un lien, ou sa session est finie.
E-DESK-006-kept = Rien n’a été dit à ce navigateur ; le bureau garde ses calculs.
E-DESK-006-next = Ouvrez le lien le plus récent du terminal où tourne le bureau.
