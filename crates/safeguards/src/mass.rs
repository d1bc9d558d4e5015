//! Masses with their basis, enrichment, work.

use crate::error::SafeguardsError;
use std::fmt;

/// Mass of uranium, kg.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct KgU(pub f64);

/// Mass of uranium hexafluoride, kg. Never added to a mass of uranium without [`KgUf6::reported`].
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct KgUf6(pub f64);

/// Separative work, kg SWU.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Swu(pub f64);

/// Weight fraction of U-235, strictly between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Assay(f64);

/// Factor of the IAEA for reported stocks: 300 kg UF6 are 202.8 kg U (JCPOA 2015, Annex I, paragraph 57).
const REPORTED: f64 = 0.676;

/// Molar masses, g/mol: U-235, U-238, six fluorine atoms (IUPAC 2021).
const U235: f64 = 235.043_93;
const U238: f64 = 238.050_79;
const F6: f64 = 6.0 * 18.998_403;

impl KgUf6 {
    /// Uranium in a reported mass of UF6, by the factor 0.676 of the IAEA.
    pub fn reported(self) -> KgU {
        KgU(self.0 * REPORTED)
    }
}

impl KgU {
    /// The reported mass of UF6 that holds it, by the factor 0.676.
    pub fn as_uf6(self) -> KgUf6 {
        KgUf6(self.0 / REPORTED)
    }

    /// Reads `25 kgU` or `37 kgUF6` (turned into uranium); a mass without basis is refused.
    ///
    /// # Errors
    /// Not a number, negative, or no basis.
    pub fn parse(what: &str, text: &str) -> Result<Self, SafeguardsError> {
        const EXPECTED: &str = "a mass with its basis, such as 25 kgU or 37 kgUF6";
        let refused = || SafeguardsError::value(what, text, EXPECTED);
        let compact: String = text.split_whitespace().collect();
        let (number, uf6) = match compact.strip_suffix("kgUF6") {
            Some(number) => (number, true),
            None => (compact.strip_suffix("kgU").ok_or_else(refused)?, false),
        };
        let kg: f64 = number.parse().map_err(|_| refused())?;
        if !kg.is_finite() || kg < 0.0 {
            return Err(refused());
        }
        Ok(if uf6 { KgUf6(kg).reported() } else { KgU(kg) })
    }
}

impl Assay {
    /// Natural uranium, 0.711 % by weight.
    pub const NATURAL: Assay = Assay(0.00711);

    /// A weight fraction.
    ///
    /// # Errors
    /// Outside (0, 1).
    pub fn new(x: f64) -> Result<Self, SafeguardsError> {
        Assay::named("enrichment", x)
    }

    /// The same, with the name of the argument for the refusal.
    ///
    /// # Errors
    /// Outside (0, 1).
    pub fn named(what: &str, x: f64) -> Result<Self, SafeguardsError> {
        if x > 0.0 && x < 1.0 {
            return Ok(Assay(x));
        }
        Err(SafeguardsError::value(what, x, "a weight fraction of U-235 above 0 and below 1 (20 % is 0.2)"))
    }

    /// For constants of this crate and values already checked.
    pub(crate) const fn known(x: f64) -> Self {
        Assay(x)
    }

    /// The fraction.
    pub fn fraction(self) -> f64 {
        self.0
    }

    /// x/(1 - x), the abundance ratio.
    pub fn ratio(self) -> f64 {
        self.0 / (1.0 - self.0)
    }
}

impl fmt::Display for Assay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Physical mass fraction of uranium in UF6 at an enrichment by weight: M(U)/(M(U) + M(F6)), with
/// 1/M(U) = x/M(235) + (1 - x)/M(238). For reported stocks the IAEA's 0.676 holds, not this.
pub fn physical_u_fraction(x: Assay) -> f64 {
    let molar = 1.0 / (x.0 / U235 + (1.0 - x.0) / U238);
    molar / (molar + F6)
}
