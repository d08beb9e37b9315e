//! Invoices in other languages, asked in English, with the real default models.

#![allow(clippy::expect_used, clippy::unwrap_used)]

mod support;

use support::context;
use winnow_tasks::{Answer, Decide, Field, FieldType, Task, TaskKind, run};

/// Labels and values share lines; the customer's number stands behind that of the invoice.
const GERMAN: &str = "\
Lampenhaus Nord GmbH   Hafenweg 12   20457 Hamburg

Bergmann Hotels AG
Seestraße 4
18055 Rostock

Rechnung
Rechnungsnr.   8830417   Kundennr.   52214
Rechnungsdatum   14. September 2026   Fälligkeitsdatum   14. Oktober 2026

Pos.   Menge   Beschreibung   Einzelpreis   Betrag
1   4   Pendelleuchte Messing   148,00   592,00
2   2   Dimmer DM-2   19,90   39,80

Zwischensumme   631,80
MwSt. 19 %   120,04
Gesamtbetrag   751,84 EUR
";

/// Only the heads of the columns tell the order from the invoice and one date from the other.
const DUTCH: &str = "\
Boekhandel De Linde B.V.   Kerkstraat 8   3511 AB Utrecht

Factuur
Bestelling   Besteldatum   Factuurnummer   Factuurdatum   Vervaldatum
B20991   2-9-2026   F2026-0815   8-9-2026   22-9-2026

Omschrijving   Aantal   Prijs   Bedrag
Atlas van Nederland   1   49,95   49,95
Woordenboek Frans   2   24,50   49,00

Subtotaal   98,95
BTW 9 %   8,91
Totaalbedrag   107,86
";

const FRENCH: &str = "\
Imprimerie du Vieux Port SARL
16 rue Molière, 13001 Marseille

Facture n° 2026-0731 du 3 juillet 2026
Commande n° C-4471 du 19 juin 2026
Date d'échéance : 2 août 2026

Désignation   Quantité   Prix unitaire   Montant
Affiches A2   50   1,20   60,00
Cartes de visite   200   0,15   30,00

Total HT   90,00 €
TVA 20 %   18,00 €
Total TTC à payer   108,00 €
";

#[tokio::test]
async fn an_invoice_of_another_country_is_found_what_is_asked_in_english() {
    let field = |kind, description: &str| Field {
        kind,
        description: description.to_owned(),
        ..Field::default()
    };
    let task = Task {
        fields: [
            ("number", field(FieldType::Identifier, "number of the invoice")),
            ("date", field(FieldType::Date, "date of the invoice")),
            ("due", field(FieldType::Date, "due date")),
            ("total", field(FieldType::Amount, "total amount to pay")),
        ]
        .map(|(name, field)| (name.to_owned(), field))
        .into(),
        decide: Decide::Embedder,
        ..Task::new(TaskKind::Extract)
    };
    let context = context().await;
    for (document, expected) in [
        (GERMAN, ["8830417", "14. September 2026", "14. Oktober 2026", "751,84 EUR"]),
        (DUTCH, ["F2026-0815", "8-9-2026", "22-9-2026", "107,86"]),
        (FRENCH, ["2026-0731", "3 juillet 2026", "2 août 2026", "108,00 €"]),
    ] {
        let outcome = run(&task, document, &context).await.expect("it is read");
        let Answer::Extract(found) = outcome.answer else { panic!("values") };
        let values = ["number", "date", "due", "total"].map(|name| found.value[name].as_str());
        assert_eq!(values, expected.map(Some));
    }
}
