//! What the models answer: their files read, each run once, and the reading of every feed.

use crate::error::DeskError;
use crate::feed::{Feed, Model, Models, RESPONSIBLE};
use crate::verified::with_reports;
use attribution::{Evidence, HYPOTHESES, Likelihoods, Response, assess};
use brent::{Difference, Event, Fan, Prices, difference};
use jiff::civil::Date;
use safeguards::{Assay, Interval, KgU, MACHINES, Machines, Plant, Stocks, breakout_interval, standing_at};
use sha2::{Digest, Sha256};
use standing::Snapshot;
use std::fmt::Display;

/// A file's name, for messages, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Name.
    pub name: String,
    /// Text.
    pub text: String,
}

/// The files of the models that are given; what is shipped stands in where a table is optional.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    /// Table of stocks.
    pub stocks: Option<File>,
    /// Table of machines.
    pub machines: Option<File>,
    /// Day of the time to material; that of the assumptions if absent.
    pub as_of: Option<String>,
    /// Evidence.
    pub evidence: Option<File>,
    /// Table of likelihoods.
    pub likelihoods: Option<File>,
    /// Event.
    pub event: Option<File>,
    /// Day of the last price.
    pub origin: Option<String>,
    /// Prices.
    pub prices: Option<File>,
}

impl Files {
    fn all(&self) -> [(Model, &Option<File>); 6] {
        [
            (Model::Safeguards, &self.stocks),
            (Model::Safeguards, &self.machines),
            (Model::Attribution, &self.evidence),
            (Model::Attribution, &self.likelihoods),
            (Model::Brent, &self.event),
            (Model::Brent, &self.prices),
        ]
    }

    /// Of all that the answers depend on beside the assumptions.
    pub(crate) fn hash(&self, reports: &[String]) -> [u8; 32] {
        let mut digest = Sha256::new();
        let mut take = |text: &str| {
            digest.update((text.len() as u64).to_be_bytes());
            digest.update(text.as_bytes());
        };
        for (_, file) in self.all() {
            take(file.as_ref().map_or("", |file| &file.text));
        }
        for text in [&self.as_of, &self.origin] {
            take(text.as_deref().unwrap_or_default());
        }
        reports.iter().for_each(|report| take(report));
        digest.finalize().into()
    }
}

/// What one model says.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Which.
    pub model: Model,
    /// Its files: name, and SHA-256 of the text.
    pub files: Vec<(String, String)>,
    /// What its reader must know beside the figures.
    pub notes: Vec<String>,
    /// Readings of its feeds: the feed's place in the list, and low, centre and high; none if the model has no figure.
    pub readings: Vec<(usize, Option<[f64; 3]>)>,
}

/// Runs the models whose files are given; and the numbers of verifiers' reports that were put into the stocks.
///
/// # Errors
/// What is wrong with a file, with its name.
pub(crate) fn answers(
    table: &Models,
    files: &Files,
    snapshots: &[Snapshot],
    as_of: &str,
) -> Result<(Vec<Answer>, Vec<String>), DeskError> {
    let (mut all, mut reports) = (Vec::new(), Vec::new());
    let feeds = |model: Model| table.feed.iter().enumerate().filter(move |(_, feed)| feed.model == model);
    if let Some(stocks) = &files.stocks {
        let quantity = table.safeguards.as_ref().and_then(|it| it.quantity.as_deref()).unwrap_or("25 kgU");
        let asked = Material { stocks, machines: files.machines.as_ref(), quantity };
        let (months, notes) =
            asked.months(files.as_of.as_deref().unwrap_or(as_of), snapshots, &mut reports)?;
        let readings = feeds(Model::Safeguards).map(|(at, _)| (at, months)).collect();
        all.push(answer(Model::Safeguards, files, notes, readings));
    }
    if let Some(evidence) = &files.evidence {
        let (found, notes) = posterior(evidence, files.likelihoods.as_ref())?;
        let of = |feed: &Feed| Some(share(&found, &feed.reading));
        let readings = feeds(Model::Attribution).map(|(at, feed)| (at, of(feed))).collect();
        all.push(answer(Model::Attribution, files, notes, readings));
    }
    if let Some(event) = &files.event {
        let Some(origin) = &files.origin else {
            let why = "an event needs the day of the last price that may be looked at";
            return Err(DeskError::value(&event.name, "models.brent.origin", why));
        };
        let oil = Oil::read(event, origin, files.prices.as_ref())?;
        let mut readings = Vec::new();
        for (at, feed) in feeds(Model::Brent) {
            readings.push((at, Some(oil.reading(feed, &event.name)?)));
        }
        all.push(answer(Model::Brent, files, oil.notes(), readings));
    }
    let answered = |model: Model| all.iter().any(|it| it.model == model);
    if let Some((at, feed)) = table.feed.iter().enumerate().find(|(_, feed)| !answered(feed.model)) {
        let why = format!("no file of {} is named", feed.model.word());
        return Err(DeskError::value("assumptions", &format!("models.feed {}", at + 1), why));
    }
    Ok((all, reports))
}

