### What the checks and lints of a notice find: what, why, how to mend it.

N-ALL-01-what = { $kind } cannot be drafted as a notice with this version.
N-ALL-01-why = A type that no node can check would travel unchecked.
N-ALL-01-mend = Use a type that is drafted: L2 to L6, or any of T, A, E, S, C and P.

N-ALL-02-what = Paragraph { $para } is missing.
N-ALL-02-why = It is mandatory; without it the notice can be read in two ways.
N-ALL-02-mend = Fill paragraph { $para }; the template shows an example.

N-ALL-03-what = { $para } is missing.
N-ALL-03-why = It is mandatory inside its paragraph.
N-ALL-03-mend = Add { $para }.

N-ALL-04-what = { $para } holds a value of another kind: { $found }
N-ALL-04-why = Each paragraph takes one kind of value only.
N-ALL-04-mend = Write the kind of value that the template shows for it.

N-ALL-05-what = { $para } is { $found }, outside { $least } to { $most }.
N-ALL-05-why = Values outside these bounds are almost always slips.
N-ALL-05-mend = Write a value between { $least } and { $most }.

N-ALL-06-what = { $para } has { $words } words; it takes 1 to { $most }.
N-ALL-06-why = Long text hides what matters and cannot be read back.
N-ALL-06-mend = Shorten it, or put the rest into an annex.

N-ALL-07-what = { $para } has { $items } items; it takes { $least } to { $most }.
N-ALL-07-why = A list that is too long is not read back item by item.
N-ALL-07-mend = Shorten the list, or put it into an annex and count it here.

N-ALL-08-what = { $para } stands at 00:00 UTC.
N-ALL-08-why = Midnight is read as the day before by some and the day after by others.
N-ALL-08-mend = Write { $before } or { $after }.

N-ALL-09-what = The place in { $para } is not well formed: { $fault ->
    [no-part] it has no part
    [stand-off] a stand-off does not belong here
    [points-only] only single points are taken here
    [error] the error ellipse has its axes, direction or share out of order
    [name] a name stands where only a gazetteer id may
    [radius] the radius is zero
    [area] the corners of the area are out of order
    [twice] one point stands twice in a row
    [hemisphere] the ring holds half the globe
    [crosses] the ring crosses itself
    [ring] the ring has under three corners or repeats its first
   *[track] the track has under two points
    }
N-ALL-09-why = Both sides must draw the same shape from it.
N-ALL-09-mend = Mend the place; names belong to the language packs, not to the notice.

N-ALL-10-what = It renders to { $words } words; Z and O take at most { $most }.
N-ALL-10-why = An urgent notice must be read in one look.
N-ALL-10-mend = Shorten the remarks, or move lists into an annex.

N-ALL-11-what = { $station } is addressed twice, or is the sender's own.
N-ALL-11-why = Marks are kept once for each addressee.
N-ALL-11-mend = Take { $station } out of TO or INFO.

N-ALL-12-what = { $station } is no station of a member of this compartment.
N-ALL-12-why = Only members read what is said here.
N-ALL-12-mend = Name a station that the charter lists.

N-ALL-13-what = { $kind } is not in force in this compartment.
N-ALL-13-why = The charter lists the types in paragraph D.
N-ALL-13-mend = Use another compartment, or propose a new version of the charter.

N-ALL-14-what = The attestation differs from the charter's, { $charter }.
N-ALL-14-why = What can be proved to strangers is fixed for the life of a compartment.
N-ALL-14-mend = Write { $charter }.

N-ALL-15-what = The reference to { $subject } is unknown here or stands twice.
N-ALL-15-why = The reader must be able to find what is meant.
N-ALL-15-mend = Correct the number, or wait until that notice has arrived.

N-ALL-16-what = It expires before it takes effect, or has already expired.
N-ALL-16-why = A notice that never holds misleads.
N-ALL-16-mend = Set EXPIRES later, or write STANDING.

N-ALL-17-what = The answer time in { $para } could end less than { $margin } after constructive notice ({ $notice }).
N-ALL-17-why = Nobody may be late before having been told.
N-ALL-17-mend = Write { $earliest } or later, or a duration.

N-ALL-18-what = The answer time of { $span } is shorter than { $margin }.
N-ALL-18-why = The charter leaves at least { $margin } for an answer.
N-ALL-18-mend = Write { $margin } or longer.

N-ALL-19-what = Nothing of type { $needed } precedes it.
N-ALL-19-why = This type only follows { $needed }.
N-ALL-19-mend = Refer to the notice of type { $needed } in paragraph 4.

N-ALL-20-what = { $subject } is not an own notice of this type.
N-ALL-20-why = Only an author amends, corrects or repeats a notice.
N-ALL-20-mend = Refer to an own notice of the same type, or use FOLLOWS or ANSWERS.

N-ALL-21-what = The precedence for information is higher than that for action.
N-ALL-21-why = Those who must act come first.
N-ALL-21-mend = Lower the precedence for information.

N-ALL-22-what = An annex of { $size } bytes is over the charter's { $most }, or is for someone who is no member.
N-ALL-22-why = The other side would refuse it.
N-ALL-22-mend = Make it smaller, or name members as its readers.

