### What this language is: its own name, the direction of its lines (ltr, rtl), its digits (latin, persian, arabic).
pack-name = Français
pack-direction = ltr
pack-digits = latin

pack-fault-missing = { $key } manque : le message s’affiche en anglais derrière une marque.
pack-fault-unknown = Rien ne demande { $key } : la clé est mal écrite, ou le message est d’une autre version.
pack-fault-twice = { $key } figure deux fois : n’en gardez qu’un.
pack-fault-leaves-out = { $key } omet { $about } : ce qui s’y trouve serait perdu pour le lecteur.
pack-fault-argument = { $key } dit { $about }, que personne ne fournit.
pack-fault-no-word = { $key } doit être l’un de : { $about }.