fn answer(
    model: Model,
    files: &Files,
    notes: Vec<String>,
    readings: Vec<(usize, Option<[f64; 3]>)>,
) -> Answer {
    let named = files.all().into_iter().filter(|(of, _)| *of == model).filter_map(|(_, file)| file.as_ref());
    let hashed = named.map(|file| (file.name.clone(), hex::encode(Sha256::digest(&file.text))));
    Answer { model, files: hashed.collect(), notes, readings }
}

/// What is wrong with a file, in the words of its model.
fn wrong(file: &str, why: &dyn Display) -> DeskError {
    DeskError::Form { file: file.to_owned(), why: why.to_string() }
}

fn day(file: &str, key: &str, text: &str) -> Result<Date, DeskError> {
    text.parse().map_err(|_| DeskError::value(file, key, format!("{text} is no date; write 2027-08-14")))
}

struct Material<'a> {
    stocks: &'a File,
    machines: Option<&'a File>,
    quantity: &'a str,
}

impl Material<'_> {
    /// Months to the material at a day, with what verifiers reported since; none where there is no single figure.
    fn months(
        &self,
        as_of: &str,
        snapshots: &[Snapshot],
        reports: &mut Vec<String>,
    ) -> Result<(Option<[f64; 3]>, Vec<String>), DeskError> {
        let (file, key) = (&self.stocks.name, "models.safeguards.as_of");
        let of_stocks = |why: safeguards::SafeguardsError| wrong(file, &why);
        let (stocks, used) = with_reports(Stocks::read(&self.stocks.text).map_err(of_stocks)?, snapshots);
        *reports = used;
        let (name, text) =
            self.machines.map_or(("machines", MACHINES), |file| (file.name.as_str(), file.text.as_str()));
        let machines = Machines::read(text).map_err(|why| wrong(name, &why))?;
        let target = KgU::parse("quantity", self.quantity)
            .map_err(|why| DeskError::value("assumptions", "models.safeguards.quantity", why.to_string()))?;
        let standing = standing_at(&stocks, day(file, key, as_of)?).map_err(of_stocks)?;
        let mut notes = vec![format!(
            "time to material, not to a weapon; {} of {}, {} days old",
            standing.last.number, standing.last.as_of, standing.age_days
        )];
        if let Some(since) = standing.no_basis_since {
            notes.push(format!("NO VERIFIED BASIS SINCE {since}: no single figure, so nothing is moved"));
            return Ok((None, notes));
        }
        let capacity = machines.capacity(standing.as_of, &[]).map_err(|why| wrong(name, &why))?;
        let plant = Plant::usual(standing.feeds(&stocks), capacity.swu_per_year);
        let xp = Assay::new(0.9).map_err(of_stocks)?;
        let spread = breakout_interval(&plant, target, xp, DRAWS, SEED).map_err(of_stocks)?;
        let Interval { low, central, high } = spread.interval();
        let months = low.zip(central).zip(high).map(|((low, central), high)| [low, central, high]);
        if months.is_none() {
            notes.push(
                "feed or capacity may never reach it: no single figure, so nothing is moved".to_owned(),
            );
        }
        Ok((months, notes))
    }
}

fn posterior(
    evidence: &File,
    likelihoods: Option<&File>,
) -> Result<(attribution::Assessment, Vec<String>), DeskError> {
    let of_evidence = |why: attribution::AttributionError| wrong(&evidence.name, &why);
    let table = match likelihoods {
        Some(file) => Likelihoods::read(&file.text).map_err(|why| wrong(&file.name, &why))?,
        None => Likelihoods::shipped(),
    };
    let read = Evidence::parse(&evidence.text).map_err(of_evidence)?;
    let found = assess(&read, &table, &Response::shipped()).map_err(of_evidence)?;
    let mut notes = vec![format!("{}; a statement of fact, not of law", read.case)];
    if read.file.prior.is_none() {
        let why =
            "no prior is stated, so the answer is a band over all of them; its middle stands in for a centre";
        notes.push(why.to_owned());
    }
    Ok((found, notes))
}