N-ALL-23-what = The status is { $found }, this line's is { $line }.
N-ALL-23-why = Exercise and real traffic never speak on one line.
N-ALL-23-mend = Write { $line }, or use the line that this was meant for.

N-L2-01-what = E (onward to) does not fit the mark { $mark }.
N-L2-01-why = K5 and K6 say how far down; other marks do not.
N-L2-01-mend = Add E with K5 and K6, take it out with { $mark }.

N-L2-02-what = { $subject } is not a notice received here.
N-L2-02-why = A mark is set on another's notice that this node holds.
N-L2-02-mend = Correct the number.

N-L2-03-what = The time of { $mark } is not rounded up to 15 min.
N-L2-03-why = Exact times would measure your chain of command.
N-L2-03-mend = Round C up to a quarter of an hour.

N-L2-04-what = { $mark } is not asked for by { $subject }.
N-L2-04-why = K4 to K6 are set on A3, A4, A5 and A6 only.
N-L2-04-mend = Use K2, N2 or N3.

N-L3-01-what = { $subject } was not opened here under this entry hash, or is an own notice.
N-L3-01-why = Only what a watch position has opened (K2) can be read back.
N-L3-01-mend = Open it, then copy number and entry hash as shown beside it.

N-L3-02-what = { $subject } is of a type that is not read back.
N-L3-02-why = It has no critical paragraphs.
N-L3-02-mend = Acknowledge it with L2.

N-L3-03-what = Nothing is restated.
N-L3-03-why = A read-back is the receiver's own words for every critical paragraph.
N-L3-03-mend = Type each critical paragraph as you understood it.

N-L4-01-what = C (question) does not fit { $verb }.
N-L4-01-why = ASK and ANSWER name the question; OBSERVED has none.
N-L4-01-mend = Add or take out C.

N-L4-02-what = D (answer) does not fit { $verb }, or is empty.
N-L4-02-why = ANSWER and OBSERVED say at least one thing; ASK says none.
N-L4-02-mend = Add or take out D.

N-L4-03-what = { $subject } is unknown here or has no paragraph { $letter }.
N-L4-03-why = A question is about one paragraph of one notice.
N-L4-03-mend = Correct number and paragraph.

N-L5-01-what = C (cause) does not fit { $verb }.
N-L5-01-why = CORRECT and CANCEL give a cause; CONFIRM does not.
N-L5-01-mend = Add or take out C.

N-L5-02-what = D (replacement) does not fit { $verb } of { $subject }.
N-L5-02-why = Only CORRECT names a replacement, of the same type.
N-L5-02-mend = Name an own notice of the same type, or take D out.

N-L5-03-what = { $subject } is not an own notice known here.
N-L5-03-why = Only its author takes a notice back.
N-L5-03-mend = Correct the number; on another's notice use L4.

N-L5-04-what = { $subject } was Z, this is not.
N-L5-04-why = Taking back is as quick as threatening.
N-L5-04-mend = Set the precedence to Z.

N-L6-01-what = G (meeting) does not fit { $verb }.
N-L6-01-why = A meeting names its host, level and agenda; no other verb has them.
N-L6-01-mend = Add or take out G.

N-L6-02-what = The classes do not fit { $verb }.
N-L6-02-why = SUSPEND names its classes; no other verb does.
N-L6-02-mend = Add or take out the classes in A.

N-L6-03-what = { $verb } does not say until when, or ends before it begins.
N-L6-03-why = Silence without an end cannot be told from a fault.
N-L6-03-mend = Write UNTIL in B, after FROM.

N-L6-04-what = F (floor kept) does not fit { $verb } and its classes.
N-L6-04-why = The floor is cut only by name, and that is itself told.
N-L6-04-mend = Write F as the classes say: false only if FLOOR is among them.

N-L6-05-what = { $verb } lists no positions in C.
N-L6-05-why = The other side must know who is on watch and in which language.
N-L6-05-mend = List positions and languages in C.

N-L6-06-what = D (handed over) does not fit { $verb }.
N-L6-06-why = A hand-over carries every unread and unanswered item, other verbs none.
N-L6-06-mend = Add or take out D.

N-L6-07-what = The review list in E does not fit { $verb }, or one of its items.
N-L6-07-why = A successor says AFFIRM, SUSPEND until, or DISOWN, once of each item; no other verb reviews.
N-L6-07-mend = Give each item one verdict, and UNTIL with SUSPEND only.

N-L6-08-what = E reviews { $verb }, which this party has not said and takes no part in.
N-L6-08-why = A successor takes over what its own party has said.
N-L6-08-mend = Take the item out.

N-T1-01-what = { $line } is not a line of the sender.
N-T1-01-why = A party declares its own lines only.
N-T1-01-mend = Write an own line.

N-T1-02-what = The act { $act } is named twice.
N-T1-02-why = Each act counts once.
N-T1-02-mend = Take one out.

N-T1-03-what = { $relation } lacks its party or its standard.
N-T1-03-why = Without them nobody can tell whose acts are meant.
N-T1-03-mend = Add the party; with organisation or direction also the standard of control.

N-T1-04-what = NAMED, but no group is named.
N-T1-04-why = The reader cannot guess it.
N-T1-04-mend = Name at least one group by its code.

