//! When to ring: a plain function of what waits and of time.
//!
//! I1 what waits rings at once. I2 FLASH and IMMEDIATE ring again at minutes 3 and 6, for the first and the second
//! deputy (requirements R2); what is opened rings no more. I3 a node that does not answer rings like a FLASH.

use std::collections::BTreeMap;

/// One thing that waits: what tells it from others, and its precedence letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The notice's number, or [`NODE`]. Never printed.
    pub what: String,
    /// Z, O, P, R or D.
    pub precedence: String,
}

/// One ringing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// The highest precedence among what rings.
    pub precedence: String,
    /// How many wait.
    pub count: usize,
    /// 0, 3 or 6.
    pub minute: u32,
    /// Whether it is the node that is silent.
    pub node_silent: bool,
}

impl Alarm {
    /// Whose turn it is.
    pub fn position(&self) -> &'static str {
        match self.minute {
            0 => "WATCH",
            3 => "DEPUTY-1",
            _ => "DEPUTY-2",
        }
    }
}

/// What has rung.
#[derive(Debug, Default)]
pub struct Bells {
    /// Since when each thing waits, and how often it has rung.
    rung: BTreeMap<String, (u64, usize)>,
}

impl Bells {
    /// What rings now, given everything that waits; absent if nothing newly does.
    pub fn tick(&mut self, mono_ms: u64, waiting: &[Waiting]) -> Option<Alarm> {
        self.rung.retain(|what, _| waiting.iter().any(|it| it.what == *what));
        let mut ringing: Vec<(&Waiting, u32)> = Vec::new();
        for it in waiting {
            let (since, rung) = self.rung.entry(it.what.clone()).or_insert((mono_ms, 0));
            let minutes: &[u32] = if urgent(&it.precedence) { &MINUTES } else { &MINUTES[..1] };
            let due = |minute: &u32| mono_ms.saturating_sub(*since) >= u64::from(*minute) * MINUTE_MS;
            let reached = minutes.iter().take_while(|minute| due(minute)).count();
            if reached > *rung {
                *rung = reached;
                ringing.push((it, minutes[reached - 1]));
            }
        }
        let loudest = ringing.iter().map(|(it, _)| rank(&it.precedence)).min()?;
        Some(Alarm {
            precedence: LETTERS.get(loudest).copied().unwrap_or("R").to_owned(),
            count: waiting.len(),
            minute: ringing.iter().map(|(_, minute)| *minute).max().unwrap_or(0),
            node_silent: ringing.iter().any(|(it, _)| it.what == NODE),
        })
    }
}

fn urgent(precedence: &str) -> bool {
    rank(precedence) < 2
}

fn rank(precedence: &str) -> usize {
    LETTERS.iter().position(|letter| *letter == precedence).unwrap_or(3)
}

/// What waits when the node itself does not answer.
pub const NODE: &str = "NODE";
/// Precedences, the highest first.
const LETTERS: [&str; 5] = ["Z", "O", "P", "R", "D"];
/// At arrival, then for the first and the second deputy.
const MINUTES: [u32; 3] = [0, 3, 6];
const MINUTE_MS: u64 = 60_000;

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(what: &str, precedence: &str) -> Waiting {
        Waiting { what: what.to_owned(), precedence: precedence.to_owned() }
    }

    fn minutes(precedence: &str) -> Vec<(u64, u32)> {
        let (mut bells, waiting) = (Bells::default(), [waits("a", precedence)]);
        (0..=600).filter_map(|s| bells.tick(s * 1000, &waiting).map(|alarm| (s, alarm.minute))).collect()
    }

    #[test]
    fn a_flash_rings_at_minutes_0_3_and_6_and_a_routine_once() {
        assert_eq!(minutes("Z"), [(0, 0), (180, 3), (360, 6)]);
        assert_eq!(minutes("O"), [(0, 0), (180, 3), (360, 6)]);
        assert_eq!(minutes("R"), [(0, 0)]);
    }

    #[test]
    fn opening_silences_and_a_second_notice_rings_anew() {
        let mut bells = Bells::default();
        assert!(bells.tick(0, &[waits("a", "Z")]).is_some());
        assert_eq!(bells.tick(200_000, &[]), None);
        assert_eq!(bells.tick(200_001, &[waits("a", "Z")]).map(|alarm| alarm.minute), Some(0));
        let both = bells.tick(200_002, &[waits("a", "Z"), waits("b", "P")]);
        assert_eq!(both.map(|alarm| (alarm.precedence, alarm.count)), Some(("P".to_owned(), 2)));
    }

    #[test]
    fn a_clock_that_misses_minute_3_pages_the_second_deputy_at_6() {
        let mut bells = Bells::default();
        bells.tick(0, &[waits("a", "Z")]);
        let late = bells.tick(400_000, &[waits("a", "Z")]);
        assert_eq!(late.map(|alarm| alarm.position()), Some("DEPUTY-2"));
    }
}
