### Ce que les replis ne prennent pas en compte. Rien n’est perdu : l’inscription demeure, montrée avec ce motif.
E-STAND-001-happened = Une inscription de { $author } n’est pas un avis en forme canonique : { $why }.
E-STAND-001-kept = L’inscription est conservée et figure au texte commun ; elle ne compte pour rien.
E-STAND-001-next = Dites de vive voix à { $author } que l’inscription est illisible, et redemandez l’avis.
E-STAND-002-happened = L’avis { $number }, dans une inscription de { $author }, donne pour { $field } autre chose que son inscription.
E-STAND-002-kept = L’inscription est conservée et figure au texte commun ; elle ne compte pour rien.
E-STAND-002-next = Demandez de vive voix à { $author } ce qui était voulu. Un nœud en bon ordre n’envoie jamais cela.
E-STAND-003-happened = Deux inscriptions portent le numéro { $number }.
E-STAND-003-kept = Les deux sont conservées. La première dans l’ordre est l’avis ; l’autre ne compte pour rien.
E-STAND-003-next = Demandez à son auteur laquelle vaut, et faites renvoyer l’autre sous un nouveau numéro.
E-STAND-004-happened = { $by } s’est prononcé sur { $subject }, ce qui ne lui revient pas.
E-STAND-004-kept = L’inscription est conservée. Aucun état n’a changé.
E-STAND-004-next = Rien n’est à faire ici ; si un autre avis était visé, demandez à { $by }.
E-STAND-005-happened = { $subject } a été collationné avant d’être ouvert.
E-STAND-005-kept = Le collationnement est conservé et ne compte pas. L’avis reste tel qu’il était.
E-STAND-005-next = Ouvrez d’abord l’avis (K2), puis collationnez-le.
E-STAND-006-happened = Un collationnement de { $subject } nomme une autre inscription que celle de l’avis.
E-STAND-006-kept = Le collationnement est conservé et ne compte pas.
E-STAND-006-next = Collationnez de nouveau l’avis d’après son texte actuel.
E-STAND-007-happened = { $input } est sans effet tant que l’état est { $state }.
E-STAND-007-kept = L’état reste { $state }.
E-STAND-007-next = Examinez les états de l’avis avant de renvoyer ceci.

E-STAND-008-happened = { $author } a envoyé ce que cette version ne connaît pas : { $what }. Cela s’affiche comme INCONNU.
E-STAND-008-kept = L’inscription est conservée et figure au texte commun ; rien n’en est tiré tant que cette version ne la connaît pas.
E-STAND-008-next = Demandez de vive voix à { $author } ce qu’elle dit, et mettez ce nœud à leur version.

E-STAND-009-happened = Ce fichier n’est pas un instantané de la situation de cette version : { $why }.
E-STAND-009-kept = Rien n’en a été lu.
E-STAND-009-next = Faites réécrire l’instantané par le nœud et copiez-le en entier.