N-T1-05-what = E says { $said } of place, ANYWHERE and sealed list; it must say exactly one.
N-T1-05-why = Two places in one line are two lines.
N-T1-05-mend = Keep one of them.

N-T1-06-what = A count of { $count } does not fit the window.
N-T1-06-why = A count above 1 needs a window; every occurrence (1) has none.
N-T1-06-mend = Add the window, or take it out.

N-T1-07-what = { $station } is a verifier and is named as detector (verifier as trigger).
N-T1-07-why = A verifier whose report starts a strike is no longer let in.
N-T1-07-mend = Name other detectors; a published report may be named as PUBLIC-REPORT.

N-T1-08-what = The period says { $said } of duration and end; it must say exactly one.
N-T1-08-why = Two ends can differ.
N-T1-08-mend = Keep the duration or the end.

N-T1-09-what = The time of the exclusion { $kind } is missing or too much.
N-T1-09-why = Only an accident says within how long its notice must come.
N-T1-09-mend = Add or take out WITHIN.

N-T1-10-what = Near by count ({ $near }) is not below the line's own count ({ $line }).
N-T1-10-why = Near must come before crossed.
N-T1-10-mend = Write a smaller count.

N-T1-11-what = A detector of kind { $kind } lacks its station or has one too many.
N-T1-11-why = Only the kind STATION names a station.
N-T1-11-mend = Add or take out the station.

N-T1-12-what = M says nothing.
N-T1-12-why = An empty near value reads as a slip.
N-T1-12-mend = Say count, distance or share, or take M out.

N-T3-01-what = Paragraph { $para } does not fit { $verb }.
N-T3-01-why = NOTIFY carries B to G; ANSWER and CLOSE carry none of them.
N-T3-01-mend = Add or take out { $para }.

N-T3-02-what = The answer does not fit { $verb }.
N-T3-02-why = Only ANSWER says ADMITTED, DISPUTED, EXCUSED or REGRETS.
N-T3-02-mend = Add or take out the answer in A0.

N-T3-03-what = EXCUSED without the number of the A5, or an A5 without EXCUSED.
N-T3-03-why = The excuse is the accident notice.
N-T3-03-mend = Add or take out the number in A0.

N-T3-04-what = The reason does not fit { $verb }.
N-T3-04-why = Only CLOSE gives a reason.
N-T3-04-mend = Add or take out the reason in A0.

N-T3-05-what = { $line } is on the wrong side for this verb.
N-T3-05-why = The owner notifies and closes; the other side answers or reports its own crossing.
N-T3-05-mend = Correct the line or the verb.

N-T3-06-what = { $line } is not in force toward the addressee.
N-T3-06-why = Nobody crosses a line that was not known to them.
N-T3-06-mend = Name the version in force at the event's time.

N-T3-07-what = No NOTIFY is referred to.
N-T3-07-why = An ANSWER answers a NOTIFY to you.
N-T3-07-mend = Add ANSWERS with its number in paragraph 4.

N-T3-08-what = The incident { $subject } is not known here.
N-T3-08-why = A crossing rests on incident reports both can read.
N-T3-08-mend = Release the E1 first, or correct the number.

N-T3-09-what = G is neither a duration nor an instant, or both.
N-T3-09-why = There is one answer time.
N-T3-09-mend = Write WITHIN or AT.

N-E1-01-what = The interval ends before it begins.
N-E1-01-why = No event can lie in it.
N-E1-01-mend = Exchange the two times.

N-E1-02-what = The event lies in the future by this node's clock.
N-E1-02-why = A report tells what has happened.
N-E1-02-mend = Correct the time, or the clock.

N-E1-03-what = The likelihoods add up to { $least } to { $most } %; they must be able to make 100.
N-E1-03-why = Actor and alternatives together are certain.
N-E1-03-mend = Change a term, or add UNKNOWN.

N-E1-04-what = H does not fit: something is withheld and not named, or named and not withheld.
N-E1-04-why = The reader must know that something is kept back.
N-E1-04-mend = Say what is withheld, or write NOTHING-WITHHELD.

N-E1-05-what = Harm to { $on } is told twice.
N-E1-05-why = Two figures for one side contradict each other.
N-E1-05-mend = Put them into one item.

N-E1-06-what = Least, best and most fatalities are out of order.
N-E1-06-why = Least may not exceed best, nor best the most.
N-E1-06-mend = Correct the figures.

N-CH-01-what = { $party } is a member twice.
N-CH-01-why = Each member has one role.
N-CH-01-mend = Take one out.

N-CH-02-what = There are { $principals } principals, or nobody votes.
N-CH-02-why = A line needs two principals and one vote.
N-CH-02-mend = Correct roles or tempos in B.

N-CH-03-what = { $station } is a member without station or a station without member.
N-CH-03-why = Notices go to stations.
N-CH-03-mend = Add a station, or take it out.

N-CH-04-what = { $keys } record keys stand where { $wanted } are needed.
N-CH-04-why = TRANSFERABLE needs a key of every member, MUTUAL_ONLY has none.
N-CH-04-mend = Correct the keys in E.

N-CH-05-what = { $kind } is missing from the floor.
N-CH-05-why = A5, A6, L1 and L5 save lives and are never silently off.
N-CH-05-mend = Add { $kind } to G.

