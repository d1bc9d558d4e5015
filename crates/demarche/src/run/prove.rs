//! `demarche prove`.

use crate::command::prove::ProveArgs;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::socket::{ask, document};
use crate::run::stopped::Stopped;
use node::api::{Ask, PathTold, ProofTold, Told};

/// Prints when and by which paths a notice was deposited and arrived.
pub fn run(args: &ProveArgs, output: &Output) -> Result<Exit, Stopped> {
    let told = ask(&args.node, &Ask::Prove { number: args.number.clone() })?;
    let Told::Proof(proof) = told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    output.print(&document(&proof), &text(&proof));
    Ok(Exit::Done)
}

fn text(proof: &ProofTold) -> String {
    let mut lines = vec![
        format!("number       {}", proof.number),
        format!("entry        {}", hex::encode(&proof.hash.0)),
        format!("attestation  {}", proof.mode),
    ];
    lines.extend(proof.paths.iter().map(path));
    lines.extend(
        proof.marks.iter().map(|(party, marks)| format!("marks        {party}: {}", marks.join(" "))),
    );
    lines.push(format!("attested by  {}", proof.attested_by.join(" ")));
    let named = if proof.named.is_empty() { "nobody".to_owned() } else { proof.named.join(" ") };
    lines.push(format!("named        {named}"));
    lines.join("\n")
}

fn path(path: &PathTold) -> String {
    let interval = |of: Option<[i64; 2]>| match of {
        Some([lo, hi]) => format!("[{}, {}]", instant(lo), instant(hi)),
        None => "not known".to_owned(),
    };
    format!(
        "path         {} to {}: deposit {}, arrival {}, clock of {}",
        path.path,
        path.recipient,
        interval(path.deposit),
        interval(path.arrival),
        path.clock
    )
}

/// An instant with milliseconds, UTC.
pub fn instant(ms: i64) -> String {
    let seconds = notice::Instant::from_ms(ms).map(|i| i.to_string()).unwrap_or_default();
    format!("{}.{:03}Z", seconds.trim_end_matches('Z'), ms.rem_euclid(1000))
}
