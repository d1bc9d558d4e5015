//! Decimal quantities with a unit; no floats (notices.md 4.10, house.md "Determinism").
//!
//! I1 one value has one form: no trailing zero in the mantissa while the exponent is below 0, exponent 0 to -9.

use std::fmt;

codes! {
    /// Units of quantities. Distances convert; a mass of uranium has its basis in the unit (kg U, kg UF6) and never
    /// converts: there is no bare kilogram.
    Unit, UNIT, "unit",
    {
        Count = 1 "COUNT", Metre = 2 "m", Kilometre = 3 "km", NauticalMile = 4 "NM", KilogramUranium = 5 "kgU",
        Percent = 6 "%", MetrePerSecond = 7 "m/s", Degree = 8 "deg", Usd = 9 "USD", Eur = 10 "EUR",
        BarrelPerDay = 11 "bbl/d", Hour = 12 "h", Tonne = 13 "t", WeightPercent = 14 "wt%", Millisecond = 15 "ms",
        KilogramHexafluoride = 16 "kgUF6", SeparativeWorkPerYear = 17 "SWU/yr",
        KilogramUraniumPerMonth = 18 "kgU/month", UsdPerMonth = 19 "USD/month",
    }
}

/// `mantissa x 10^exponent unit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity {
    mantissa: i64,
    exponent: i8,
    unit: Unit,
}

impl Quantity {
    /// Builds the one form of a value; `None` if it needs more than nine decimals or overflows.
    pub fn new(mantissa: i64, exponent: i8, unit: Unit) -> Option<Self> {
        let (mut mantissa, mut exponent) = (mantissa, exponent);
        while exponent > 0 {
            mantissa = mantissa.checked_mul(10)?;
            exponent -= 1;
        }
        while exponent < 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            exponent += 1;
        }
        (exponent >= -9).then_some(Quantity { mantissa, exponent, unit })
    }

    /// Whole number of a unit.
    pub fn whole(mantissa: i64, unit: Unit) -> Self {
        Quantity { mantissa, exponent: 0, unit }
    }

    /// Digits without the point.
    pub fn mantissa(&self) -> i64 {
        self.mantissa
    }

    /// Power of ten, -9 to 0.
    pub fn exponent(&self) -> i8 {
        self.exponent
    }

    /// The unit.
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// Reads `15 km`, `0.1 kgU`, `60 %`, and a bare number as a count; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, unit) = match text.split_once(' ') {
            Some((number, unit)) => (number, Unit::parse(unit).filter(|unit| *unit != Unit::Count)?),
            None => (text, Unit::Count),
        };
        let (mantissa, exponent) = parse_decimal(number)?;
        Quantity::new(mantissa, exponent, unit)
    }

    /// The value in billionths of the base unit of its dimension (metre for distances), and that unit.
    pub fn in_base_nano(&self) -> (i128, Unit) {
        let scale = 10i128.pow(u32::from((9 + self.exponent).unsigned_abs()));
        let nano = i128::from(self.mantissa) * scale;
        match self.unit {
            Unit::Kilometre => (nano * 1000, Unit::Metre),
            Unit::NauticalMile => (nano * 1852, Unit::Metre),
            unit => (nano, unit),
        }
    }

    /// The value without its unit, as typed: `0.1`.
    pub fn decimal(&self) -> String {
        if self.exponent == 0 {
            return self.mantissa.to_string();
        }
        let places = usize::from(self.exponent.unsigned_abs());
        let digits = format!("{:0width$}", self.mantissa.unsigned_abs(), width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        format!("{}{whole}.{fraction}", if self.mantissa < 0 { "-" } else { "" })
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.unit == Unit::Count {
            return f.write_str(&self.decimal());
        }
        write!(f, "{} {}", self.decimal(), self.unit)
    }
}

/// Reads a decimal number into digits and power of ten; at most nine decimals.
pub(crate) fn parse_decimal(text: &str) -> Option<(i64, i8)> {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits_only = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let shape = !whole.is_empty() && digits_only(whole) && digits_only(fraction) && fraction.len() <= 9;
    if !shape || (text.contains('.') && fraction.is_empty()) {
        return None;
    }
    let magnitude: i64 = format!("{whole}{fraction}").parse().ok()?;
    Some((if negative { -magnitude } else { magnitude }, -i8::try_from(fraction.len()).ok()?))
}