N-CH-06-what = { $kind } has no paragraph { $letter }.
N-CH-06-why = Only a paragraph that exists can be read back.
N-CH-06-mend = Correct the letter in I.

N-CH-07-what = The clocks contradict each other.
N-CH-07-why = Deputies are paged before a Z counts as unopened, tests quicken in a crisis, and at least an hour stays after constructive notice.
N-CH-07-mend = Correct the clocks in H.

N-CH-08-what = The end by date and its date do not fit.
N-CH-08-why = ON-DATE names its date; no other ending does.
N-CH-08-mend = Add or take out ON in P.

N-CH-09-what = The relay { $relay } is named twice.
N-CH-09-why = Two paths through one relay are one path.
N-CH-09-mend = Take one out.

W-T1-01-what = incomplete: { $missing }
W-T1-01-why = A line with an open side can be bypassed.
W-T1-01-mend = Fill the missing paragraphs.

W-T1-02-what = incomplete: lets { $pass } pass in any { $window }, up to { $total } in { $stretch }
W-T1-02-why = One act less than the count never crosses, window after window.
W-T1-02-mend = Count every occurrence, lengthen the window, or give your reason.

W-T1-03-what = discloses: { $sites } sites narrower than { $least }
W-T1-03-why = The list tells the reader where your people are.
W-T1-03-mend = Draw areas at least { $least } wide, or use a sealed list.

W-T1-04-what = arbitrary: { $found }; nearest focal figure { $nearest }
W-T1-04-why = A figure like any other invites testing; a focal one stands out.
W-T1-04-mend = Use { $nearest }, or give your reason.

W-T1-05-what = imprecise: { $act } without a magnitude
W-T1-05-why = Nobody can tell where it begins.
W-T1-05-mend = Write a measured value in F.

W-T1-06-what = unverifiable: the delay of { $delay } is longer than the window of { $window }
W-T1-06-why = The window closes before the act is seen.
W-T1-06-mend = Name a quicker detector or lengthen the window.

W-T1-07-what = permission below the line: TOLERATED
W-T1-07-why = What is tolerated will be done.
W-T1-07-mend = Write NOT-CONSENT.

W-T1-08-what = imprecise: an edge of over 100 km
W-T1-08-why = A geodesic bows away from the parallel by hundreds of metres.
W-T1-08-mend = Add corners, or say in B that edges are geodesics.

W-E1-01-what = discloses: the impact is told to { $metres } m
W-E1-01-why = A place finer than 1 km tells the launcher how good its aim was.
W-E1-01-mend = Widen the error to 1 km, or give your reason.

N-ALL-24-what = { $verb } needs paragraph { $para }.
N-ALL-24-why = Each verb says what belongs to it; without it the notice is half said.
N-ALL-24-mend = Fill { $para }, or choose another verb.

N-ALL-25-what = Paragraph { $para } does not go with { $verb }.
N-ALL-25-why = What is not part of a verb would be read as part of it.
N-ALL-25-mend = Take { $para } out, or choose another verb.

N-ALL-26-what = This precedence is not one of the type’s: { $allowed }.
N-ALL-26-why = The type is read in the time that its precedence promises.
N-ALL-26-mend = Set the precedence to { $allowed }.

N-ALL-27-what = A station of a { $role } may not send this type; it is for { $allowed }.
N-ALL-27-why = Who may say what is fixed, so that a wrong sender is seen at once.
N-ALL-27-mend = Let a station send it whose party has that role.

N-ALL-28-what = { $said } is no modality of this type; it takes { $allowed }.
N-ALL-28-why = The verb says what binds; another verb would promise something else.
N-ALL-28-mend = Choose one of { $allowed }.

N-ALL-29-what = The public track is spoken of only between the two principals, MUTUAL_ONLY.
N-ALL-29-why = A third member, or a transferable proof, would make it public.
N-ALL-29-mend = Send it in a compartment of the two principals alone.

N-ALL-30-what = { $verb } goes on with an own notice of this type, and none is referred to.
N-ALL-30-why = Without it nobody can tell which matter it moves.
N-ALL-30-mend = Refer to the first notice of the matter in paragraph 4.

N-ALL-31-what = { $para } is not whole: { $fault ->
    [reversed] it ends before it begins
    [either-or] exactly one of its two forms must stand
    [party] the relation needs a party
    [standard] control needs a standard
    [groups] NAMED needs at least one group
    [window] a count above 1 has a window, a count of 1 has none
    [within] only an accident says within how long its A5 must come, and it must
    [unit] the unit is not one of what is measured
    [band] a stock needs its enrichment band
   *[error] the error must be in the unit of the value and not negative
    }.
N-ALL-31-why = Half a statement is completed differently by each side.
N-ALL-31-mend = Complete { $para } as the template shows.

N-ALL-32-what = { $subject } is not known to this node.
N-ALL-32-why = A notice can rest only on what both sides hold.
N-ALL-32-mend = Name a notice that is in the transcript.

N-ALL-33-what = { $subject } is of another compartment.
N-ALL-33-why = What happens in one compartment is never tied to another.
N-ALL-33-mend = Take it out; say what must be said in that compartment.

N-ALL-34-what = { $subject } is an own notice and cannot be answered by its author.
N-ALL-34-why = Answers stop the other side’s clocks, never one’s own.
N-ALL-34-mend = Use FOLLOWS or AMENDS for an own notice.

