//! `openboek backup`: ledgers copied into a folder of static logs.

use std::io::Write;
use std::path::PathBuf;

use openboek_audit::Lang;
use openboek_server::Refused;
use openboek_server::upkeep::{
    BackedUp, LogSource, SignedHead, StaticLogError, StoredEntry, StoredPayload, backup_data, backup_log,
    backup_logs, check_new, pack,
};
use openboek_wire::v1;
use serde_json::{Value, json};
use tokio::runtime::Handle;
use tonic::{Code, Status};

use crate::cli::BackupArgs;
use crate::client::Client;
use crate::restore::{progress, trouble};
use crate::trouble::Trouble;

/// Entries asked for at a time: the most that a server gives.
const PAGE_ENTRIES: u64 = 1_000;

/// Runs the subcommand.
///
/// # Errors
/// Whatever stops it, for people.
pub(crate) async fn run(args: &BackupArgs, lang: Lang, out: &mut dyn Write) -> Result<(), Trouble> {
    let copied = if args.encrypt_to.is_empty() {
        copy(args, args.to.clone(), lang).await?
    } else {
        check_new(&args.to).map_err(|error| trouble(&error, lang))?;
        let folder = tempfile::tempdir().map_err(|e| Trouble::file(&std::env::temp_dir(), &e, lang))?;
        let copied = copy(args, folder.path().to_owned(), lang).await?;
        let (to, recipients) = (args.to.clone(), args.encrypt_to.clone());
        let packed = blocking(move || pack(folder.path(), &to, &recipients)).await?;
        packed.map_err(|error| trouble(&error, lang))?;
        copied
    };
    crate::print(out, &if args.json { as_json(&copied) } else { as_text(&copied, args, lang) })
}

/// Copies what is asked for into a folder.
async fn copy(args: &BackupArgs, to: PathBuf, lang: Lang) -> Result<Vec<BackedUp>, Trouble> {
    let copied = match (args.data.clone(), args.from_log.clone()) {
        (Some(data), _) => blocking(move || backup_data(&data, &to, &mut progress())).await?,
        (_, Some(from)) => blocking(move || backup_logs(&from, &to, &mut progress())).await?,
        (None, None) => from_server(&args.server, to, lang).await?,
    };
    copied.map_err(|error| trouble(&error, lang))
}

/// Runs work that blocks where that is allowed.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Trouble> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Trouble::failed(error.to_string()))
}

async fn from_server(
    server: &str,
    to: PathBuf,
    lang: Lang,
) -> Result<Result<Vec<BackedUp>, Refused>, Trouble> {
    let client = Client::connect(server, lang).await?;
    let names = names(&client, lang).await?;
    let handle = Handle::current();
    blocking(move || {
        let copy = |name: &String| {
            let source = Served { client: &client, handle: &handle, arrangement: name, lang };
            backup_log(name, &source, &to, &mut progress())
        };
        names.iter().map(copy).collect()
    })
    .await
}

/// The names of all arrangements.
async fn names(client: &Client, lang: Lang) -> Result<Vec<String>, Trouble> {
    let (mut names, mut request) = (Vec::new(), v1::ListArrangementsRequest::default());
    loop {
        let page = client.arrangements().list_arrangements(request).await;
        let page = page.map_err(|status| Trouble::of_status(&status, lang, None))?.into_inner();
        names.extend(page.arrangements.into_iter().map(|one| one.arrangement));
        if page.next_page_token.is_empty() {
            return Ok(names);
        }
        request = v1::ListArrangementsRequest { page_token: page.next_page_token, page_size: 0 };
    }
}

/// A log as a server gives it.
struct Served<'a> {
    client: &'a Client,
    handle: &'a Handle,
    arrangement: &'a str,
    lang: Lang,
}

impl Served<'_> {
    fn asked(&self, status: &Status) -> StaticLogError {
        StaticLogError::Asked(Trouble::of_status(status, self.lang, None).text)
    }
}

impl LogSource for Served<'_> {
    fn head(&self) -> Result<Option<SignedHead>, StaticLogError> {
        let request = v1::GetCheckpointRequest { arrangement: self.arrangement.to_owned() };
        match self.handle.block_on(self.client.audit().get_checkpoint(request)) {
            Ok(answer) => {
                let v1::GetCheckpointResponse { note, log_keys, policy, .. } = answer.into_inner();
                Ok(Some(SignedHead { checkpoint: note, log_keys, policy }))
            }
            Err(status) if status.code() == Code::FailedPrecondition => Ok(None),
            Err(status) => Err(self.asked(&status)),
        }
    }

    fn entries(&self, from: u64, until: u64) -> Result<Vec<StoredEntry>, StaticLogError> {
        let limit = i32::try_from(until.saturating_sub(from).min(PAGE_ENTRIES)).unwrap_or_default();
        let request = v1::ListEntriesRequest {
            arrangement: self.arrangement.to_owned(),
            from,
            limit,
            include_payloads: true,
            ..Default::default()
        };
        let answer = self.handle.block_on(self.client.audit().list_entries(request));
        let entries = answer.map_err(|status| self.asked(&status))?.into_inner().entries;
        entries.into_iter().map(stored).collect()
    }
}

fn stored(entry: v1::Entry) -> Result<StoredEntry, StaticLogError> {
    let payload = match entry.payload_state() {
        v1::PayloadState::Included => {
            let salt = entry.salt.as_slice().try_into();
            let salt = salt.map_err(|_| StaticLogError::Damaged {
                place: format!("entry {}", entry.index),
                why: "its salt has another length".to_owned(),
            })?;
            Some(StoredPayload { salt, bytes: entry.payload })
        }
        _ => None,
    };
    Ok(StoredEntry { index: entry.index, entry: entry.entry, payload })
}

/// What to do with the copy next.
fn next(args: &BackupArgs, lang: Lang) -> String {
    let shown = args.to.display();
    match (args.encrypt_to.is_empty(), lang) {
        (true, Lang::Nl) => {
            format!("Controleer met: openboek-audit verify {shown}/NAAM. De sleutels staan er niet in.\n")
        }
        (true, Lang::En) => {
            format!("Verify with: openboek-audit verify {shown}/NAME. The keys are not in it.\n")
        }
        (false, Lang::Nl) => format!(
            "Versleuteld: {shown}. Terugzetten: openboek restore --from-log {shown} --decrypt-with SLEUTEL --data NIEUW. De sleutels \
             van de grootboeken staan er niet in.\n"
        ),
        (false, Lang::En) => format!(
            "Encrypted: {shown}. Restore with: openboek restore --from-log {shown} --decrypt-with KEY --data NEW. The keys of the \
             ledgers are not in it.\n"
        ),
    }
}

fn as_text(copied: &[BackedUp], args: &BackupArgs, lang: Lang) -> String {
    let mut text = String::new();
    for one in copied {
        let (log, size, new) = (&one.log, one.extended.size, one.extended.size - one.extended.before);
        text.push_str(&match lang {
            Lang::Nl => format!("{log}: {new} boekingen erbij, stand {size}\n"),
            Lang::En => format!("{log}: {new} entries more, {size} in all\n"),
        });
    }
    text.push_str(&next(args, lang));
    text
}

fn as_json(copied: &[BackedUp]) -> String {
    let logs: Vec<Value> = copied
        .iter()
        .map(|one| json!({ "log": one.log, "before": one.extended.before, "size": one.extended.size }))
        .collect();
    format!("{:#}\n", json!({ "copied": logs }))
}
