//! Exact numbers: what game files may write, read as fractions without rounding.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// An exact fraction.
pub type Rational = BigRational;

/// Digits that a number may have before and after its exponent is carried out.
const DIGITS: usize = 400;

/// The largest magnitude of a payoff that is taken: beyond it products of payoffs leave the range of floats.
pub const LARGEST: f64 = 1e100;

/// Reads a number of a game file: `3`, `-2`, `3.`, `.5`, `1/3`, `1e5`, `1.5e-1`. Not `+5`, `1e+0`, `.5e1`, `1/-3`.
pub fn parse(word: &str) -> Result<Rational, String> {
    let not = |why: &str| Err(format!("`{}` is no number: {why}", shown(word)));
    if word.len() > DIGITS {
        return not("it is too long");
    }
    let (negative, rest) = match word.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, word),
    };
    let magnitude = if let Some((top, bottom)) = rest.split_once('/') {
        let (Some(top), Some(bottom)) = (whole(top), whole(bottom)) else {
            return not("a fraction is two whole numbers, the sign in front");
        };
        if bottom.is_zero() {
            return not("its denominator is zero");
        }
        Rational::new(top, bottom)
    } else {
        decimal(rest).map_err(|why| format!("`{}` is no number: {why}", shown(word)))?
    };
    Ok(if negative { -magnitude } else { magnitude })
}

fn decimal(word: &str) -> Result<Rational, &'static str> {
    let (mantissa, exponent) = match word.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (word, None),
    };
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if before.is_empty() && after.is_empty() {
        return Err("it has no digits");
    }
    if before.is_empty() && exponent.is_some() {
        return Err("an exponent needs a digit before the point");
    }
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !digits(before) || !digits(after) {
        return Err("only digits, one point, one exponent and a leading minus may stand in it");
    }
    let value = whole(&format!("{before}{after}")).ok_or("it has no digits")?;
    let mut power = -i64::try_from(after.len()).unwrap_or(i64::MAX);
    if let Some(exponent) = exponent {
        let (sign, rest) = exponent.strip_prefix('-').map_or((1, exponent), |rest| (-1, rest));
        if rest.is_empty() || !digits(rest) {
            return Err("its exponent is not digits with an optional minus");
        }
        let size: i64 = rest.parse().map_err(|_| "its exponent is beyond 400")?;
        if size > DIGITS as i64 {
            return Err("its exponent is beyond 400");
        }
        power += sign * size;
    }
    let ten = BigInt::from(10).pow(u32::try_from(power.unsigned_abs()).unwrap_or(0));
    Ok(if power < 0 { Rational::new(value, ten) } else { Rational::from_integer(value * ten) })
}

fn whole(text: &str) -> Option<BigInt> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// The start of a word, for messages.
pub fn shown(word: &str) -> String {
    let mut short: String = word.chars().take(24).collect();
    if short.len() < word.len() {
        short.push('…');
    }
    short
}

/// The nearest float.
pub fn to_float(value: &Rational) -> f64 {
    value.to_f64().unwrap_or(f64::NAN)
}

/// Whether a payoff can be weighed.
pub fn is_weighable(value: &Rational) -> bool {
    let size = to_float(value).abs();
    size.is_finite() && size <= LARGEST
}

/// The fraction that the shortest decimal of a float names.
pub fn of_float(value: f64) -> Option<Rational> {
    if !value.is_finite() {
        return None;
    }
    let text = format!("{value}");
    parse(&text).ok().or_else(|| Rational::from_float(value))
}

/// As game files write it: a whole number, a finite decimal, or a fraction.
pub fn written(value: &Rational) -> String {
    if value.is_integer() {
        return value.numer().to_string();
    }
    let mut rest = value.denom().clone();
    let mut places = 0_usize;
    for prime in [2, 5] {
        let mut count = 0;
        let prime = BigInt::from(prime);
        while (&rest % &prime).is_zero() {
            rest /= &prime;
            count += 1;
        }
        places = places.max(count);
    }
    if !rest.is_one() || places > 15 {
        return format!("{}/{}", value.numer(), value.denom());
    }
    let scale = BigInt::from(10).pow(u32::try_from(places).unwrap_or(0));
    let digits = (value.numer().abs() * scale / value.denom()).to_string();
    let digits = format!("{digits:0>width$}", width = places + 1);
    let (before, after) = digits.split_at(digits.len() - places);
    format!("{}{before}.{after}", if value.is_negative() { "-" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_that_is_taken_is_read_exactly() {
        let cases = [
            ("3", "3"),
            ("-2", "-2"),
            ("3.", "3"),
            (".5", "0.5"),
            ("-.75", "-0.75"),
            ("1/3", "1/3"),
            ("2/4", "0.5"),
            ("1e5", "100000"),
            ("1E2", "100"),
            ("1.5e-1", "0.15"),
            ("00012", "12"),
        ];
        for (text, expected) in cases {
            assert_eq!(written(&parse(text).expect(text)), expected, "{text}");
        }
    }

    #[test]
    fn every_form_that_is_refused_is_refused() {
        for text in ["+5", "1e+0", "1.5e+1", ".5e1", "1.5/2", "1/-3", "1/0", "", "-", ".", "1e", "NaN", "inf"]
        {
            assert!(parse(text).is_err(), "{text}");
        }
        assert!(parse("1.0e999999999").is_err());
    }

    #[test]
    fn what_is_written_is_read_again() {
        for value in [0.1, -2.5, 1.0 / 3.0, 1e-9, 123456.789] {
            let exact = of_float(value).expect("finite");
            assert!((to_float(&exact) - value).abs() <= value.abs() * 1e-15);
            assert_eq!(parse(&written(&exact)).expect("written"), exact);
        }
    }
}
