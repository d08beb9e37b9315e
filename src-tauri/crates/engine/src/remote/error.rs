//! Everything that can go wrong with an endpoint.

use crate::remote::Ability;

/// An endpoint's failure. The server's own words are shortened and shown as text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// No name that can be told from a model's.
    #[error(
        "\"{name}\" cannot be an endpoint's name: use 1 to 32 letters, digits, - and _, beginning with a letter"
    )]
    InvalidName {
        /// What was given.
        name: String,
    },
    /// No address of an endpoint.
    #[error("\"{url}\" is no address of an endpoint: {reason}")]
    InvalidAddress {
        /// What was given.
        url: String,
        /// What is wrong and what to do.
        reason: &'static str,
    },
    /// An open line to another network.
    #[error(
        "http://{host} sends text and keys over the network for anyone to read: use https, or allow it for this endpoint"
    )]
    OpenLine {
        /// The host.
        host: String,
    },
    /// The key is not at hand.
    #[error("the key cannot be read: {reason}")]
    Key {
        /// The key ring's words.
        reason: String,
    },
    /// No connection.
    #[error("it cannot be reached: {reason}. Check that it runs, and its address")]
    Unreachable {
        /// What the network says.
        reason: String,
    },
    /// Nothing came for too long.
    #[error("nothing came for {seconds} s: it is busy, or the time allowed is too short")]
    TimedOut {
        /// Seconds of silence allowed.
        seconds: u64,
    },
    /// It had too much to do, each time it was asked.
    #[error("it is too busy (status {status}): try again later, or ask it fewer things at once")]
    Busy {
        /// HTTP status.
        status: u16,
        /// Seconds after which it wants to be asked again.
        after: Option<u64>,
    },
    /// It failed, each time it was asked.
    #[error("it failed with status {status}: {message}")]
    Failed {
        /// HTTP status.
        status: u16,
        /// Its words.
        message: String,
    },
    /// The connection broke in the middle of an answer.
    #[error("the connection broke while it answered: {reason}")]
    Lost {
        /// What the network says.
        reason: String,
    },
    /// The key is wrong or missing.
    #[error("it does not accept the key (status {status}): set another one")]
    Unauthorized {
        /// HTTP status.
        status: u16,
    },
    /// It did not want the request.
    #[error("it refused with status {status}: {message}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// Its words.
        message: String,
    },
    /// It sent us elsewhere.
    #[error("it leads to {to}, which was not followed: give that address if it is right")]
    Redirected {
        /// Where to.
        to: String,
    },
    /// Not the protocol.
    #[error("its answer cannot be understood: {reason}")]
    Malformed {
        /// What is wrong.
        reason: String,
    },
    /// An answer without end.
    #[error("its answer is longer than {limit} bytes")]
    TooLarge {
        /// Bytes allowed.
        limit: usize,
    },
    /// It cannot do what was asked, as its probe found.
    #[error("it cannot {ability}")]
    Unable {
        /// What was asked.
        ability: Ability,
    },
    /// A contract that no endpoint can be held to.
    #[error("it cannot be held to {contract}")]
    NoContract {
        /// Which.
        contract: &'static str,
    },
    /// The answer is not what was asked for.
    #[error("its answer does not keep to the form that was asked: {reason}")]
    OffContract {
        /// What was found.
        reason: String,
    },
    /// It read less than it was sent.
    #[error(
        "it read only {read} tokens of {sent} bytes: it cut the text. Raise its context, or set a smaller one here"
    )]
    Cut {
        /// Tokens that it says it read.
        read: u32,
        /// Bytes that were sent.
        sent: usize,
    },
}

impl EndpointError {
    /// Whether asking once more may help. Only where nothing of an answer has come.
    pub(crate) fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Unreachable { .. } | Self::Lost { .. } | Self::Busy { .. } | Self::Failed { .. }
        )
    }
}
