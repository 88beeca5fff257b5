//! The file that says who is told of events, in YAML with the line of every mistake.

use std::path::Path;

use openboek_audit::Lang;
use openboek_rules::Stream;
use openboek_rules::statement::Body;
use openboek_server::webhooks::{
    BadSecret, BadTarget, Patience, Receiver, Secrets, Target, Webhooks, is_name,
};

use crate::file::{Fault, Node, Settings, Shape, Value, parse_yaml, scalar};
use crate::record;
use crate::trouble::Trouble;

const KEYS: &[&str] = &["folder", "receivers"];
const RECEIVER: &[&str] = &["name", "url", "secret_file", "arrangements", "municipalities", "kinds", "from"];
/// From when a new receiver is told: whether of everything there is.
const FROM: &[(&str, bool)] = &[("now", false), ("first", true)];
/// The folder in the data folder.
const FOLDER: &str = "webhooks";

/// Reads the file. Paths in it begin where it stands; without a folder in it, it is `webhooks` in the data folder.
///
/// # Errors
/// When it cannot be read, or everything that is wrong with it.
pub(crate) fn read(path: &Path, data: Option<&Path>, lang: Lang) -> Result<Webhooks, Trouble> {
    let text = record::read(path, lang)?;
    let here = path.parent().unwrap_or_else(|| Path::new(""));
    of_text(&text, here, data).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(|fault| format!("  {}", fault.text(lang))).collect();
        let words = lang.pick(
            "is geen bestand met webhooks dat te gebruiken is.",
            "is no file of webhooks that can be used.",
        );
        Trouble::wrong_use(format!("{} {words}\n{}", path.display(), lines.join("\n")))
    })
}

fn of_text(text: &str, here: &Path, data: Option<&Path>) -> Result<Webhooks, Vec<Fault>> {
    let root = parse_yaml(text).map_err(|fault| vec![fault])?;
    let mut reader = Settings::default();
    let webhooks = reader.webhooks(&root, here, data);
    if reader.faults.is_empty() { webhooks.ok_or_else(Vec::new) } else { Err(reader.faults) }
}

impl Settings {
    fn webhooks(&mut self, root: &Node, here: &Path, data: Option<&Path>) -> Option<Webhooks> {
        self.keys(root, "", KEYS);
        let named = self.text(root, "", "folder").map(|folder| here.join(folder));
        let folder = named.or_else(|| data.map(|data| data.join(FOLDER)));
        if folder.is_none() {
            self.missing::<()>(root, "folder");
        }
        let receivers = match root.get("receivers") {
            None => {
                self.missing::<()>(root, "receivers");
                Vec::new()
            }
            Some(node) => self.list(node, "receivers").to_vec(),
        };
        let mut found: Vec<Receiver> = Vec::new();
        for (at, node) in receivers.iter().enumerate() {
            let path = format!("receivers[{at}].");
            let Some(receiver) = self.receiver(node, &path, here) else { continue };
            if found.iter().any(|other| other.name == receiver.name) {
                let (dutch, english) = (
                    format!(
                        "Er is al een ontvanger met de naam `{}`. Elke ontvanger heeft een eigen map.",
                        receiver.name
                    ),
                    format!(
                        "There is a receiver of the name `{}` already. Each has a folder of its own.",
                        receiver.name
                    ),
                );
                self.said(node, &format!("{path}name"), dutch, english);
            }
            found.push(receiver);
        }
        Some(Webhooks { receivers: found, folder: folder?, patience: Patience::default() })
    }

    fn receiver(&mut self, node: &Node, path: &str, here: &Path) -> Option<Receiver> {
        self.keys(node, path, RECEIVER);
        let name = self.needed(node, path, "name").and_then(|name| self.named(node, path, name));
        let target = self.needed(node, path, "url").and_then(|url| self.target(node, path, &url));
        let secrets = self
            .needed(node, path, "secret_file")
            .and_then(|file| self.secrets(node, path, &here.join(file)));
        let arrangements = self.names(node, path, "arrangements", is_name, &["drechtsteden"]);
        let municipalities =
            self.names(node, path, "municipalities", |code| Stream::new(code).is_ok(), &["GM0505", "region"]);
        let kinds = self.names(node, path, "kinds", |kind| Body::KINDS.contains(&kind), Body::KINDS);
        let from_first = self.one_of(node, path, "from", FROM).unwrap_or(false);
        Some(Receiver {
            name: name?,
            target: target?,
            secrets: secrets?,
            arrangements,
            municipalities,
            kinds,
            from_first,
        })
    }

