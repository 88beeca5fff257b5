//! What `strace` wrote, as calls with their bytes: everything that changes files under a folder, every sync of them, and what was sent to
//! clients.
//!
//! All threads write into one file, in the order in which `strace` held them: a call lies between its line and the line of its end, so one
//! that ended on an earlier line than another began came first. Lines serve as time.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use openboek_tests::program::Failure;

/// Calls that change or sync files or send, and those that could change them in a way the model does not know.
const CALLS: &str = "open,openat,openat2,creat,close,dup,dup2,dup3,lseek,write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,ftruncate,\
                     truncate,fallocate,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir,mkdir,mkdirat,fsync,\
                     fdatasync,sync,syncfs,copy_file_range,sendfile,splice,io_uring_setup";

/// Longer than any write; a text that was cut off stops the test.
const LONGEST: &str = "3000000";

/// The words before the program; `without_sync` makes each sync of the program do nothing and say that it did.
pub(crate) fn strace(output: &Path, without_sync: bool) -> Vec<String> {
    let mut words: Vec<String> =
        ["strace", "-f", "-qq", "-a", "1", "-yy", "-s", LONGEST, "--seccomp-bpf", "-e", "signal=none", "-e"]
            .map(str::to_owned)
            .to_vec();
    words.push(format!("trace={CALLS}"));
    if without_sync {
        for call in ["fsync", "fdatasync"] {
            words.extend(["-e".to_owned(), format!("inject={call}:retval=0")]);
        }
    }
    words.extend(["-o".to_owned(), output.display().to_string()]);
    words
}

/// A call that succeeded, or of which nobody knows because the program was killed in it.
pub(crate) struct Call {
    pub(crate) begin: usize,
    pub(crate) end: Option<usize>,
    pub(crate) what: What,
}

/// Paths are relative to the watched folder.
pub(crate) enum What {
    Open {
        path: PathBuf,
        descriptor: u32,
        create: bool,
        truncate: bool,
    },
    /// At a place, or where the descriptor stands.
    Write {
        path: PathBuf,
        descriptor: u32,
        bytes: Vec<u8>,
        at: Option<u64>,
    },
    Length {
        path: PathBuf,
        length: u64,
    },
    Folder(PathBuf),
    Rename {
        from: PathBuf,
        to: PathBuf,
    },
    Link {
        from: PathBuf,
        to: PathBuf,
    },
    Remove(PathBuf),
    /// Whether it was `fdatasync`, and whether it was carried out.
    Sync {
        path: PathBuf,
        of_data: bool,
        real: bool,
    },
    /// Bytes for a client.
    Sent(Vec<u8>),
}

/// A call as it is written, with the line of its end where that was another.
struct Written {
    begin: usize,
    end: Option<usize>,
    text: Vec<u8>,
}

/// The calls of one run, by their begin. Lines are counted from `first_line`; the number of the line after the last is given too.
pub(crate) fn read(file: &Path, root: &Path, first_line: usize) -> Result<(Vec<Call>, usize), Failure> {
    let text = std::fs::read(file)?;
    let mut line_number = first_line;
    let mut under_way: HashMap<Vec<u8>, Written> = HashMap::new();
    let mut written = Vec::new();
    for line in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let here = line_number;
        line_number += 1;
        let space = line.iter().position(|byte| *byte == b' ').ok_or("a line without a thread")?;
        let (thread, rest) = (line[..space].to_vec(), line[space..].trim_ascii_start());
        if let Some(resumed) = rest.strip_prefix(b"<... ") {
            let mark = b" resumed>";
            let place = resumed.windows(mark.len()).position(|part| part == mark).ok_or("no `resumed>`")?;
            let mut call = under_way.remove(&thread).ok_or("a call goes on that never began")?;
            call.text.extend_from_slice(&resumed[place + mark.len()..]);
            call.end = Some(here);
            written.push(call);
        } else if let Some(begun) = rest.strip_suffix(b" <unfinished ...>") {
            under_way.insert(thread, Written { begin: here, end: None, text: begun.to_vec() });
        } else if rest.first().is_some_and(u8::is_ascii_lowercase) {
            written.push(Written { begin: here, end: Some(here), text: rest.to_vec() });
        }
    }
    written.extend(under_way.into_values());
    // Killed in it: nobody knows what it did. `strace` leaves such a call open, or ends it with a question mark.
    for call in &mut written {
        call.end = call.end.filter(|_| !call.text.trim_ascii_end().ends_with(b"= ?"));
        // It may say so twice: once where the call was broken off, once at its end.
        if let Some(text) = call.text.trim_ascii_end().strip_suffix(b" <unfinished ...>) = ?") {
            call.text = text.to_vec();
        }
    }
    written.sort_by_key(|call| call.begin);
    let mut calls = Vec::new();
    for call in written {
        let what = understand(&call, root).map_err(|e| {
            format!("{e}: {}", String::from_utf8_lossy(&call.text[..call.text.len().min(300)]))
        })?;
        calls.extend(what.map(|what| Call { begin: call.begin, end: call.end, what }));
    }
    Ok((calls, line_number))
}

