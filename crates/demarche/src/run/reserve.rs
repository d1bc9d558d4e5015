//! `demarche compartment reserve`: the quiet compartment of a pair, for the day another one is in doubt.
//!
//! It carries line tests, P2 and L only, has its own group, mailboxes and code, and no working compartment names it.

use crate::command::NodeFile;
use crate::exit::Exit;
use crate::output::Output;
use crate::run::socket::{ask, document};
use crate::stopped::Stopped;
use node::NodeConfig;
use node::api::{Ask, Told};
use refusal::facts;
use sha2::{Digest, Sha256};
use std::time::{SystemTime, UNIX_EPOCH};

/// Founds it; whichever side is first founds it for both, since both would give it the same code.
pub fn run(node: &NodeFile, with: &str, output: &Output) -> Result<Exit, Stopped> {
    let config = NodeConfig::read(&node.config).map_err(|e| Stopped::refused(&e))?;
    line::ids::PartyCode::parse(with).ok_or_else(|| Stopped::usage("with", with))?;
    let code = code(&config.party, with, &config.status);
    let charter = charter(&config, with, &code);
    let told = ask(node, &Ask::Found { charter })?;
    let Told::Founding(founding) = &told else { return Err(Stopped::unexpected(&format!("{told:?}"))) };
    let said = facts! { compartment: founding.compartment.as_str(), party: with };
    output.print(&document(&told), &output.phrase("reserve-founded", &said));
    Ok(Exit::Done)
}

/// The same on both sides: R and six signs over both codes, the lower first, and the status.
fn code(own: &str, with: &str, status: &str) -> String {
    let (lower, higher) = if own < with { (own, with) } else { (with, own) };
    let hash = Sha256::digest(format!("demarche/reserve/1{status}\n{lower}\n{higher}"));
    let signs: String = hash.iter().take(6).map(|byte| char::from(SIGNS[usize::from(byte % 32)])).collect();
    format!("R{signs}")
}

fn charter(config: &NodeConfig, with: &str, code: &str) -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let now = i64::try_from(seconds).ok().and_then(notice::Instant::from_seconds);
    let dtg = now.map(|now| now.to_string()).unwrap_or_default();
    let relay = |relay: &node::NodeRelay| format!("{{ id = \"{}\", host = \"{}\" }}", relay.id, relay.host);
    let relays: Vec<String> = config.relays.iter().map(relay).collect();
    let (own, status, station) = (&config.party, &config.status, &config.station);
    format!(
        "type = \"CH\"\n\
         [head]\nstatus = \"{status}\"\ncompartment = \"{code}\"\nproposer = \"{own}\"\nversion = 1\ndtg = \"{dtg}\"\n\
         [content]\nD = [\"P2\", \"A5\", \"A6\"]\nF = false\nG = [\"A5\", \"A6\", \"L1\", \"L5\"]\nK = 1\nL = {{ one = 65536, all = 1048576 }}\n\
         N = \"3650 d\"\nP = {{ how = \"BY-ANY-MEMBER\", notice = \"720 h\" }}\n\
         [content.A]\nabout = \"GENERAL\"\ntext = \"reserve: line tests, P2, HOLD and founding anew\"\n\
         duties = \"answer line tests\"\n\
         [content.B]\nparties = [{{ party = \"{own}\", role = \"PRINCIPAL\", tempo = \"VOTING\" }}, \
         {{ party = \"{with}\", role = \"PRINCIPAL\", tempo = \"VOTING\" }}]\nrelays = [{}]\n\
         [[content.C]]\nstation = \"{station}\"\nlanguages = [\"EN\"]\npositions = 1\ndeputies = 1\nhours = \"daily\"\n\
         [[content.C]]\nstation = \"{with}/WATCH\"\nlanguages = [\"EN\"]\npositions = 1\ndeputies = 1\nhours = \"daily\"\n\
         [content.E]\nmode = \"MUTUAL_ONLY\"\n[content.H]\ntest = \"1 h\"\n",
        relays.join(", ")
    )
}

const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_name_it_alike_and_its_charter_is_valid() {
        assert_eq!(code("US", "IR", "ACTUAL"), code("IR", "US", "ACTUAL"));
        assert_ne!(code("US", "IR", "ACTUAL"), code("US", "IR", "EXERCISE"));
        let text = NodeConfig::template();
        let config = NodeConfig::parse(text, "template").expect("valid");
        let text = charter(&config, "IR", &code("US", "IR", "EXERCISE"));
        let charter = notice::file::charter_from_toml(&text).expect("a charter");
        assert_eq!(notice::validate::validate_charter(&charter), []);
    }
}
