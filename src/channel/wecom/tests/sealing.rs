//! `crypto`: what others sealed opens and is sealed the same, and what is
//! wrong is refused for the right reason, without a panic.

use super::vectors::{A1, A2, ALL, B2, C1, C2, OFFICIAL, WORKWX, keys};
use crate::channel::wecom::crypto::{BadKeys, Keys, Refused, padding};
use aes::cipher::array::Array;
use aes::cipher::{BlockModeDecrypt, KeyIvInit};
use base64::Engine;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use proptest::prelude::*;

const NOW: &str = "1700000009";

/// The block under the seal, opened here by other means than `open`.
fn block(aes_key: &str, encrypt: &str) -> Vec<u8> {
    let lenient = GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let key = GeneralPurpose::new(&alphabet::STANDARD, lenient).decode(aes_key).unwrap();
    let mut bytes = STANDARD.decode(encrypt).unwrap();
    let (blocks, _) = Array::slice_as_chunks_mut(&mut bytes);
    cbc::Decryptor::<aes::Aes256>::new_from_slices(&key, &key[..16]).unwrap().decrypt_blocks(blocks);
    bytes
}

fn random_of(aes_key: &str, encrypt: &str) -> [u8; 16] {
    block(aes_key, encrypt)[..16].try_into().unwrap()
}

/// A block that nobody would make, under a good seal.
fn opened(block: Vec<u8>) -> Result<String, Refused> {
    let keys = keys(WORKWX);
    let sealed = keys.sealed(block, NOW, "n");
    keys.open(&sealed.msg_signature, NOW, "n", &sealed.encrypt)
}

/// What stands before the padding: random bytes, a length, a message, an id.
fn content(length: u32, rest: &str) -> Vec<u8> {
    [&[7; 16][..], &length.to_be_bytes(), rest.as_bytes()].concat()
}

fn padded(mut block: Vec<u8>) -> Vec<u8> {
    let pad = padding(block.len());
    block.extend(std::iter::repeat_n(pad, pad.into()));
    block
}

#[test]
fn all_nine_open() {
    for vector in ALL {
        let opened = vector.keys().open(vector.signature, vector.timestamp, vector.nonce, vector.encrypt);
        assert_eq!(opened.as_deref(), Ok(vector.plain), "{}", vector.signature);
    }
}

#[test]
fn all_nine_are_sealed_again_byte_for_byte() {
    for vector in ALL {
        let random = random_of(vector.setting.1, vector.encrypt);
        let sealed = vector.keys().seal(vector.plain, random, vector.timestamp, vector.nonce);
        assert_eq!(sealed.encrypt, vector.encrypt);
        assert_eq!(sealed.msg_signature, vector.signature);
    }
}

#[test]
fn the_random_bytes_are_the_published_ones() {
    assert_eq!(&random_of(OFFICIAL.1, A1.encrypt), b"c41b64491c2468d0");
    assert_eq!(&random_of(C2.setting.1, C2.encrypt), b"1234567890123456");
    let binary = [0x21, 0xe3, 0x30, 0x70, 0xc5, 0x6d, 0x1c, 0xa4, 0xe4, 0xfa, 0x84, 0xac, 0xe7, 0x13, 0x34, 0xf6];
    assert_eq!(random_of(WORKWX.1, B2.encrypt), binary);
}

#[test]
fn padding_fills_up_to_32() {
    assert_eq!([0, 1, 31, 32, 33].map(padding), [32, 31, 1, 32, 31]);
}

#[test]
fn a_wrong_signature() {
    let vector = C1;
    let open = |signature: &str, timestamp: &str, nonce: &str, encrypt: &str| {
        vector.keys().open(signature, timestamp, nonce, encrypt)
    };
    let shouted = vector.signature.to_uppercase();
    for signature in ["", "0", &vector.signature[1..], &"0".repeat(40), &shouted, A1.signature] {
        assert_eq!(open(signature, vector.timestamp, vector.nonce, vector.encrypt), Err(Refused::Signature));
    }
    assert_eq!(open(vector.signature, vector.timestamp, "437374424", vector.encrypt), Err(Refused::Signature));
    assert_eq!(open(vector.signature, "01411443780", vector.nonce, vector.encrypt), Err(Refused::Signature));
    assert_eq!(open(vector.signature, vector.timestamp, vector.nonce, A1.encrypt), Err(Refused::Signature));
    let (_, aes_key, corpid) = vector.setting;
    let other = Keys::new("1234567", aes_key, corpid).unwrap();
    assert_eq!(other.open(vector.signature, vector.timestamp, vector.nonce, vector.encrypt), Err(Refused::Signature));
}