    /// It becomes the name of a folder.
    fn named(&mut self, node: &Node, path: &str, name: String) -> Option<String> {
        if is_name(&name) {
            return Some(name);
        }
        let dutch = format!("`{name}` kan geen naam zijn: gebruik kleine letters, cijfers en streepjes.");
        let english = format!("`{name}` cannot be a name: use lower-case letters, digits and hyphens.");
        self.said(node.get("name").unwrap_or(node), &format!("{path}name"), dutch, english);
        None
    }

    /// What was given is not repeated: there may be a key in it.
    fn target(&mut self, node: &Node, path: &str, url: &str) -> Option<Target> {
        let (dutch, english) = match Target::parse(url) {
            Ok(target) => return Some(target),
            Err(BadTarget::NoAddress) => (
                "Dit is geen webadres. Schrijf het helemaal, bijvoorbeeld https://zaken.example.nl/notificaties.",
                "This is no address of the web. Write all of it, such as https://zaken.example.nl/notifications.",
            ),
            Err(BadTarget::NotEncrypted) => (
                "Dit adres is niet versleuteld (http) en ligt niet op deze computer. Gebruik https.",
                "This address is not encrypted (http) and not on this machine. Use https.",
            ),
            Err(BadTarget::Credentials) => (
                "In dit adres staat een naam of wachtwoord. Laat dat weg: de ontvanger herkent ons aan de handtekening.",
                "There is a name or password in this address. Leave it out: the receiver knows us by the signature.",
            ),
        };
        self.said(
            node.get("url").unwrap_or(node),
            &format!("{path}url"),
            dutch.to_owned(),
            english.to_owned(),
        );
        None
    }

    fn secrets(&mut self, node: &Node, path: &str, file: &Path) -> Option<Secrets> {
        let read = std::fs::read_to_string(file).map_err(|error| {
            let shown = file.display();
            (
                format!("{shown} kan niet worden gelezen: {error}."),
                format!("{shown} cannot be read: {error}."),
            )
        });
        let secrets = read.and_then(|text| {
            Secrets::read(&text).map_err(|bad| {
                let (dutch, english) = match bad {
                    BadSecret::Missing => {
                        ("Er staat geen geheim in dit bestand.", "There is no secret in this file.")
                    }
                    BadSecret::Form => (
                        "In dit bestand hoort op elke regel whsec_ met daarachter base64.",
                        "Each line of this file must be whsec_ with base64 behind it.",
                    ),
                    BadSecret::Length => (
                        "Een geheim in dit bestand is te kort of te lang: 24 tot 64 bytes.",
                        "A secret in this file is too short or too long: 24 to 64 bytes.",
                    ),
                };
                (dutch.to_owned(), english.to_owned())
            })
        });
        match secrets {
            Ok(secrets) => Some(secrets),
            Err((dutch, english)) => {
                self.said(
                    node.get("secret_file").unwrap_or(node),
                    &format!("{path}secret_file"),
                    dutch,
                    english,
                );
                None
            }
        }
    }

    /// A list of names, or none.
    fn names(
        &mut self,
        node: &Node,
        path: &str,
        key: &str,
        is_good: impl Fn(&str) -> bool,
        examples: &[&str],
    ) -> Vec<String> {
        let Some(list) = node.get(key) else { return Vec::new() };
        let mut names = Vec::new();
        for (at, item) in self.list(list, &format!("{path}{key}")).to_vec().iter().enumerate() {
            let path = format!("{path}{key}[{at}]");
            match scalar(item) {
                Some(name) if is_good(name) => names.push(name.to_owned()),
                Some(name) => _ = self.name::<()>(item, &path, name, examples),
                None => self.expected(item, &path, Shape::Text),
            }
        }
        names
    }

