//! The texts of the test vectors in FORMAT.md.

/// The verifier keys of log, witness and author.
pub(crate) const KEYS: [&str; 3] = [
    "ledger.example.nl/stichtse-vecht+134f5b20+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c",
    "witness.example.nl/provincie+8759b153+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU",
    "griffie.stichtsevecht+6e4b12df+Ae1JKMYo0cLG6ukDOJBZlWEpWSc6XGP5NjbBRhSshzfR",
];

/// The five entries.
pub(crate) const ENTRIES: [&str; 5] = [
    "\
openboek/entry/v1\n\
origin ledger.example.nl/stichtse-vecht\n\
index 0\n\
recorded 2020-11-23T09:15:00.000Z\n\
in region 0\n\
actor griffie.regio\n\
statement arrangement-founded/1\n\
opens GM0148 GM1904\n\
concerns region\n\
decided 2020-01-16\n\
years -\n\
request 0190b4e2-7a3c-7def-8123-000000000001\n\
payload 7 c465c06e71abae6989d8f957268730cc3c2a1e43461b33dfe8f0a7c706d39a58\n\
",
    "\
openboek/entry/v1\n\
origin ledger.example.nl/stichtse-vecht\n\
index 1\n\
recorded 2020-11-23T09:15:00.123Z\n\
in GM1904 0\n\
actor griffie.stichtsevecht\n\
statement cut-suspended/1\n\
concerns GM1904\n\
decided 2020-11-11\n\
years 2021 2021\n\
request 0190b4e2-7a3c-7def-8123-456789abcdef\n\
payload 21 c1fab703823b6eb55019e9eee41560a899c5b640768d0a9c7c0a3ddd8f48086c\n\
signature bksS3xrJ+yJIdQCLWm9AzhI9rP5i6TYHPZSQFlRygzuv77kkNbastT9ZVxaPAA/ArfqrOtMcK11whrs7XV9boHEO/A4=\n\
",
    "\
openboek/seal/v1\n\
origin ledger.example.nl/stichtse-vecht\n\
index 2\n\
recorded 2020-11-23T09:15:00.373Z\n\
previous none\n\
stream GM0148 0 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\
stream GM1904 1 bG90733pmeP5oMDXPP1x/9ExXkfg98qF4GQI58AhyBg=\n\
stream region 1 D44acOCcLrYQFaj0wpdB098io0ar0GeRRxEuiFyANso=\n\
",
    "\
openboek/receipt/v1\n\
origin ledger.example.nl/stichtse-vecht\n\
index 3\n\
recorded 2020-12-01T08:00:00.000Z\n\
in GM1904 1\n\
document paragraph/GM1904/2021\n\
projector openboek-paragraph/1\n\
basis 3 C6IPBQ/1NecixT6z1NhBvlDJhSW+H62h40neHcPfRXE=\n\
output application/json 25 b3:d4393de48ce0abfa62d35749b25c8a0a2c1cb8cace03768823187b74817abdf5\n\
",
    "\
openboek/seal/v1\n\
origin ledger.example.nl/stichtse-vecht\n\
index 4\n\
recorded 2020-12-01T08:00:00.250Z\n\
previous 2\n\
stream GM0148 0 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\
stream GM1904 2 DNmfy9E19uPIRjLvnYpdq5silcY1jmmcjbo+EXYKyrg=\n\
stream region 1 D44acOCcLrYQFaj0wpdB098io0ar0GeRRxEuiFyANso=\n\
",
];

