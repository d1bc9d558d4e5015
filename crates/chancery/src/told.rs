//! What follows from what the carrier tells: folds take entries in, marks are told, clocks are set, and the carrier
//! learns what only folds know (declared windows, tempo, who does not open or answer).

use crate::compartment::{Compartment, Gathered};
use crate::due;
use crate::input::Event;
use crate::paper::{Paper, Text};
use crate::spots::Spot;
use line::entry::{Entry, Kind};
use line::group::Group;
use line::ids::{EntryHash, PartyCode};
use line::machine::{Event as Told, Input as Carry};
use line::time::Now;
use notice::Number;
use notice::vocabulary::{Mark, NoticeType, Precedence, Question};
use standing::Delivery;
use standing::matching::Outcome;
use standing::reading::Reading;
use standing::station::class_of;

impl<G: Group> Compartment<G> {
    /// Takes every admitted entry of a restored carrier in; nothing is told anew.
    pub(crate) fn read_transcript(&mut self, now: Now) {
        let numbers = &mut self.numbers;
        self.standing.read(&self.line, |entry, touched| {
            if let (Some(number), Kind::Notice) = (touched.first(), entry.header.kind) {
                numbers.insert(entry.hash, number.clone());
            }
        });
        for (author, seq) in self.line.equivocators() {
            self.standing.strike(author, seq);
        }
        let numbers: Vec<Number> = self.numbers.values().cloned().collect();
        let mut silent = Gathered::default();
        for number in numbers {
            self.look_at(now, &number, &mut silent);
        }
    }

    /// One event of the carrier.
    pub(crate) fn told(&mut self, now: Now, event: Told, gathered: &mut Gathered) {
        match event {
            Told::Admitted(entry) => {
                self.admitted(now, &entry, gathered);
                gathered.tell(Event::Carrier(Told::Admitted(entry)));
            }
            Told::Held(entry) => self.held(now, &entry, gathered),
            Told::TestDue { slot_ms } => {
                let state_root = self.standing.at(&self.line.cut(), slot_ms).root();
                gathered.next.push(Carry::Test { slot_ms, state_root, watch: self.watch });
            }
            Told::Released { ticket, entry, .. } => self.released(ticket, entry, gathered),
            Told::ReleaseRefused { ticket, refusal } => self.not_released(ticket, refusal, gathered),
            Told::Covered { entry, by } => {
                gathered.touched.extend(self.numbers.get(&entry).cloned());
                gathered.tell(Event::Carrier(Told::Covered { entry, by }));
            }
            Told::RelayHolds { entry, recipient, path } => {
                self.saw(&entry, &recipient, Mark::K0, gathered);
                gathered.tell(Event::Carrier(Told::RelayHolds { entry, recipient, path }));
            }
            Told::Undeliverable { entry, path } => {
                let number = self.numbers.get(&entry).cloned();
                let parties: Vec<PartyCode> = self.setup.line.peers().cloned().collect();
                for party in parties.iter().filter(|_| number.is_some()) {
                    self.saw(&entry, party, Mark::N1, gathered);
                }
                gathered.tell(Event::Carrier(Told::Undeliverable { entry, path }));
            }
            Told::Line { party, state } => gathered.tell(Event::Line { party, state }),
            Told::Epoch { epoch } => {
                self.ensure_tag_key(gathered);
                gathered.tell(Event::Carrier(Told::Epoch { epoch }));
            }
            Told::Disclosed { author, epoch } => {
                if author == self.setup.line.own {
                    self.disclosed(epoch, gathered);
                }
                gathered.tell(Event::Carrier(Told::Disclosed { author, epoch }));
            }
            Told::Equivocation { author, seq, entries } => {
                self.standing.strike(&author, seq);
                self.spots = None;
                gathered.touched.extend(self.numbers.values().cloned());
                gathered.tell(Event::Carrier(Told::Equivocation { author, seq, entries }));
            }
            Told::Members { joined, left, charter, term } => {
                self.charter_took_effect(charter);
                gathered.tell(Event::Carrier(Told::Members { joined, left, charter, term }));
            }
            Told::Flared { ticket, id } => {
                self.flared(ticket, gathered);
                gathered.tell(Event::Carrier(Told::Flared { ticket, id }));
            }
            Told::Flare { party, notice, utc_ms, .. } => {
                let number = notice::Notice::decode(&notice).ok().map(|n| n.number().clone());
                gathered.tell(Event::Flare { party, number, sent_ms: utc_ms });
            }
            Told::Void { author, from, to } => {
                self.standing.void(&author, from, to);
                self.spots = None;
                gathered.touched.extend(self.numbers.values().cloned());
                gathered.tell(Event::Carrier(Told::Void { author, from, to }));
            }
            other => gathered.tell(Event::Carrier(other)),
        }
    }

