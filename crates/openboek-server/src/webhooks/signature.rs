//! Signatures as Standard Webhooks 1.0.0 has them: HMAC-SHA256, by a secret that sender and receiver share, over the identifier, the time and the
//! body, with points between. Libraries that check them exist for most languages.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2_of_hmac::Sha256;

use super::receiver::Secrets;

/// Headers of a delivery.
pub(super) const ID: &str = "webhook-id";
/// See [`ID`].
pub(super) const TIMESTAMP: &str = "webhook-timestamp";
/// See [`ID`].
pub(super) const SIGNATURE: &str = "webhook-signature";

/// The value of the header: a signature by each secret, so that a receiver can go over to another one.
pub(super) fn sign(secrets: &Secrets, id: &str, seconds: i64, body: &[u8]) -> String {
    let by = |key: &Vec<u8>| {
        // HMAC takes keys of any length.
        let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
        mac.update(format!("{id}.{seconds}.").as_bytes());
        mac.update(body);
        Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
    };
    secrets.keys().iter().filter_map(by).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification, whose secret is shorter than the specification has it.
    #[test]
    fn a_signature_is_that_of_the_specification() {
        let example = STANDARD.decode("plJ3nmyCDGBKInavdOK15jsl").unwrap();
        let secrets = Secrets(vec![example.clone()]);
        let body = b"{\"event_type\":\"ping\",\"data\":{\"success\":true}}";
        let id = "msg_loFOjxBNrRLzqYUf";
        assert_eq!(
            sign(&secrets, id, 1_731_705_121, body),
            "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="
        );
        let both = sign(&Secrets(vec![vec![7; 32], example]), id, 1_731_705_121, body);
        assert!(
            both.starts_with("v1,") && both.ends_with(" v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="),
            "{both}"
        );
    }
}
