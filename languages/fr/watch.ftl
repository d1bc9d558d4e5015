<<<<<<< HEAD
# Ce que disent la veille des lignes rouges, ses flux et son examen.

E-RL-001-happened = { $name } est une notice { $kind } ; ce type ne trace aucune ligne.
E-RL-001-kept = Rien n'a été changé.
E-RL-001-next = Donnez une T1, T2, E4, A2 ou A3.

E-RL-002-happened = Il manque à { $name } une partie sans laquelle rien ne peut être jugé.
E-RL-002-kept = Rien n'a été changé.
E-RL-002-next = Lancez demarche check notice et complétez ce qui manque.

E-RL-003-happened = Aucun moteur ne connaît une table avec ces colonnes : { $found }.
E-RL-003-kept = Rien n'a été exécuté.
E-RL-003-next = Comparez l'en-tête à celui d'une table du dossier data.

E-RL-004-happened = La table ne peut être lue : { $why }.
E-RL-004-kept = Rien n'a été exécuté.
E-RL-004-next = Corrigez la ligne nommée, puis redonnez la commande.

E-RL-005-happened = La géométrie ne représente rien : { $defect }.
E-RL-005-kept = Rien n'a été changé.
E-RL-005-next = Corrigez-la : anneau fermé, latitude d'au plus 90 degrés, aucune arête croisée.

E-FEED-001-happened = Le fichier de correspondance ne peut être lu : { $why }.
E-FEED-001-kept = Le flux n'a pas été ouvert.
E-FEED-001-next = Comparez-le à demarche template feed-map.

E-FEED-002-happened = { $word } figure dans { $at } de la correspondance et n'est pas un mot de cette liste.
E-FEED-002-kept = Le flux n'a pas été ouvert.
E-FEED-002-next = Prenez un mot de la liste ; demarche template feed-map en montre un de chaque.

E-FEED-003-happened = L'en-tête ne nomme ni lieu ni temps en mots connus : { $found }.
E-FEED-003-kept = Rien du flux n'a été lu.
E-FEED-003-next = Écrivez une correspondance (demarche template feed-map) et donnez-la avec --map.

E-WATCH-001-happened = Le fichier { $path } n'a pu être lu ou écrit : { $why }.
E-WATCH-001-kept = Ce qui est consigné demeure.
E-WATCH-001-next = Vérifiez le chemin et les droits, puis redonnez la commande.

E-WATCH-002-happened = { $path } n'est pas une notice : { $why }.
E-WATCH-002-kept = La veille n'a pas commencé.
E-WATCH-002-next = Corrigez le fichier ou retirez-le du dossier.

E-WATCH-003-happened = Aucune ligne dans { $path }.
E-WATCH-003-kept = La veille n'a pas commencé.
E-WATCH-003-next = Donnez un dossier avec au moins une T1, E4, A2 ou A3 complète.

E-WATCH-004-happened = L'état vient d'autres lignes ou d'une autre lecture du flux ({ $what }).
E-WATCH-004-kept = L'état est resté tel quel.
E-WATCH-004-next = Donnez les lignes et la correspondance d'origine, ou un autre fichier d'état.

E-WATCH-005-happened = L'état de la veille ne peut être lu ou écrit : { $why }.
E-WATCH-005-kept = Ce qui est consigné demeure ; la suite est relue du flux.
E-WATCH-005-next = Vérifiez le disque, puis redonnez la commande.

E-WATCH-006-happened = Le flux { $feed } ne peut être ouvert : { $why }.
E-WATCH-006-kept = La veille n'a pas commencé.
E-WATCH-006-next = Vérifiez le nom, et que quelqu'un y écoute.

W-RL-01-what = imprécise : la géométrie a un défaut, { $defect }
W-RL-01-why = Deux lecteurs traceraient deux lieux.
W-RL-01-mend = Retracez l'anneau : sommets en ordre, aucune arête croisée, une aire à l'intérieur.

W-RL-02-what = imprécise : la boîte couvre { $degrees } degrés de longitude
W-RL-02-why = Presque tout le globe s'y trouve ; le plus souvent elle devait franchir 180.
W-RL-02-mend = Échangez ses longitudes ouest et est.

