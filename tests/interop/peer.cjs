// @wecom/crypto as a peer; the task and the answer are those of peer.py. The
// library leaves it to the caller to compare signatures and receive ids.
const { decrypt, encrypt, getSignature } = require("@wecom/crypto");
const fs = require("node:fs");

const task = JSON.parse(fs.readFileSync(0, "utf8"));

function opened(it) {
  if (getSignature(task.token, it.timestamp, it.nonce, it.encrypt) !== it.signature) return null;
  const { message, id } = decrypt(task.aes_key, it.encrypt);
  return id === task.corpid ? message : null;
}

function sealed(it) {
  const sealed = encrypt(task.aes_key, it.plain, task.corpid);
  const signature = getSignature(task.token, it.timestamp, it.nonce, sealed);
  return (
    `<xml><Encrypt><![CDATA[${sealed}]]></Encrypt><MsgSignature><![CDATA[${signature}]]></MsgSignature>` +
    `<TimeStamp>${it.timestamp}</TimeStamp><Nonce><![CDATA[${it.nonce}]]></Nonce></xml>`
  );
}

process.stdout.write(JSON.stringify({ opened: task.open.map(opened), sealed: task.seal.map(sealed) }));
