//! Who reads only the sentences at the top of a page can answer what councils ask.

use openboek_wire::v1;

use crate::fixture::{Fixture, ground};
use crate::stores::record_cases;

/// The sentences of a paragraph as it was decided by the end of November 2020, each on one line.
async fn sentences(fixture: &Fixture, arrangement: &str, municipality: &str, budget_year: i32) -> String {
    let (arrangement, municipality) = (arrangement.to_owned(), municipality.to_owned());
    let request = v1::GetParagraphRequest {
        key: Some(v1::ParagraphKey { arrangement, municipality, budget_year }),
        moment: Some(v1::Moment { as_decided_on: Some("2020-11-30".into()), ..Default::default() }),
        media_types: vec!["text/plain".into()],
        without_model: true,
        language: String::new(),
    };
    let answer = fixture.paragraphs().get_paragraph(request).await.unwrap().into_inner();
    let text = String::from_utf8(answer.renderings[0].content.clone()).unwrap();
    let (_, after) = text.split_once("In gewone zinnen\n").unwrap();
    let (sentences, _) = after.split_once("\n\n").unwrap();
    sentences.replace("\n  ", " ").replace(['\u{a0}', '\u{202f}'], " ")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_questions_of_two_councils_are_answered_in_plain_sentences() {
    let fixture = Fixture::over(ground()).await;
    record_cases(&fixture).await;
    let stichtse_vecht = sentences(&fixture, "stichtse-vecht", "GM1904", 2021).await;
    for (question, answer) in [
        (
            "What was cut?",
            "- SV-20 is vastgesteld: bezuinigen op sociale basis (subsidies preventie, welzijn, media). Hoeveel: -20 % van kosten van de \
             sociale basis (grondslag n.n.b.); bedrag n.n.b. (vastgesteld). Voor: 2021 t/m 2024. Dat besloot Stichtse Vecht, raad (2020).",
        ),
        (
            "What of it is suspended, and by whom?",
            "- SV-20, sociale basis (subsidies preventie, welzijn, media), is opgeschort. Hoeveel: „grotendeels”. Voor: 2021. Dat besloot \
             Stichtse Vecht, raad (11 november 2020). De bezuiniging is niet van tafel.",
        ),
        (
            "What is still unknown?",
            "- Nog niet bekend: sociale basis (subsidies preventie, welzijn, media). Reden: de grondslag van het percentage is niet bekend.",
        ),
        (
            "What else is?",
            "- Nog niet bekend: sociale basis (uitkomst van het gezamenlijke voorstel). Reden: Het gezamenlijke voorstel moet uitwijzen welk \
             bedrag op een verantwoorde manier kan worden bespaard. Verwacht: april 2021.",
        ),
        (
            "What must happen by April 2021?",
            "- Uiterlijk april 2021 moet er een voorstel zijn: VC-22, Gezamenlijk voorstel voor een stevige sociale basis, tegen lagere \
             kosten. De opdracht kwam van Stichtse Vecht, raad. En als dat niet lukt? Als het samen niet lukt, maakt de gemeente zelf de \
             keuzes.",
        ),
    ] {
        assert!(stichtse_vecht.contains(answer), "{question}\n{answer}\n--\n{stichtse_vecht}");
    }
    let dordrecht = sentences(&fixture, "drechtsteden", "GM0505", 2020).await;
    let unanswered: Vec<&str> =
        dordrecht.lines().filter(|line| line.contains(": nog geen antwoord")).collect();
    assert_eq!(unanswered.len(), 9, "{dordrecht}");
    for (number, line) in (1..).zip(&unanswered) {
        assert!(line.starts_with(&format!("- R{number}, ")), "{line}");
        // From 16 January to 30 November 2020.
        assert!(line.ends_with(": nog geen antwoord, na 319 dagen."), "{line}");
    }
    assert!(unanswered[6].contains("Meer transparantie in alle inkomsten en uitgaven"), "{}", unanswered[6]);
}
