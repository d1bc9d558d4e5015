### Feuilles : ce qui est porté sur papier.
sheet-title = Feuille { $number } sur { $of }, { $status }
sheet-how = Photographiez le symbole, ou tapez les lignes dans un fichier ; chaque ligne se termine par deux signes qui révèlent une erreur. Ensuite : demarche sheet read FILE. Qui trouve cette feuille n’en apprend rien.
sheet-printed = { $pages ->
    [one] Une page se trouve dans { $folder }. Imprimez sheet.html.
   *[other] { $pages } pages se trouvent dans { $folder }. Imprimez sheet.html.
    }
sheet-left-out = { $pages } pages se trouvent dans { $folder } ; { $left } enveloppes sont trop longues pour une page. Portez-les par valise.
sheet-read = Enregistré : { $pages }. Ce qui est nouveau figure dans la liste des avis.