    fn admitted(&mut self, now: Now, entry: &Entry, gathered: &mut Gathered) {
        let touched = self.standing.admit(entry);
        match entry.header.kind {
            Kind::Notice => {
                if let Some(number) = touched.first() {
                    self.numbers.insert(entry.hash, number.clone());
                    self.spotted(now, entry.hash, number);
                }
            }
            Kind::Test => {
                gathered.touched.extend(self.attention.waiting().cloned());
                let stand = self.standing.at(&self.line.cut(), now.utc_ms);
                gathered.touched.extend(stand.spoken_without(&entry.header.author, entry.header.seq));
            }
            _ => {}
        }
        gathered.touched.extend(touched);
        if entry.header.lane == line::entry::Lane::Flash {
            self.crisis(now, gathered);
        }
    }

    /// Where and when, as a notice that came says it, if the folds take it in.
    fn spotted(&mut self, now: Now, entry: EntryHash, number: &Number) {
        let Some(spots) = &mut self.spots else { return };
        let stand = self.standing.at(&self.line.cut(), now.utc_ms);
        let filed = stand.notice(number).filter(|filed| filed.entry == entry);
        if let Some(spot) = filed.and_then(|filed| Spot::of(&filed.notice)) {
            spots.push(spot);
        }
    }

    /// Line tests quicken after Z traffic (notices.md L1).
    fn crisis(&mut self, now: Now, gathered: &mut Gathered) {
        let clocks = &self.charter.clocks;
        let (quick, lasts) = (clocks.test_crisis.ms().unsigned_abs(), clocks.crisis_lasts.ms());
        if self.crisis_until_ms <= now.utc_ms {
            gathered.next.push(Carry::Tempo(quick));
        }
        self.crisis_until_ms = now.utc_ms.saturating_add(lasts);
    }

    fn held(&mut self, now: Now, entry: &Entry, gathered: &mut Gathered) {
        if entry.header.author == self.setup.line.own {
            return;
        }
        match Reading::of(entry, self.setup.code.as_str()) {
            Reading::Notice(notice) => {
                let (number, kind) = (notice.number().clone(), notice.kind());
                let parties = [self.setup.line.own.clone(), entry.header.author.clone()];
                let suspended = self.stand(now).suspended(&parties, kind);
                if let (Some(_), Some(class)) = (suspended, class_of(kind)) {
                    gathered.tell(Event::HeldBack { number, class: class.word() });
                    return;
                }
                let precedence = Some(notice.envelope().precedence);
                gathered.tell(Event::Ring { number: Some(number), entry: entry.hash, precedence });
            }
            Reading::Charter(charter) => {
                let number = Some(charter.number());
                gathered.tell(Event::Ring { number, entry: entry.hash, precedence: None });
            }
            Reading::Unreadable(why) => {
                gathered.tell(Event::Ring { number: None, entry: entry.hash, precedence: None });
                gathered.tell(Event::Refused(why));
            }
            _ => {}
        }
    }

    fn saw(&mut self, entry: &EntryHash, addressee: &PartyCode, mark: Mark, gathered: &mut Gathered) {
        let Some(number) = self.numbers.get(entry).cloned() else { return };
        if self.attention.saw(&number, addressee, mark) {
            gathered.tell(Event::Mark { number, addressee: addressee.clone(), mark });
        }
    }

    /// After the carrier: looks at what was touched and what fell due, and tells the carrier what follows.
    pub(crate) fn settle(&mut self, now: Now, gathered: &mut Gathered) {
        gathered.touched.extend(self.attention.fallen_due(now.utc_ms));
        let touched = std::mem::take(&mut gathered.touched);
        if self.crisis_until_ms != i64::MIN && self.crisis_until_ms <= now.utc_ms {
            self.crisis_until_ms = i64::MIN;
            gathered.next.push(Carry::Tempo(self.charter.clocks.test.ms().unsigned_abs()));
        }
        if touched.is_empty() && gathered.next.is_empty() {
            return;
        }
        for number in &touched {
            self.look_at(now, number, gathered);
        }
        if Self::touches_charters(&touched) {
            self.agree_to_charters(now, gathered);
        }
        self.inform_carrier(now, &touched, gathered);
        if !gathered.next.is_empty() {
            self.run_carrier(now, gathered);
        }
    }

