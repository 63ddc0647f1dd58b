//! The seal on WeCom's callbacks: a signature over the sorted parts, and
//! AES-256-CBC around a block of its own making. Opening never panics, whatever
//! comes; chance and the time are arguments. What was sealed is read elsewhere.

use aes::Aes256;
use aes::cipher::array::Array;
use aes::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use base64::Engine;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use sha1::{Digest, Sha1};
use std::fmt;
use subtle::ConstantTimeEq;

/// 43 letters carry two bits more than the key has, and the console does not
/// leave them zero: a strict decoder refuses three keys of four.
const KEY_BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

const KEY_LETTERS: usize = 43;
const LONGEST_TOKEN: usize = 32;
/// What the padding fills up to, which is not the cipher's block of 16.
const PADDED_TO: usize = 32;
const RANDOM: usize = 16;
/// The random bytes and the message's length.
const HEAD: usize = RANDOM + 4;

/// What the console shows for one callback URL, and whose callbacks it gets.
#[derive(Clone)]
pub struct Keys {
    token: String,
    key: [u8; 32],
    receive_id: String,
}

/// The settings cannot work. Never quotes them: two are secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadKeys {
    #[error("a callback token is 1 to 32 letters and digits")]
    Token,
    #[error("an EncodingAESKey is 43 letters and digits, as the console shows it")]
    AesKey,
    #[error("the corpid is empty or has characters that no corpid has")]
    ReceiveId,
}

/// Why a callback was not opened. Never quotes what it said.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("the signature is wrong: another token, or not from WeCom")]
    Signature,
    #[error("not base64")]
    Base64,
    #[error("not whole blocks of the cipher")]
    Blocks,
    #[error("the padding is wrong: another EncodingAESKey")]
    Padding,
    #[error("shorter than it says it is")]
    Length,
    /// WeCom's id of the one it was meant for is no secret.
    #[error("meant for `{0}`: another corpid")]
    ReceiveId(String),
    #[error("not UTF-8")]
    NotUtf8,
}

impl Refused {
    /// The number that WeCom's own sample code gives, to compare logs by.
    #[must_use]
    pub fn code(&self) -> i32 {
        match self {
            Refused::Signature => -40001,
            Refused::ReceiveId(_) => -40005,
            Refused::Padding => -40007,
            Refused::Blocks | Refused::Length | Refused::NotUtf8 => -40008,
            Refused::Base64 => -40010,
        }
    }
}

/// A message under seal: the text of `Encrypt` and the signature over it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    pub encrypt: String,
    pub msg_signature: String,
}

