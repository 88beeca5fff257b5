//! The worst day: a backup is made while clients record, the machine is lost, and an empty one goes on from the backup and the keys alone.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use openboek_proof::checkpoint::CheckpointNote;
use openboek_tests::program::{Failure, Served, path, verify};
use openboek_tests::say;
use openboek_wire::v1;
use openboek_wire::v1::arrangement_service_client::ArrangementServiceClient;
use openboek_wire::v1::audit_service_client::AuditServiceClient;
use openboek_wire::v1::ledger_service_client::LedgerServiceClient;
use tonic::transport::Channel;

use crate::kill::{ARRANGEMENT, MUNICIPALITY, check_log, compare, entries};

/// Clients that record at the same time, and how long each waits after an answer.
const CLIENTS: usize = 4;
const PAUSE: Duration = Duration::from_millis(8);

/// What each client keeps of its own: the commands it sent, with the answers that came.
type Commands = BTreeMap<String, (v1::RecordRequest, Option<v1::RecordResponse>)>;
/// The same, shared by the clients.
type Sent = Arc<Mutex<Commands>>;

fn of_clients<T>(sent: &Sent, work: impl FnOnce(&mut Commands) -> T) -> T {
    work(&mut sent.lock().unwrap_or_else(PoisonError::into_inner))
}

fn answers(sent: &Sent) -> BTreeMap<String, v1::RecordResponse> {
    of_clients(sent, |sent| {
        sent.iter().filter_map(|(key, (_, answer))| Some((key.clone(), answer.clone()?))).collect()
    })
}

async fn record_until_cut(channel: Channel, sent: Sent, client: usize) {
    let mut ledger = LedgerServiceClient::new(channel);
    for number in 0.. {
        let promise =
            say::commitment(MUNICIPALITY, &format!("c{client}-{number}"), "Wij zorgen voor een plan.");
        let request = say::command(ARRANGEMENT, vec![promise]);
        let key = request.request_id.clone();
        of_clients(&sent, |sent| sent.insert(key.clone(), (request.clone(), None)));
        let Ok(answer) = ledger.record(request.clone()).await else { return };
        of_clients(&sent, |sent| sent.insert(key, (request, Some(answer.into_inner()))));
        tokio::time::sleep(PAUSE).await;
    }
}

/// The program on a machine where nothing else is: in an empty folder, with an empty environment.
fn openboek(folder: &Path, words: &[&str]) -> Result<Output, Failure> {
    Ok(Command::new(path("openboek")?).args(words).current_dir(folder).env_clear().output()?)
}

fn copied(output: &Output) -> Result<(u64, u64), Failure> {
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let told: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let log = &told["copied"][0];
    Ok((log["before"].as_u64().ok_or("before")?, log["size"].as_u64().ok_or("size")?))
}

async fn checkpoint(channel: &Channel) -> Result<Vec<u8>, Failure> {
    let request = v1::GetCheckpointRequest { arrangement: ARRANGEMENT.into() };
    Ok(AuditServiceClient::new(channel.clone()).get_checkpoint(request).await?.into_inner().note)
}

