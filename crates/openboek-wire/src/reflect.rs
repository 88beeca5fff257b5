//! The .proto files as descriptors, and their comments by the place of what they are about.

use std::collections::HashMap;

use prost_reflect::{DescriptorError, DescriptorPool};

/// The descriptors of all messages, with the comments of the .proto files.
///
/// # Errors
/// None in practice: the descriptors were written when this crate was built.
pub fn descriptors() -> Result<DescriptorPool, DescriptorError> {
    DescriptorPool::decode(crate::FILE_DESCRIPTOR_SET_WITH_COMMENTS)
}

/// All comments.
#[derive(Debug)]
pub struct Comments(HashMap<(String, Vec<i32>), String>);

impl Comments {
    /// Takes the comments out of descriptors that carry them.
    #[must_use]
    pub fn of(pool: &DescriptorPool) -> Self {
        let mut comments = HashMap::new();
        for file in pool.file_descriptor_protos() {
            let locations = file.source_code_info.iter().flat_map(|info| &info.location);
            for location in locations {
                if let Some(comment) = &location.leading_comments {
                    comments.insert((file.name().to_owned(), location.path.clone()), one_line(comment));
                }
            }
        }
        Self(comments)
    }

    /// The whole comment on one line; empty when there is none.
    #[must_use]
    pub fn whole(&self, file: &str, path: &[i32]) -> &str {
        self.0.get(&(file.to_owned(), path.to_vec())).map_or("", String::as_str)
    }

    /// Its first sentence.
    #[must_use]
    pub fn first_sentence(&self, file: &str, path: &[i32]) -> &str {
        let whole = self.whole(file, path);
        let end = whole.find(". ").map_or(whole.len(), |end| end + 1);
        whole.get(..end).unwrap_or(whole)
    }
}

fn one_line(comment: &str) -> String {
    comment.split_whitespace().collect::<Vec<_>>().join(" ")
}
