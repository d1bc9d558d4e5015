//! From samples to the one flat object that is printed.

use crate::bench::Phase;
use crate::bench::floor::Samples3;
use crate::bench::node::PAYLOAD_BYTES;
use serde_json::Value;

/// Figures with their names, in the order of printing.
pub(super) type Figures = Vec<(&'static str, Value)>;

/// Times of one kind, microseconds, sorted.
pub(super) struct Samples(Vec<u64>);

impl Samples {
    /// In any order.
    pub(super) fn of(mut micros: Vec<u64>) -> Self {
        micros.sort_unstable();
        Samples(micros)
    }

    /// The value that so many in a hundred do not exceed; 0 without samples.
    pub(super) fn at(&self, percent: usize) -> u64 {
        let rank = (self.0.len() * percent).div_ceil(100);
        self.0.get(rank.saturating_sub(1)).copied().unwrap_or_default()
    }

    /// All of them, sorted.
    pub(super) fn into_inner(self) -> Vec<u64> {
        self.0
    }

    /// How many.
    pub(super) fn len(&self) -> u64 {
        self.0.len() as u64
    }
}

/// What the processes measured.
pub(super) struct Measured {
    pub(super) seconds: u64,
    pub(super) window: usize,
    /// The floor, sample after sample.
    pub(super) streak: Samples3,
    /// The floor in turn with notices that go alone.
    pub(super) between: Samples3,
    /// One notice at a time.
    pub(super) alone: Phase,
    /// Many under way.
    pub(super) stream: Phase,
    /// Bodies that the relay saw while streaming.
    pub(super) bytes: u64,
    /// Processor time while streaming: sender, receiver, relay.
    pub(super) cpu_ms: [u64; 3],
}

/// What `bench line` prints.
pub(super) fn of_line(m: &Measured) -> Figures {
    let (sync, three) = (m.streak.fdatasync(), m.between.three_commits());
    let (sync_p50, floor_p50) = (sync.at(50), three.at(50));
    let (p50, p99) = (m.alone.arrived.at(50), m.alone.arrived.at(99));
    let notices = m.stream.covered.len();
    let took_ms = u64::try_from(m.stream.took.as_millis()).unwrap_or(u64::MAX).max(1);
    let each = |total: u64| total / notices.max(1);
    let overhead = i128::from(p50) - i128::from(floor_p50);
    vec![
        ("notices_per_s", (notices * 1_000 / took_ms).into()),
        ("p50_us", p50.into()),
        ("p99_us", p99.into()),
        ("receipt_p50_us", m.alone.covered.at(50).into()),
        ("receipt_p99_us", m.alone.covered.at(99).into()),
        ("fdatasync_p50_us", sync_p50.into()),
        ("fdatasync_p99_us", sync.at(99).into()),
        ("floor_p50_us", floor_p50.into()),
        ("floor_p99_us", three.at(99).into()),
        ("floor_streak_p50_us", m.streak.three_commits().at(50).into()),
        ("fdatasync_between_p50_us", m.between.fdatasync().at(50).into()),
        ("overhead_p50_us", i64::try_from(overhead).unwrap_or(i64::MAX).into()),
        ("p50_over_fdatasync", ratio(p50, sync_p50)),
        ("p99_over_fdatasync", ratio(p99, sync_p50)),
        ("p50_over_floor", ratio(p50, floor_p50)),
        ("floor_over_fdatasync", ratio(floor_p50, sync_p50)),
        ("target_p50_us", (8 * sync_p50 + 1_500).into()),
        ("target_p99_us", (40 * sync_p50 + 5_000).into()),
        ("payload_bytes", PAYLOAD_BYTES.into()),
        ("notices", notices.into()),
        ("notices_alone", m.alone.covered.len().into()),
        ("receipts", m.stream.receipts.into()),
        ("bytes_on_wire", m.bytes.into()),
        ("bytes_per_notice", each(m.bytes).into()),
        ("cpu_us_per_notice_sender", each(m.cpu_ms[0] * 1_000).into()),
        ("cpu_us_per_notice_receiver", each(m.cpu_ms[1] * 1_000).into()),
        ("cpu_us_per_notice_relay", each(m.cpu_ms[2] * 1_000).into()),
        ("stream_p50_us", m.stream.arrived.at(50).into()),
        ("stream_p99_us", m.stream.arrived.at(99).into()),
        ("seconds", m.seconds.into()),
        ("took_ms", took_ms.into()),
        ("window", m.window.into()),
        ("load_average_1_min", load()),
    ]
}

/// One object on one line, in the order of the figures.
pub(super) fn json(figures: &Figures) -> String {
    let fields: Vec<String> = figures.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
    format!("{{{}}}", fields.join(", "))
}

/// One figure a line.
pub(super) fn lines(figures: &Figures) -> String {
    let lines: Vec<String> = figures.iter().map(|(name, value)| format!("{name:<28} {value}")).collect();
    lines.join("\n")
}

/// To two decimal places; null without a divisor.
pub(super) fn ratio(of: u64, to: u64) -> Value {
    if to == 0 { Value::Null } else { ((of as f64 / to as f64 * 100.0).round() / 100.0).into() }
}

/// How busy the machine is with everything, this bench too.
pub(super) fn load() -> Value {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().and_then(|one| one.parse::<f64>().ok()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_value_that_was_seen() {
        let samples = Samples::of((1..=100).rev().collect());
        assert_eq!((samples.at(50), samples.at(99), samples.at(100)), (50, 99, 100));
        assert_eq!(Samples::of(vec![7]).at(99), 7);
        assert_eq!(Samples::of(Vec::new()).at(50), 0);
    }
}
