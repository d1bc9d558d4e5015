//! Limits by network address: connections at a time, requests a second. Time is handed in.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Counts what each address does.
#[derive(Debug)]
pub(crate) struct Limits {
    requests_per_s: u32,
    connections_each: u32,
    connections: u32,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    addresses: BTreeMap<IpAddr, Address>,
    connections: u32,
}

#[derive(Debug)]
struct Address {
    connections: u32,
    tokens_milli: u64,
    refilled: Instant,
}

/// One admitted connection; gives its place back when dropped.
#[derive(Debug)]
pub(crate) struct Place {
    limits: Arc<Limits>,
    address: IpAddr,
}

impl Limits {
    pub(crate) fn new(requests_per_s: u32, connections_each: u32, connections: u32) -> Arc<Self> {
        Arc::new(Limits { requests_per_s, connections_each, connections, state: Mutex::default() })
    }

    /// Admits a connection, or not.
    pub(crate) fn connect(self: &Arc<Self>, address: IpAddr, now: Instant) -> Option<Place> {
        let address = group(address);
        let mut state = self.state.lock().expect("no holder of the limits panics");
        if state.connections >= self.connections {
            return None;
        }
        let full = self.burst_milli();
        let known = state.addresses.entry(address).or_insert(Address {
            connections: 0,
            tokens_milli: full,
            refilled: now,
        });
        if known.connections >= self.connections_each {
            return None;
        }
        known.connections += 1;
        state.connections += 1;
        Some(Place { limits: self.clone(), address })
    }

    fn burst_milli(&self) -> u64 {
        u64::from(self.requests_per_s) * 1_000
    }
}

impl Place {
    /// Where the connection comes from, as limits see it.
    pub(crate) fn address(&self) -> IpAddr {
        self.address
    }

    /// Admits one request, or says after how many milliseconds to ask again.
    pub(crate) fn request(&self, now: Instant) -> Result<(), u32> {
        let mut state = self.limits.state.lock().expect("no holder of the limits panics");
        let Some(known) = state.addresses.get_mut(&self.address) else { return Ok(()) };
        let passed = now.saturating_duration_since(known.refilled).as_millis();
        let gained =
            u64::try_from(passed).unwrap_or(u64::MAX).saturating_mul(self.limits.requests_per_s.into());
        known.tokens_milli = known.tokens_milli.saturating_add(gained).min(self.limits.burst_milli());
        known.refilled = now;
        match known.tokens_milli.checked_sub(1_000) {
            Some(left) => {
                known.tokens_milli = left;
                Ok(())
            }
            None => Err(RETRY_MS),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Ok(mut state) = self.limits.state.lock() else { return };
        state.connections = state.connections.saturating_sub(1);
        let full = self.limits.burst_milli();
        if let Some(known) = state.addresses.get_mut(&self.address) {
            known.connections = known.connections.saturating_sub(1);
            let rested = known.refilled.elapsed() > FORGET_AFTER || known.tokens_milli >= full;
            if known.connections == 0 && rested {
                state.addresses.remove(&self.address);
            }
        }
        if state.addresses.len() > REMEMBER_AT_MOST {
            state.addresses.retain(|_, known| known.connections > 0);
        }
    }
}

/// One IPv4 address, or the /64 network of an IPv6 one.
fn group(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(six) => match six.to_ipv4_mapped() {
            Some(four) => IpAddr::V4(four),
            None => IpAddr::V6((u128::from(six) & !u128::from(u64::MAX)).into()),
        },
    }
}

const RETRY_MS: u32 = 1_000;
const FORGET_AFTER: Duration = Duration::from_secs(60);
const REMEMBER_AT_MOST: usize = 100_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_gets_its_connections_back_and_no_more() {
        let limits = Limits::new(10, 2, 3);
        let (one, two) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let now = Instant::now();
        let first = limits.connect(one, now).expect("admitted");
        let _second = limits.connect(one, now).expect("admitted");
        assert!(limits.connect(one, now).is_none(), "a third of one address");
        let _third = limits.connect(two, now).expect("admitted");
        assert!(limits.connect(two, now).is_none(), "a fourth in all");
        drop(first);
        assert!(limits.connect(one, now).is_some());
    }

    #[test]
    fn requests_are_refused_above_the_rate_and_admitted_again_with_time() {
        let limits = Limits::new(5, 2, 3);
        let now = Instant::now();
        let place = limits.connect(IpAddr::from([10, 0, 0, 1]), now).expect("admitted");
        for _ in 0..5 {
            assert_eq!(place.request(now), Ok(()));
        }
        assert_eq!(place.request(now), Err(RETRY_MS));
        assert_eq!(place.request(now + Duration::from_millis(200)), Ok(()));
    }

    #[test]
    fn one_network_of_the_newer_protocol_counts_as_one_address() {
        let a: IpAddr = "2001:db8:1:2::5".parse().expect("an address");
        let b: IpAddr = "2001:db8:1:2:ffff::9".parse().expect("an address");
        assert_eq!(group(a), group(b));
        assert_eq!(group("::ffff:10.0.0.1".parse().expect("an address")), IpAddr::from([10, 0, 0, 1]));
    }
}