W-RL-03-what = arbitraire : rayon ou demi-largeur de { $found } ; valeur de repère la plus proche { $nearest }
W-RL-03-why = Une valeur quelconque invite à l'essai ; une valeur de repère ressort.
W-RL-03-mend = Prenez { $nearest }, une valeur ronde, ou donnez votre raison.

W-RL-04-what = arbitraire : fenêtre de { $window } ; valeur de repère la plus proche { $nearest }
W-RL-04-why = Personne ne se rappelle une telle fenêtre le moment venu.
W-RL-04-mend = Prenez { $nearest }, ou donnez votre raison.

W-RL-05-what = imprécise : large de { $width }, et son meilleur détecteur se trompe de { $error }
W-RL-05-why = La plupart des verdicts seraient incertains.
W-RL-05-mend = Élargissez la distance au-delà de l'erreur, ou nommez un détecteur plus fin.

W-RL-06-what = invérifiable : aucun de { $detectors } ne peut voir { $act }
W-RL-06-why = Un franchissement que nul ne voit n'en est pas un.
W-RL-06-mend = Nommez un détecteur qui le voit, ou retirez l'acte.

W-RL-07-what = invérifiable : des comptes rendus publics n'atteignent pas { $threshold }
W-RL-07-why = La preuve demandée ne peut venir de là.
W-RL-07-mend = Abaissez le seuil, ou nommez vos propres capteurs.

W-RL-08-what = invérifiable : { $relation } avec des détecteurs qui disent où et jamais de qui
W-RL-08-why = Le contrôle se montre par le commandement, les fonds, les armes ou les signaux.
W-RL-08-mend = Nommez un détecteur qui renseigne sur le contrôle, ou une relation qu'une position montre.

W-RL-09-what = détecteur plus lent que la période : connu après { $delay }, la ligne vaut { $period }
W-RL-09-why = La ligne est finie avant qu'un franchissement soit connu.
W-RL-09-mend = Nommez un détecteur plus rapide ou une période plus longue.

W-RL-10-what = vérificateur pris pour détente : la station { $station } n'est d'aucun des deux côtés
W-RL-10-why = Qui vérifie et sert de détente ne peut plus vérifier.
W-RL-10-mend = Nommez un détecteur à vous ; que le vérificateur rende compte de ce qui est convenu.

W-RL-11-what = incomplète : { $named } sans { $missing }
W-RL-11-why = La même chose se fait avec l'arme qui n'est pas nommée.
W-RL-11-mend = Nommez aussi { $missing }, ou dites pourquoi non.

W-RL-12-what = incomplète : { $groups } par le seul nom
W-RL-12-why = Les mêmes gens sous un autre nom passent.
W-RL-12-mend = Dites par relation les forces visées, et listez les groupes à côté.

W-RL-13-what = brèche par tranches : un couloir de { $gap } reste vers { $other }
W-RL-13-why = Ce qui ne passe d'aucun côté passe entre les deux.
W-RL-13-mend = Joignez les deux lieux, ou élargissez une distance d'autant.

W-RL-14-what = dilution : { $lines } lignes en vigueur, plus de { $most }
W-RL-14-why = Là où tout est ligne, rien ne l'est.
W-RL-14-mend = Retirez ou joignez celles sur lesquelles vous n'agiriez pas.

W-RL-15-what = conséquence peu crédible : { $consequence } à côté de vos propres limites dans { $limit }
W-RL-15-why = Les deux ne peuvent être voulues.
W-RL-15-mend = Dites une conséquence que les limites permettent, ou mettez-y fin par notice.

W-RL-16-what = révèle : { $sites } sites tracés, plus étroits que { $least }
W-RL-16-why = Les contours disent au lecteur où sont vos gens.
W-RL-16-mend = Tracez des aires d'au moins { $least }, ou prenez une liste scellée.

