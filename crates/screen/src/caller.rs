//! Whose request it is, by Host and Origin.

use http::{HeaderMap, Method, StatusCode, header};

/// How a screen's own pages are fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// In the clear, on loopback.
    Http,
    /// Over TLS.
    Https,
}

impl Scheme {
    /// What stands before the host in an origin.
    pub fn prefix(self) -> &'static str {
        match self {
            Scheme::Http => "http://",
            Scheme::Https => "https://",
        }
    }
}

/// A request that the screen's own pages did not make.
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
            Foreign::Host => (StatusCode::MISDIRECTED_REQUEST, "this screen answers under its own name\n"),
            Foreign::Origin => (StatusCode::FORBIDDEN, "only the screen's own pages may ask this\n"),
        }
    }
}

/// The names under which a loopback port answers.
pub fn hosts(port: u16) -> Vec<String> {
    ["localhost", "127.0.0.1", "[::1]"].map(|name| format!("{name}:{port}")).to_vec()
}

/// Why a request is foreign, unless it is own.
pub fn foreign(scheme: Scheme, own: &[String], method: &Method, headers: &HeaderMap) -> Option<Foreign> {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let known = |host: &str| own.iter().any(|name| name == host);
    if !text(header::HOST).is_some_and(known) {
        return Some(Foreign::Host);
    }
    let changes = method != Method::GET && method != Method::HEAD;
    let from_own = |origin: &str| origin.strip_prefix(scheme.prefix()).is_some_and(known);
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
        foreign(Scheme::Http, &hosts(8471), method, &headers)
    }

    #[test]
    fn over_tls_a_page_in_the_clear_is_another_origin() {
        let own = ["192.0.2.7:8471".to_owned()];
        let asked = |origin: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static("192.0.2.7:8471"));
            headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
            foreign(Scheme::Https, &own, &Method::POST, &headers)
        };
        assert_eq!(asked("https://192.0.2.7:8471"), None);
        assert_eq!(asked("http://192.0.2.7:8471"), Some(Foreign::Origin));
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