#[test]
fn a_plus_that_became_a_space() {
    let spaced = A1.encrypt.replace('+', " ");
    assert_ne!(spaced, A1.encrypt);
    assert_eq!(A1.keys().open(A1.signature, A1.timestamp, A1.nonce, &spaced).as_deref(), Ok(A1.plain));
}

/// Signed again, because the signature would have told first.
#[test]
fn a_flipped_byte_never_gives_the_message() {
    let keys = A2.keys();
    let bytes = STANDARD.decode(A2.encrypt).unwrap();
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1;
        let encrypt = STANDARD.encode(flipped);
        assert_eq!(keys.open(A2.signature, A2.timestamp, A2.nonce, &encrypt), Err(Refused::Signature));
        let signature = keys.signature(A2.timestamp, A2.nonce, &encrypt);
        let opened = keys.open(&signature, A2.timestamp, A2.nonce, &encrypt);
        // CBC: the bits of the random bytes can be flipped unseen.
        assert!(opened.as_deref() != Ok(A2.plain) || (at < 16), "{at}: {opened:?}");
    }
}

#[test]
fn another_receive_id_is_named() {
    let (token, aes_key, _) = WORKWX;
    let stranger = Keys::new(token, aes_key, "ww0000000000000000").unwrap();
    let refused = stranger.open(B2.signature, B2.timestamp, B2.nonce, B2.encrypt).unwrap_err();
    assert_eq!(refused, Refused::ReceiveId("ww6a112864f8022910".to_owned()));
    assert_eq!(refused.code(), -40005);
    assert_eq!(opened(padded(content(1, "x"))), Err(Refused::ReceiveId(String::new())));
    let odd = opened(padded(content(1, &format!("x\n\u{202e}漏{}", "w".repeat(500)))));
    assert_eq!(odd, Err(Refused::ReceiveId("w".repeat(64))));
}

#[test]
fn another_key_is_refused() {
    let keys = Keys::new(WORKWX.0, OFFICIAL.1, WORKWX.2).unwrap();
    let refused = keys.open(B2.signature, B2.timestamp, B2.nonce, B2.encrypt).unwrap_err();
    assert_eq!(refused, Refused::Padding);
}

#[test]
fn what_is_no_sealed_block() {
    let keys = keys(WORKWX);
    let open = |encrypt: &str| keys.open(&keys.signature(NOW, "n", encrypt), NOW, "n", encrypt);
    assert_eq!(open(""), Err(Refused::Blocks));
    for encrypt in ["=", "A", "漏水", "AAAA\n", "AAA"] {
        assert_eq!(open(encrypt), Err(Refused::Base64), "{encrypt}");
    }
    for length in [1, 15, 17, 31] {
        assert_eq!(open(&STANDARD.encode(vec![1; length])), Err(Refused::Blocks), "{length}");
    }
    // One block; a widely used crate panics on it.
    for byte in 0..=255 {
        assert!(open(&STANDARD.encode([byte; 16])).is_err());
    }
    assert_eq!(opened(vec![16; 16]), Err(Refused::Length));
}

#[test]
fn lengths_that_lie() {
    let id = WORKWX.2;
    assert_eq!(opened(padded(content(2, &format!("水{id}")))), Err(Refused::ReceiveId(id.to_owned())));
    assert_eq!(opened(padded(content(3, &format!("水{id}")))).as_deref(), Ok("水"));
    for length in [22, 1000, i32::MAX as u32, u32::MAX - 3, u32::MAX] {
        assert_eq!(opened(padded(content(length, &format!("水{id}")))), Err(Refused::Length), "{length}");
    }
    assert_eq!(opened(padded(content(0, id))).as_deref(), Ok(""));
    assert_eq!(opened(padded(vec![0; 19])), Err(Refused::Length));
    assert_eq!(opened(padded(Vec::new())), Err(Refused::Length));
    let broken = [content(2, ""), vec![0xff, 0xfe], id.as_bytes().to_vec()].concat();
    assert_eq!(opened(padded(broken)), Err(Refused::NotUtf8));
}