fn share(found: &attribution::Assessment, reading: &str) -> [f64; 3] {
    let place = HYPOTHESES.iter().position(|hypothesis| hypothesis.name() == reading);
    let range =
        place.filter(|_| reading != RESPONSIBLE).map_or(found.responsible, |h| found.by_hypothesis[h]);
    [range.low, range.middle(), range.high]
}

/// Fans of an event's one or two cases.
struct Oil {
    event: Event,
    fans: Vec<Fan>,
    between: Option<Difference>,
}

impl Oil {
    fn read(event: &File, origin: &str, prices: Option<&File>) -> Result<Self, DeskError> {
        let (name, text) =
            prices.map_or(("prices", brent::SERIES), |file| (file.name.as_str(), file.text.as_str()));
        let prices = Prices::read(text).map_err(|why| wrong(name, &why))?;
        let asked = day(&event.name, "models.brent.origin", origin)?;
        let row = prices.at_or_before(asked).map_err(|why| wrong(name, &why))?;
        let file = &event.name;
        let event = Event::parse(&event.text, asked).map_err(|why| wrong(file, &why))?;
        let fan = |case| Fan::of_event(&prices, row, event.known, case, PATHS, SEED);
        let fans: Vec<Fan> =
            event.cases.iter().map(fan).collect::<Result<_, _>>().map_err(|why| wrong(name, &why))?;
        let between = match (event.cases.as_slice(), fans.as_slice()) {
            ([a, b], [x, y]) => Some(difference([a, b], [x, y], &event.exposures)),
            _ => None,
        };
        Ok(Oil { event, fans, between })
    }

    fn notes(&self) -> Vec<String> {
        let origin = self.fans.first().map(|fan| fan.origin.to_string()).unwrap_or_default();
        let of = match &self.between {
            Some(between) => format!("{} less {}", between.first, between.second),
            None => format!("{} less the price at the origin", self.event.title),
        };
        let mut notes =
            vec![format!("{of}, from {origin}; no data estimate the effect of a notice by itself")];
        if self.between.as_ref().is_some_and(Difference::indistinguishable) {
            notes
                .push("the bands overlap by more than half: the record cannot tell the two apart".to_owned());
        }
        notes
    }

    /// The quarter, the middle and the third quarter of the fan; the width of its band has no interval of its own.
    fn reading(&self, feed: &Feed, file: &str) -> Result<[f64; 3], DeskError> {
        let place = brent::HORIZONS.iter().position(|rows| Some(*rows) == feed.rows).unwrap_or_default();
        let of = |percent: usize| {
            let price = |fan: &Fan| fan.horizons[place].price(percent);
            let first = self.fans.first().map_or(0.0, price);
            first - self.fans.get(1).map_or(self.fans[0].price, price)
        };
        let width = |fan: &Fan| fan.horizons[place].price(95) - fan.horizons[place].price(5);
        let barrels = match &feed.exposure {
            None => 1.0,
            Some(name) => {
                let found = self.event.exposures.iter().find(|it| it.name == *name);
                let known = || self.event.exposures.iter().map(|it| it.name.as_str()).collect::<Vec<_>>();
                let why = || format!("there is no exposure {name}; there are {}", known().join(", "));
                found.ok_or_else(|| DeskError::value(file, "exposure", why()))?.net_exports_mbd
            }
        };
        if feed.reading == "width" {
            let between = self.fans.first().map_or(0.0, width) - self.fans.get(1).map_or(0.0, width);
            return Ok([between * barrels.abs(); 3]);
        }
        let quarters = [of(25), of(50), of(75)].map(|usd| usd * barrels);
        let least = quarters.into_iter().fold(f64::INFINITY, f64::min);
        Ok([least, quarters[1], quarters.into_iter().fold(f64::NEG_INFINITY, f64::max)])
    }
}

/// As the commands of the models and their panels use them.
pub(crate) const DRAWS: usize = 10_000;
pub(crate) const PATHS: usize = 20_000;
pub(crate) const SEED: u64 = 1;
