//! Refusals and findings: what happened, what was kept, what to do next.

use notice::Finding;
use refusal::{Facts, Refusal};

use crate::facts::say_facts;
use crate::isolate::machine;
use crate::pack::Packs;
use crate::reader::Reader;
use crate::text::Text;
use crate::voice::Voice;

/// `error:` with the code behind it, `kept:` and `next:`.
pub fn render_refusal(packs: &Packs, refusal: &Refusal, reader: &Reader) -> Text {
    let voice = Voice::new(packs, reader);
    let part = |label: &str, part: &str| {
        let key = format!("{}-{part}", refusal.code.0);
        format!("{} {}", voice.say(label), say_facts(&voice, &key, &refusal.facts))
    };
    let mut text = voice.text();
    text.push(&format!("{} ({})", part("refusal-happened", "happened"), machine(refusal.code.0)));
    text.push(&part("refusal-kept", "kept"));
    text.push(&part("refusal-next", "next"));
    text
}

/// Findings of validation or lint, three lines each: what is wrong in which paragraph, why, how to mend it.
pub fn render_findings(packs: &Packs, findings: &[Finding], reader: &Reader) -> Text {
    let voice = Voice::new(packs, reader);
    let mut text = voice.text();
    for finding in findings {
        let part = |part: &str| say_facts(&voice, &format!("{}-{part}", finding.id), &finding.facts);
        let place = voice.say_one("finding-para", "para", machine(finding.para.as_str()));
        text.push(&voice.label(&format!("{} {place}", machine(finding.id)), &part("what")));
        text.push(&format!("   {} {}", voice.say("finding-why"), part("why")));
        text.push(&format!("   {} {}", voice.say("finding-mend"), part("mend")));
    }
    text
}

/// One message with typed facts: the phrases that states and commands hand out.
pub fn render_phrase(packs: &Packs, key: &str, facts: &Facts, reader: &Reader) -> String {
    let voice = Voice::new(packs, reader);
    let mut text = voice.text();
    text.push(&say_facts(&voice, key, facts));
    text.lines().concat()
}