N-ALL-35-what = SEALED stands only on S1, T1 and A6, and a commitment carries paragraph A and nothing else.
N-ALL-35-why = A commitment that shows its text commits to nothing.
N-ALL-35-mend = Leave paragraph A alone, and send the text with REVEAL.

N-ALL-36-what = “{ $found }” is no id of a warning to civil traffic: it has no figure.
N-ALL-36-why = A mistyped word would stand as a warning that was never issued.
N-ALL-36-mend = Write the id, or the word NONE-WILL-BE-ISSUED.

N-T2-01-what = { $line } is not an own line, or is version 1.
N-T2-01-why = Only its author changes a line, and an amendment makes the next version.
N-T2-01-mend = Name an own line and the version after the one in force.

N-T2-02-what = { $verb } and an end of the suspension do not fit.
N-T2-02-why = A suspension without an end lapses silently; nothing else is suspended.
N-T2-02-mend = SUSPEND says until when, no other verb does.

N-T2-03-what = Old and new values do not stand for the same paragraphs, or nothing differs.
N-T2-03-why = The reader must see each change beside what it replaces.
N-T2-03-mend = Write the same letters under was and now, with different values.

N-T2-04-what = This tightens the line sooner than { $period } from now.
N-T2-04-why = The addressee must be able to keep a line that forbids more than before.
N-T2-04-mend = Set D at least { $period } ahead.

N-A1-01-what = The lead is under 72 h, or the window is over 5 d.
N-A1-01-why = An exercise or flight test announced late looks like its opposite.
N-A1-01-mend = Announce it 72 h ahead, in a window of at most 5 d.

N-A1-02-what = { $kind } does not say in { $para } what civil traffic and the host state are told.
N-A1-02-why = Alerted air defence and civil aircraft share the sky.
N-A1-02-mend = Fill J with warning ids or NONE-WILL-BE-ISSUED, and K.

N-A1-03-what = { $kind } has no hazard area.
N-A1-03-why = Those below must know where not to be.
N-A1-03-mend = Draw the hazard area in F.

N-A1-04-what = The lower edge of the altitude band is not below the upper.
N-A1-04-why = A band upside down is read as no band.
N-A1-04-mend = Put the lower figure into low.

N-A1-05-what = BEING-REQUESTED is a word of accidents only.
N-A1-05-why = An activity that is planned has its warnings before it is announced.
N-A1-05-mend = Write the ids, or NONE-WILL-BE-ISSUED.

N-A1-06-what = The notice expires before its window closes.
N-A1-06-why = An activity would go on after its announcement has ended.
N-A1-06-mend = Let it expire at the close or later, or STANDING.

N-A2-01-what = A names neither an own announced activity nor a force, or both.
N-A2-01-why = The addressee must know whose posture it can check.
N-A2-01-mend = Name one of the two.

N-A2-02-what = { $claim } does not carry what makes it checkable, or more than that.
N-A2-02-why = A posture that cannot be checked is no signal.
N-A2-02-mend = Give the field that belongs to the claim, and no other.

N-A2-03-what = The falsifier and its distance and place do not fit.
N-A2-03-why = What would show it false must be as exact as the claim.
N-A2-03-mend = ANY-UNIT-NEARER says distance and place; no other does.

N-A3-01-what = NAMED-AREAS and the areas never struck do not stand together.
N-A3-01-why = Named areas that are not drawn protect nothing.
N-A3-01-mend = Draw them in B under never-in, or take NAMED-AREAS out.

N-A3-02-what = { $class } is excluded twice.
N-A3-02-why = A list with doubles is miscounted when it is read back.
N-A3-02-mend = Name each class once.

N-A3-03-what = UNCONDITIONAL stands beside conditions.
N-A3-03-why = It would be read both ways.
N-A3-03-mend = Let UNCONDITIONAL stand alone, or take it out.

N-A3-04-what = { $para } stands but says nothing.
N-A3-04-why = An empty bound looks like a promise.
N-A3-04-mend = Fill it, or leave it out.

N-A4-01-what = PART and its numbers do not fit.
N-A4-01-why = Whether more follows is the first thing the reader asks.
N-A4-01-mend = PART says part and of; no other finality does.

N-A4-02-what = The off-ramp ends after the earliest time.
N-A4-02-why = It could be taken when it is too late.
N-A4-02-mend = End the off-ramp at the earliest time or before.

N-A4-03-what = NAMED-AREAS and the excluded areas do not stand together.
N-A4-03-why = Named areas that are not drawn protect nothing.
N-A4-03-mend = Draw them, or take NAMED-AREAS out.

N-A4-04-what = BEING-REQUESTED is a word of accidents only.
N-A4-04-why = A response is planned; its warnings are issued before, or it says that none is.
N-A4-04-mend = Write the ids, or NONE-WILL-BE-ISSUED.

N-A4-05-what = The earliest time is past.
N-A4-05-why = What is announced must lie ahead.
N-A4-05-mend = Set the earliest time ahead of the clock.

N-A4-06-what = CHANGED changes nothing.
N-A4-06-why = The reader would look for a change that is not there.
N-A4-06-mend = Write the paragraphs that change.

