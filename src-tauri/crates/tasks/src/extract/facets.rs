//! What else a value of a type may be: the other meanings against which a field's is told.
//!
//! Similarity to a field's description says little by itself, since everything near an amount is
//! somewhat like "the total amount"; similarity against the other meanings that an amount may have
//! is what tells (model-notes.md).

use super::weights::family;
use crate::FieldType;

/// A meaning this much like the field's own is no contrast to it.
const ALIKE: f32 = 0.6;

/// Common meanings of a value of this type, each as one would ask for it and as it is stated.
pub(super) fn facets(kind: FieldType) -> &'static [&'static str] {
    match family(kind) {
        "date" => &[
            "the date on which the agreement is made and takes effect",
            "This agreement is entered into and effective as of this day.",
            "the date of the letter or document",
            "the date of an earlier agreement that is mentioned",
            "Reference is made to another agreement dated on this day.",
            "the date by which it must be paid or answered",
            "Please pay or reply before this day.",
            "the date on which it ends or expires",
            "date of birth",
            "the date of delivery or shipment",
            "the date of a meeting or event",
            "Something happened on this day.",
            "the date when it was signed",
        ],
        "duration" => &[
            "how long the agreement stays in force before it expires",
            "This agreement and its obligations end or expire after this time.",
            "how long before the end notice must be given",
            "It may be terminated by giving notice this long before.",
            "how long someone may not compete or solicit employees after leaving",
            "A person shall not compete, solicit or hire during this time.",
            "within how many days it must be paid",
            "within how many days one must reply, deliver or return something",
            "Something must be done, paid or returned within this time.",
            "how long the warranty lasts",
            "how long records are kept",
            "how many years of experience, service or age",
            "a period in the past or of an average",
        ],
        "amount" => &[
            "the total amount to pay",
            "the tax that is included",
            "the subtotal before tax",
            "the price of a single item",
            "the discount",
            "the cash given and the change returned",
            "a fee, penalty or limit of liability",
            "a monthly salary or rent",
            "a deposit or advance payment",
        ],
        "number" => &[
            "how many pieces or items",
            "the weight or size",
            "a percentage or rate",
            "the number of a page or section",
            "a telephone, account or registration number",
        ],
        "organization" => &[
            "a party that enters into the agreement",
            "This agreement is made between this company and another.",
            "the company that issued the document",
            "the customer or buyer who is billed",
            "a bank, broker or adviser",
            "a competitor or other company given as an example",
            "a court, authority or regulator",
            "a school or university",
            "an affiliate or parent company that is mentioned",
            "An earlier agreement was made with this company.",
        ],
        "name" => &[
            "the person who signed or wrote it",
            "the person to whom it is addressed",
            "a contact person or employee",
            "the person whom it is about",
            "a witness or reference",
        ],
        "identifier" => &[
            "the number of the invoice or receipt",
            "the number of the order",
            "the tax or company registration number",
            "the customer or account number",
            "the number of a product or article",
            "a telephone or fax number",
        ],
        "text" => &[
            "the state or country whose law governs",
            "This agreement is governed by the laws of this state.",
            "where the company is incorporated or organized",
            "a corporation of this state",
            "where the court is that decides disputes",
            "where the company has its office, its address",
            "the name of a person or company",
            "the title or subject of the document",
            "what was bought or is described",
            "a duty or condition",
        ],
        _ => &[],
    }
}

/// How much more a place is like what a field asks for than like any other meaning.
///
/// `own` is the cosine of place and question; each of `others` has the cosine of question and
/// meaning, and that of place and meaning. A meaning like the question is the field's own in other
/// words. `None` where there is no other meaning.
pub(super) fn contrast(own: f32, others: impl Iterator<Item = (f32, f32)>) -> Option<f32> {
    let (mut own, mut contrary) = (own, None::<f32>);
    for (to_question, to_place) in others {
        if to_question >= ALIKE {
            own = own.max(to_place);
        } else {
            contrary = Some(contrary.map_or(to_place, |known| known.max(to_place)));
        }
    }
    contrary.map(|contrary| own - contrary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meaning_like_the_fields_own_speaks_for_it() {
        let others = [(0.9, 0.8), (0.2, 0.3), (0.1, 0.1)];
        let told = contrast(0.7, others.into_iter()).unwrap();
        assert!((told - 0.5).abs() < 1e-6, "0.8 belongs to the field itself: {told}");
        assert_eq!(contrast(0.7, [(0.9, 0.8)].into_iter()), None);
    }
}