#[test]
fn padding_that_lies() {
    let id = WORKWX.2;
    let sound = content(26, &format!("{}{id}", "x".repeat(26)));
    assert_eq!(sound.len(), 64);
    let with = |pad: &[u8]| opened([&sound[..], pad].concat());
    assert!(with(&[32; 32]).is_ok());
    for byte in [0, 33, 64, 255] {
        assert_eq!(with(&[byte; 32]), Err(Refused::Padding), "{byte}");
    }
    let mut uneven = [32; 32];
    uneven[3] = 31;
    assert_eq!(with(&uneven), Err(Refused::Padding));
    // Longer than all there is.
    assert_eq!(opened(vec![17; 16]), Err(Refused::Padding));
    // To 16 only, as one library pads: still a block that says what it means.
    let short = content(26 - 16, &format!("{}{id}", "x".repeat(10)));
    assert_eq!(opened([short, vec![16; 16]].concat()).as_deref(), Ok("xxxxxxxxxx"));
}

#[test]
fn settings_that_cannot_work() {
    let (token, aes_key, id) = WORKWX;
    let bad = |token: &str, aes_key: &str, id: &str| Keys::new(token, aes_key, id).err();
    assert_eq!(bad(token, aes_key, id), None);
    assert_eq!(bad(&format!(" {token}\n"), &format!("{aes_key}\n"), &format!("{id} ")), None);
    for token in ["", " ", "a b", "token!", "令牌", &"a".repeat(33)] {
        assert_eq!(bad(token, aes_key, id), Some(BadKeys::Token), "{token}");
    }
    let dollar = aes_key.replace('j', "$");
    for aes_key in ["", &aes_key[1..], &format!("{aes_key}A"), &format!("{}=", &aes_key[1..]), &dollar] {
        assert_eq!(bad(token, aes_key, id), Some(BadKeys::AesKey), "{aes_key}");
    }
    for id in ["", "ww 1", "公司"] {
        assert_eq!(bad(token, aes_key, id), Some(BadKeys::ReceiveId), "{id}");
    }
}

#[test]
fn nothing_prints_a_key() {
    let (token, aes_key, id) = WORKWX;
    let keys = keys(WORKWX);
    let printed = format!("{keys:?} {keys:#?}");
    assert!(!printed.contains(token) && !printed.contains(&aes_key[..6]) && printed.contains(id), "{printed}");
    assert!(!printed.replace(id, "").contains("112"), "bytes of the key: {printed}");
}

proptest! {
    #[test]
    fn whatever_is_sealed_opens(plain in "\\PC{0,400}", random: [u8; 16], timestamp in "[0-9]{1,12}", nonce in "\\PC{0,20}") {
        let keys = keys(OFFICIAL);
        let sealed = keys.seal(&plain, random, &timestamp, &nonce);
        prop_assert_eq!(STANDARD.decode(&sealed.encrypt).unwrap().len() % 32, 0);
        prop_assert_eq!(keys.open(&sealed.msg_signature, &timestamp, &nonce, &sealed.encrypt), Ok(plain));
    }

    #[test]
    fn garbage_is_refused(signature in "\\PC{0,50}", nonce in "\\PC{0,20}", encrypt in "\\PC{0,200}") {
        prop_assert!(keys(WORKWX).open(&signature, NOW, &nonce, &encrypt).is_err());
    }

    #[test]
    fn garbage_under_a_good_signature_is_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let keys = keys(WORKWX);
        let encrypt = STANDARD.encode(bytes);
        prop_assert!(keys.open(&keys.signature(NOW, "n", &encrypt), NOW, "n", &encrypt).is_err());
    }

    #[test]
    fn a_block_of_anything_does_no_harm(length: u32, rest in proptest::collection::vec(any::<u8>(), 0..200), pad: bool) {
        let mut block = [&[7; 16][..], &length.to_be_bytes(), &rest].concat();
        if pad {
            block = padded(block);
        } else {
            block.truncate(block.len() / 16 * 16);
        }
        let _ = opened(block);
    }
}