N-A5-01-what = H does not say that this is no concession and no claim.
N-A5-01-why = Nobody warns if a warning can be held against him.
N-A5-01-mend = Set H to true.

N-A5-02-what = The heading is not from 0 to below 360 degrees.
N-A5-02-why = It would be drawn in another direction.
N-A5-02-mend = Write it from north, clockwise.

N-A5-03-what = { $name } stands without its value, or is negative.
N-A5-03-why = An error alone says nothing.
N-A5-03-mend = Give the value beside it, and no negative figure.

N-A5-04-what = ALL-CLEAR and FINISHED do not fit, or it still asks for something.
N-A5-04-why = The end of a hazard must not be doubted.
N-A5-04-mend = ALL-CLEAR says FINISHED and asks NOTHING; nothing else says FINISHED.

N-A6-01-what = The position is not one point with its error.
N-A6-01-why = A strike list is checked against a point and a radius.
N-A6-01-mend = Give one point and its horizontal error.

N-A6-02-what = The MGRS echo is { $told }, that of the point is { $own }.
N-A6-02-why = A swapped or mistyped figure shows here and nowhere else.
N-A6-02-mend = Correct the point or the echo, whichever is wrong.

N-A6-03-what = { $kind } and the movement in E do not fit.
N-A6-03-why = A convoy without a window is not protected; a building does not move.
N-A6-03-mend = Give route and window for what moves, and only for that.

N-A6-04-what = { $party } may open the annex and is no member.
N-A6-04-why = Only members read what is said here.
N-A6-04-mend = Name members only.

N-A6-05-what = It was seen after the clock, or longer ago than it is re-confirmed.
N-A6-05-why = A stale position protects the wrong place.
N-A6-05-mend = Have it seen again, and write when.

N-E2-01-what = The actor is not held to a party that is addressed.
N-E2-01-why = A challenge is answered by the party it names.
N-E2-01-mend = Name the addressee in B.

N-E2-02-what = C invokes { $invoked }, B names { $named }.
N-E2-02-why = One challenge is judged by one standard.
N-E2-02-mend = Write the same standard in B and C.

N-E3-01-what = It answers no E2, E4, E5 or A4 of the other side.
N-E3-01-why = A statement that answers nothing stops no clock.
N-E3-01-mend = Refer in paragraph 4 to what it answers.

N-E3-02-what = { $act } and its time do not fit.
N-E3-02-why = From when restraint begins decides what is held against whom.
N-E3-02-mend = WILL-RESTRAIN says from when; no other does.

N-E3-03-what = An undertaking stands twice, or beside WILL-NOT or CANNOT.
N-E3-03-why = To promise and to refuse in one breath promises nothing.
N-E3-03-mend = Name each once; let a refusal stand alone.

N-E4-01-what = The actor is not held to a party that is addressed.
N-E4-01-why = A warning binds the one it names.
N-E4-01-mend = Name the addressee in A.

N-E4-02-what = { $found } is no claim that can cease to be accepted.
N-E4-02-why = One ceases to accept a claim, not an admission.
N-E4-02-mend = Choose NO-CONTROL, NO-KNOWLEDGE or ROGUE-ELEMENT.

N-E4-03-what = The quiet of { $quiet } is longer than the watch of { $watch }.
N-E4-03-why = The warning would end before it could end by quiet.
N-E4-03-mend = Shorten the quiet or lengthen the watch.

N-E4-04-what = { $act } stands twice in the conduct.
N-E4-04-why = A list with doubles is miscounted when it is read back.
N-E4-04-mend = Name each act once.

N-E5-01-what = { $subject } has the wrong author for its place in the chain.
N-E5-01-why = A finding rests on its author’s own reports and warning, and on the other side’s statement.
N-E5-01-mend = Put in the numbers of the chain as the folds show it.

N-E5-02-what = { $subject } is both cause of the warning and its repeat.
N-E5-02-why = A repeat comes after the warning or is none.
N-E5-02-mend = Name only incidents after the warning took effect.

N-E5-03-what = The reply window of { $window } and the words NO OFF-RAMP do not fit; the least is { $margin }.
N-E5-03-why = A window that cannot be used must say so.
N-E5-03-mend = Give at least { $margin }, or say NO-OFF-RAMP in words.

N-E5-04-what = The route back and its quiet do not fit.
N-E5-04-why = A route by clock needs its clock.
N-E5-04-mend = QUIET-BY-CLOCK says how long; no other does.

N-E5-05-what = The actor is not held to a party that is addressed.
N-E5-05-why = A finding is replied to by the one it names.
N-E5-05-mend = Name the addressee in D.

N-E5-06-what = { $count } repeats are counted and { $told } are told.
N-E5-06-why = Each repeat that counts must be named.
N-E5-06-mend = Name as many repeats as are counted.

N-S1-01-what = The steps in { $para } are not of the right side, or there is none.
N-S1-01-why = Who owes what must not be in doubt.
N-S1-01-mend = Own steps in B, those of addressees in C.

N-S1-02-what = Two steps have the id { $step }.
N-S1-02-why = A trigger would point to both.
N-S1-02-mend = Give each step its own id.

