### What the checks and lints of a notice find: what, why, how to mend it.

N-ALL-01-what = { $kind } cannot be drafted as a notice with this version.
N-ALL-01-why = A type that no node can check would travel unchecked.
N-ALL-01-mend = Use a type that is served: L2 to L6, T1, T3, E1.

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

N-L6-01-what = { $verb } is not served by this version.
N-L6-01-why = Nodes of this version would not know what to do with it.
N-L6-01-mend = Use HANDOVER, ROSTER, SILENCE-DECLARED, SUSPEND or RESUME.

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
