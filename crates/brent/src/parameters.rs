//! The parameters of a shock, and the courses in time that they give.

/// Parameters of the shock, with what they are uncertain by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameters {
    /// Log points a rung at its peak, before decay.
    pub kappa: f64,
    /// Rows in which the premium comes in.
    pub t_in: f64,
    /// Half-life of the premium, rows.
    pub half_life: f64,
    /// Uncertainty of the premium, as a part of it.
    pub u: f64,
    /// Price elasticity of supply.
    pub e_supply: f64,
    /// Size of the price elasticity of demand.
    pub e_demand: f64,
    /// Log standard deviation of the sum of both.
    pub e_spread: f64,
    /// World use, mb/d.
    pub use_mbd: f64,
    /// Days that stocks and patience last.
    pub buffer_days: f64,
    /// Rows in which a loss comes into the price.
    pub t_on: f64,
    /// Half-life after supply is back, rows.
    pub back_half_life: f64,
    /// Factor on the standard deviation after an event.
    pub volatility: f64,
    /// Its half-life, rows.
    pub volatility_half_life: f64,
}

impl Parameters {
    /// The shipped values.
    pub const SHIPPED: Parameters = Parameters {
        kappa: 0.048,
        t_in: 2.0,
        half_life: 20.0,
        u: 0.8,
        e_supply: 0.05,
        e_demand: 0.15,
        e_spread: 0.35,
        use_mbd: 103.0,
        buffer_days: 30.0,
        t_on: 5.0,
        back_half_life: 15.0,
        volatility: 1.15,
        volatility_half_life: 10.0,
    };

    /// Premium of a change of rung after h rows: kappa dg (1 - exp(-h/t_in)) 2^(-h/HL).
    pub fn premium(&self, rungs: f64, rows: f64) -> f64 {
        if rows <= 0.0 {
            return 0.0;
        }
        self.kappa * rungs * (1.0 - (-rows / self.t_in).exp()) * 0.5_f64.powf(rows / self.half_life)
    }

    /// ln of the price that clears a loss of s out of Q for good: -ln(1 - s/Q)/(e_s + e_d), exact where both elasticities
    /// are constant (Kilian and Murphy (2014), Journal of Applied Econometrics 29:454, for the elasticities).
    pub fn clearing(&self, loss_mbd: f64) -> f64 {
        if loss_mbd <= 0.0 {
            return 0.0;
        }
        // A loss of more than nine tenths of the world's use is cut there: no elasticity holds that far.
        -(1.0 - (loss_mbd / self.use_mbd).min(0.9)).ln() / (self.e_supply + self.e_demand)
    }

    /// The same for a loss that lasts tau days, against the buffer: J = J_inf tau/(tau + buffer).
    pub fn jump(&self, loss_mbd: f64, days: f64) -> f64 {
        self.clearing(loss_mbd) * days / (days + self.buffer_days)
    }

    /// Path of a jump: in over t_on rows, and out with its half-life once supply is back.
    pub fn course(&self, rows: f64, back_after: f64) -> f64 {
        if rows <= 0.0 {
            return 0.0;
        }
        let held = 1.0 - (-rows.min(back_after) / self.t_on).exp();
        if rows <= back_after { held } else { held * 0.5_f64.powf((rows - back_after) / self.back_half_life) }
    }

    /// Factor on the standard deviation of the row that lies so many rows after the event.
    pub fn volatility_at(&self, rows: f64) -> f64 {
        1.0 + (self.volatility - 1.0) * 0.5_f64.powf(rows / self.volatility_half_life)
    }
}