W-RL-17-what = recouvre une mer territoriale : à { $coast } d'une côte
W-RL-17-why = Un État tiers a son mot à dire à moins de 12 NM de sa côte.
W-RL-17-mend = Restez à 12 NM des côtes d'autrui, ou donnez votre raison, le passage en transit par exemple.
=======
# Ce que disent la veille des lignes rouges, ses flux et ses contrôles
E-RL-001-happened = { $name } est un { $kind } ; un avis de ce type ne trace pas de ligne.
E-RL-001-kept = Rien n’a été modifié.
E-RL-001-next = Donnez un T1, T2, E4, A2 ou A3.
E-RL-002-happened = Il manque dans { $name } une partie sans laquelle rien ne peut être jugé.
E-RL-002-kept = Rien n’a été modifié.
E-RL-002-next = Passez-le à demarche check notice et remplissez ce qui manque.
E-RL-003-happened = Aucun moteur ne connaît de tableau avec ces colonnes : { $found }.
E-RL-003-kept = Rien n’a été exécuté.
E-RL-003-next = Comparez l’en-tête à celui d’un tableau du dossier data.
E-RL-004-happened = Le tableau ne peut être lu : { $why }.
E-RL-004-kept = Rien n’a été exécuté.
E-RL-004-next = Corrigez la rangée nommée, puis redonnez la commande.
E-RL-005-happened = La géométrie ne désigne rien : { $defect }.
E-RL-005-kept = Rien n’a été modifié.
E-RL-005-next = Corrigez la géométrie : fermez le contour, gardez les latitudes dans { 90 } degrés, ne laissez aucun côté en croiser un autre.
E-FEED-001-happened = Le fichier de correspondance ne peut être lu : { $why }.
E-FEED-001-kept = Le flux n’a pas été ouvert.
E-FEED-001-next = Comparez-le à demarche template feed-map.
E-FEED-002-happened = { $word } figure en { $at } de la correspondance et n’est pas un mot de cette liste.
E-FEED-002-kept = Le flux n’a pas été ouvert.
E-FEED-002-next = Employez un mot de la liste ; demarche template feed-map en montre un de chaque.
E-FEED-003-happened = L’en-tête ne nomme ni position ni heure en mots connus : { $found }.
E-FEED-003-kept = Rien du flux n’a été lu.
E-FEED-003-next = Écrivez une correspondance (demarche template feed-map) et donnez-la avec --map.
E-WATCH-001-happened = Le fichier { $path } n’a pu être lu ou écrit : { $why }.
E-WATCH-001-kept = Ce qui a été validé demeure.
E-WATCH-001-next = Vérifiez le chemin et les droits de lecture et d’écriture, puis redonnez la commande.
E-WATCH-002-happened = { $path } n’est pas un avis : { $why }.
E-WATCH-002-kept = La veille n’a pas commencé.
E-WATCH-002-next = Corrigez le fichier, ou retirez-le du dossier.
E-WATCH-003-happened = Aucune ligne n’a été trouvée dans { $path }.
E-WATCH-003-kept = La veille n’a pas commencé.
E-WATCH-003-next = Donnez un dossier avec au moins un T1, E4, A2 ou A3 entier.
E-WATCH-004-happened = L’état a été fait avec d’autres lignes ou une autre façon de lire le flux ({ $what }).
E-WATCH-004-kept = L’état est tel qu’il était.
E-WATCH-004-next = Donnez les lignes et la correspondance avec lesquelles il a été fait, ou un autre fichier d’état.
E-WATCH-005-happened = L’état de la veille ne peut être lu ou écrit : { $why }.
E-WATCH-005-kept = Ce qui a été validé demeure ; ce qui est venu après est relu du flux.
E-WATCH-005-next = Vérifiez le disque, puis redonnez la commande.
E-WATCH-006-happened = Le flux { $feed } ne peut être ouvert : { $why }.
E-WATCH-006-kept = La veille n’a pas commencé.
E-WATCH-006-next = Vérifiez le nom, et si quelqu’un y écoute.
W-RL-01-what = imprécise : la géométrie a un défaut, { $defect }
W-RL-01-why = Deux lecteurs traceraient deux lieux.
W-RL-01-mend = Retracez le contour : sommets en ordre, aucun côté n’en croisant un autre, une aire à l’intérieur.
W-RL-02-what = imprécise : le rectangle couvre { $degrees } degrés de longitude
W-RL-02-why = La plus grande part du globe s’y trouve ; le plus souvent il devait franchir { 180 }.
W-RL-02-mend = Intervertissez ses longitudes ouest et est.
W-RL-03-what = arbitraire : un rayon ou une demi-largeur de { $found } ; chiffre marquant le plus proche { $nearest }
W-RL-03-why = Un chiffre quelconque invite à l’essai ; un chiffre marquant se détache.
W-RL-03-mend = Employez { $nearest }, un chiffre rond, ou donnez votre motif.
W-RL-04-what = arbitraire : une fenêtre de { $window } ; chiffre marquant le plus proche { $nearest }
W-RL-04-why = Nul ne se souvient d’une telle fenêtre quand elle compte.
W-RL-04-mend = Employez { $nearest }, ou donnez votre motif.
W-RL-05-what = imprécise : large de { $width }, et le meilleur de ses détecteurs se trompe de { $error }
W-RL-05-why = La plupart des verdicts seraient incertains.
W-RL-05-mend = Portez la distance de sécurité au-delà de l’erreur, ou nommez un détecteur plus fin.
W-RL-06-what = invérifiable : aucun de { $detectors } ne peut voir { $act }
W-RL-06-why = Un franchissement que nul ne voit n’en est pas un.
W-RL-06-mend = Nommez un détecteur qui voit l’acte, ou retirez l’acte.
W-RL-07-what = invérifiable : les rapports publics n’atteignent pas { $threshold }
W-RL-07-why = La preuve demandée ne peut venir de là.
W-RL-07-mend = Abaissez le seuil, ou nommez vos propres capteurs.
W-RL-08-what = invérifiable : { $relation } avec des détecteurs qui disent où et jamais de qui
W-RL-08-why = Le contrôle se montre par le commandement, les fonds, les armes ou les signaux, non par une position.
W-RL-08-mend = Nommez un détecteur qui renseigne sur le contrôle, ou une relation qu’une position montre.
W-RL-09-what = détecteur plus lent que la période : informé après { $delay }, la ligne vaut { $period }
W-RL-09-why = La ligne est finie avant qu’un franchissement soit connu.
W-RL-09-mend = Nommez un détecteur plus rapide ou une période plus longue.
W-RL-10-what = vérificateur pris pour déclencheur : la station { $station } n’est d’aucune des parties
W-RL-10-why = Qui vérifie et est fait déclencheur ne peut plus vérifier.
W-RL-10-mend = Nommez un détecteur à vous ; laissez le vérificateur rendre compte de ce qui a été convenu.
W-RL-11-what = incomplète : { $named } sans { $missing }
W-RL-11-why = On fait de même avec l’arme qui n’est pas nommée.
W-RL-11-mend = Nommez aussi { $missing }, ou dites pourquoi c’est omis.
W-RL-12-what = incomplète : seulement { $groups } par leur nom
W-RL-12-why = Les mêmes personnes passent sous un autre nom.
W-RL-12-mend = Dites par relation de qui sont les forces visées, et énumérez les groupes à côté.
W-RL-13-what = brèche : un couloir de { $gap } reste ouvert vers { $other }
W-RL-13-why = Ce qui ne peut passer d’aucun côté passe entre les deux.
W-RL-13-mend = Joignez les deux lieux, ou élargissez l’une des distances de sécurité de la brèche.
W-RL-14-what = dilution : { $lines } lignes valent, plus de { $most }
W-RL-14-why = Là où tout est ligne, rien ne l’est.
W-RL-14-mend = Retirez ou joignez celles sur lesquelles vous n’agiriez pas.
W-RL-15-what = conséquence peu crédible : { $consequence } à côté de vos propres limites en { $limit }
W-RL-15-why = Les deux ne peuvent être voulues.
W-RL-15-mend = Dites une conséquence que les limites laissent ouverte, ou mettez fin aux limites par avis.
W-RL-16-what = révèle : { $sites } sites tracés plus étroits que { $least }
W-RL-16-why = Les contours disent au lecteur où sont les vôtres.
W-RL-16-mend = Tracez des zones larges d’au moins { $least }, ou employez une liste sous sceau.
W-RL-17-what = empiète sur une mer territoriale : elle vient à { $coast } d’une côte
W-RL-17-why = Un État tiers a son mot à dire à moins de { 12 } NM de sa côte.
W-RL-17-mend = Restez à { 12 } NM des côtes qui ne sont pas les vôtres, ou donnez votre motif, par exemple le passage en transit.
>>>>>>> 371574e (languages: the board, the watch, the models and the desk in French and Arabic)
