//! Two libraries that are not ours open what we seal, and we open what they
//! seal: wechatpy (Python) and @wecom/crypto (JavaScript). Their package
//! registries are asked once; what came stays in the target folder.

use anju::channel::wecom::crypto::{Keys, Refused};
use anju::channel::wecom::envelope::Envelope;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const TOKEN: &str = "kz7Yx62CH8SaLN";
/// Its last letter carries bits that are no part of the key.
const AES_KEY: &str = "cD0d7jx4tYvVtzqrmh3Dm3QFCXe6f8SlHoMtMh3qQEP";
const CORPID: &str = "ww6a112864f8022910";
const TIMESTAMP: &str = "1700000009";

const MISSING: &str = "callbacks are exchanged with two other libraries, and what those need is missing: \
    please run scripts/test, which installs it (Debian: python3-venv nodejs npm)";

#[derive(Serialize)]
struct Task<'a> {
    token: &'a str,
    aes_key: &'a str,
    corpid: &'a str,
    open: Vec<Sealed>,
    seal: Vec<Plain>,
}

#[derive(Serialize)]
struct Sealed {
    encrypt: String,
    signature: String,
    timestamp: &'static str,
    nonce: String,
}

#[derive(Serialize)]
struct Plain {
    plain: String,
    timestamp: &'static str,
    nonce: String,
}

#[derive(Deserialize)]
struct Answer {
    opened: Vec<Option<String>>,
    /// Bodies of callbacks.
    sealed: Vec<String>,
}

#[test]
fn wechatpy() {
    let python = venv();
    let mut ask = Command::new(python);
    ask.arg(interop("peer.py"));
    exchange(ask);
}

#[test]
fn wecom_crypto() {
    let folder = node_modules();
    let mut ask = Command::new("node");
    // A script finds its modules from where it lies.
    fs::copy(interop("peer.cjs"), folder.join("peer.cjs")).expect("the script beside its modules");
    ask.arg(folder.join("peer.cjs"));
    exchange(ask);
}

/// Messages of all lengths around the blocks, and of what XML and UTF-8 know.
fn messages() -> Vec<String> {
    let mut messages: Vec<String> = (1..=70).map(|length| "x".repeat(length)).collect();
    messages.push("<xml><Content><![CDATA[3号楼电梯坏了 & <急> 👨‍👩‍👧]]></Content></xml>".to_owned());
    messages.push("漏水。".repeat(20_000));
    messages.push("]]>\r\n\t\u{1}\u{202e}".to_owned());
    messages
}

fn exchange(mut peer: Command) {
    let keys = Keys::new(TOKEN, AES_KEY, CORPID).expect("keys");
    let messages = messages();
    let mut open = Vec::new();
    let mut seal = Vec::new();
    for (at, plain) in messages.iter().enumerate() {
        let nonce = format!("nonce{at}");
        let random = std::array::from_fn(|byte| (at * 31 + byte * 7) as u8);
        let sealed = keys.seal(plain, random, TIMESTAMP, &nonce);
        open.push(Sealed {
            encrypt: sealed.encrypt,
            signature: sealed.msg_signature,
            timestamp: TIMESTAMP,
            nonce: nonce.clone(),
        });
        seal.push(Plain { plain: plain.clone(), timestamp: TIMESTAMP, nonce });
    }
    let mut forged = keys.seal("forged", [9; 16], TIMESTAMP, "n");
    forged.msg_signature = keys.signature(TIMESTAMP, "another", &forged.encrypt);
    open.push(Sealed {
        encrypt: forged.encrypt,
        signature: forged.msg_signature,
        timestamp: TIMESTAMP,
        nonce: "n".into(),
    });
    let answer = ask(&mut peer, &Task { token: TOKEN, aes_key: AES_KEY, corpid: CORPID, open, seal });

    let (forged, opened) = answer.opened.split_last().expect("as many answers as questions");
    assert_eq!(*forged, None, "the forged one was opened");
    let opened: Vec<&str> = opened.iter().map(|text| text.as_deref().expect("refused what we sealed")).collect();
    assert_eq!(opened, messages);
    assert_eq!(answer.sealed.len(), messages.len());
    for (at, (body, plain)) in answer.sealed.iter().zip(&messages).enumerate() {
        let envelope = Envelope::read(body.as_bytes()).expect("the body of a callback");
        let nonce = format!("nonce{at}");
        let signature = signature_in(body);
        assert_eq!(keys.open(&signature, TIMESTAMP, &nonce, &envelope.encrypt).as_deref(), Ok(plain.as_str()));
        assert_eq!(keys.open(&signature, TIMESTAMP, "another", &envelope.encrypt), Err(Refused::Signature));
    }
}

/// Only answers carry it in the body; a callback has it in its URL.
fn signature_in(body: &str) -> String {
    let (_, rest) = body.split_once("<MsgSignature><![CDATA[").expect("a signature");
    rest.split_once("]]>").expect("its end").0.to_owned()
}

fn ask(peer: &mut Command, task: &Task<'_>) -> Answer {
    let name = peer.get_program().to_string_lossy().into_owned();
    peer.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = peer.spawn().unwrap_or_else(|why| panic!("{name}: {why}; {MISSING}"));
    let stdin = child.stdin.take().expect("its input is piped");
    serde_json::to_writer(stdin, task).expect("the task is written");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("an answer in JSON")
}

fn interop(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop").join(file)
}

/// The Python of an environment with wechatpy in it.
fn venv() -> PathBuf {
    let folder = prepared("wechatpy", &["requirements.txt"], |folder| {
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder));
        let list = interop("requirements.txt");
        run(Command::new(folder.join("bin/python"))
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(list));
    });
    folder.join("bin/python")
}

/// A folder with @wecom/crypto among its modules.
fn node_modules() -> PathBuf {
    prepared("wecom_crypto", &["package.json", "package-lock.json"], |folder| {
        fs::create_dir_all(folder).expect("a folder");
        for file in ["package.json", "package-lock.json"] {
            fs::copy(interop(file), folder.join(file)).expect("a copy");
        }
        let ci = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        run(Command::new("npm").args(ci).current_dir(folder));
    })
}

/// A folder that is filled once for what these files say: a note of them is
/// written when all went well.
fn prepared(name: &str, files: &[&str], fill: impl Fn(&Path)) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wecom_peers").join(name);
    let note = folder.join("filled");
    let wanted: String = files.iter().map(|file| fs::read_to_string(interop(file)).expect("a list")).collect();
    if fs::read_to_string(&note).is_ok_and(|filled| filled == wanted) {
        return folder;
    }
    let _ = fs::remove_file(&note);
    fill(&folder);
    fs::write(&note, wanted).expect("the note");
    folder
}

fn run(command: &mut Command) {
    let name = command.get_program().to_string_lossy().into_owned();
    let Output { status, stdout, stderr } = command.output().unwrap_or_else(|why| panic!("{name}: {why}; {MISSING}"));
    let said = format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(status.success(), "{name} failed; if something of it is not installed: {MISSING}\n{said}");
}
