### Sheets: what is carried on paper.

sheet-title = Sheet { $number } of { $of }, { $status }
sheet-how = Take a picture of the symbol, or type the lines into a file; each line ends in two signs that show a slip. Then: demarche sheet read FILE. Whoever finds this sheet learns nothing from it.
sheet-printed = { $pages ->
    [one] One page stands in { $folder }. Print sheet.html.
   *[other] { $pages } pages stand in { $folder }. Print sheet.html.
}
sheet-left-out = { $pages } pages stand in { $folder }; { $left } envelopes are too long for a page. Carry a pouch for those.
sheet-read = Taken in: { $pages }. What is new stands in the list of notices.
