//! AIS messages by type: who, where, how fast, and the static data of a ship (ITU-R M.1371-5, annex 8).
//!
//! I1 each field is read only if the message is long enough for it. I2 what the standard reserves for *not available*
//! is left out with a note, and a position off the globe is refused.

use crate::ais_bits::Bits;
use crate::item::Refused;

/// A message as decoded.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Type, 1 to 27.
    pub kind: u32,
    /// Identity of the sender.
    pub mmsi: u32,
    /// Degrees, if there is a position.
    pub position: Option<(f64, f64)>,
    /// Whether the position is told to be better than 10 m.
    pub accurate: bool,
    /// Knots, if known.
    pub speed_kn: Option<f64>,
    /// Course over ground, degrees, if known.
    pub course_deg: Option<f64>,
    /// Name of the ship, if told.
    pub name: Option<String>,
    /// Call sign, if told.
    pub call_sign: Option<String>,
    /// Type of ship and cargo, if told.
    pub ship_type: Option<u32>,
    /// What was left out and why.
    pub notes: Vec<&'static str>,
    /// The position is impossible.
    pub refused: Option<Refused>,
}

/// Where the fields of a position stand in a type.
struct Layout {
    lon: (usize, usize),
    lat: (usize, usize),
    /// Units a degree.
    per_degree: f64,
    accuracy: Option<usize>,
    speed: Option<Speed>,
    course: Option<(usize, usize)>,
    least: usize,
}

/// Where the speed stands, in which unit, and which value means *not available*.
struct Speed {
    at: (usize, usize),
    per_knot: f64,
    unknown: u32,
}

impl Message {
    /// Reads a payload.
    ///
    /// # Errors
    /// [`Refused`] for a type that the standard does not know or a message too short for its sender.
    pub fn of(bits: &Bits) -> Result<Self, Refused> {
        let short = || Refused::new("too-short", &format!("{} bits", bits.len()));
        let kind = bits.number(0, 6).ok_or_else(short)?;
        if !(1..=27).contains(&kind) {
            return Err(Refused::new("unknown-type", &kind.to_string()));
        }
        let mmsi = bits.number(8, 30).ok_or_else(short)?;
        let mut message = Message {
            kind,
            mmsi,
            position: None,
            accurate: false,
            speed_kn: None,
            course_deg: None,
            name: None,
            call_sign: None,
            ship_type: None,
            notes: Vec::new(),
            refused: None,
        };
        message.place(bits);
        message.names(bits);
        Ok(message)
    }

    fn place(&mut self, bits: &Bits) {
        let Some(layout) = layout(self.kind, bits) else { return };
        if bits.len() < layout.least {
            self.notes.push("too short for a position");
            return;
        }
        if let Some(speed) = &layout.speed {
            match bits.number(speed.at.0, speed.at.1) {
                Some(raw) if raw == speed.unknown => self.notes.push("speed not available"),
                Some(raw) => self.speed_kn = Some(f64::from(raw) / speed.per_knot),
                None => {}
            }
        }
        if let Some((from, count)) = layout.course {
            let unknown = if count == 9 { 360.0 } else { 3600.0 };
            let scale = if count == 9 { 1.0 } else { 10.0 };
            let raw = bits.number(from, count).map(f64::from);
            self.course_deg = raw.filter(|raw| *raw < unknown).map(|raw| raw / scale);
        }
        self.accurate = layout.accuracy.and_then(|at| bits.number(at, 1)) == Some(1);
        if self.kind == 17 && bits.number(38, 2) != Some(0) {
            // Bits that no sender may set: noise, not a station (M.1371-5, table 66).
            self.notes.push("spare bits set");
            self.refused = Some(Refused::new("spare-bits-set", "type 17"));
            return;
        }
        let lon = bits.signed(layout.lon.0, layout.lon.1).map(|raw| f64::from(raw) / layout.per_degree);
        let lat = bits.signed(layout.lat.0, layout.lat.1).map(|raw| f64::from(raw) / layout.per_degree);
        let Some((lat, lon)) = lat.zip(lon) else { return };
        if (lat - 91.0).abs() < 1e-9 || (lon - 181.0).abs() < 1e-9 {
            self.notes.push("position not available");
        } else if lat.abs() > 90.0 || lon.abs() > 180.0 {
            self.notes.push("position out of range");
            self.refused = Some(Refused::new("position-out-of-range", &format!("{lat:.5} {lon:.5}")));
        } else {
            self.position = Some((lat, lon));
        }
    }

    fn names(&mut self, bits: &Bits) {
        let known = |text: Option<String>| text.filter(|text| !text.is_empty());
        match self.kind {
            5 => {
                self.call_sign = known(bits.text(70, 7));
                self.name = known(bits.text(112, 20));
                self.ship_type = bits.number(232, 8);
            }
            19 => {
                self.name = known(bits.text(143, 20));
                self.ship_type = bits.number(263, 8);
            }
            21 => self.name = known(bits.text(43, 20)),
            24 if bits.number(38, 2) == Some(0) => self.name = known(bits.text(40, 20)),
            24 if bits.number(38, 2) == Some(1) => {
                self.ship_type = bits.number(40, 8);
                self.call_sign = known(bits.text(90, 7));
            }
            _ => {}
        }
    }
}

fn layout(kind: u32, bits: &Bits) -> Option<Layout> {
    let tenth = |at| Some(Speed { at: (at, 10), per_knot: 10.0, unknown: 1023 });
    let fine = 600_000.0;
    let plain = |lon: usize, least| Layout {
        lon: (lon, 28),
        lat: (lon + 28, 27),
        per_degree: fine,
        accuracy: Some(lon - 1),
        speed: None,
        course: None,
        least,
    };
    match kind {
        1..=3 => Some(Layout { speed: tenth(50), course: Some((116, 12)), ..plain(61, 116) }),
        4 | 11 => Some(plain(79, 134)),
        9 => Some(Layout {
            speed: Some(Speed { at: (50, 10), per_knot: 1.0, unknown: 1023 }),
            course: Some((116, 12)),
            ..plain(61, 116)
        }),
        17 => Some(Layout {
            lon: (40, 18),
            lat: (58, 17),
            per_degree: 600.0,
            accuracy: None,
            speed: None,
            course: None,
            least: 75,
        }),
        18 | 19 => Some(Layout { speed: tenth(46), course: Some((112, 12)), ..plain(57, 112) }),
        21 => Some(plain(164, 219)),
        27 => Some(Layout {
            lon: (44, 18),
            lat: (62, 17),
            per_degree: 600.0,
            accuracy: Some(38),
            speed: Some(Speed { at: (79, 6), per_knot: 1.0, unknown: 63 }),
            course: Some((85, 9)),
            least: 79,
        }),
        8 => weather(bits),
        _ => None,
    }
}

/// The place of a weather station: type 8, area 1, function 31 (IMO SN.1/Circ.289) and 11 (its forerunner).
fn weather(bits: &Bits) -> Option<Layout> {
    let none = |lon, lat, least| Layout {
        lon,
        lat,
        per_degree: 60_000.0,
        accuracy: None,
        speed: None,
        course: None,
        least,
    };
    match (bits.number(40, 10)?, bits.number(50, 6)?) {
        (1, 31) => Some(none((56, 25), (81, 24), 360)),
        (1, 11) => Some(none((80, 25), (56, 24), 352)),
        _ => None,
    }
}
