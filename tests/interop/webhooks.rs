//! Webhooks over TLS to a receiver that is not ours, which checks every signature; the server is killed on the way.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use openboek_tests::program::{Failure, Served, record_cases};

use crate::cases::ARRANGEMENTS;
use crate::clients::run;

/// Milliseconds that the receiver thinks about an event: the server is killed while it has not told of all.
const THINKING: &str = "10";
/// Events of all arrangements after which the server is killed.
const KILLED_AFTER: usize = 40;

/// A receiver, and what it said so far.
struct Receiver {
    child: Child,
    port: String,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Drop for Receiver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Receiver {
    fn start(folder: &Path) -> Result<Self, Failure> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("interop/webhooks.py");
        let mut child = Command::new("python3")
            .arg(script)
            .args([folder.join("own.pem"), folder.join("own.key"), folder.join("secret")])
            .arg(THINKING)
            .stdout(Stdio::piped())
            .spawn()?;
        let mut output = BufReader::new(child.stdout.take().ok_or("no output")?);
        let mut port = String::new();
        output.read_line(&mut port)?;
        let lines = Arc::new(Mutex::new(Vec::new()));
        let told = lines.clone();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                told.lock().unwrap().push(line);
            }
        });
        Ok(Self { child, port: port.trim().to_owned(), lines })
    }

    fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }

    fn wait(&self, what: &str, enough: impl Fn(&[String]) -> bool) -> Result<Vec<String>, Failure> {
        for _ in 0..600 {
            let lines = self.lines();
            if enough(&lines) {
                return Ok(lines);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err(format!("{what} did not come: {:#?}", self.lines()).into())
    }
}

/// A certificate for this machine, signed by an authority that only the server of the test knows.
fn certificate(folder: &Path) -> Result<(), Failure> {
    let openssl = |words: &[&str]| run(Command::new("openssl").args(words).current_dir(folder)).map(drop);
    let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    let root = ["req", "-x509", "-days", "2", "-subj", "/CN=root", "-keyout", "root.key", "-out", "root.pem"];
    openssl(&[&root[..], &key[..]].concat())?;
    let own = ["req", "-subj", "/CN=localhost", "-keyout", "own.key", "-out", "own.csr"];
    openssl(&[&own[..], &key[..]].concat())?;
    std::fs::write(folder.join("names"), "subjectAltName=DNS:localhost\n")?;
    let sign = ["x509", "-req", "-in", "own.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial"];
    openssl(&[&sign[..], &["-days", "2", "-extfile", "names", "-out", "own.pem"][..]].concat())
}

/// The sequences of all events of an arrangement, by asking.
fn asked(server: &Served, arrangement: &str) -> Result<Vec<String>, Failure> {
    let address = server.http.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(address)?;
    let path = format!("/api/v1/arrangements/{arrangement}/cloudevents?limit=1000");
    write!(stream, "GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (_, body) = answer.split_once("\r\n\r\n").ok_or("no answer")?;
    let events: Vec<serde_json::Value> = serde_json::from_str(body)?;
    Ok(events.iter().filter_map(|event| Some(event["sequence"].as_str()?.to_owned())).collect())
}

/// Sequences by source, in the order they came.
fn by_source(lines: &[String]) -> BTreeMap<&str, Vec<&str>> {
    let mut all: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in lines {
        let mut words = line.split(' ');
        if let (Some(source), Some(sequence)) = (words.next(), words.next()) {
            all.entry(source).or_default().push(sequence);
        }
    }
    all
}

#[test]
fn every_event_reaches_a_receiver_of_others_over_tls_also_when_the_server_is_killed() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let of = |name: &str| folder.path().join(name);
    certificate(folder.path())?;
    std::fs::write(of("secret"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n")?;
    let receiver = Receiver::start(folder.path())?;
    let config = format!(
        "receivers:\n  - name: zaken\n    url: https://localhost:{}/in\n    secret_file: secret\n    from: first\n",
        receiver.port
    );
    std::fs::write(of("webhooks.yaml"), config)?;
    let before = [
        "env".to_owned(),
        format!("SSL_CERT_FILE={}", of("root.pem").display()),
        format!("OPENBOEK_WEBHOOKS={}", of("webhooks.yaml").display()),
        "OPENBOEK_PUBLIC_URL=https://openboek.example.nl".to_owned(),
    ];
    let server = Served::start(&of("data"), &before)?;
    record_cases(&server.grpc)?;
    receiver.wait("the first events", |lines| lines.len() >= KILLED_AFTER)?;
    server.kill()?;
    let server = Served::start(&of("data"), &before)?;
    let expected: BTreeMap<String, Vec<String>> = ARRANGEMENTS
        .iter()
        .map(|name| Ok((format!("//localhost/{name}"), asked(&server, name)?)))
        .collect::<Result<_, Failure>>()?;
    let came = receiver.wait("every event", |lines| {
        let came = by_source(lines);
        expected.iter().all(|(source, all)| {
            came.get(source.as_str())
                .is_some_and(|came| came.last() == all.last().map(String::as_str).as_ref())
        })
    })?;
    server.stop()?;
    let came = by_source(&came);
    assert!(!came.contains_key("bad"), "a signature does not hold: {came:#?}");
    assert_eq!(came.len(), expected.len(), "{came:#?}");
    for (source, all) in &expected {
        let came = &came[source.as_str()];
        // Once more after the kill at most, and never behind one that comes later.
        let steps_back = came.windows(2).filter(|pair| pair[1] <= pair[0]).count();
        assert!(steps_back <= 1, "{source}: {came:?}");
        let mut once: Vec<&str> = came.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(&once, all, "{source}");
    }
    Ok(())
}