N-S1-03-what = The trigger graph fails at step { $step }: it is not in the package, waits for itself, or waits for a verdict nobody gives.
N-S1-03-why = A step that can never become owed is a trap.
N-S1-03-mend = Draw the triggers so that each waits for another step that can come.

N-S1-04-what = The pairing and its time do not fit.
N-S1-04-why = Simultaneous means within a time that both know.
N-S1-04-mend = SIMULTANEOUS says within how long; no other does.

N-S1-05-what = Step { $step } repeats without an end, or more rarely than it lasts.
N-S1-05-why = Periods are counted from start to end.
N-S1-05-mend = Say how long it lasts, and every how long within that.

N-S1-06-what = Step { $step } is verified by its own actor or by no member.
N-S1-06-why = Nobody verifies himself.
N-S1-06-mend = Name a station of another member.

N-S1-07-what = I names this compartment itself.
N-S1-07-why = A text cannot be decoupled from where it stands.
N-S1-07-mend = List other compartments only.

N-S2-01-what = The answer and its time do not fit.
N-S2-01-why = A hold without an end is a refusal.
N-S2-01-mend = HOLD says until when; no other does.

N-S2-02-what = It answers no S1 of the other side.
N-S2-02-why = A reply without its offer accepts nothing.
N-S2-02-mend = Refer in paragraph 4 to the offer.

N-S2-03-what = The modality does not say what the answer says: { $wanted }.
N-S2-03-why = An acceptance in other words is none.
N-S2-03-mend = Set the modality to { $wanted }.

N-S3-01-what = The verb and its cause and date do not fit.
N-S3-01-why = A late step is performing only if it says why and by when.
N-S3-01-mend = LATE-PERFORMING says both, REVERSED its cause, no other either.

N-S3-02-what = A figure is of a time after the clock.
N-S3-02-why = Nothing can be measured tomorrow.
N-S3-02-mend = Write when it was measured.

N-S3-03-what = Step { $step } is the other side’s.
N-S3-03-why = Each side declares its own steps.
N-S3-03-mend = Declare an own step.

N-S4-01-what = This station is not the verifier of step { $step }; the package names { $named }.
N-S4-01-why = Only the one both sides named may say that it is so.
N-S4-01-mend = Let the named station report.

N-S4-02-what = The verdict and its reason do not fit.
N-S4-02-why = Unable is neither yes nor no, and must say why.
N-S4-02-mend = UNABLE says why; no other verdict does.

N-S4-03-what = Continuity and its gap do not fit.
N-S4-03-why = A gap in knowledge has a beginning and an end.
N-S4-03-mend = Give the gap where continuity was not kept, and only there.

N-S4-04-what = A figure has no error or no method.
N-S4-04-why = A verified value without its error is a claim.
N-S4-04-mend = Give error and method of every figure.

N-S4-05-what = Continuity is said to be lost and kept.
N-S4-05-why = It cannot be both.
N-S4-05-mend = Correct the reason or the flag.

N-S5-01-what = G and the verb do not fit.
N-S5-01-why = A pause must not be read as leaving.
N-S5-01-mend = true for every verb but END, false for END.

N-S5-02-what = Step { $step } both pauses and goes on.
N-S5-02-why = It would be read both ways.
N-S5-02-mend = Name it once.

N-S5-03-what = Step { $step } is the other side’s.
N-S5-03-why = One pauses only one’s own steps.
N-S5-03-mend = Name own steps.

N-S5-04-what = CURED is said of something that does not resume.
N-S5-04-why = Only a resumption is cured.
N-S5-04-mend = Say CURED with RESUME, or another cause.

N-C1-01-what = { $verb } and the tranche do not fit.
N-C1-01-why = A payment is told apart from the next by its number.
N-C1-01-mend = TRANCHE, CONFIRM and AUDIT say which; no other does.

N-C1-02-what = { $verb } and the ceiling do not fit.
N-C1-02-why = The ceiling is set once, above the most of one tranche, in its currency.
N-C1-02-mend = OPEN sets it, and no other verb.

N-C1-03-what = The amount is nothing or less.
N-C1-03-why = Nothing moves by it.
N-C1-03-mend = Write what is to be paid.

N-C1-04-what = { $verb } and the instrument do not fit.
N-C1-04-why = A licence is issued by an instrument; nothing else is.
N-C1-04-mend = LICENSE names it; no other does.

N-C2-01-what = { $person } is no opaque id, or the annex of identities is missing.
N-C2-01-why = Who the persons are stands in a sealed annex and nowhere else.
N-C2-01-mend = Use ids with a figure, and announce the annex IDENTITIES.

N-C2-02-what = { $count } persons are counted and { $listed } listed, or one stands in two groups.
N-C2-02-why = Nobody may be lost between two lists.
N-C2-02-mend = Make the groups add up.

N-C2-03-what = { $verb } and the group do not fit.
N-C2-03-why = One group moves at a time.
N-C2-03-mend = Every verb but LIST says which group.

N-C2-04-what = { $what } and its account do not fit.
N-C2-04-why = A payment is confirmed on an account by an amount.
N-C2-04-mend = ACCOUNT-CONFIRMED names both; no other does.

N-C2-05-what = { $verb } does not agree with the persons or conditions told.
N-C2-05-why = The next group moves on this word.
N-C2-05-mend = RELEASED tells it of each person; MET has every condition met.