/// `None` for what failed and for what has nothing to do with the watched folder or a client.
fn understand(call: &Written, root: &Path) -> Result<Option<What>, Failure> {
    let bracket = call.text.iter().position(|byte| *byte == b'(').ok_or("no call")?;
    let (name, rest) = (std::str::from_utf8(&call.text[..bracket])?, &call.text[bracket + 1..]);
    let (arguments, result) = match find_last(rest, b") = ") {
        Some(place) => (&rest[..place], Some(std::str::from_utf8(&rest[place + 4..])?)),
        None => (rest, None),
    };
    let result = result.filter(|result| !result.starts_with('?'));
    if result.is_some_and(|result| result.starts_with('-')) {
        return Ok(None);
    }
    let arguments = split(arguments);
    if let Some(what) = sent(name, &arguments)? {
        return Ok(Some(what));
    }
    let named = |place: usize| named_path(&arguments, place, root);
    let open = || open_path(arguments.first().ok_or("no descriptor")?, root);
    Ok(match name {
        "open" | "openat" | "creat" => {
            let at = usize::from(name == "openat");
            let flags = arguments.get(at + 1).map_or("", |flags| std::str::from_utf8(flags).unwrap_or(""));
            let descriptor = result.and_then(number).unwrap_or(u32::MAX);
            named(at)?.map(|path| What::Open {
                path,
                descriptor,
                create: flags.contains("O_CREAT") || name == "creat",
                truncate: flags.contains("O_TRUNC") || name == "creat",
            })
        }
        "write" | "writev" | "pwrite64" => {
            open()?.map(|(path, descriptor)| written(&arguments, path, descriptor)).transpose()?
        }
        "ftruncate" => open()?.map(|(path, _)| length(&arguments, path)).transpose()?,
        "truncate" => named(0)?.map(|path| length(&arguments, path)).transpose()?,
        "mkdir" => named(0)?.map(What::Folder),
        "mkdirat" => named(1)?.map(What::Folder),
        "unlink" | "rmdir" => named(0)?.map(What::Remove),
        "unlinkat" => named(1)?.map(What::Remove),
        "rename" => pair(named(0)?, named(1)?)?.map(|(from, to)| What::Rename { from, to }),
        "renameat" | "renameat2" => pair(named(1)?, named(3)?)?.map(|(from, to)| What::Rename { from, to }),
        "link" => pair(named(0)?, named(1)?)?.map(|(from, to)| What::Link { from, to }),
        "linkat" => pair(named(1)?, named(3)?)?.map(|(from, to)| What::Link { from, to }),
        "fsync" | "fdatasync" => open()?.map(|(path, _)| What::Sync {
            path,
            of_data: name == "fdatasync",
            real: result.is_some_and(|result| !result.contains("INJECTED")),
        }),
        "close" | "lseek" | "sendto" | "sendmsg" => None,
        // Whatever else could change a file is not modelled: seen on a watched one, the test stops.
        _ => {
            let root = root.as_os_str().as_encoded_bytes();
            if arguments.iter().any(|argument| argument.windows(root.len()).any(|part| part == root)) {
                return Err(format!("{name} is not modelled").into());
            }
            None
        }
    })
}

