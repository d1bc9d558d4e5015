//! `demarche prove`.

use crate::command::prove::ProveArgs;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::socket::{ask, document};
use crate::stopped::Stopped;
use node::api::{Ask, PathTold, ProofTold, Told};
use refusal::{Fact, Facts};

/// Prints when and by which paths a notice was deposited and arrived.
pub fn run(args: &ProveArgs, output: &Output) -> Result<Exit, Stopped> {
    let told = ask(&args.node, &Ask::Prove { number: args.number.clone() })?;
    let Told::Proof(proof) = told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    output.print(&document(&proof), &text(&proof, output));
    Ok(Exit::Done)
}

fn text(proof: &ProofTold, output: &Output) -> String {
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
    lines.extend(liars(proof, output));
    lines.join("\n")
}

/// Who is named and why, or what is disputed, in the reader's words.
fn liars(proof: &ProofTold, output: &Output) -> Vec<String> {
    let verdict = match (proof.named.is_empty(), proof.disputed.is_empty()) {
        (false, _) => "prove-named",
        (true, false) => "prove-disputed",
        (true, true) => "prove-nobody",
    };
    let relays = Facts::from([("relays", Fact::List(proof.named.clone()))]);
    let mut lines = vec![format!("named        {}", output.phrase(verdict, &relays))];
    for of in proof.grounds.iter().chain(&proof.disputed) {
        let facts = Facts::from([
            ("sources", Fact::List(of.sources.clone())),
            ("seen", Fact::List(of.seen_by.clone())),
            ("by", Fact::DurationMs(of.by_ms.saturating_abs())),
        ]);
        lines.push(format!("             {}", output.phrase(&format!("prove-{}", of.kind), &facts)));
    }
    lines
}

fn path(path: &PathTold) -> String {
    let interval = |of: Option<[i64; 2]>| match of {
        Some([lo, hi]) => format!("[{}, {}]", instant(lo), instant(hi)),
        None => "not known".to_owned(),
    };
    format!(
        "path         {} to {}: deposit {}, arrival {}, clock of {}{}",
        path.path,
        path.recipient,
        interval(path.deposit),
        interval(path.arrival),
        path.clock,
        if path.agreed { "" } else { " (seen here alone so far)" },
    )
}

/// An instant with milliseconds, UTC.
pub fn instant(ms: i64) -> String {
    let seconds = notice::Instant::from_ms(ms).map(|i| i.to_string()).unwrap_or_default();
    format!("{}.{:03}Z", seconds.trim_end_matches('Z'), ms.rem_euclid(1000))
}
