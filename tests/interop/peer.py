"""wechatpy as a peer: reads a task from stdin, answers on stdout.

A task is {"token", "aes_key", "corpid", "open": [sealed ...], "seal": [plain ...]};
a sealed message is {"encrypt", "signature", "timestamp", "nonce"}, a plain one
{"plain", "timestamp", "nonce"}. The answer is {"opened": [text ...], "sealed":
[body of a callback ...]}; what is refused is opened as null.
"""

import json
import sys

from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.exceptions import InvalidSignatureException

task = json.load(sys.stdin)
crypto = WeChatCrypto(task["token"], task["aes_key"], task["corpid"])


def text(it):
    return it.decode("utf-8") if isinstance(it, bytes) else it


def opened(it):
    body = "<xml><Encrypt><![CDATA[%s]]></Encrypt></xml>" % it["encrypt"]
    try:
        return text(crypto.decrypt_message(body, it["signature"], it["timestamp"], it["nonce"]))
    except InvalidSignatureException:
        return None


answer = {
    "opened": [opened(it) for it in task["open"]],
    "sealed": [text(crypto.encrypt_message(it["plain"], it["nonce"], it["timestamp"])) for it in task["seal"]],
}
json.dump(answer, sys.stdout)
