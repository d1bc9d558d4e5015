//! The load of the soak: notices both ways at a steady rate, whoever is down.
//!
//! I1 a notice is begun at its instant and not before; one that had to wait for a free desk is caught up with, until
//! the end.
//! I2 what became of every notice that was begun is told.

use crate::soak::capital::{Capital, Said};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::{Instant, sleep_until};

/// Lets both sides speak in turn, so many notices a minute, until an end; gives what became of each.
pub fn speak(sides: &[Arc<Capital>; 2], a_minute: u64, until: Instant) -> UnboundedReceiver<Said> {
    let (tell, told) = unbounded_channel();
    let sides = sides.clone();
    tokio::spawn(async move {
        let desks = Arc::new(Semaphore::new(DESKS));
        let began = Instant::now();
        for mark in 0.. {
            let due = began + Duration::from_micros(mark * 60_000_000 / a_minute.max(1));
            sleep_until(due).await;
            let Ok(desk) = desks.clone().acquire_owned().await else { break };
            if Instant::now() >= until {
                break;
            }
            let [from, to] =
                if mark % 2 == 0 { [0, 1] } else { [1, 0] }.map(|side: usize| sides[side].clone());
            let tell = tell.clone();
            tokio::spawn(async move {
                // Nobody hears it only if the soak has ended.
                let _ = tell.send(from.say(&to.station(), mark).await);
                drop(desk);
            });
        }
    });
    told
}

/// Officers who draft and release at one time, over both sides.
const DESKS: usize = 16;
