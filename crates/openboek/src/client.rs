//! The connection to a server, and who is meant by a holder.

use std::time::Duration;

use openboek_audit::Lang;
use openboek_wire::v1;
use openboek_wire::v1::arrangement_service_client::ArrangementServiceClient;
use openboek_wire::v1::audit_service_client::AuditServiceClient;
use openboek_wire::v1::ledger_service_client::LedgerServiceClient;
use openboek_wire::v1::paragraph_service_client::ParagraphServiceClient;
use tonic::transport::{Channel, Endpoint};

use crate::trouble::Trouble;

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(5);

/// Largest answer taken: a paragraph of a large budget in several forms.
const MAX_ANSWER: usize = 64 << 20;

/// A connection.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    channel: Channel,
}

impl Client {
    /// Connects.
    ///
    /// # Errors
    /// When the address is none, or nothing answers there.
    pub(crate) async fn connect(server: &str, lang: Lang) -> Result<Self, Trouble> {
        let endpoint = Endpoint::from_shared(server.to_owned()).map_err(|_| {
            let words = lang.pick(
                "is geen adres van een server; bijvoorbeeld",
                "is not the address of a server; for example",
            );
            Trouble::wrong_use(format!("{server} {words} http://127.0.0.1:50051"))
        })?;
        let channel = endpoint.connect_timeout(CONNECT).tcp_nodelay(true).connect().await.map_err(|_| {
            Trouble::failed(match lang {
                Lang::Nl => format!("De server op {server} is niet bereikbaar. Draait `openboek serve`? Klopt --server?"),
                Lang::En => format!("The server at {server} cannot be reached. Is `openboek serve` running? Is --server right?"),
            })
        })?;
        Ok(Self { channel })
    }

    /// Recording.
    pub(crate) fn ledger(&self) -> LedgerServiceClient<Channel> {
        LedgerServiceClient::new(self.channel.clone()).max_decoding_message_size(MAX_ANSWER)
    }

    /// Arrangements.
    pub(crate) fn arrangements(&self) -> ArrangementServiceClient<Channel> {
        ArrangementServiceClient::new(self.channel.clone())
    }

    /// Paragraphs.
    pub(crate) fn paragraphs(&self) -> ParagraphServiceClient<Channel> {
        ParagraphServiceClient::new(self.channel.clone()).max_decoding_message_size(MAX_ANSWER)
    }

    /// What an auditor needs.
    pub(crate) fn audit(&self) -> AuditServiceClient<Channel> {
        AuditServiceClient::new(self.channel.clone())
    }

    /// The code of a holder: `region`, a code as it is, or the code of the member with that name.
    ///
    /// # Errors
    /// When the arrangement does not answer, or has no member of that name.
    pub(crate) async fn holder(
        &self,
        arrangement: &str,
        holder: &str,
        lang: Lang,
    ) -> Result<String, Trouble> {
        let is_code = holder.len() == 6 && holder.to_ascii_uppercase().starts_with("GM");
        if is_code || holder == "region" {
            return Ok(if is_code { holder.to_ascii_uppercase() } else { holder.to_owned() });
        }
        let request = v1::GetArrangementRequest { arrangement: arrangement.to_owned() };
        let answer = self.arrangements().get_arrangement(request).await;
        let members = answer
            .map_err(|status| Trouble::of_status(&status, lang, None))?
            .into_inner()
            .arrangement
            .map(|arrangement| arrangement.members)
            .unwrap_or_default();
        let wanted = holder.to_lowercase();
        if let Some(member) = members.iter().find(|member| member.name.to_lowercase() == wanted) {
            return Ok(member.code.clone());
        }
        let names: Vec<String> =
            members.iter().map(|member| format!("{} ({})", member.name, member.code)).collect();
        let words = lang.pick("is geen deelnemer van", "is no member of");
        let possible = lang.pick("Mogelijk", "Possible");
        Err(Trouble::wrong_use(format!(
            "{holder} {words} {arrangement}. {possible}: {}, region.",
            names.join(", ")
        )))
    }
}