/// Event hash and leaf hash of each entry.
pub(crate) const HASHES: [(&str, &str); 5] = [
    (
        "b3:79a66bb4c968be294ff8633efe5256de72b8976d224c4d24b3f3113cba3b4535",
        "z2oSRsGFb0mB+xMk2MxKtsAlESzBgH8H9FsqRk9jPlI=",
    ),
    (
        "b3:2126aeb53f9c8c5639747144c37731fc94904f5c858fb316cea6fd167b94f0e2",
        "YChVVMAcb5TjoDnkL9SVsdF8lVgr2JQUMeU45GyVM14=",
    ),
    (
        "b3:755a719bbfb554ead444cf95be5f09681152a1821a4281ef9e7001e8e6a836f4",
        "6HFS5xSLYLBuwuH48z1QjBaQfYuh768UoUlO01FoRFY=",
    ),
    (
        "b3:7f37a16deefe9dd5f48e1d5225749c1daafa37b4aeb5ddd3842e6e5b951088ee",
        "N6nO6tXcLV4j0IO/BDVNZ+FKorjyV2CUO3Bw//GUYfI=",
    ),
    (
        "b3:8c85eb34f30b3f35a75a8c64e48a86d8fd10eab375ca03a8e075b703bee53f92",
        "yjB4tdnpo7Sd6deU7Q3ZShDopZA2XvsKcqESYm8iel4=",
    ),
];

/// The stream leaf hashes of GM1904.
pub(crate) const STREAM_LEAVES_GM1904: [&str; 2] =
    ["bG90733pmeP5oMDXPP1x/9ExXkfg98qF4GQI58AhyBg=", "mJaDcqu74Ie517i282rJfQmrNVbrMwrKf5HbYHcDcKQ="];

/// The stream leaf hashes of region.
pub(crate) const STREAM_LEAVES_REGION: [&str; 1] = ["D44acOCcLrYQFaj0wpdB098io0ar0GeRRxEuiFyANso="];

/// The root of the tree of size 3.
pub(crate) const ROOT_OF_3: &str = "C6IPBQ/1NecixT6z1NhBvlDJhSW+H62h40neHcPfRXE=";

/// The inclusion proof of entry 1 in size 5.
pub(crate) const INCLUSION_1_IN_5: [&str; 3] = [
    "z2oSRsGFb0mB+xMk2MxKtsAlESzBgH8H9FsqRk9jPlI=",
    "8U/ieIz0QzMHh1YaKNoWFFKAY657tU2jWNEAaloL7rc=",
    "yjB4tdnpo7Sd6deU7Q3ZShDopZA2XvsKcqESYm8iel4=",
];

/// The consistency proof from size 3 to 5.
pub(crate) const CONSISTENCY_3_TO_5: [&str; 4] = [
    "6HFS5xSLYLBuwuH48z1QjBaQfYuh768UoUlO01FoRFY=",
    "N6nO6tXcLV4j0IO/BDVNZ+FKorjyV2CUO3Bw//GUYfI=",
    "jlQ25ENloQSk137vxjuT4m7Hh5Ti9V5c553QSb94KaA=",
    "yjB4tdnpo7Sd6deU7Q3ZShDopZA2XvsKcqESYm8iel4=",
];

/// The statement text of entry 1.
pub(crate) const STATEMENT_TEXT: &str = "\
openboek/statement/v1\n\
origin ledger.example.nl/stichtse-vecht\n\
actor griffie.stichtsevecht\n\
statement cut-suspended/1\n\
concerns GM1904\n\
decided 2020-11-11\n\
years 2021 2021\n\
request 0190b4e2-7a3c-7def-8123-456789abcdef\n\
payload 21 c1fab703823b6eb55019e9eee41560a899c5b640768d0a9c7c0a3ddd8f48086c\n\
";

/// The checkpoint with one cosignature.
pub(crate) const CHECKPOINT: &str = "\
ledger.example.nl/stichtse-vecht\n\
5\n\
Q0YIKK3RjL4RoaWc+o3hE0K9qeWy9IisVQJjHykSAq8=\n\
\n\
— ledger.example.nl/stichtse-vecht E09bIOIXO5z191XFQ6lGTrUeh1tBNNGC5daCoWhNrdKkg9JUOX+MbBjZsj7aPyambDfDR3KPPmeyflYthlu3bP/kxww=\n\
— witness.example.nl/provincie h1mxUwAAAABfxfhkbbzECjYffYEZO41VAColNzbfh5LPnTwlV9iOA781OeduSZnKopcQ+N+4aIcLzqejei8hl+5QNWHSNtKmFV4VAg==\n\
";

/// The document of the receipt.
pub(crate) const DOCUMENT: &str = "{\"saldo_cent\":-60000000}\n";
