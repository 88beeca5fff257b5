//! Which address is which call.

use openboek_documents::feed::CLOUD_EVENTS;
use prost_reflect::{DescriptorPool, MessageDescriptor};

use super::{calls, cloud_events};
use crate::context::Shared;
use crate::errors::Problem;

/// A parameter and the fields of the request that it fills.
#[derive(Debug)]
pub(super) struct Parameter {
    /// In an address: lower camel case (`/core/query-keys-camel-case`).
    pub(super) name: &'static str,
    /// Paths of fields in the request; what is said of the first one in the .proto files is said of the parameter.
    pub(super) fields: &'static [&'static str],
    /// Whether it must be given.
    pub(super) required: bool,
}

/// An address to read.
pub(super) struct Operation {
    /// `operationId` of the OpenAPI document.
    pub(super) id: &'static str,
    /// Below [`BASE`](super::BASE); parameters in braces.
    pub(super) path: &'static str,
    /// What it gives, in a sentence.
    pub(super) summary: &'static str,
    /// Name of the message that is asked with.
    request: &'static str,
    /// What is answered with.
    pub(super) answers: Answers,
    /// All parameters: those in the path, then those behind the question mark.
    pub(super) parameters: &'static [Parameter],
    /// The call: encoded request in, encoded response out.
    pub(super) call: fn(&Shared, &[u8]) -> Result<Vec<u8>, Problem>,
}

/// What an operation answers with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Answers {
    /// A message by name, in the JSON mapping of protobuf; the call gives it encoded.
    Message(&'static str),
    /// A batch of CloudEvents; the call gives it as JSON.
    CloudEvents,
}