    /// What a notice's states say now: new marks, mismatches, due answers; and when to look again.
    fn look_at(&mut self, now: Now, number: &Number, gathered: &mut Gathered) {
        let stand = self.standing.at(&self.line.cut(), now.utc_ms);
        let Some(filed) = stand.notice(number) else { return };
        let own = self.setup.line.own.clone();
        let precedence = filed.notice.envelope().precedence;
        let flash = precedence == Precedence::Flash;
        let deliveries = stand.deliveries(number);
        let mut next = due::next_ms(&stand, &self.charter, number, &deliveries, &own);
        let constructive = notice::registry::spec(number.kind).is_some_and(|spec| spec.constructive);
        let waits = constructive && deliveries.iter().any(|d| d.for_action && d.known_ms().is_none());
        let open = !due::of_delivered(&stand, &self.charter, &own, number, &deliveries).is_empty();
        let mut drafted = None;
        for delivery in &deliveries {
            let news = self.attention.news(delivery);
            let silent = due::silence(&self.charter, filed, delivery, &own, now.utc_ms);
            if delivery.author == own {
                self.attention.set_silence(number, &delivery.addressee, silent.0, silent.1);
            }
            tell_marks(delivery, &news, gathered);
            if delivery.addressee == own {
                let minutes = due::pages(&self.charter, delivery, flash, now.utc_ms);
                gathered.tail.extend(minutes.told.map(|minute| {
                    let number = number.clone();
                    crate::input::Effect::Tell(Event::Page { number, precedence, minute })
                }));
                next = [next, minutes.next_ms].into_iter().flatten().min();
            }
            for read_back in &delivery.read_backs[news.tries.clone()] {
                if let Outcome::Mismatch(paragraphs) = &read_back.outcome {
                    drafted = Some((delivery.addressee.clone(), paragraphs.clone()));
                }
            }
            if news.answer.is_some() {
                let due = due::of_delivery(&stand, delivery, &own);
                gathered.tail.extend(due.map(|due| crate::input::Effect::Tell(Event::Due(due))));
            }
        }
        let second_mismatch = deliveries.iter().any(|d| d.addressee == own && mismatches(d) == 2);
        drop(stand);
        self.tell_revised(now, number, &deliveries, gathered);
        self.attention.set_waiting(number, waits);
        self.attention.set_open(number, open);
        self.attention.schedule(number, next);
        if let Some((by, paragraphs)) = drafted {
            let ask =
                (by == own && second_mismatch).then(|| self.draft_ask(now, number, &paragraphs, gathered));
            let (number, drafted) = (number.clone(), ask.flatten());
            gathered.tell(Event::Mismatch { number, by, paragraphs, drafted });
        }
    }

    /// The second MISMATCH drafts an L4, one key to send (notices.md L3).
    fn draft_ask(
        &mut self,
        now: Now,
        number: &Number,
        paragraphs: &[String],
        gathered: &mut Gathered,
    ) -> Option<crate::paper::DraftId> {
        let stand = self.standing.at(&self.line.cut(), now.utc_ms);
        let to = stand.notice(number)?.notice.envelope().from.clone();
        let paragraph = paragraphs.first()?.split('.').next()?.to_owned();
        let draft = self.service(vec![to]).ask(number, &paragraph, Question::Other);
        match self.keep(now, Paper::new(Text::Notice(Box::new(draft)), None), gathered).ok()? {
            crate::input::Reply::Drafted { draft, .. } => Some(draft),
            _ => None,
        }
    }

    /// The carrier learns declared windows and who leaves things unopened or unanswered, for its words.
    fn inform_carrier(
        &mut self,
        now: Now,
        touched: &std::collections::BTreeSet<Number>,
        gathered: &mut Gathered,
    ) {
        let peers: Vec<PartyCode> = self.setup.line.peers().cloned().collect();
        if touched.iter().any(|number| matches!(number.kind, NoticeType::L6 | NoticeType::L5)) {
            let stand = self.standing.at(&self.line.cut(), now.utc_ms);
            for party in &peers {
                let windows = stand.windows(party);
                let holding = windows.iter().rfind(|window| window.holds(now.utc_ms));
                let until_ms = holding.map(|window| window.until_ms);
                gathered.next.push(Carry::Declared { party: party.clone(), until_ms });
            }
        }
        for party in peers {
            let silence = self.attention.silence(&party);
            if self.attention.silence_told(&party, silence) {
                let (unopened, answer_overdue) = silence;
                gathered.next.push(Carry::Attention { party, unopened, answer_overdue });
            }
        }
    }
}

fn mismatches(delivery: &Delivery) -> usize {
    let matched = delivery.read_backs.iter().any(|t| t.outcome == Outcome::Match);
    if matched { 0 } else { delivery.read_backs.len() }
}

fn tell_marks(delivery: &Delivery, news: &crate::attention::News, gathered: &mut Gathered) {
    for mark in &news.marks {
        let (number, addressee) = (delivery.number.clone(), delivery.addressee.clone());
        gathered.tell(Event::Mark { number, addressee, mark: *mark });
    }
}