fn size_of(note: &[u8]) -> Result<u64, Failure> {
    Ok(CheckpointNote::parse(note).map_err(|e| e.to_string())?.checkpoint.size)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_load_goes_on_on_an_empty_machine() -> Result<(), Failure> {
    let (machine, other) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let (data, copy) = (machine.path().join("data"), other.path().join("copy"));
    let server = Served::start(&data, &[])?;
    let channel = server.connect().await?;
    let founding = say::founding(ARRANGEMENT, &[MUNICIPALITY]);
    ArrangementServiceClient::new(channel.clone()).create_arrangement(founding).await?;

    let sent = Sent::default();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| tokio::spawn(record_until_cut(channel.clone(), sent.clone(), client)))
        .collect();
    let before_the_backup = backed_up(&server, &channel, &copy).await?;
    let kept = other.path().join("kept.checkpoint");
    std::fs::write(
        &kept,
        published_after(&channel, size_of(&std::fs::read(copy.join(ARRANGEMENT).join("checkpoint"))?)?)
            .await?,
    )?;

    // The machine is gone; what others kept is there: the copy, the keys, and what the clients sent.
    std::fs::create_dir(other.path().join("keys"))?;
    let key = format!("{ARRANGEMENT}.key");
    std::fs::copy(data.join("keys").join(&key), other.path().join("keys").join(&key))?;
    server.kill()?;
    for client in clients {
        client.await?;
    }
    drop(machine);

    let (size, note) = restored(other.path(), &copy).await?;
    let answered = answers(&sent);
    println!(
        "{before_the_backup} entries when the backup began, {size} in it; {} acknowledged by the end",
        answered.len()
    );
    assert!(size > before_the_backup, "nobody recorded while the backup was made: this run shows nothing");

    let server = Served::start(&other.path().join("new"), &[])?;
    let channel = server.connect().await?;
    assert_eq!(checkpoint(&channel).await?, note, "the head is that of the backup, to the byte");
    let known = send_again(&channel, &sent, size).await?;
    assert!(known > 0, "no command was in the backup: this run shows nothing");
    compare(&entries(&channel).await?, &answers(&sent), 0)?;
    check_log(&channel, other.path(), Some(note), 0).await?;
    server.stop()?;
    Ok(())
}

/// Two runs of the real program while clients record: a whole copy, then what came since. Gives what was published before them.
async fn backed_up(server: &Served, channel: &Channel, copy: &Path) -> Result<u64, Failure> {
    let address = server.grpc.clone();
    let to = copy.display().to_string();
    let begin = size_of(&published_after(channel, 0).await?)?;
    let mut there = 0;
    for _ in 0..2 {
        published_after(channel, there).await?;
        let (to, address) = (to.clone(), address.clone());
        let output = tokio::task::spawn_blocking(move || {
            openboek(Path::new("/"), &["backup", "--to", &to, "--server", &address, "--json"])
        });
        let (before, size) = copied(&output.await??)?;
        assert!(before == there && size > before, "{before} {size}");
        there = size;
    }
    Ok(begin)
}

