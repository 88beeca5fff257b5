//! The page that checks, in a real browser: from a disk without a network, and from the server under its security policy.

use std::path::Path;

use openboek_proof::bundle::to_zip;
use openboek_tests::program::{Failure, export_bundle, verify, with_small_history};
use openboek_tests::say;
use openboek_wire::v1;
use openboek_wire::v1::ledger_service_client::LedgerServiceClient;
use serde_json::{Value, json};

use crate::browser::page;
use crate::liar::{Files, resum};
use crate::pages::{look, script};
use crate::tamper::files_of;

/// Takes steps in a browser that keeps what it remembers in a folder; what the page says after each.
pub(crate) fn browse(profile: &str, steps: &[Value]) -> Result<Vec<Value>, Failure> {
    let mut node = script("chromium.mjs");
    node.arg(profile);
    let said = look(node, &json!(steps))?;
    let seen = said.lines().map(serde_json::from_str).collect::<Result<Vec<Value>, _>>()?;
    for (step, seen) in steps.iter().zip(&seen) {
        assert_eq!(
            seen["outside"],
            json!([]),
            "{step}: nothing from elsewhere, nothing blocked, nothing wrong"
        );
    }
    Ok(seen)
}

pub(crate) fn answers(seen: &[Value]) -> Vec<&str> {
    seen.iter().map(|state| state["answer"].as_str().unwrap_or_default()).collect()
}

/// Whether the text of the result has these words.
pub(crate) fn says(state: &Value, words: &[&str]) {
    let text = state["text"].as_str().unwrap_or_default();
    for word in words {
        assert!(text.contains(word), "{word} in {text}");
    }
}

fn altered(files: &Files, path: &str, change: impl FnOnce(&mut Vec<u8>)) -> Result<Vec<u8>, Failure> {
    let mut altered = files.clone();
    change(altered.get_mut(path).ok_or("no such file")?);
    resum(&mut altered);
    Ok(to_zip(&altered)?)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_from_a_stick_and_from_the_server() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let place = |name: &str| folder.path().join(name).display().to_string();
    let (server, channel) = with_small_history(&folder.path().join("data"), 2).await?;
    export_bundle(channel.clone(), "delta", "GM0262", None, Path::new(&place("good.zip"))).await?;
    let files = files_of(Path::new(&place("good.zip")))?;
    std::fs::write(place("payload.zip"), altered(&files, "payloads/1", |bytes| bytes[40] ^= 1)?)?;
    std::fs::write(place("short.zip"), {
        let mut fewer = files.clone();
        fewer.remove("payloads/1");
        resum(&mut fewer);
        to_zip(&fewer)?
    })?;
    std::fs::write(place("kept"), &files["checkpoint"])?;
    let stick = format!("file://{}", page().canonicalize()?.display());

    // Without a network.
    let seen = browse(
        &place("profile"),
        &[
            json!({ "open": stick }),
            json!({ "file": ["bundle", place("good.zip")] }),
            json!({ "drop": place("payload.zip") }),
            json!({ "drop": place("short.zip") }),
            json!({ "file": ["previous", place("kept")] }),
            json!({ "drop": place("good.zip") }),
            json!({ "fill": ["origin", "ledger.example.nl/elders"] }),
            json!({ "click": "#own button" }),
            json!({ "open": format!("{stick}?lang=en") }),
            json!({ "file": ["bundle", place("payload.zip")] }),
        ],
    )?;
    let expected = [
        "",
        "klopt",
        "klopt niet",
        "niet te controleren",
        "niet te controleren",
        "klopt",
        "klopt",
        "klopt niet",
        "",
        "klopt niet",
    ];
    assert_eq!(answers(&seen), expected);
    says(&seen[1], &["/delta", "GM0262", "log.vkey, policy", "geen getuige", "niet vergeleken"]);
    says(&seen[2], &["payloads/1", "payload-differs", "De inhoud past niet bij de code in de regel."]);
    says(&seen[3], &["payloads/1", "payload-missing"]);
    says(&seen[5], &["Sluit aan op uw bewaarde stand van"]);
    says(&seen[7], &["origin"]);
    says(&seen[9], &["The payload does not match the commitment in the entry."]);
    for (bundle, status) in [("good.zip", 0), ("payload.zip", 1), ("short.zip", 2)] {
        assert_eq!(verify(&[&place(bundle)])?.0, status, "{bundle}");
    }

    // From the server: a reader follows the link on a paragraph, has the browser remember what it saw, and comes back later.
    let paragraph = format!("{}/delta/GM0262/2020", server.http);
    let follow = json!({ "click": ".stand a[href^='/controleer']" });
    let remember = json!({ "click": "#parts .actions button" });
    let steps = [
        json!({ "open": format!("{}/controleer", server.http) }),
        json!({ "drop": place("payload.zip") }),
        json!({ "open": paragraph }),
        follow.clone(),
        remember.clone(),
    ];
    let seen = browse(&place("profile"), &steps)?;
    assert_eq!(answers(&seen), ["", "klopt niet", "", "klopt", "klopt"]);
    says(&seen[2], &["Controleer het bewijs in uw browser"]);
    says(&seen[3], &["/delta", "niet vergeleken"]);
    says(&seen[4], &["Onthouden."]);
    let mut command =
        say::command("delta", vec![say::commitment("GM0262", "T9", "Wij zorgen voor nog een plan.")]);
    command.wait_for = v1::WaitFor::Published.into();
    LedgerServiceClient::new(channel).record(command).await?;
    let steps = [json!({ "open": paragraph }), follow, remember, json!({ "drop": place("good.zip") })];
    let seen = browse(&place("profile"), &steps)?;
    assert_eq!(answers(&seen), ["", "klopt", "klopt", "niet te controleren"]);
    says(
        &seen[1],
        &["Vergeleken met de stand die deze browser had onthouden.", "Sluit aan op uw bewaarde stand van"],
    );
    says(&seen[3], &["older-than-kept"]);
    Ok(())
}
