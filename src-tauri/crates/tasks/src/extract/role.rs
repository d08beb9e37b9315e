//! What part a field's value plays in its document, as its name and description say.
//!
//! The ranker's prior leans on place and size differently for a seller than for a buyer, for a
//! total than for a tax. The words are a hand-made list of the trade's English; a field that uses
//! none of them has no role and is judged by everything else.

use crate::FieldType;
use crate::text::content_words;

/// The part a value plays; all false where the words do not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Role {
    /// Who made the document: seller, sender, employer.
    pub issuer: bool,
    /// Whom it is for: customer, addressee, applicant.
    pub recipient: bool,
    /// All there is to pay.
    pub total: bool,
    /// A part of it, or something beside it: tax, discount, deposit.
    pub part: bool,
    /// The end of something: due date, expiry.
    pub end: bool,
    /// A country, a state or another place that is no town.
    pub place: bool,
    /// A town.
    pub town: bool,
}

const ISSUER: &str = "issuer seller sells vendor shop store merchant supplier supplies \
    sender sent company business employer landlord lessor author writer disclosing letterhead";
/// What whoever made a document did; before a name it may as well be what was done to another:
/// "issued to".
const ISSUED: &str = "issued issues";
const RECIPIENT: &str = "recipient customer cust buyer client bills bill attn attention sold ships shipping delivers delivery addressee \
    addressed tenant lessee employee applicant candidate patient receiver receives receiving payer guest";
const TOTAL: &str = "total pays payable due grand altogether overall sum";
const PART: &str = "tax gst vat subtotal sub excl excluding net discount rate qty quantity change cash unit fee deposit rounding tip \
    freight postage shipping rent monthly";
/// What is handed over, of which change may come back.
const TENDER: &str = "tendered paid payment received";
const PLACE: &str = "country countries state states province region jurisdiction territory nation place location venue";
const TOWN: &str = "city cities town towns village municipality";
const BEGIN: &str = "issued dated invoice bill receipt order begins start effective";
const END: &str =
    "due deadline expires expiry expiration ends until latest last return closing delivery";

/// Which words announce a value of this role, and which announce one of the opposite role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Announcers {
    pub own: Vec<String>,
    pub contrary: Vec<String>,
}

impl Role {
    /// The words that announce this role and its opposite; without a role, the end of something is
    /// the opposite of a date.
    pub fn announcers(self, kind: FieldType) -> Announcers {
        let (own, contrary) = match kind {
            FieldType::Amount if self.total => (TOTAL, [PART, TENDER].join(" ")),
            FieldType::Amount if self.part => (PART, TOTAL.to_owned()),
            FieldType::Date if self.end => (END, BEGIN.to_owned()),
            FieldType::Date => (BEGIN, END.to_owned()),
            _ if self.issuer => (ISSUER, RECIPIENT.to_owned()),
            _ if self.recipient => (RECIPIENT, ISSUER.to_owned()),
            _ => return Announcers::default(),
        };
        Announcers { own: content_words(own), contrary: content_words(&contrary) }
    }

    /// Its name among the families of weights.
    pub const fn name(self, kind: FieldType) -> &'static str {
        match kind {
            FieldType::Amount if self.total => " total",
            FieldType::Amount if self.part => " part",
            FieldType::Date if self.end => " end",
            FieldType::Text if self.town => " town",
            FieldType::Text if self.place => " place",
            FieldType::Organization | FieldType::Name | FieldType::Address => {
                if self.issuer {
                    " issuer"
                } else if self.recipient {
                    " recipient"
                } else {
                    ""
                }
            }
            _ => "",
        }
    }

    /// The role that a field's name, in words, and description give it; the name counts double.
    pub fn of(name: &str, description: &str) -> Self {
        let (name, description) = (content_words(name), content_words(description));
        let hits = |list: &str| {
            let list = content_words(list);
            let held = |words: &[String]| words.iter().filter(|word| list.contains(word)).count();
            2 * held(&name) + held(&description)
        };
        let (issuer, recipient) = (hits(ISSUER) + hits(ISSUED), hits(RECIPIENT));
        let (total, part) = (hits(TOTAL), hits(PART));
        Self {
            issuer: issuer > recipient,
            recipient: recipient > issuer,
            total: total > part,
            part: part >= total && part > 0,
            end: hits(END) > 0,
            place: hits(PLACE) > hits(TOWN),
            town: hits(TOWN) > 0 && hits(TOWN) >= hits(PLACE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_descriptions_give_a_role() {
        assert!(Role::of("company", "the company that issued the receipt").issuer);
        assert!(Role::of("buyer", "company that pays").recipient);
        assert!(Role::of("total", "total amount including tax").total);
        assert!(Role::of("tax", "total tax").part);
        assert!(Role::of("due date", "").end);
        assert!(Role::of("jurisdiction", "whose law governs").place);
        assert!(Role::of("city", "the customer's city").town);
        assert!(!Role::of("state", "state of the city").town);
        assert_eq!(Role::of("subject", "what it is about"), Role::default());
    }
}
