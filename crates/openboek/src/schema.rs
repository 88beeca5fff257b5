//! `openboek schema`: the interface, for people and for code generators.

use std::io::Write;

use prost_reflect::{DescriptorPool, FileDescriptor};

use crate::cli::SchemaArgs;
use crate::trouble::Trouble;
use openboek_wire::Comments;

/// Runs the subcommand.
///
/// # Errors
/// When the output cannot be written.
pub(crate) fn run(args: &SchemaArgs, out: &mut dyn Write) -> Result<(), Trouble> {
    if args.binary {
        return crate::print_bytes(out, openboek_wire::FILE_DESCRIPTOR_SET_WITH_COMMENTS);
    }
    let pool = openboek_wire::descriptors().map_err(|error| Trouble::failed(error.to_string()))?;
    crate::print(out, &services(&pool))
}

fn services(pool: &DescriptorPool) -> String {
    let comments = Comments::of(pool);
    let mut text = String::new();
    for service in pool.services() {
        let file: FileDescriptor = service.parent_file();
        let words = comments.first_sentence(file.name(), service.path());
        text.push_str(&format!("{}  ({})\n  {words}\n", service.full_name(), file.name()));
        for method in service.methods() {
            let stream = |yes: bool| if yes { "stream " } else { "" };
            text.push_str(&format!(
                "  {}({}{}) -> {}{}\n      {}\n",
                method.name(),
                stream(method.is_client_streaming()),
                method.input().name(),
                stream(method.is_server_streaming()),
                method.output().name(),
                comments.first_sentence(file.name(), method.path()),
            ));
        }
        text.push('\n');
    }
    text
}
