//! Sealed messages that other people published, or that their libraries made;
//! nine of them, each opened by two libraries that are not ours.

use crate::channel::wecom::crypto::Keys;

/// Token, `EncodingAESKey`, receive id.
pub type Setting = (&'static str, &'static str, &'static str);

pub const OFFICIAL: Setting = ("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7");
pub const WORKWX_CHECK: Setting =
    ("kjr2TKI8umCBfVF3wAHk8JiPwma5VBme", "4Ma3YBrSBbX2aez8MJpXGBne5LSDwgGqHbhM9WPYIws", "ww6a112864f8022910");
pub const WORKWX: Setting = ("kz7Yx62CH8SaLN", "cD0d7jx4tYvVtzqrmh3Dm3QFCXe6f8SlHoMtMh3qQEP", "ww6a112864f8022910");
pub const WECHATPY: Setting = ("123456", "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR", "wx49f0ab532d5d035a");

pub struct Vector {
    pub setting: Setting,
    pub timestamp: &'static str,
    pub nonce: &'static str,
    pub signature: &'static str,
    pub encrypt: &'static str,
    pub plain: &'static str,
}

impl Vector {
    pub fn keys(&self) -> Keys {
        keys(self.setting)
    }
}

pub fn keys((token, aes_key, receive_id): Setting) -> Keys {
    Keys::new(token, aes_key, receive_id).unwrap()
}

/// The official demo: the check of a URL.
pub const A1: Vector = Vector {
    setting: OFFICIAL,
    timestamp: "1409659589",
    nonce: "263014780",
    signature: "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
    encrypt: "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==",
    plain: "1616140317555161061",
};

/// The official demo: a message.
pub const A2: Vector = Vector {
    setting: OFFICIAL,
    timestamp: "1409659813",
    nonce: "1372623149",
    signature: "477715d11cdb4164915debcba66cb864d751f3e6",
    encrypt: "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==",
    plain: "<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>\n<FromUserName><![CDATA[mycreate]]></FromUserName>\n<CreateTime>1409659813</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[hello]]></Content>\n<MsgId>4561255354251345929</MsgId>\n<AgentID>218</AgentID>\n</xml>",
};

/// Go-workwx: the check of a URL.
pub const B1: Vector = Vector {
    setting: WORKWX_CHECK,
    timestamp: "1583940690",
    nonce: "VHh7ymSeb0jc4lSb",
    signature: "1ba3cb09c0d2c2b3ed6900d37f91a6efae6cb011",
    encrypt: "6KmUQuPVu7UhjyVqRdbo5SfcRqaHvbUlKSHFvBV2ZuR6TIlKsygcfeSd1GDplg1C5KSKr6UPHCaC/nIX3ZNt9w==",
    plain: "94966531020182955848408",
};

/// Go-workwx: a message; its random bytes are no ASCII.
pub const B2: Vector = Vector {
    setting: WORKWX,
    timestamp: "1583995625",
    nonce: "1584392382",
    signature: "f265ae551b1932727204c3d707628d01376a6940",
    encrypt: "EUCt7xMcNiyASzZj0Hjc5yDjFQrCum6AfQ3ntHiUzjGQ51xieKmbvtrZ40/EcB2W/W8yH0n4Lqx48gJl/T9HD/R309I0P/r5pIZucK3lyEn48FYMr4YdE0QdL2jIJ3xkcXUr6uzefzCxG6lMvwpAJaOyVCzN7sRRw47njfxy5EIqU6R9ZBhlTzfdnhhOhK/nTwzrZX3SoGlXFA9OBeZ6ru1NWpXFk76x9DUMe0lcxPPiUqK8ctnQcYXSGUHVqC6DfG7E7mab0OmruNN8cBZY5d3dYOBA4OgaH55Q0AJmUpdT8vNiXpXx+6TxT3TIjySXpDrHVyrsb772aYywgg/Nu4kUmGkALwFZlzhjNegR7wDwb9lr4ERXsSSS8JZ8lbBmaQ3F2Tq584xoPj5rIhXAF734ynm4no1g+SdHiNqR328=",
    plain: "<xml><ToUserName><![CDATA[ww6a112864f8022910]]></ToUserName><FromUserName><![CDATA[foobar]]></FromUserName><CreateTime>1583995625</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[x123]]></Content><MsgId>2018405441</MsgId><AgentID>1000002</AgentID></xml>",
};

/// Wechatpy: the check of a URL.
pub const C1: Vector = Vector {
    setting: WECHATPY,
    timestamp: "1411443780",
    nonce: "437374425",
    signature: "dd6b9c95b495b3f7e2901bfbc76c664930ffdb96",
    encrypt: "4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q==",
    plain: "5927782489442352469",
};

/// Wechatpy: an answer, sealed with 1234567890123456.
pub const C2: Vector = Vector {
    setting: WECHATPY,
    timestamp: "1411525903",
    nonce: "461056294",
    signature: "407518b7649e86ef23978113f92d27afa9296533",
    encrypt: "9s4gMv99m88kKTh/H8IdkOiMg6bisoy3ypwy9H4hvSPe9nsGaqyw5hhSjdYbcrKk+j3nba4HMOTzHrluLBYqxgNcBqGsL8GqxlhZgURnAtObvesEl5nZ+uBE8bviY0LWke8Zy9V/QYKxNV2FqllNXcfmstttyIkMKCCmVbCFM2JTF5wY0nFhHZSjPUL2Q1qvSUCUld+/WIXrx0oyKQmpB6o8NRrrNrsDf03oxI1p9FxUgMnwKKZeOA/uu+2IEvEBtb7muXsVbwbgX05UPPJvFurDXafG0RQyPR+mf1nDnAtQmmNOuiR5MIkdQ39xn1vWwi1O5oazPoQJz0nTYjxxEE8kv3kFxtAGVRe3ypD3WeK2XeFYFMNMpatF9XiKzHo3",
    plain: "<xml>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[test]]></Content>\n<FromUserName><![CDATA[wx49f0ab532d5d035a]]></FromUserName>\n<ToUserName><![CDATA[messense]]></ToUserName>\n<AgentID>1</AgentID>\n<CreateTime>1411525903</CreateTime>\n</xml>",
};

/// @wecom/crypto: Chinese, and what XML marks up.
pub const D: Vector = Vector {
    setting: WORKWX,
    timestamp: "1700000009",
    nonce: "nonceD",
    signature: "b27dc3c47c585a744a510eb5c0952eb46f16d8a4",
    encrypt: "go+F1sQCEw+oZE/jt2es8ruTHqLiOeuie57StZMK4JGLdm50OSwAPcQ/VCKv9fJoTlSLBPBa+li+iGpdU1CEmQpvNdTRf3yj7FZTxB8hWgbMj/NJV5C+E418Jd2segF4k0LZj2ED9EneYzB9gS/2EiWbqTchmeGUSnaJsRhtVYsaOcNUuOKm34BY384Fy6MpJ2bd9KkMGA3j9a75JQKcqnuyK303azhPb5zR7flLcR0OJN5czduz/FklUuUruR15aBokfjzRO268l5FWBvGT/dpguS6/TqRIFMJlVyO4F/+I60UuSdjE/AK993/KRnFgfx7OotwgPidImPFQgtnmCjfxtPv+j5RMwLHaZOXnq+H2Nn1/mh+Qv/hBqlT9dUS51k+lnVSLNG7yYlwR3cdbFwd0f81LvIYWjvwCsVgpDPSjzGuDxs9/mwIry2oTYhEkM5X1IVXgwErCbtlHup3/kA==",
    plain: "<xml><ToUserName><![CDATA[ww6a112864f8022910]]></ToUserName><FromUserName><![CDATA[LiSi]]></FromUserName><CreateTime>1700000000</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[3号楼电梯坏了 & <急>]]></Content><MsgId>7319283746501</MsgId><AgentID>1000002</AgentID></xml>",
};

/// @wecom/crypto: a press on a card.
pub const E: Vector = Vector {
    setting: WORKWX,
    timestamp: "1700000009",
    nonce: "nonceE",
    signature: "ae40253bb8e835de837efdb4e49308d0737a06eb",
    encrypt: "go+F1sQCEw+oZE/jt2es8iV8vWwWss89WR5vBTFMf1dtd1ZL2M625RZcYJkGbO+CDdY8HBFLeaLcuJ6mKsmer7IQDwo4tzUZRjrYpTgcv3F+zgBvoc8OS2FxfgNGLyNXBxzeULTnLmP7H5pCJ2+rIKiWHCgEx/qpqdeeUF3NQi0JlHf2ZCRQtKKT7oR3iWwvcutr+KFPdrRL95pZC3wstJZSaGM+zdxCJeLcNTpH+Kyw0MfC3tS0JyDZSUkKx6d44WTfSfiXqAAHEqTB5RSGB6aZwtQ8EzfrfKfH3UFop/K7GvS047KOn0FGm6uXZ2dMpTwzbfKjJEXGtWy/AiGW7X+yHSMLVJX+w/mCDy8xDJTw/+0XONjEKDMzU8kUTYOoSKMn0RSZo/K1pzVl1tV3hjuzFw8c7lBcyZgROWH/SOCMm/DOPtU1mjDx3IyhXLoelwb15VJn3PAdtWoTZC1BTER3fqBFTGM4wHgbRvS3hUVp4VH44Lwz0i+rqEedsnYK4VHRBuJJMGI3wmIfhhANC4iJTAfjUYmqdo+rNGoUGKLsFmyrOiyDqLuQ6ihxzNIGoSooYrUc2GcepD+C44k+eJQ4FcVCR8+O6jm7zkH3dBJcZxN6vrNCRGpwNh7huLFQ",
    plain: "<xml><ToUserName><![CDATA[ww6a112864f8022910]]></ToUserName><FromUserName><![CDATA[LiSi]]></FromUserName><CreateTime>1700000001</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[template_card_event]]></Event><EventKey><![CDATA[accept:42]]></EventKey><TaskId><![CDATA[wo-42@1]]></TaskId><CardType><![CDATA[button_interaction]]></CardType><ResponseCode><![CDATA[RC1]]></ResponseCode><AgentID>1000002</AgentID></xml>",
};

/// @wecom/crypto: the notice of customer service.
pub const F: Vector = Vector {
    setting: WORKWX,
    timestamp: "1700000009",
    nonce: "nonceF",
    signature: "ad96afbe324ff5f3277ab5fd75d7d318a8f758e4",
    encrypt: "go+F1sQCEw+oZE/jt2es8uikq2xWtcl+k+Ngr/M5setvrxZ8aUb3U5IHV2Uuv0gxoyo8zeZLYrNjAc8aMFrnpnYIrGnR/NecU0AzECopFLpw35QUXbVo3qm/1lqolf5IQ2W99xea/fxtbSrLvhsRw432JHVLjvWThw4jPiG9lu3527ojCrGACY1hB+HpesL+jGYrUUstiGcMuAG7GEFeBKP4C6einntOicwmhH/1I0O4M7YUPebvRoM29nNRBe6Sxp2Zp81n0EUElT0UfK2qTibQAdQ8I/l3tUoSoQjPlKEvRLyAGsAeNnKCEpz9CgvrSwP7qrM6m/AR6RwAYHIS2LEah3UFNoxcQH8tTg/vjV3AfCkB9osfNxbxPCGWU9jyqYEjMdWFiuLEfFwKymbtbSGKcK2tBkbSXNeaZ8BI/B+xP+FIb6vDuCKj4gKWraiDbWX7cynPQblb3g87CH3R3fkI2tgiwVZzKATFfSvIjIAfdvs2fcjrOw/dtIvuZz16",
    plain: "<xml><ToUserName><![CDATA[ww6a112864f8022910]]></ToUserName><CreateTime>1700000002</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event><Token><![CDATA[ENCApHxnGDNAVNY4AaSJKj4Tb5mwsEMzxhFmHVGcra996NR]]></Token><OpenKfId><![CDATA[wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q]]></OpenKfId></xml>",
};

pub const ALL: [Vector; 9] = [A1, A2, B1, B2, C1, C2, D, E, F];
