<<<<<<< HEAD
# Le tableau d'équilibre : des comptes avec leurs avis, ni note ni couleur sans mot.
board-title = TABLEAU D’ÉQUILIBRE à { $at }
board-fingerprint = Moitié partagée, empreinte { $digits } ({ $digest })
board-part-stability = STABILITÉ
board-part-affiliates = AFFILIÉS
board-part-breakout = SEUIL NUCLÉAIRE
board-part-nearest = LIGNE ROUGE LA PLUS PROCHE DE CHAQUE CÔTÉ
board-part-cycles = À QUI DE JOUER
board-part-tracks = LES DEUX VOIES
board-part-due = À FAIRE
board-part-line = LIGNE (vue d’ici)
board-part-own = À FAIRE À CE NŒUD
board-part-margin = MARGE DE RETENUE
board-nothing = rien
board-not-yet = pas encore : il faut { $needs }
board-stability = Incidents cette semaine { $now }, la semaine précédente { $before } : { $trend }. Le dernier a pris fin il y a { $days } j.
board-stability-none = Aucun incident n’a été signalé : NO-BASIS.
board-class = { $act } : { $now } cette semaine, { $before } la semaine précédente
board-answers = Réponses à temps { $timely } sur { $all } ; { $open } non données.
board-affiliate = { $group } se voit imputer { $least }–{ $most } incidents en quatre semaines : { $trend }. Le dernier a pris fin il y a { $days } j.
board-verified = Stocks tels que vérifiés en dernier ; le délai jusqu’à la matière n’est pas dit ici.
board-no-basis = SANS BASE VÉRIFIÉE : aucun rapport n’a été remis.
board-no-basis-since = SANS BASE VÉRIFIÉE DEPUIS { $since } ({ $number }) ; derniers chiffres avant :
board-stock = { $band } : { $value } ± { $error }, au { $as_of }, vieux de { $days } j : { $trend }
board-time = Délai jusqu’à la matière : { $not_yet }
board-duty = { $at }  { $what } de { $from } : { $number } ; sinon { $otherwise }
board-more = et { $more } de plus : demarche standing due
=======
### Le tableau de l'impasse.
board-title = TABLEAU DE L’IMPASSE au { $at }
board-fingerprint = Moitié partagée, empreinte { $digits } ({ $digest })
board-part-stability = STABILITÉ
board-part-affiliates = GROUPES AFFILIÉS
board-part-breakout = PERCÉE NUCLÉAIRE
board-part-nearest = LIGNE ROUGE LA PLUS PROCHE DE CHAQUE PARTIE
board-part-cycles = À QUI LE TOUR
board-part-tracks = LES DEUX VOLETS
board-part-due = DÛ
board-part-line = LIGNE (vue propre)
board-part-own = DÛ À CE NŒUD
board-part-margin = MARGE DE RETENUE
board-nothing = rien
board-not-yet = pas encore : exige { $needs }
board-stability = Incidents cette semaine { $now }, la semaine précédente { $before } : { $trend }. Le dernier a pris fin il y a { $days } j.
board-stability-none = Aucun incident n’a été signalé : NO-BASIS.
board-class = { $act } : { $now } cette semaine, { $before } la semaine précédente
board-answers = Réponses à temps { $timely } sur { $all } ; { $open } non données.
board-affiliate = { $group } est tenu pour { $least }–{ $most } incidents en quatre semaines : { $trend }. Le dernier a pris fin il y a { $days } j.
board-verified = Stocks tels que vérifiés en dernier ; le temps jusqu’à la matière n’est pas dit ici.
board-no-basis = AUCUNE BASE VÉRIFIÉE : aucun rapport n’a été communiqué.
board-no-basis-since = AUCUNE BASE VÉRIFIÉE DEPUIS { $since } ({ $number }) ; les derniers chiffres antérieurs :
board-stock = { $band } : { $value } ± { $error }, au { $as_of }, vieux de { $days } j : { $trend }
board-time = Temps jusqu’à la matière : { $not_yet }
board-duty = { $at }  { $what } de { $from } : { $number } ; sinon { $otherwise }
board-more = et { $more } de plus : demarche standing due
>>>>>>> 371574e (languages: the board, the watch, the models and the desk in French and Arabic)
