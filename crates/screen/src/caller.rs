//! Whose request it is, by Host and Origin.

use http::{HeaderMap, Method, StatusCode, header};

/// A request that this machine's own pages did not make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// It asks for another machine's name.
    Host,
    /// Another origin's page would change something.
    Origin,
}

impl Foreign {
    /// What is answered.
    pub fn answer(self) -> (StatusCode, &'static str) {
        match self {
            Foreign::Host => {
                (StatusCode::MISDIRECTED_REQUEST, "this screen answers under this machine's own name\n")
            }
            Foreign::Origin => (StatusCode::FORBIDDEN, "only the screen's own pages may ask this\n"),
        }
    }
}

/// The names under which a loopback port answers.
pub fn hosts(port: u16) -> Vec<String> {
    ["localhost", "127.0.0.1", "[::1]"].map(|name| format!("{name}:{port}")).to_vec()
}

/// Why a request is foreign, unless it is own.
pub fn foreign(own: &[String], method: &Method, headers: &HeaderMap) -> Option<Foreign> {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let known = |host: &str| own.iter().any(|name| name == host);
    if !text(header::HOST).is_some_and(known) {
        return Some(Foreign::Host);
    }
    let changes = method != Method::GET && method != Method::HEAD;
    let from_own = |origin: &str| origin.strip_prefix("http://").is_some_and(known);
    (changes && !text(header::ORIGIN).is_some_and(from_own)).then_some(Foreign::Origin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn asked(method: &Method, host: &'static str, origin: Option<&'static str>) -> Option<Foreign> {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_static(host));
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
        }
        foreign(&hosts(8471), method, &headers)
    }

    #[test]
    fn own_pages_may_look_and_change_others_may_do_neither() {
        assert_eq!(asked(&Method::GET, "127.0.0.1:8471", None), None);
        assert_eq!(asked(&Method::POST, "localhost:8471", Some("http://localhost:8471")), None);
        assert_eq!(asked(&Method::GET, "evil.example:8471", None), Some(Foreign::Host));
        assert_eq!(asked(&Method::GET, "127.0.0.1:8470", None), Some(Foreign::Host));
        assert_eq!(asked(&Method::POST, "127.0.0.1:8471", None), Some(Foreign::Origin));
        let other = Some("http://127.0.0.1:9999");
        assert_eq!(asked(&Method::POST, "127.0.0.1:8471", other), Some(Foreign::Origin));
    }
}
