//! Where an endpoint is, and whether it may be spoken to there.

use url::{Host, Url};

use crate::remote::EndpointError;

/// Characters of a name at most.
const LONGEST_NAME: usize = 32;

/// A checked address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Ends with a slash; the protocol's paths go behind it.
    base: Url,
}

impl Address {
    /// Reads what a person typed. Without a path, `/v1` is meant.
    ///
    /// # Errors
    /// [`EndpointError::InvalidAddress`]; [`EndpointError::OpenLine`] for http to elsewhere than
    /// this computer or a private network, unless `any_line`.
    pub fn parse(typed: &str, any_line: bool) -> Result<Self, EndpointError> {
        let invalid =
            |reason| EndpointError::InvalidAddress { url: typed.trim().to_owned(), reason };
        let mut base =
            Url::parse(typed.trim()).map_err(|_| invalid("write it like https://host:port/v1"))?;
        if !matches!(base.scheme(), "http" | "https") {
            return Err(invalid("it must begin with https:// or http://"));
        }
        if !base.username().is_empty() || base.password().is_some() {
            // Not repeated: it holds a secret.
            return Err(EndpointError::InvalidAddress {
                url: base.host_str().unwrap_or_default().to_owned(),
                reason: "give the key on its own, not in the address",
            });
        }
        if base.query().is_some() || base.fragment().is_some() {
            return Err(invalid("leave off what follows ? or #"));
        }
        if base.host().is_none() {
            return Err(invalid("it names no host"));
        }
        if base.scheme() == "http" && !any_line && !is_near(&base) {
            return Err(EndpointError::OpenLine { host: host_of(&base) });
        }
        let path = base.path().trim_end_matches('/');
        let path = if path.is_empty() { "/v1/".to_owned() } else { format!("{path}/") };
        base.set_path(&path);
        Ok(Self { base })
    }

    /// The address of a path of the protocol ("chat/completions").
    pub(crate) fn of(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path()));
        url
    }

    /// The address of a path beside the protocol ("tokenize"), where servers keep their own.
    pub(crate) fn beside(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        let root = self.base.path().trim_end_matches('/').trim_end_matches("/v1");
        url.set_path(&format!("{root}/{path}"));
        url
    }

    /// Host, and the port where it is not the usual one: what a person is told that text goes to.
    #[must_use]
    pub fn host(&self) -> String {
        host_of(&self.base)
    }

    /// Whether it is this computer.
    #[must_use]
    pub fn is_here(&self) -> bool {
        is_loopback(&self.base)
    }

    /// The whole, as it is kept.
    #[must_use]
    pub fn url(&self) -> String {
        self.base.as_str().trim_end_matches('/').to_owned()
    }
}

/// A name as it is kept: in lower case.
///
/// # Errors
/// [`EndpointError::InvalidName`].
pub fn endpoint_name(typed: &str) -> Result<String, EndpointError> {
    let name = typed.trim().to_ascii_lowercase();
    let usual = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if begins && name.len() <= LONGEST_NAME && name.chars().all(usual) {
        return Ok(name);
    }
    Err(EndpointError::InvalidName { name: typed.to_owned() })
}

fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Whether an address is this computer's own, so that nothing sent to it leaves.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// This computer, or an address that is not routed on the internet. A name may lead anywhere.
fn is_near(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => {
            address.is_loopback() || address.is_private() || address.is_link_local()
        }
        Some(Host::Ipv6(address)) => {
            address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local()
        }
        Some(Host::Domain(_)) | None => is_loopback(url),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(typed: &str) -> EndpointError {
        Address::parse(typed, false).expect_err(typed)
    }

    #[test]
    fn an_address_is_what_a_person_would_type() {
        for (typed, chat, tokenize, host) in [
            (
                "http://localhost:8080",
                "http://localhost:8080/v1/chat/completions",
                "http://localhost:8080/tokenize",
                "localhost:8080",
            ),
            (
                " https://api.example.org/v1/ ",
                "https://api.example.org/v1/chat/completions",
                "https://api.example.org/tokenize",
                "api.example.org",
            ),
            (
                "https://example.org/openai",
                "https://example.org/openai/chat/completions",
                "https://example.org/openai/tokenize",
                "example.org",
            ),
        ] {
            let address = Address::parse(typed, false).expect(typed);
            assert_eq!(address.of("chat/completions").as_str(), chat);
            assert_eq!(address.beside("tokenize").as_str(), tokenize);
            assert_eq!(address.host(), host);
            let again = Address::parse(&address.url(), false).expect("what is kept can be read");
            assert_eq!(again, address);
        }
    }

    #[test]
    fn an_open_line_goes_no_farther_than_the_private_network() {
        for near in
            ["http://127.0.0.1:1", "http://[::1]", "http://192.168.1.7:8000", "http://10.0.0.1"]
        {
            Address::parse(near, false).expect(near);
        }
        for far in
            ["http://example.org", "http://8.8.8.8", "http://172.32.0.1", "http://gpu-box:8000"]
        {
            assert!(matches!(refusal(far), EndpointError::OpenLine { .. }), "{far}");
            Address::parse(far, true).expect("a person may allow it");
        }
    }

    #[test]
    fn what_is_no_address_is_refused_and_a_secret_is_not_repeated() {
        for wrong in ["", "localhost:8080", "file:///etc/passwd", "https://", "https://a/v1?key=1"]
        {
            assert!(matches!(refusal(wrong), EndpointError::InvalidAddress { .. }), "{wrong}");
        }
        let told = refusal("https://me:hunter2@example.org").to_string();
        assert!(!told.contains("hunter2"), "{told}");
    }

    #[test]
    fn a_name_cannot_be_mistaken_for_a_path_or_an_option() {
        assert_eq!(endpoint_name(" Office-GPU ").expect("a name"), "office-gpu");
        for wrong in ["", "-x", "a/b", "a b", "ä", "7b", &"a".repeat(33)] {
            assert!(endpoint_name(wrong).is_err(), "{wrong}");
        }
    }
}
