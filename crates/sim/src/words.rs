//! What the journal writes of an event: its name and what is alike with labels and with MLS.

use line::machine::Event;

/// One line for one event; no hash, no key.
pub fn of(event: &Event) -> String {
    match event {
        Event::Held(entry) => {
            format!("holds {}{} {:?}", entry.header.author, entry.header.seq, entry.header.kind)
        }
        Event::Admitted(entry) => {
            format!("admits {}{} {:?}", entry.header.author, entry.header.seq, entry.header.kind)
        }
        Event::Arrived { path, .. } => format!("arrived by {path}"),
        Event::RelayHolds { recipient, path, .. } => format!("K0 {recipient} {path}"),
        Event::Covered { by, .. } => format!("K1 {by}"),
        Event::Undeliverable { path, .. } => format!("N1 {path}"),
        Event::TestDue { .. } => "test due".to_owned(),
        Event::Line { party, state } => format!("line to {party} {:?} {:?}", state.state, state.word),
        Event::Epoch { epoch } => format!("epoch {epoch}"),
        Event::Disclosed { author, epoch } => format!("{author} gave its key of epoch {epoch} away"),
        Event::Members { joined, left, term, .. } => format!("members of term {term}: +{joined:?} -{left:?}"),
        Event::Invited { party, .. } => format!("a Welcome for {party}"),
        Event::Flared { ticket, .. } => format!("flares {ticket}"),
        Event::FlareEntered { .. } => "a flare becomes an entry".to_owned(),
        Event::Flare { party, .. } => format!("a flare of {party}"),
        Event::AnnexSent { ticket, .. } => format!("annex {ticket} is announced"),
        Event::AnnexHere { party, .. } => format!("an annex of {party} is here"),
        Event::AnnexRefused { party, .. } => format!("an annex of {party} is refused"),
        Event::PutBack { party } => format!("{party} asks to be taken in anew"),
        Event::ReformStands { term, .. } => format!("RE-FORM stands for term {term}"),
        Event::Reformed { term, void } => format!("term {term} is open, {} own notices void", void.len()),
        Event::Void { author, from, to } => format!("void: {author}{from}..{to}"),
        Event::Equivocation { author, seq, .. } => format!("names {author} at {seq}"),
        Event::Forked { party, at, .. } => {
            format!("forked from {party} at {:?}", at.as_ref().map(|head| (&head.author, head.seq)))
        }
        Event::Refused(refusal) => format!("refused {refusal}"),
        Event::PouchPacked { to, .. } => format!("pouch for {to}"),
        Event::Quarantined(on) => format!("quarantined {on}"),
        Event::Released { ticket, .. } => format!("released {ticket}"),
        Event::ReleaseRefused { ticket, refusal } => format!("release {ticket} refused {refusal}"),
        Event::Late { from } => format!("order changed from {from}"),
        Event::Gap { author, from, to, .. } => format!("gap {author} {from}..{to}"),
        Event::RolledBack(by) => format!("rolled back, shown by {}: {}", by.shown_by, by.seq),
    }
}