fn sent(name: &str, arguments: &[&[u8]]) -> Result<Option<What>, Failure> {
    let into_socket = arguments.first().is_some_and(|first| find_last(first, b"<TCP").is_some());
    if !into_socket || !["write", "writev", "sendto", "sendmsg"].contains(&name) {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    for argument in &arguments[1..] {
        quoted(argument, &mut bytes)?;
    }
    Ok(Some(What::Sent(bytes)))
}

fn written(arguments: &[&[u8]], path: PathBuf, descriptor: u32) -> Result<What, Failure> {
    let mut bytes = Vec::new();
    quoted(arguments.get(1).ok_or("nothing written")?, &mut bytes)?;
    let at = arguments
        .get(3)
        .map(|at| std::str::from_utf8(at)?.parse::<u64>().map_err(Failure::from))
        .transpose()?;
    Ok(What::Write { path, descriptor, bytes, at })
}

fn length(arguments: &[&[u8]], path: PathBuf) -> Result<What, Failure> {
    let length = std::str::from_utf8(arguments.get(1).ok_or("no length")?)?.parse()?;
    Ok(What::Length { path, length })
}

fn pair(from: Option<PathBuf>, to: Option<PathBuf>) -> Result<Option<(PathBuf, PathBuf)>, Failure> {
    match (from, to) {
        (None, None) => Ok(None),
        (from, to) => Ok(Some(from.zip(to).ok_or("a name goes into the watched folder or out of it")?)),
    }
}

/// The path that an argument names, where it lies in the watched folder; one that is not absolute begins at the folder named before it.
fn named_path(arguments: &[&[u8]], place: usize, root: &Path) -> Result<Option<PathBuf>, Failure> {
    let mut bytes = Vec::new();
    quoted(arguments.get(place).ok_or("no path")?, &mut bytes)?;
    let before = place.checked_sub(1).and_then(|before| arguments.get(before));
    match before {
        Some(folder) if !bytes.starts_with(b"/") && !folder.starts_with(b"AT_FDCWD") => {
            let folder = open_path(folder, root)?.map(|(folder, _)| folder);
            Ok(folder.zip(std::str::from_utf8(&bytes).ok()).map(|(folder, name)| folder.join(name)))
        }
        _ => Ok(inside(&bytes, root)),
    }
}

/// The path and number of a descriptor, `9</folder/file>`; nothing for one that has no name any more.
fn open_path(argument: &[u8], root: &Path) -> Result<Option<(PathBuf, u32)>, Failure> {
    let text = String::from_utf8_lossy(argument);
    let Some((descriptor, path)) = text.split_once('<') else { return Ok(None) };
    if path.contains("(deleted)") {
        return Ok(None);
    }
    let descriptor = number(descriptor).ok_or("no descriptor")?;
    Ok(inside(path.trim_end_matches('>').as_bytes(), root).map(|path| (path, descriptor)))
}

fn inside(path: &[u8], root: &Path) -> Option<PathBuf> {
    let path = Path::new(std::str::from_utf8(path).ok()?);
    path.strip_prefix(root).ok().map(Path::to_owned)
}

fn number(text: &str) -> Option<u32> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text[..digits].parse().ok()
}

fn find_last(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).rposition(|found| found == part)
}

/// The arguments of a call: what stands between commas that are in no quotes and no brackets.
fn split(text: &[u8]) -> Vec<&[u8]> {
    let (mut parts, mut from, mut depth, mut place) = (Vec::new(), 0, 0_u32, 0);
    while let Some(byte) = text.get(place) {
        match byte {
            b'"' => place = end_of_quote(text, place),
            b'[' | b'{' | b'(' => depth += 1,
            b']' | b'}' | b')' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                parts.push(text[from..place].trim_ascii());
                from = place + 1;
            }
            _ => {}
        }
        place += 1;
    }
    parts.push(text[from..].trim_ascii());
    parts
}

/// The place of the quote that ends the one at `open`.
fn end_of_quote(text: &[u8], open: usize) -> usize {
    let mut place = open + 1;
    while let Some(byte) = text.get(place) {
        match byte {
            b'"' => return place,
            b'\\' => place += 2,
            _ => place += 1,
        }
    }
    text.len()
}

/// Adds the bytes of every quoted part.
fn quoted(text: &[u8], bytes: &mut Vec<u8>) -> Result<(), Failure> {
    let mut place = 0;
    while let Some(byte) = text.get(place) {
        if *byte != b'"' {
            place += 1;
            continue;
        }
        let end = end_of_quote(text, place);
        unescape(text.get(place + 1..end).ok_or("a quote without an end")?, bytes)?;
        if text.get(end + 1..end + 4) == Some(b"...") {
            return Err("strace cut a text off".into());
        }
        place = end + 1;
    }
    Ok(())
}

/// Backslash with a letter, or with one to three octal digits.
fn unescape(mut text: &[u8], bytes: &mut Vec<u8>) -> Result<(), Failure> {
    // Files are filled with zeros by the mebibyte. (`\000` is one of them before a digit.)
    let zeros = b"\\0".repeat(512);
    while let Some((first, rest)) = text.split_first() {
        if text.starts_with(&zeros) && !text.get(zeros.len()).is_some_and(u8::is_ascii_digit) {
            bytes.resize(bytes.len() + zeros.len() / 2, 0);
            text = &text[zeros.len()..];
            continue;
        }
        if *first != b'\\' {
            bytes.push(*first);
            text = rest;
            continue;
        }
        let (letter, after) = rest.split_first().ok_or("half an escape")?;
        let octal = rest.iter().take(3).take_while(|digit| matches!(digit, b'0'..=b'7')).count();
        if octal > 0 {
            let value = rest[..octal].iter().fold(0_u32, |value, digit| value * 8 + u32::from(digit - b'0'));
            bytes.push(u8::try_from(value)?);
            text = &rest[octal..];
            continue;
        }
        bytes.push(match letter {
            b'n' => b'\n',
            b't' => b'\t',
            b'r' => b'\r',
            b'v' => 0x0b,
            b'f' => 0x0c,
            b'"' | b'\\' => *letter,
            other => return Err(format!("an escape \\{}", char::from(*other)).into()),
        });
        text = after;
    }
    Ok(())
}