impl Keys {
    /// White space around them (a secret file's last newline) is forgiven.
    pub fn new(token: &str, encoding_aes_key: &str, receive_id: &str) -> Result<Keys, BadKeys> {
        let (token, letters, receive_id) = (token.trim(), encoding_aes_key.trim(), receive_id.trim());
        if !(1..=LONGEST_TOKEN).contains(&token.len()) || !token.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(BadKeys::Token);
        }
        if letters.len() != KEY_LETTERS {
            return Err(BadKeys::AesKey);
        }
        let bytes = KEY_BASE64.decode(letters).map_err(|_| BadKeys::AesKey)?;
        let key = <[u8; 32]>::try_from(bytes).map_err(|_| BadKeys::AesKey)?;
        let of_an_id = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
        if receive_id.is_empty() || !receive_id.bytes().all(of_an_id) {
            return Err(BadKeys::ReceiveId);
        }
        Ok(Keys { token: token.to_owned(), key, receive_id: receive_id.to_owned() })
    }

    /// `timestamp` and `nonce` as they were received, not as numbers.
    #[must_use]
    pub fn signature(&self, timestamp: &str, nonce: &str, encrypt: &str) -> String {
        let mut parts = [self.token.as_str(), timestamp, nonce, encrypt];
        parts.sort_unstable();
        let mut sha1 = Sha1::new();
        for part in parts {
            sha1.update(part.as_bytes());
        }
        sha1.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Checks the signature and opens what it vouches for. `encrypt`: the text
    /// of the element, or `echostr`, URL-decoded.
    pub fn open(&self, msg_signature: &str, timestamp: &str, nonce: &str, encrypt: &str) -> Result<String, Refused> {
        // A `+` that a proxy took for a space; base64 has no spaces of its own.
        let encrypt = encrypt.replace(' ', "+");
        let expected = self.signature(timestamp, nonce, &encrypt);
        if !bool::from(expected.as_bytes().ct_eq(msg_signature.as_bytes())) {
            return Err(Refused::Signature);
        }
        self.unwrap_block(self.decipher(STANDARD.decode(&encrypt).map_err(|_| Refused::Base64)?)?)
    }

    fn decipher(&self, mut bytes: Vec<u8>) -> Result<Vec<u8>, Refused> {
        let (blocks, rest) = Array::slice_as_chunks_mut(&mut bytes);
        if blocks.is_empty() || !rest.is_empty() {
            return Err(Refused::Blocks);
        }
        cbc::Decryptor::<Aes256>::new(&self.key.into(), &self.iv().into()).decrypt_blocks(blocks);
        Ok(bytes)
    }

    /// Random bytes, length, message, receive id, padding; in this order of doubt.
    fn unwrap_block(&self, mut block: Vec<u8>) -> Result<String, Refused> {
        let pad = usize::from(block.last().copied().unwrap_or_default());
        let sound = (1..=PADDED_TO.min(block.len())).contains(&pad);
        if !sound || block[block.len() - pad..].iter().any(|byte| usize::from(*byte) != pad) {
            return Err(Refused::Padding);
        }
        block.truncate(block.len() - pad);
        let (head, rest) = block.split_at_checked(HEAD).ok_or(Refused::Length)?;
        let length = head[RANDOM..].iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        let length = usize::try_from(length).map_err(|_| Refused::Length)?;
        let (message, receive_id) = rest.split_at_checked(length).ok_or(Refused::Length)?;
        if receive_id != self.receive_id.as_bytes() {
            return Err(Refused::ReceiveId(printable(receive_id)));
        }
        String::from_utf8(message.to_vec()).map_err(|_| Refused::NotUtf8)
    }

    /// Seals a message; `random` is 16 bytes of chance, never used twice.
    #[must_use]
    pub fn seal(&self, plain: &str, random: [u8; RANDOM], timestamp: &str, nonce: &str) -> Sealed {
        // A message is never as long as four bytes can say.
        let length = u32::try_from(plain.len()).unwrap_or(u32::MAX);
        let mut block = Vec::with_capacity(HEAD + plain.len() + self.receive_id.len() + PADDED_TO);
        block.extend_from_slice(&random);
        block.extend_from_slice(&length.to_be_bytes());
        block.extend_from_slice(plain.as_bytes());
        block.extend_from_slice(self.receive_id.as_bytes());
        let pad = padding(block.len());
        block.extend(std::iter::repeat_n(pad, usize::from(pad)));
        self.sealed(block, timestamp, nonce)
    }

    /// `block`: whole blocks of the cipher, padded already.
    pub(super) fn sealed(&self, mut block: Vec<u8>, timestamp: &str, nonce: &str) -> Sealed {
        let (blocks, _) = Array::slice_as_chunks_mut(&mut block);
        cbc::Encryptor::<Aes256>::new(&self.key.into(), &self.iv().into()).encrypt_blocks(blocks);
        let encrypt = STANDARD.encode(block);
        let msg_signature = self.signature(timestamp, nonce, &encrypt);
        Sealed { encrypt, msg_signature }
    }

    /// The key's own beginning.
    fn iv(&self) -> [u8; 16] {
        std::array::from_fn(|at| self.key[at])
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys(hidden, for {})", self.receive_id)
    }
}

/// How much padding goes after so many bytes, which is also what it is filled
/// with: 1 to 32, a whole 32 after whole ones.
pub(super) fn padding(length: usize) -> u8 {
    (PADDED_TO - length % PADDED_TO) as u8
}

/// An id as far as it can be printed: whoever sealed it knew the key, but not
/// necessarily what an id looks like.
fn printable(id: &[u8]) -> String {
    const LONGEST: usize = 64;
    String::from_utf8_lossy(id).chars().filter(|c| c.is_ascii_graphic()).take(LONGEST).collect()
}