    /// The items of a list, which may not be empty: an empty one would leave nothing out, which nobody means who writes it.
    fn list<'b>(&mut self, node: &'b Node, path: &str) -> &'b [Node] {
        match &node.value {
            Value::List(items) if !items.is_empty() => items,
            Value::List(_) => {
                let (dutch, english) = (
                    "Deze lijst is leeg. Laat hem weg of vul hem.",
                    "This list is empty. Leave it out, or fill it.",
                );
                self.said(node, path, dutch.to_owned(), english.to_owned());
                &[]
            }
            _ => {
                self.expected(node, path, Shape::List);
                &[]
            }
        }
    }

    fn needed(&mut self, node: &Node, path: &str, key: &'static str) -> Option<String> {
        let text = self.text(node, path, key);
        if text.is_none() && node.get(key).is_none_or(|value| matches!(value.value, Value::Null)) {
            self.missing::<()>(node, key);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What operators begin with.
    const EXAMPLE: &str = include_str!("webhooks.yaml");

    /// A folder with a good secret, a short one and one that is none.
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let files = [
            ("zaken.key", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n"),
            ("short.key", "whsec_AAAA\n"),
            ("bad.key", "geheim\n"),
        ];
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    fn told(text: &str, data: Option<&Path>) -> Vec<String> {
        let folder = folder();
        match of_text(text, folder.path(), data) {
            Ok(_) => Vec::new(),
            Err(faults) => faults.iter().map(|fault| fault.text(Lang::Nl)).collect(),
        }
    }

    #[test]
    fn the_example_is_good_when_its_secrets_are_there() {
        let folder = folder();
        let text = EXAMPLE.replace("/etc/openboek/zaken.key", "zaken.key");
        let webhooks = of_text(&text, folder.path(), None).unwrap();
        assert_eq!(webhooks.folder, Path::new("/var/lib/openboek/webhooks"));
        let receiver = &webhooks.receivers[0];
        assert_eq!(
            (receiver.name.as_str(), receiver.target.to_string()),
            ("zaken", "https://zaken.example.nl/notificaties".into())
        );
        assert_eq!(
            (&receiver.arrangements[..], &receiver.municipalities[..]),
            (&["drechtsteden".to_owned()][..], &["GM0505".to_owned(), "region".to_owned()][..])
        );
        assert_eq!((receiver.kinds.len(), receiver.from_first), (2, false));
        let short =
            "receivers: [{name: a, url: 'http://127.0.0.1:9/in', secret_file: zaken.key, from: first}]";
        let webhooks = of_text(short, folder.path(), Some(Path::new("/data"))).unwrap();
        assert_eq!(
            (webhooks.folder.as_path(), webhooks.receivers[0].from_first),
            (Path::new("/data/webhooks"), true)
        );
        assert!(webhooks.receivers[0].kinds.is_empty());
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once_with_its_line() {
        let text = "\
receivers:
  - name: Zaken
    url: http://zaken.example.nl/in
    secret_file: short.key
    kinds: [cut-suspendet]
    municipalities: [Dordrecht]
    arrangements: []
    from: eerste
    adres: x
  - name: a
    url: https://jan:geheim@zaken.example.nl/in
    secret_file: nergens.key
  - url: zaken
    secret_file: bad.key
";
        let told = told(text, None);
        let expected = [
            "regel 2, folder: Het veld `folder` ontbreekt.",
            "regel 9, receivers[0].adres: Het veld `adres` bestaat hier niet.",
            "regel 2, receivers[0].name: `Zaken` kan geen naam zijn",
            "regel 3, receivers[0].url: Dit adres is niet versleuteld",
            "regel 4, receivers[0].secret_file: Een geheim in dit bestand is te kort of te lang",
            "regel 7, receivers[0].arrangements: Deze lijst is leeg.",
            "regel 6, receivers[0].municipalities[0]: `Dordrecht` kan hier niet.",
            "regel 5, receivers[0].kinds[0]: `cut-suspendet` kan hier niet.",
            "regel 8, receivers[0].from: `eerste` kan hier niet.",
            "regel 11, receivers[1].url: In dit adres staat een naam of wachtwoord.",
            "regel 12, receivers[1].secret_file: ",
            "regel 13, name: Het veld `name` ontbreekt.",
            "regel 13, receivers[2].url: Dit is geen webadres.",
            "regel 14, receivers[2].secret_file: In dit bestand hoort op elke regel whsec_",
        ];
        for part in expected {
            assert!(
                told.iter().any(|line| line.contains(part.split_once(", ").unwrap().1)),
                "{part} is not in {told:#?}"
            );
        }
        assert_eq!(told.len(), expected.len(), "{told:#?}");
        assert!(told.iter().all(|line| !line.contains("geheim@")), "{told:#?}");
    }

    #[test]
    fn a_name_stands_for_one_receiver() {
        let one = "{name: a, url: 'https://a.example.nl', secret_file: zaken.key}";
        let told = told(&format!("folder: x\nreceivers: [{one}, {one}]\n"), None);
        assert!(told.len() == 1 && told[0].contains("Er is al een ontvanger met de naam `a`"), "{told:?}");
        let told = super::tests::told("folder: x\n", None);
        assert!(told.len() == 1 && told[0].contains("`receivers` ontbreekt"), "{told:?}");
    }
}
