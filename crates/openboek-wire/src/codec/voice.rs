//! Voices and joint proposals: every field has the same name on both sides.

use openboek_rules::statement::{
    CouncilDecided, DecisionScheduled, HearingScheduled, ItemAnswer, ProposalMade, ProposalMandated,
    ReactionReceived, RequestAnswered, RequestMade, ViewAnswered, ViewItem, ViewSubmitted,
};

use super::table::messages;

messages! {
    ReactionReceived {
        act: part,
        reaction: word,
        addressee: part,
        answers: part_opt,
        cut: word_opt,
        late: flag,
        deadline: word,
        claims: words(0..=50),
    }
    ViewItem { item: word, kind: choice, text: word, recurrence: choice, }
    ViewSubmitted { act: part, view: word, addressee: part, subject: word, statutory: flag, items: parts(1..=200), }
    ItemAnswer { item: word, outcome: choice, reasons: word_opt, }
    ViewAnswered { act: part, view: word, answers: parts(1..=200), }
    RequestMade {
        act: part,
        request: word,
        addressee: part,
        text: word,
        due: word,
        recurrence: choice,
        reaction: word_opt,
    }
    RequestAnswered { act: part, request: word, outcome: choice, reasons: word, }
    ProposalMandated {
        act: part,
        proposal: word,
        subject: word,
        parties: words(1..=100),
        due: word,
        treated_with: word_opt,
        fallback: word_opt,
    }
    ProposalMade { act: part, proposal: word, title: word, councils: words(1..=400), version: word_opt, }
    HearingScheduled { act: part, proposal: word, council: word, meeting: word, on: word, }
    DecisionScheduled { act: part, proposal: word, council: word, on: word, }
    CouncilDecided { act: part, proposal: word, council: word, outcome: choice, version: word_opt, }
}