const fn must(name: &'static str, fields: &'static [&'static str]) -> Parameter {
    Parameter { name, fields, required: true }
}

const fn may(name: &'static str, fields: &'static [&'static str]) -> Parameter {
    Parameter { name, fields, required: false }
}

/// Every operation.
pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        id: "listArrangements",
        path: "/arrangements",
        summary: "Lists the arrangements (samenwerkingsverbanden) of this server.",
        request: "ListArrangementsRequest",
        answers: Answers::Message("ListArrangementsResponse"),
        parameters: &[may("pageSize", &["page_size"]), may("pageToken", &["page_token"])],
        call: calls::list_arrangements,
    },
    Operation {
        id: "getArrangement",
        path: "/arrangements/{arrangement}",
        summary: "Gives one arrangement with its members.",
        request: "GetArrangementRequest",
        answers: Answers::Message("GetArrangementResponse"),
        parameters: &[must("arrangement", &["arrangement"])],
        call: calls::get_arrangement,
    },
    Operation {
        id: "search",
        path: "/arrangements/{arrangement}/_search",
        summary: "Looks for something in a ledger: a name, a word, the reference number of a paper, an amount.",
        request: "SearchRequest",
        answers: Answers::Message("SearchResponse"),
        parameters: &[
            must("arrangement", &["arrangement"]),
            must("query", &["query"]),
            may("limit", &["limit"]),
            may("size", &["moment.size"]),
            may("asKnownOn", &["moment.as_known_on"]),
            may("asDecidedOn", &["moment.as_decided_on"]),
        ],
        call: calls::search,
    },
    Operation {
        id: "getCheckpoint",
        path: "/arrangements/{arrangement}/checkpoint",
        summary: "Gives the newest signed checkpoint.",
        request: "GetCheckpointRequest",
        answers: Answers::Message("GetCheckpointResponse"),
        parameters: &[must("arrangement", &["arrangement"])],
        call: calls::get_checkpoint,
    },
    Operation {
        id: "listCloudEvents",
        path: "/arrangements/{arrangement}/cloudevents",
        summary: "Gives published events in order as CloudEvents. Go on from one more than the last sequence; an empty batch has reached the newest.",
        request: "ListEntriesRequest",
        answers: Answers::CloudEvents,
        parameters: &[
            must("arrangement", &["arrangement"]),
            may("from", &["from"]),
            may("limit", &["limit"]),
            may("stream", &["stream"]),
        ],
        call: cloud_events::list,
    },
    Operation {
        id: "getConsistencyProof",
        path: "/arrangements/{arrangement}/consistency",
        summary: "Proves that one published tree continues another.",
        request: "GetConsistencyProofRequest",
        answers: Answers::Message("GetConsistencyProofResponse"),
        parameters: &[
            must("arrangement", &["arrangement"]),
            must("oldSize", &["old_size"]),
            may("newSize", &["new_size"]),
        ],
        call: calls::get_consistency_proof,
    },
    Operation {
        id: "compareParagraphs",
        path: "/arrangements/{arrangement}/differences",
        summary: "Gives what is different between two paragraphs, with the entries behind it.",
        request: "CompareParagraphsRequest",
        answers: Answers::Message("CompareParagraphsResponse"),
        parameters: &[
            must("arrangement", &["before.key.arrangement", "after.key.arrangement"]),
            must("beforeMunicipality", &["before.key.municipality"]),
            must("beforeBudgetYear", &["before.key.budget_year"]),
            may("beforeSize", &["before.moment.size"]),
            may("beforeAsKnownOn", &["before.moment.as_known_on"]),
            may("beforeAsDecidedOn", &["before.moment.as_decided_on"]),
            must("municipality", &["after.key.municipality"]),
            must("budgetYear", &["after.key.budget_year"]),
            may("size", &["after.moment.size"]),
            may("asKnownOn", &["after.moment.as_known_on"]),
            may("asDecidedOn", &["after.moment.as_decided_on"]),
        ],
        call: calls::compare_paragraphs,
    },
    Operation {
        id: "listEntries",
        path: "/arrangements/{arrangement}/entries",
        summary: "Gives published entries as they are hashed, page by page.",
        request: "ListEntriesRequest",
        answers: Answers::Message("ListEntriesResponse"),
        parameters: &[
            must("arrangement", &["arrangement"]),
            may("from", &["from"]),
            may("limit", &["limit"]),
            may("stream", &["stream"]),
            may("includePayloads", &["include_payloads"]),
        ],
        call: calls::list_entries,
    },
    Operation {
        id: "explainEntry",
        path: "/arrangements/{arrangement}/entries/{index}",
        summary: "Gives one statement: as recorded, and in Dutch words.",
        request: "GetInclusionProofRequest",
        answers: Answers::Message("ExplainedEntry"),
        parameters: &[must("arrangement", &["arrangement"]), must("index", &["index"])],
        call: calls::explain_entry,
    },
    Operation {
        id: "getInclusionProof",
        path: "/arrangements/{arrangement}/entries/{index}/proof",
        summary: "Proves that an entry is in the tree of a published size.",
        request: "GetInclusionProofRequest",
        answers: Answers::Message("GetInclusionProofResponse"),
        parameters: &[
            must("arrangement", &["arrangement"]),
            must("index", &["index"]),
            may("size", &["size"]),
        ],
        call: calls::get_inclusion_proof,
    },
    Operation {
        id: "listParagraphs",
        path: "/arrangements/{arrangement}/paragraphs",
        summary: "Lists the paragraphs (paragraaf sociaal domein) that there are.",
        request: "ListParagraphsRequest",
        answers: Answers::Message("ListParagraphsResponse"),
        parameters: &[
            must("arrangement", &["arrangement"]),
            may("municipality", &["municipality"]),
            may("pageSize", &["page_size"]),
            may("pageToken", &["page_token"]),
        ],
        call: calls::list_paragraphs,
    },
    Operation {
        id: "getParagraph",
        path: "/arrangements/{arrangement}/paragraphs/{municipality}/{budgetYear}",
        summary: "Gives one paragraph at a moment.",
        request: "GetParagraphRequest",
        answers: Answers::Message("GetParagraphResponse"),
        parameters: &[
            must("arrangement", &["key.arrangement"]),
            must("municipality", &["key.municipality"]),
            must("budgetYear", &["key.budget_year"]),
            may("size", &["moment.size"]),
            may("asKnownOn", &["moment.as_known_on"]),
            may("asDecidedOn", &["moment.as_decided_on"]),
            may("publishedOnly", &["moment.published_only"]),
        ],
        call: calls::get_paragraph,
    },
    Operation {
        id: "explainFigure",
        path: "/arrangements/{arrangement}/paragraphs/{municipality}/{budgetYear}/figures/{table}/{row}/{column}",
        summary: "Gives the entries behind one figure: from euro to decision.",
        request: "ExplainFigureRequest",
        answers: Answers::Message("ExplainFigureResponse"),
        parameters: &[
            must("arrangement", &["key.arrangement"]),
            must("municipality", &["key.municipality"]),
            must("budgetYear", &["key.budget_year"]),
            must("table", &["figure.table"]),
            must("row", &["figure.row"]),
            must("column", &["figure.column"]),
            may("size", &["moment.size"]),
            may("asKnownOn", &["moment.as_known_on"]),
            may("asDecidedOn", &["moment.as_decided_on"]),
            may("publishedOnly", &["moment.published_only"]),
        ],
        call: calls::explain_figure,
    },
];

impl Operation {
    /// The message of the request, and that of the response when it is one.
    pub(super) fn messages(
        &self,
        pool: &DescriptorPool,
    ) -> Option<(MessageDescriptor, Option<MessageDescriptor>)> {
        let message = |name| pool.get_message_by_name(&format!("openboek.v1.{name}"));
        let response = match self.answers {
            Answers::Message(name) => Some(message(name)?),
            Answers::CloudEvents => None,
        };
        Some((message(self.request)?, response))
    }

    /// Media type of the answer.
    pub(super) const fn media_type(&self) -> &'static str {
        match self.answers {
            Answers::Message(_) => "application/json",
            Answers::CloudEvents => CLOUD_EVENTS,
        }
    }

    /// Whether a parameter is in the path.
    pub(super) fn has_in_path(&self, parameter: &Parameter) -> bool {
        self.path.contains(&format!("{{{}}}", parameter.name))
    }

    /// Faults name fields of the request, also in their texts; the caller gave parameters.
    pub(super) fn in_its_words(&self, mut problem: Problem) -> Problem {
        for violation in &mut problem.violations {
            let given = self.parameters.iter().find(|one| one.fields.contains(&violation.field.as_str()));
            if let Some(given) = given {
                let field = std::mem::replace(&mut violation.field, given.name.to_owned());
                violation.english = violation.english.replace(&field, given.name);
                violation.dutch = violation.dutch.replace(&field, given.name);
            }
        }
        problem
    }
}
