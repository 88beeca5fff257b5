//! Compiles `proto/` with protox (no protoc): the generated code, two descriptor sets, and the table of kinds.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use protox::prost::Message as _;
use tonic_prost_build::configure;

/// The directory with the .proto files, seen from this crate.
const PROTO_DIR: &str = "../../proto";

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join(PROTO_DIR);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed={PROTO_DIR}");

    let mut compiler = protox::Compiler::new([&root])?;
    compiler.include_source_info(true).include_imports(true).open_files(proto_files(&root)?)?;
    let with_comments = compiler.file_descriptor_set();
    let mut plain = with_comments.clone();
    for file in &mut plain.file {
        file.source_code_info = None;
    }
    fs::write(out.join("openboek_with_comments.binpb"), with_comments.encode_to_vec())?;
    fs::write(out.join("openboek.binpb"), plain.encode_to_vec())?;
    fs::write(out.join("kinds.rs"), kinds(&plain)?)?;

    configure()
        .build_client(env::var_os("CARGO_FEATURE_CLIENT").is_some())
        .build_server(env::var_os("CARGO_FEATURE_SERVER").is_some())
        .build_transport(false)
        .compile_fds(with_comments)?;
    Ok(())
}

/// Every .proto file, sorted, so that the descriptors are the same on every machine.
fn proto_files(root: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(root.join("openboek/v1"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "proto") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The table of kinds, read from the fields of `Statement.body`: kind in kebab-case, field, name of the message.
fn kinds(set: &protox::prost_reflect::prost_types::FileDescriptorSet) -> Result<String, Box<dyn Error>> {
    let statement = set
        .file
        .iter()
        .flat_map(|file| &file.message_type)
        .find(|message| message.name() == "Statement")
        .ok_or("no message Statement")?;
    let mut table = String::from("&[\n");
    for field in statement.field.iter().filter(|field| field.oneof_index.is_some()) {
        let kind = field.name().replace('_', "-");
        let message = field.type_name().trim_start_matches('.');
        writeln!(table, "    Kind {{ kind: {kind:?}, field: {:?}, message: {message:?} }},", field.name())?;
    }
    table.push_str("]\n");
    Ok(table)
}