N-P1-01-what = The public act is past.
N-P1-01-why = A notice beforehand comes before.
N-P1-01-mend = Tell of what lies ahead, or say LEAK-RESPONSE by P2.

N-P1-02-what = { $subject } is another party’s, or stands twice.
N-P1-02-why = One re-affirms one’s own word.
N-P1-02-mend = Name own notices, each once.

N-P2-01-what = { $measure } and its time do not fit.
N-P2-01-why = Quiet without an end is silence.
N-P2-01-mend = QUIET-UNTIL says until when; no other does.

N-P2-02-what = A class stands twice, or is the floor.
N-P2-02-why = A leak is told by class only; the floor is no class of notices.
N-P2-02-mend = Name T, A, E, S, C or P, each once.

N-P2-03-what = The leak is told before it happened.
N-P2-03-why = Nothing leaks tomorrow.
N-P2-03-mend = Write when it was published.

W-DESK-01-what = It touches { $compartment }: { $what } ({ $reason }).
W-DESK-01-why = What one compartment says of another's matter ties the two: one falls with the other.
W-DESK-01-mend = Say it without the other matter, or release with a reason.

W-DESK-02-what = It touches a line you may not see.
W-DESK-02-why = Another compartment of this node holds the same matter; you have no role in it.
W-DESK-02-mend = Ask the lead of another compartment, who has been paged; or release with a reason.

W-DESK-03-what = The own self-limit { $number } leaves out { $what }; this does not.
W-DESK-03-why = A self-limit binds its author until it is ended by notice.
W-DESK-03-mend = Leave { $what } out in E, or end the self-limit first.

W-DESK-04-what = It does not fit the own posture { $number }: { $what }.
W-DESK-04-why = Whoever claims a posture is watched by it.
W-DESK-04-mend = Change it, or let the posture end first.

W-DESK-05-what = It goes against the own understanding { $number }: { $what }.
W-DESK-05-why = The step is promised and not over.
W-DESK-05-mend = Change it, or pause the step by S5 first.

W-DESK-06-what = The own red line { $number } counts it: { $what }.
W-DESK-06-why = The other side will hold the line against its author.
W-DESK-06-mend = Change it, or amend the line first.

W-DESK-07-what = Their red line { $number } counts such an act: { $what }. The place is not compared: not yet.
W-DESK-07-why = What crosses a line has been told its consequence.
W-DESK-07-mend = Compare the places on the map before release, or release with a reason.

W-DESK-08-what = { $sent } FLASH went out within the hour; the budget is { $budget }.
W-DESK-08-why = Where everything is FLASH, nothing is.
W-DESK-08-mend = Lower the precedence, or give a reason.

W-DESK-09-what = This crosses line { $line } ({ $number }); beyond its stand-off, least and most: { $margin }
W-DESK-09-why = What crosses a line has been told its consequence.
W-DESK-09-mend = Move it in place or time, amend the own line first, or release with a reason.

W-DESK-10-what = { $touch ->
    [uncertain] This may cross line { $line } ({ $number }); beyond its stand-off, least and most: { $margin }
    [near] This comes near line { $line } ({ $number }); beyond its stand-off, least and most: { $margin }
   *[touches] Line { $line } ({ $number }) looks at the same acts and place.
}
W-DESK-10-why = The other side will judge it at the coarseness that is told.
W-DESK-10-mend = Tell place and time more closely, leave the area out, or go on knowing it.

N-LIST-01-what = Row { $row } cannot be read: { $column } says "{ $found }".
N-LIST-01-why = A site whose row is guessed may be struck.
N-LIST-01-mend = Mend the cell. Convoys, evacuations and vessels are drafted one by one, with route and window.

N-LIST-02-what = Row { $row } ({ $site }): latitude and longitude are swapped.
N-LIST-02-why = The other way round it lies among the others, or agrees with its echo.
N-LIST-02-mend = Exchange them.

N-LIST-03-what = Row { $row } ({ $site }) lies at sea, { $metres } m from the coast.
N-LIST-03-why = A site on land that is listed at sea is not protected where it stands.
N-LIST-03-mend = Mend the position.

N-LIST-04-what = Row { $row } ({ $site }) is { $twin } once more.
N-LIST-04-why = Two entries for one site drift apart.
N-LIST-04-mend = Leave one out, or UPDATE the one that is listed.

N-LIST-05-what = Row { $row } ({ $site }) lies { $km } km from every other site.
N-LIST-05-why = A figure that was mistyped makes such a jump.
N-LIST-05-mend = Mend the position; a site that far off is drafted by itself.

N-LIST-06-what = Row { $row } ({ $site }): the position has { $decimals } decimals.
N-LIST-06-why = Fewer than five lose more than a metre: somebody has rounded it.
N-LIST-06-mend = Take the position from its source again.

N-LIST-07-what = Row { $row } ({ $site }) was last seen { $seen }.
N-LIST-07-why = It is stale by its own re-confirmation time, or lies ahead of the clock.
N-LIST-07-mend = Have it seen again.

N-LIST-08-what = Row { $row } ({ $site }): the echo { $told } is not that of the position, { $own }.
N-LIST-08-why = One of the two is wrong.
N-LIST-08-mend = Find out which from the source.
