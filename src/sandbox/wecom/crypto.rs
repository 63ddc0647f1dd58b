//! The other side's copy of the callback crypto: signing, sealing, opening.
//! Made without looking at the bot's, so that two who agree agree with WeCom.

use aes::Aes256;
use base64::Engine;
use base64::alphabet::STANDARD as LETTERS;
use base64::engine::general_purpose::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use sha1::{Digest, Sha1};

/// Token, key and receiver of one callback address.
#[derive(Clone)]
pub struct Seal {
    token: String,
    key: [u8; 32],
    receiver: String,
}

/// Why something could not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    #[error("the EncodingAESKey does not hold 32 bytes")]
    Key,
    #[error("not base64")]
    Base64,
    #[error("not whole blocks, or too short for what it says")]
    Length,
    #[error("the padding is wrong")]
    Padding,
    #[error("sealed for another receiver")]
    Receiver,
    #[error("not UTF-8")]
    Words,
}

// Blocks of AES are 16 bytes, WeCom fills up to 32.
const FILLED_TO: usize = 32;
const RANDOM: usize = 16;
const HEAD: usize = RANDOM + 4;

impl Seal {
    pub fn new(token: &str, encoding_aes_key: &str, receiver: &str) -> Result<Self, Broken> {
        // 43 letters carry two bits too many, which are not always zero.
        let tolerant = GeneralPurposeConfig::new()
            .with_decode_allow_trailing_bits(true)
            .with_decode_padding_mode(DecodePaddingMode::Indifferent);
        let key = GeneralPurpose::new(&LETTERS, tolerant).decode(encoding_aes_key).map_err(|_| Broken::Key)?;
        let key = key.try_into().map_err(|_| Broken::Key)?;
        Ok(Self { token: token.to_owned(), key, receiver: receiver.to_owned() })
    }

    /// The same keys for somebody else.
    pub fn for_receiver(&self, receiver: &str) -> Self {
        Self { receiver: receiver.to_owned(), ..self.clone() }
    }

    pub fn sign(&self, timestamp: &str, nonce: &str, data: &str) -> String {
        let mut parts = [self.token.as_str(), timestamp, nonce, data];
        parts.sort_unstable();
        let digest = parts.iter().fold(Sha1::new(), |hash, part| hash.chain_update(part)).finalize();
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Random, length, words and receiver, encrypted and in base64.
    pub fn encrypt(&self, random: [u8; RANDOM], words: &str) -> String {
        let mut plain = random.to_vec();
        let length = u32::try_from(words.len()).unwrap_or(u32::MAX);
        plain.extend(length.to_be_bytes());
        plain.extend(words.as_bytes());
        plain.extend(self.receiver.as_bytes());
        let fill = FILLED_TO - plain.len() % FILLED_TO;
        plain.extend(std::iter::repeat_n(fill as u8, fill));
        let filled = plain.len();
        let (key, iv) = self.key_and_iv();
        let cipher = cbc::Encryptor::<Aes256>::new(&key.into(), &iv.into());
        match cipher.encrypt_padded::<NoPadding>(&mut plain, filled) {
            Ok(sealed) => STANDARD.encode(sealed),
            // Whole blocks always fit.
            Err(_) => String::new(),
        }
    }

    pub fn decrypt(&self, encrypted: &str) -> Result<String, Broken> {
        let mut bytes = STANDARD.decode(encrypted).map_err(|_| Broken::Base64)?;
        if bytes.is_empty() || bytes.len() % 16 != 0 {
            return Err(Broken::Length);
        }
        let (key, iv) = self.key_and_iv();
        let cipher = cbc::Decryptor::<Aes256>::new(&key.into(), &iv.into());
        let plain = cipher.decrypt_padded::<NoPadding>(&mut bytes).map_err(|_| Broken::Length)?;
        let plain = without_fill(plain)?;
        let length = plain.get(RANDOM..HEAD).ok_or(Broken::Length)?;
        let length = length.iter().fold(0usize, |sum, byte| sum << 8 | usize::from(*byte));
        let end = HEAD.checked_add(length).filter(|end| *end <= plain.len()).ok_or(Broken::Length)?;
        if &plain[end..] != self.receiver.as_bytes() {
            return Err(Broken::Receiver);
        }
        String::from_utf8(plain[HEAD..end].to_vec()).map_err(|_| Broken::Words)
    }

    fn key_and_iv(&self) -> ([u8; 32], [u8; 16]) {
        let mut iv = [0; 16];
        iv.copy_from_slice(&self.key[..16]);
        (self.key, iv)
    }
}

fn without_fill(plain: &[u8]) -> Result<&[u8], Broken> {
    let fill = usize::from(*plain.last().ok_or(Broken::Length)?);
    if !(1..=FILLED_TO).contains(&fill) || fill > plain.len() {
        return Err(Broken::Padding);
    }
    let (words, filling) = plain.split_at(plain.len() - fill);
    match filling.iter().all(|byte| usize::from(*byte) == fill) {
        true => Ok(words),
        false => Err(Broken::Padding),
    }
}
