//! Drafts by changing a clean one line by line.

use notice::vocabulary::NoticeType;

/// A draft as text.
#[derive(Debug, Clone)]
pub struct Draft0 {
    pub name: String,
    pub text: String,
}

impl Draft0 {
    pub fn draft(&self) -> notice::Draft {
        notice::file::draft_from_toml(&self.text).unwrap_or_else(|e| panic!("{e}\n{}", self.text))
    }

    /// Exchanges the line that begins so.
    pub fn set(self, begins: &str, with: &str) -> Self {
        assert!(self.text.lines().any(|line| line.starts_with(begins)), "{begins}\n{}", self.text);
        let lines = self.text.lines().map(|line| if line.starts_with(begins) { with } else { line });
        Draft0 { text: lines.collect::<Vec<_>>().join("\n"), ..self }
    }

    pub fn without(self, begins: &str) -> Self {
        let lines: Vec<&str> = self.text.lines().filter(|line| !line.starts_with(begins)).collect();
        Draft0 { text: lines.join("\n"), ..self }
    }

    pub fn place(self, place: &str) -> Self {
        self.set("place = ", &format!("place = {place}"))
    }

    pub fn actor(self, actor: &str) -> Self {
        self.without("party = ").set("relation = ", actor)
    }

    pub fn own(self) -> Self {
        self.set("B = ", "B = { interest = \"FORCES\" }")
    }

    pub fn shipping(self) -> Self {
        self.set("B = ", "B = { interest = \"SHIPPING\" }")
    }

    pub fn named(self, number: usize) -> Self {
        let line = format!("A = \"US-{number}/1\"");
        Draft0 { name: format!("us-{number}"), ..self.set("A = ", &line) }
    }

    /// The same from the other side.
    pub fn turned(self) -> Self {
        let text = self.text.replace("\"US/", "\"@/").replace("\"IR/", "\"US/").replace("\"@/", "\"IR/");
        let text = text.replace("A = \"US-", "A = \"IR-").replace("party = \"IR\"", "party = \"US\"");
        Draft0 { name: self.name.replace("us", "ir"), text }
    }
}

/// A line without a defect.
pub fn line() -> Draft0 {
    let text = "type = \"T1\"
[envelope]
status = \"EXERCISE\"
precedence = \"P\"
from = \"US/SENIOR\"
to = [\"IR/WATCH\"]
basis = \"CHARTER A(b)\"
modality = \"DEMANDS\"
legal-character = \"UNILATERAL\"
expires = \"STANDING\"
attestation = \"MUTUAL_ONLY\"
[content]
A = \"US-1/1\"
B = { interest = \"INFRASTRUCTURE\" }
C = [\"AIR-STRIKE\"]
F = \"ANY\"
G = { count = 1 }
H = { lasts = \"90 d\" }
K = \"RESERVED\"
L = \"NOT-CONSENT\"
[content.D]
relation = \"FORCES-OF\"
party = \"IR\"
[content.E]
place = { stand-off = \"15 km\", parts = [{ point = \"33.786 42.441\" }] }
[content.J]
detectors = [{ kind = \"OWN-SENSORS\" }]
threshold = \"LIKELY\"
delay = \"1 h\"";
    Draft0 { name: "us-1".into(), text: text.to_owned() }
}

/// The template of a type.
pub fn template(kind: NoticeType, name: &str) -> Draft0 {
    Draft0 { name: name.to_owned(), text: notice::template::template(kind).expect("a template") }
}

/// Limits of the same author as [`line`].
pub fn a3(name: &str) -> Draft0 {
    template(NoticeType::A3, name)
}