/// The checkpoint, when it covers more than so many entries.
async fn published_after(channel: &Channel, size: u64) -> Result<Vec<u8>, Failure> {
    loop {
        // At first nothing is published at all.
        match checkpoint(channel).await {
            Ok(note) if size_of(&note)? > size => return Ok(note),
            Err(error) if size > 0 => return Err(error),
            _ => {}
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Verifies and restores the copy with nothing else there; gives its size and its checkpoint. Behind a head that somebody kept: refused.
async fn restored(folder: &Path, copy: &Path) -> Result<(u64, Vec<u8>), Failure> {
    let (status, said) = verify(&[copy.join(ARRANGEMENT).to_str().ok_or("path")?])?;
    assert!(status == 0 && said.contains("klopt"), "{status} {said}");
    let note = std::fs::read(copy.join(ARRANGEMENT).join("checkpoint"))?;
    let at = CheckpointNote::parse(&note).map_err(|e| e.to_string())?.checkpoint;

    let words = ["restore", "--from-log", "copy", "--data", "new", "--keys", "keys", "--json", "--at-least"];
    let refused = openboek(folder, &[&words[..], &["kept.checkpoint"]].concat())?;
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(refused.status.code() == Some(1) && said.contains("behind-known-head"), "{said}");
    assert!(!folder.join("new").exists(), "nothing is there after a refusal");

    let done = openboek(folder, &[&words[..], &["copy/drechtsteden/checkpoint"]].concat())?;
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let told: serde_json::Value = serde_json::from_slice(&done.stdout)?;
    let log = &told["restored"][0];
    assert_eq!(
        (log["size"].as_u64(), log["root"].as_str()),
        (Some(at.size), Some(at.root.to_string().as_str()))
    );
    let examined = openboek(folder, &["doctor", "--data", "new", "--static-log", "copy"])?;
    assert!(examined.status.success(), "{}", String::from_utf8_lossy(&examined.stdout));
    encrypted(folder)?;
    Ok((at.size, note))
}

/// The same as one encrypted file: the stock tools open it to the same bytes; without the key, changed or cut off, nothing is restored.
fn encrypted(folder: &Path) -> Result<(), Failure> {
    // With the programs of the system alone; what is left open for a moment goes there too.
    let run = |program: &Path, words: &[&str]| {
        let mut command = Command::new(program);
        command.args(words).current_dir(folder).env_clear();
        command.env("PATH", "/usr/bin:/bin").env("TMPDIR", folder.join("tmp")).output()
    };
    let openboek = |words: &[&str]| Ok::<_, Failure>(run(&path("openboek")?, words)?);
    std::fs::create_dir(folder.join("tmp"))?;
    for key in ["backup.key", "other.key"] {
        assert!(run(Path::new("age-keygen"), &["-o", key])?.status.success());
    }
    let key = std::fs::read_to_string(folder.join("backup.key"))?;
    let recipient =
        key.lines().find_map(|line| line.strip_prefix("# public key: ")).ok_or("no public key")?;

    let pack = ["backup", "--from-log", "copy", "--to", "backup.tar.age", "--encrypt-to", recipient];
    copied(&openboek(&[&pack[..], &["--json"]].concat())?)?;
    let again = openboek(&pack)?;
    assert!(String::from_utf8_lossy(&again.stderr).contains("never-overwritten"), "{again:?}");
    let nobody =
        openboek(&["backup", "--from-log", "copy", "--to", "nobody.age", "--encrypt-to", "age1nobody"])?;
    assert!(!nobody.status.success() && !folder.join("nobody.age").exists(), "{nobody:?}");

    let bytes = std::fs::read(folder.join("backup.tar.age"))?;
    let mut changed = bytes.clone();
    *changed.get_mut(bytes.len() / 2).ok_or("empty")? ^= 1;
    std::fs::write(folder.join("changed.age"), changed)?;
    std::fs::write(folder.join("cut.age"), bytes.get(..bytes.len() - 1_000).ok_or("small")?)?;
    for (file, key) in
        [("backup.tar.age", "other.key"), ("changed.age", "backup.key"), ("cut.age", "backup.key")]
    {
        let refused = openboek(&["restore", "--from-log", file, "--decrypt-with", key, "--data", "none"])?;
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(said.contains("decryption-failed") && !folder.join("none").exists(), "{file}: {said}");
    }

    let words =
        ["restore", "--from-log", "backup.tar.age", "--decrypt-with", "backup.key", "--data", "opened"];
    let done = openboek(&words)?;
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    // The copy that was made twice also keeps the unfinished tiles of the first time.
    let stock = "mkdir stock; age -d -i backup.key backup.tar.age | tar x -C stock; diff -r copy stock | grep -v '^Only in copy'";
    let other = run(Path::new("sh"), &["-ec", stock])?;
    assert!(other.stdout.is_empty() && other.stderr.is_empty(), "{other:?}");
    let (status, said) = verify(&[folder.join("stock").join(ARRANGEMENT).to_str().ok_or("path")?])?;
    assert!(status == 0 && said.contains("klopt"), "{status} {said}");
    assert_eq!(
        std::fs::read_dir(folder.join("tmp"))?.count(),
        0,
        "nothing that was open for a moment is left"
    );
    Ok(())
}

/// Every client sends all it ever sent again: what the backup holds gets the same answer, the rest is recorded. How many it held.
async fn send_again(channel: &Channel, sent: &Sent, size: u64) -> Result<usize, Failure> {
    let mut known = 0;
    let mut ledger = LedgerServiceClient::new(channel.clone());
    for (key, (request, before)) in of_clients(sent, |sent| sent.clone()) {
        let answer = ledger.record(request.clone()).await?.into_inner();
        let index =
            |answer: &v1::RecordResponse| answer.entries.first().map_or(u64::MAX, |entry| entry.index);
        if answer.repeated_request {
            known += 1;
            assert!(index(&answer) < size, "{key}: it is not in the backup");
        }
        if let Some(before) = before.filter(|before| index(before) < size) {
            assert!(
                answer.repeated_request && before.entries == answer.entries,
                "{key}: {before:?} {answer:?}"
            );
        }
        of_clients(sent, |sent| sent.insert(key, (request, Some(answer))));
    }
    Ok(known)
}
